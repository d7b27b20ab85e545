"""What a price comes to as is likely, as far as it is compared with other prices: no table is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sourcing.decision.cost.formula.break_even import above_rate, crossing, hours_per_person, spend
from sourcing.decision.cost.formula.fees import ONE
from sourcing.decision.cost.formula.inputs import NotPricedError, Request
from sourcing.decision.cost.formula.sheet import rounded, sheet_of
from sourcing.decision.model.cost import Cost


@dataclass(frozen=True, slots=True)
class Likely:
    """The likely total, what of it is spent once, and what else a break-even is worked out from.

    All as printed. `above_rate` is what a minimum adds to labour, None where nothing is paid by
    the hour; `hours_per_person` is None where no people are taken on.
    """

    total: Decimal
    once: Decimal
    above_rate: Decimal | None
    hours_per_person: Decimal | None

    def break_even(self, other: Likely) -> Decimal | None:
        """Return the hours per person kept beyond which this price is below another; None means never."""
        if self.hours_per_person is None or other.above_rate is None:
            return None
        own = self.once, self.total - self.once
        return crossing(
            self.hours_per_person,
            own,
            (other.once, other.total - other.once),
            other.above_rate,
        )


def likely_of(request: Request) -> Likely | None:
    """Return what a lot is likely to cost on a channel; None where it has no price."""
    try:
        sheet = sheet_of(request)
        found = sheet.work_out_likely()
        amounts = {step.id: rounded(found[step.id], step.places) for step in sheet.steps}
    except NotPricedError:
        return None
    hours = None
    if found.get("people"):  # next to no work needs nobody
        hours = rounded(found["paid_hours"] / (found["people"] * (ONE - found["drop_out"])))
    return _likely(amounts, (step.id for step in sheet.steps if step.is_money), hours)


def likely_in(cost: Cost) -> Likely:
    """Return what is likely of a price that is worked out already."""
    amounts = {line.id: line.likely for line in cost.lines}
    money = (line.id for line in cost.lines if line.is_money)
    return _likely(amounts, money, hours_per_person(cost))


def _likely(amounts: Mapping[str, Decimal], money: Iterable[str], hours: Decimal | None) -> Likely:
    once, running = spend(amounts, set(money))
    return Likely(
        total=once + running,
        once=once,
        above_rate=above_rate(amounts) if "bill_rate" in amounts else None,
        hours_per_person=hours,
    )
