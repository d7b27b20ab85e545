"""The price of one lot on one channel: a table of lines, each at three levels, and their sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, localcontext

from sourcing.brief import Volume
from sourcing.decision.cost.fees import ONE, ZERO
from sourcing.decision.cost.formula import (
    CHEAPER_WHEN_HIGHER,
    Step,
    steps_by_the_hour,
    steps_by_the_unit,
)
from sourcing.decision.cost.inputs import (
    NotPricedError,
    Request,
    entered_inputs,
    fee_parts,
    find_inputs,
    missing_input,
    quoted_inputs,
)
from sourcing.decision.model import Cost, CostInput, CostLine, Money

EXACT = Context(prec=40, rounding=ROUND_HALF_EVEN)
PLACES_OF_A_SHARE = 4
QUANTA = tuple(ONE.scaleb(-places) for places in range(PLACES_OF_A_SHARE + 1))


def cost_of(request: Request) -> Cost | str:
    """Return what a lot costs on a channel, or why it has no price and what would mend that."""
    try:
        return _cost(request)
    except NotPricedError as error:
        return str(error)


def _cost(request: Request) -> Cost:
    with localcontext(EXACT):
        try:
            return _table(request)
        except DecimalException:
            raise NotPricedError(
                "The figures are too large or too small to be priced. Check volume and quote."
            ) from None


def _table(request: Request) -> Cost:
    steps, known = _steps(request)
    inputs = find_inputs(request, steps, known)
    levels = _levels(inputs)
    lines = tuple(_lines(steps, inputs, levels, request.book.currency))
    total = _money(
        sum((line.low for line in lines if line.is_money), ZERO),
        sum((line.likely for line in lines if line.is_money), ZERO),
        sum((line.high for line in lines if line.is_money), ZERO),
    )
    accepted, unit = _accepted(request.volume, inputs["volume"])
    rate = next((line for line in lines if line.id == "overall_take_rate"), None)
    return Cost(
        currency=request.book.currency,
        total=total,
        per_accepted=_money(total.low / accepted, total.likely / accepted, total.high / accepted),
        accepted_unit=unit,
        worker_share=_worker_share(levels, total),
        take_rate=Money(rate.low, rate.likely, rate.high) if rate else None,
        lines=lines,
    )


def _steps(request: Request) -> tuple[tuple[Step, ...], dict[str, CostInput]]:
    """Return the lines that this lot calls for, and the inputs that it and its quote give."""
    quoted = quoted_inputs(request)
    known = entered_inputs(request) | quoted
    if request.volume and request.volume.unit:
        return steps_by_the_unit(request.volume.unit), known
    return steps_by_the_hour(fee_parts(request, quoted), quoted), known


def _levels(inputs: Mapping[str, CostInput]) -> list[dict[str, Decimal]]:
    """Return the inputs' values three times: where they cost least, as is likely, where they cost most."""
    ends = {name: (found.low, found.likely, found.high) for name, found in inputs.items()}
    for name in CHEAPER_WHEN_HIGHER & ends.keys():
        ends[name] = ends[name][::-1]
    return [{name: end[level] for name, end in ends.items()} for level in range(3)]


def _lines(
    steps: Iterable[Step],
    inputs: Mapping[str, CostInput],
    levels: Sequence[dict[str, Decimal]],
    currency: str,
) -> Iterator[CostLine]:
    """Work out each line at every level, and put it among the values that later lines build on."""
    for step in steps:
        missing = [name for name in step.needs if name not in levels[0]]
        if missing and step.optional:
            continue
        if missing:
            raise NotPricedError(missing_input(missing[0]))
        amounts = [step.amount(values) for values in levels]
        for values, amount in zip(levels, amounts, strict=True):
            values[step.id] = amount
        low, likely, high = (_rounded(amount, step.places) for amount in amounts)
        yield CostLine(
            id=step.id,
            label=step.label,
            unit=step.unit.replace("¤", currency),
            low=low,
            likely=likely,
            high=high,
            is_money=step.is_money,
            how=step.how,
            inputs=tuple(inputs[name] for name in step.needs + step.uses if name in inputs),
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
    return Money(*(_rounded(share, PLACES_OF_A_SHARE) for share in ends))


def _money(low: Decimal, likely: Decimal, high: Decimal) -> Money:
    return Money(*(_rounded(amount) for amount in (low, likely, high)))


def _rounded(amount: Decimal, places: int = 2) -> Decimal:
    return amount.quantize(QUANTA[places], ROUND_HALF_EVEN)
