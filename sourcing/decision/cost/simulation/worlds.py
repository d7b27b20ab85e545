"""What a lot costs in each of ten thousand simulated worlds, on every channel.

In one world pay level, volume, rejected share and the prices of units are the same for all channels
and lots; fees and the rest belong to a channel, and are the same for its lots. So channels are
compared on the same world, and totals over lots are added world by world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from sourcing.decision.cost.formula.lines import MARKET
from sourcing.decision.cost.formula.sheet import Sheet, rounded
from sourcing.decision.cost.simulation.draws import WORLDS, Draws, triangular, uniform
from sourcing.decision.model.cost import CostInput, Money

PERCENTS = (10, 50, 90)
NOTHING: Draws = np.zeros(WORLDS)
PLACES_OF_A_SHARE = 4


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The costs below which a tenth, half and nine tenths of the simulations lie, in cents."""

    p10: Decimal
    p50: Decimal
    p90: Decimal


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """One lot on one channel in every world: its total, and the part that a supplier is paid once."""

    total: Draws
    setup: Draws


def simulate(sheet: Sheet, bounds: Money) -> Simulated:
    """Return a lot's cost on a channel in every world; the total keeps to the printed bounds."""
    channel = sheet.request.channel
    values = {name: _drawn(name, found, channel) for name, found in sheet.inputs.items()}
    found = sheet.work_out(values)
    total = np.clip(_wide(sheet.total(found)), float(bounds.low), float(bounds.high))
    return Simulated(total, _wide(found.get("setup", 0.0)))


def percentiles(total: Draws) -> Percentiles:
    """Return the percentiles by rank: of 10,000 the thousandth, the 5,000th and the 9,000th."""
    ranks = [WORLDS * percent // 100 - 1 for percent in PERCENTS]
    ordered = np.sort(total)
    return Percentiles(*(_cents(ordered[rank]) for rank in ranks))


def cheaper(totals: Mapping[str, Draws]) -> dict[str, dict[str, Decimal]]:
    """Return for each channel in which share of simulations it costs less than each other one."""
    return {
        one: {other: share(totals[one] < totals[other]) for other in totals if other != one}
        for one in totals
    }


def share(worlds: Any) -> Decimal:  # noqa: ANN401 - an array of truths
    """Return the share of worlds in which something holds."""
    return rounded(Decimal(int(np.count_nonzero(worlds))) / WORLDS, PLACES_OF_A_SHARE)


@dataclass(frozen=True, slots=True, eq=False)
class Basket:
    """Lots bought together, world by world: their total, and the largest set-up of each supplier.

    Each supplier is paid for setting up once, however many of the lots it serves.
    """

    total: Draws
    setups: Mapping[str, Draws]

    def __add__(self, other: Basket) -> Basket:
        """Return both baskets as one."""
        total, setups = self.total + other.total, dict(self.setups)
        for supplier, setup in other.setups.items():
            known = setups.get(supplier, NOTHING)
            total = total - np.minimum(known, setup)
            setups[supplier] = np.maximum(known, setup)
        return Basket(total, setups)


def basket_of(lot: Simulated, supplier: str) -> Basket:
    """Return one lot as bought from a supplier."""
    return Basket(lot.total, {supplier: lot.setup})


def _drawn(name: str, found: CostInput, channel: str) -> Draws | np.float64:
    low, likely, high = float(found.low), float(found.likely), float(found.high)
    if low == high:
        return np.float64(likely)
    unknown = MARKET.get(name) or f"{channel}: {name}"
    return triangular(uniform(unknown), low, likely, high)


def _wide(figure: Any) -> Draws:  # noqa: ANN401 - a draw for each world, or one figure for all
    return np.broadcast_to(np.asarray(figure, dtype=np.float64), (WORLDS,))


def _cents(amount: Any) -> Decimal:  # noqa: ANN401 - a float64
    return rounded(Decimal(float(amount)))
