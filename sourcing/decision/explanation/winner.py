"""What the prices of a lot decide: which of several tied channels wins, and the facts in rules."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal

from sourcing.brief import Brief, Lot
from sourcing.decision.model import Cost
from sourcing.decision.standing import assuming
from sourcing.decision.winning import LotPrices
from sourcing.rulebook.compiled import Rulebook

MOST_LOTS = 64


def winners_of(rulebook: Rulebook, brief: Brief, lot: Lot) -> Winners:
    """Return what a lot's prices decide; it is kept, for a lot is asked about again and again.

    Lots that differ in nothing but their answers share it.
    """
    known: dict[Hashable, Winners] = rulebook.memory.setdefault("winners", {})
    prices = LotPrices(rulebook, brief, lot)
    if prices.key not in known:
        if len(known) >= MOST_LOTS:
            known.clear()
        known[prices.key] = Winners(prices)
    return known[prices.key]


class Winners:
    """Settles what points leave open, pricing no more than it takes."""

    def __init__(self, prices: LotPrices) -> None:
        self.prices = prices
        self.rulebook = prices.rulebook

    def first_of(self, tied: Sequence[int], known: Sequence[int]) -> int:
        """Return which of some tied channels wins, in the order of `standing_order`."""
        if len(tied) == 1:
            return tied[0]
        state = assuming(self.rulebook, known)
        return min(tied, key=lambda channel: self._place(channel, state))

    def before(self, one: int, other: int, known: Sequence[int]) -> bool:
        """Say whether a channel wins a tie with another."""
        return self.first_of((one, other), known) == one

    def facts(self, known: Sequence[int], eligible: Iterable[int]) -> list[int]:
        """Return the facts that follow from the prices of the eligible channels, each as one bit."""
        state = assuming(self.rulebook, known)
        mask = sum(1 << channel for channel in eligible)
        return self.prices.facts(state, mask)[len(self.rulebook.questions) :]

    def _place(self, channel: int, state: Sequence[int]) -> tuple[bool, Decimal, int]:
        prices = self.prices.at(state, 1 << channel)
        cost = prices.get(self.rulebook.channel_ids[channel])
        likely = cost.total.likely if isinstance(cost, Cost) else None
        return likely is None, likely or Decimal(0), channel
