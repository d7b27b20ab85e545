"""From how many hours per person kept it pays to take people on oneself.

Taking people on costs more once and less by the hour. Both prices are of the same lot, so that with
the people of that lot the break-even is

    hours per person kept x (spent once, own - spent once, other) / (running, other - running, own)

and own people are cheaper in total exactly where the lot's own hours per person kept lie beyond it.
Where a minimum lifts the other price, its hours are priced at the bill rate behind the minimum.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

from sourcing.decision.cost.formula.fees import ZERO
from sourcing.decision.cost.formula.lines import MARKET, ONCE
from sourcing.decision.cost.formula.sheet import LEVELS, Level, Sheet, exactly
from sourcing.decision.model.cost import Cost

Amounts: TypeAlias = Mapping[str, Decimal]

HALF_A_CENT = Decimal("0.005")


def hours_per_person(own: Cost, level: Level = "likely") -> Decimal | None:
    """Return the hours of each person kept that a price on own people states; None without people."""
    return getattr(own.hours_per_person, level) if own.hours_per_person else None


def break_even(own: Cost, other: Cost, level: Level = "likely") -> Decimal | None:
    """Return the hours per person kept beyond which own people cost less, all inputs at one level.

    None means never: an hour of one's own people costs no less. 0 means at any number of hours.
    """
    ours, theirs = _amounts(own, level), _amounts(other, level)
    hours = hours_per_person(own, level)
    if hours is None or "bill_rate" not in theirs:
        return None
    money = {line.id for line in (*own.lines, *other.lines) if line.is_money}
    return crossing(hours, spend(ours, money), spend(theirs, money), above_rate(theirs))


def break_even_ends(own: Sheet, other: Sheet) -> tuple[Decimal | None, Decimal | None]:
    """Return the fewest and the most hours per person kept at which own people may begin to cost less.

    Fewest: all that is peculiar to own people at its cheapest and to the other channel at its
    dearest; most: the reverse. What both share, such as pay, is the same for both, at whichever level
    gives the end. The likely case counts as well: where few people stay, each bears more of what is
    set up once, so that the cheapest of everything need not break even first. None means never.
    """
    likely = _crossing_at(own, "likely", other, "likely", "likely")
    fewest = [likely, *(_crossing_at(own, "low", other, "high", market) for market in LEVELS)]
    most = [likely, *(_crossing_at(own, "high", other, "low", market) for market in LEVELS)]
    known = [hours for hours in fewest if hours is not None]
    ends = [hours for hours in most if hours is not None]
    return min(known, default=None), max(ends) if len(ends) == len(most) else None


def crossing(
    hours: Decimal,
    own: tuple[Decimal, Decimal],
    other: tuple[Decimal, Decimal],
    above_rate: Decimal = ZERO,
) -> Decimal | None:
    """Return where two prices of the same hours per person cross; each is (spent once, running).

    `above_rate` is the part of the other's running cost that a minimum adds.
    """
    more_once = own[0] - other[0]
    saved = other[1] - above_rate - own[1]
    if saved <= ZERO:
        return None
    if more_once <= ZERO:
        return ZERO
    crossed = hours * more_once / saved
    if above_rate > ZERO and own[0] + own[1] * crossed / hours < other[0] + other[1]:
        return ZERO  # under the minimum own people are cheaper still where the two rates cross
    return crossed


def _crossing_at(
    own: Sheet, own_level: Level, other: Sheet, other_level: Level, market: Level
) -> Decimal | None:
    with exactly():
        ours, theirs = _worked_out(own, own_level, market), _worked_out(other, other_level, market)
        hours = ours["paid_hours"] / (ours["people"] * (1 - ours["drop_out"]))
        above = theirs["labour"] - theirs["paid_hours"] * theirs["bill_rate"]
        return crossing(hours, spend(ours, money_of(own)), spend(theirs, money_of(other)), above)


def _worked_out(sheet: Sheet, level: Level, market: Level) -> dict[str, Decimal]:
    levels = {name: market if name in MARKET else level for name in sheet.inputs}
    return sheet.work_out({name: sheet.value(name, at) for name, at in levels.items()})


def money_of(sheet: Sheet) -> set[str]:
    """Return the lines of a sheet that are money."""
    return {step.id for step in sheet.steps if step.is_money}


def _amounts(cost: Cost, level: Level) -> dict[str, Decimal]:
    return {line.id: getattr(line, level) for line in cost.lines}


def spend(amounts: Amounts, money: set[str]) -> tuple[Decimal, Decimal]:
    """Return what is spent once, and what runs with the hours."""
    once = sum((amounts[name] for name in money & ONCE & amounts.keys()), ZERO)
    return once, sum((amounts[name] for name in money & amounts.keys()), ZERO) - once


def above_rate(amounts: Amounts) -> Decimal:
    """Return what a minimum adds to labour; less than rounding can make is nothing."""
    hours, rate = amounts["paid_hours"], amounts["bill_rate"]
    above = amounts["labour"] - hours * rate
    return above if above > HALF_A_CENT * (hours + rate + 1) else ZERO
