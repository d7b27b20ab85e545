"""The price of one lot on one channel: a table of lines, each at three levels, and their sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from sourcing.brief import Volume
from sourcing.decision.cost.formula.fees import ONE, ZERO
from sourcing.decision.cost.formula.inputs import NotPricedError, Request
from sourcing.decision.cost.formula.sheet import LEVELS, Sheet, exactly, rounded, sheet_of
from sourcing.decision.model.cost import Cost, CostInput, CostLine, Money

PLACES_OF_A_SHARE = 4


def cost_of(request: Request) -> Cost | str:
    """Return what a lot costs on a channel, or why it has no price and what would mend that."""
    try:
        return cost_on(sheet_of(request))
    except NotPricedError as error:
        return str(error)


def cost_on(sheet: Sheet) -> Cost:
    """Return the table of a sheet at its three levels; raises `NotPricedError`."""
    with exactly():
        return _table(sheet)


def _table(sheet: Sheet) -> Cost:
    currency = sheet.request.currency
    levels = [sheet.work_out(sheet.at(level)) for level in LEVELS]
    lines = tuple(_lines(sheet, levels, currency))
    total = _money(
        sum((line.low for line in lines if line.is_money), ZERO),
        sum((line.likely for line in lines if line.is_money), ZERO),
        sum((line.high for line in lines if line.is_money), ZERO),
    )
    accepted, unit = _accepted(sheet.request.volume, sheet.inputs["volume"])
    rate = next((line for line in lines if line.id == "overall_take_rate"), None)
    return Cost(
        currency=currency,
        total=total,
        per_accepted=_money(total.low / accepted, total.likely / accepted, total.high / accepted),
        accepted_unit=unit,
        worker_share=_worker_share(levels, total),
        take_rate=Money(rate.low, rate.likely, rate.high) if rate else None,
        lines=lines,
        hours_per_person=_hours_per_person(levels),
        quoted_by=sheet.request.quote_from,
    )


def _lines(
    sheet: Sheet, levels: Sequence[Mapping[str, Decimal]], currency: str
) -> Iterator[CostLine]:
    for step in sheet.steps:
        low, likely, high = (rounded(values[step.id], step.places) for values in levels)
        yield CostLine(
            id=step.id,
            label=step.label,
            unit=step.unit.replace("¤", currency),
            low=low,
            likely=likely,
            high=high,
            is_money=step.is_money,
            how=step.how,
            inputs=tuple(
                sheet.inputs[name] for name in step.needs + step.uses if name in sheet.inputs
            ),
        )


def _accepted(volume: Volume | None, accepted: CostInput) -> tuple[Decimal, str]:
    if volume and volume.items:
        return volume.items, "item"
    return accepted.likely, "hour" if accepted.unit == "hours" else accepted.unit


def _worker_share(levels: Sequence[Mapping[str, Decimal]], total: Money) -> Money | None:
    """Return the share of each dollar that reaches the worker; the levels need not rise with the total."""
    totals = (total.low, total.likely, total.high)
    if "paid_hours" not in levels[0] or not all(totals):
        return None
    shares = [
        values["paid_hours"] * values["bill_rate"] * (ONE - values["overall_take_rate"]) / whole
        for values, whole in zip(levels, totals, strict=True)
    ]
    ends = (min(shares), shares[1], max(shares))
    return Money(*(rounded(share, PLACES_OF_A_SHARE) for share in ends))


def _hours_per_person(levels: Sequence[Mapping[str, Decimal]]) -> Money | None:
    """Return the paid hours of each person who stays, at the level of cost, so that they need not rise."""
    if "people" not in levels[0]:
        return None
    return _money(*(v["paid_hours"] / (v["people"] * (ONE - v["drop_out"])) for v in levels))


def _money(low: Decimal, likely: Decimal, high: Decimal) -> Money:
    return Money(rounded(low), rounded(likely), rounded(high))
