"""Taking people on oneself against every other channel: the break-even and its lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from sourcing.decision.cost.formula.break_even import (
    break_even,
    break_even_ends,
    hours_per_person,
    money_of,
    spend,
)
from sourcing.decision.cost.formula.sheet import Sheet, rounded
from sourcing.decision.cost.formula.volumes import months
from sourcing.decision.model.cost import Cost

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Span:
    """A break-even at the least, as is likely, and at the most; None means never."""

    low: Decimal | None
    likely: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Against:
    """From where own people cost less than one other channel: hours per person kept, and months."""

    channel: str
    hours: Span
    months: Span


@dataclass(frozen=True, slots=True)
class Line:
    """What a channel costs per person kept, as a chart draws it: spent once, and for each hour."""

    channel: str
    once: Decimal
    hour: Decimal


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The break-even of own people on a lot; the stated hours and months are the lot's own.

    Months are at the pace of `hours_per_week` for each person.
    """

    channel: str
    stated_hours: Decimal
    stated_months: Decimal
    hours_per_week: Decimal
    against: tuple[Against, ...]
    lines: tuple[Line, ...]


def own_channel(sheets: Mapping[str, Sheet]) -> str | None:
    """Return the channel on which people are the buyer's own, if it has a price by people."""
    return next((name for name, sheet in sheets.items() if has_people(sheet)), None)


def has_people(sheet: Sheet) -> bool:
    """Say whether a channel takes people on: its pricing is that of own staff."""
    own = sheet.request.book.pricing.get(sheet.request.channel) == "own_staff"
    return own and any(step.id == "people" for step in sheet.steps)


def break_even_of(sheets: Mapping[str, Sheet], costs: Mapping[str, Cost]) -> BreakEven | None:
    """Return the break-even of own people against each other channel; None without own people."""
    own = own_channel(sheets)
    stated = hours_per_person(costs[own]) if own else None
    others = [name for name in sheets if name != own and _by_the_hour(sheets[name])]
    if own is None or not stated or not others:  # of next to no work, nobody has an hour
        return None
    pace = sheets[own].at("likely")["hours_per_week"]
    kept = _likely(costs[own], "paid_hours") / stated
    return BreakEven(
        channel=own,
        stated_hours=_tenths(stated),
        stated_months=_tenths(months(stated / pace)),
        hours_per_week=pace,
        against=tuple(_against(name, sheets, costs, own, pace) for name in others),
        lines=tuple(_line(sheets[name], kept, stated) for name in (own, *others)),
    )


def _against(
    name: str, sheets: Mapping[str, Sheet], costs: Mapping[str, Cost], own: str, pace: Decimal
) -> Against:
    fewest, most = break_even_ends(sheets[own], sheets[name])
    likely = break_even(costs[own], costs[name])
    if (
        likely is not None
    ):  # from printed lines, and so a little beside the ends where it is far off
        fewest = min(fewest, likely) if fewest is not None else likely
        most = max(most, likely) if most is not None else None
    hours = (fewest, likely, most if likely is not None else None)
    return Against(
        channel=name,
        hours=Span(*(_tenths(one) if one is not None else None for one in hours)),
        months=Span(*(_tenths(months(one / pace)) if one is not None else None for one in hours)),
    )


def _line(sheet: Sheet, kept: Decimal, stated: Decimal) -> Line:
    once, running = spend(sheet.work_out_likely(), money_of(sheet))
    return Line(sheet.request.channel, rounded(once / kept), rounded(running / kept / stated))


def _likely(cost: Cost, name: str) -> Decimal:
    return next(line.likely for line in cost.lines if line.id == name)


def _by_the_hour(sheet: Sheet) -> bool:
    return any(step.id == "bill_rate" for step in sheet.steps)


def _tenths(amount: Decimal) -> Decimal:
    return amount.quantize(TENTH, ROUND_HALF_EVEN)
