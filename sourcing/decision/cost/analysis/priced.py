"""A lot with the sheets of its priced channels, simulated: what every analysis starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import add

from sourcing.brief import Brief, Lot
from sourcing.decision.cost.formula.sheet import Sheet, sheet_of
from sourcing.decision.cost.pricing import requests_of, supplier_of
from sourcing.decision.cost.simulation.worlds import Basket, Simulated, basket_of, simulate
from sourcing.decision.model.cost import Cost
from sourcing.decision.model.decision import LotDecision
from sourcing.decision.ranking.standing import standing_of
from sourcing.rulebook.compiled import Rulebook


@dataclass(frozen=True, slots=True)
class PricedLot:
    """A lot and its decision, with sheet, printed cost, simulation and supplier of each priced channel.

    One that the buyer chose past a policy has a price too; it is compared, but is not `eligible`.
    """

    lot: Lot
    decided: LotDecision
    sheets: Mapping[str, Sheet]
    costs: Mapping[str, Cost]
    simulated: Mapping[str, Simulated]
    suppliers: Mapping[str, str]

    @property
    def taken(self) -> str | None:
        """The channel that the lot is bought on, where it has a price."""
        return self.decided.taken if self.decided.taken in self.costs else None

    @property
    def eligible(self) -> tuple[str, ...]:
        """The priced channels that no gate puts out."""
        return tuple(name for name in self.sheets if self.decided.channel(name).eligible)

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
        suppliers={name: supplier_of(rulebook, decided, name) for name in sheets},
    )


def as_taken(lots: list[PricedLot]) -> list[Basket] | None:
    """Return each lot on the channel that is taken; None where one has no price."""
    baskets = [lot.basket(lot.taken) for lot in lots if lot.taken]
    return baskets if len(baskets) == len(lots) else None


def without_each(baskets: list[Basket]) -> list[Basket | None]:
    """Return for each basket all the others as one; None where there is no other."""
    before: list[Basket | None] = [None, *accumulate(baskets[:-1])]
    after: list[Basket | None] = [None, *accumulate(reversed(baskets[1:]))]
    return [
        left + right if left and right else left or right
        for left, right in zip(before, reversed(after), strict=True)
    ]
