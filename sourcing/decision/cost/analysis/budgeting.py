"""A lot against the budget: how often it holds, and how much work it buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from sourcing.decision.cost.formula.sheet import Sheet
from sourcing.decision.cost.simulation.draws import Draws
from sourcing.decision.cost.simulation.worlds import share

MOST_WORK = 10**10
GRID = 512


@dataclass(frozen=True, slots=True)
class ChannelBudget:
    """One channel of a lot against money.

    `share_within` is the share of simulations in which the budget holds with the lot on this channel
    and all others as they are taken; `buys` is the accepted work, in whole hours or units, that the
    rest of the budget pays for; `premium` is over the cheapest eligible channel; `against_today` is
    what it costs more than today's bill rate for the same accepted hours.
    """

    channel: str
    share_within: Decimal | None
    buys: int | None
    premium: Decimal
    against_today: Decimal | None
    with_tax: Decimal | None


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget of the brief, what the other lots leave of it at likely cost, and each channel's part."""

    amount: Decimal | None
    left_for_lot: Decimal | None
    tax: Decimal | None
    channels: tuple[ChannelBudget, ...]


def share_within(total: Draws, budget: Decimal, tax: Decimal) -> Decimal:
    """Return the share of simulations in which a total with its tax stays within a budget."""
    return share(total <= float(budget / (1 + tax)))


def work_that_fits(sheets: Sequence[Sheet], money: Decimal) -> int:
    """Return the whole hours or units, in the proportions of the sheets, whose likely cost an amount covers."""
    likely = [sheet.at("likely") for sheet in sheets]
    whole = float(sum(values["volume"] for values in likely))

    def totals(work: Draws) -> Draws:
        found = np.zeros(len(work))
        for sheet, values in zip(sheets, likely, strict=True):
            floats = {name: np.float64(value) for name, value in values.items()}
            part = {"volume": work * (floats["volume"] / whole)}
            found = found + sheet.total(sheet.work_out(floats | part))
        return found

    fits, beyond = 0, MOST_WORK
    while beyond - fits > 1:
        tried = np.unique(np.linspace(fits + 1, beyond - 1, GRID).astype(np.int64))
        count = int(np.searchsorted(totals(tried.astype(np.float64)), float(money), side="right"))
        fits = int(tried[count - 1]) if count else fits
        beyond = int(tried[count]) if count < len(tried) else beyond
    return fits
