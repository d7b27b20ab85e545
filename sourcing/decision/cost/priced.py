"""A lot with the sheets of its priced channels, simulated: what every analysis starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import add

from sourcing.brief import Brief, Lot
from sourcing.decision.cost.sheet import Sheet, sheet_of
from sourcing.decision.cost.simulation import Basket, Simulated, basket_of, simulate
from sourcing.decision.model import Cost, LotDecision
from sourcing.decision.pricing import requests_of, suppliers_of
from sourcing.decision.standing import standing_of
from sourcing.rulebook.compiled import Rulebook


@dataclass(frozen=True, slots=True)
class PricedLot:
    """A lot and its decision, with sheet, printed cost, simulation and supplier of each priced channel."""

    lot: Lot
    decided: LotDecision
    sheets: Mapping[str, Sheet]
    costs: Mapping[str, Cost]
    simulated: Mapping[str, Simulated]
    suppliers: Mapping[str, str]

    @property
    def recommended(self) -> str | None:
        """The recommended channel, where it has a price."""
        return self.decided.recommended if self.decided.recommended in self.costs else None

    def basket(self, channel: str) -> Basket:
        """Return the lot as bought on a channel."""
        return basket_of(self.simulated[channel], self.suppliers[channel])


def priced_lot(rulebook: Rulebook, brief: Brief, lot: Lot, decided: LotDecision) -> PricedLot:
    """Return a decided lot with its sheets, as they were when it was decided, and its simulations."""
    costs = {one.channel: one.cost for one in decided.channels if one.cost is not None}
    places = [place for place, name in enumerate(rulebook.channel_ids) if name in costs]
    eligible = reduce(add, (1 << place for place in places), 0)
    state = standing_of(rulebook, lot).state
    asked = requests_of(rulebook, brief, lot, state, eligible)
    sheets = {channel: sheet_of(request) for channel, request in asked.items()}
    return PricedLot(
        lot=lot,
        decided=decided,
        sheets=sheets,
        costs=costs,
        simulated={name: simulate(sheet, costs[name].total) for name, sheet in sheets.items()},
        suppliers=suppliers_of(rulebook, lot),
    )


def as_recommended(lots: list[PricedLot]) -> list[Basket] | None:
    """Return each lot as it is recommended; None where one has no price."""
    baskets = [lot.basket(lot.recommended) for lot in lots if lot.recommended]
    return baskets if len(baskets) == len(lots) else None


def without_each(baskets: list[Basket]) -> list[Basket | None]:
    """Return for each basket all the others as one; None where there is no other."""
    before: list[Basket | None] = [None, *accumulate(baskets[:-1])]
    after: list[Basket | None] = [None, *accumulate(reversed(baskets[1:]))]
    return [
        left + right if left and right else left or right
        for left, right in zip(before, reversed(after), strict=True)
    ]
