"""What the prices of a lot decide: which of several tied channels wins, and the facts in rules."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from typing import TypeAlias, TypeVar

from sourcing.brief import Brief, Lot
from sourcing.decision.explanation.search.figured import Key
from sourcing.decision.ranking.standing import assuming
from sourcing.decision.ranking.winning import LotPrices
from sourcing.rulebook.compiled import Rulebook

MOST_LOTS = 64
MOST_REMEMBERED = 1 << 16

Known: TypeAlias = Callable[[], Sequence[int]]
K = TypeVar("K")
V = TypeVar("V")


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
    """Settles what points leave open, pricing no more than it takes.

    States with the same `key` have the same prices; `known` returns what is known in one of them.
    """

    def __init__(self, prices: LotPrices) -> None:
        self.prices = prices
        self.rulebook = prices.rulebook
        self._before: dict[tuple[int, int, Key], bool] = {}
        self._facts: dict[Key, tuple[int, ...]] = {}

    def before(self, one: int, other: int, key: Key, known: Known) -> bool:
        """Say whether a channel wins a tie with another, in the order of `standing_order`."""

        def compared() -> bool:
            state = assuming(self.rulebook, known())
            return self._place(one, state) < self._place(other, state)

        return _remembered(self._before, (one, other, key), compared)

    def facts(self, key: Key, known: Known) -> tuple[int, ...]:
        """Return the facts that follow from prices, each as one bit; `key` names those that are eligible."""

        def followed() -> tuple[int, ...]:
            state = assuming(self.rulebook, known())
            return tuple(self.prices.facts(state, key[0])[len(self.rulebook.questions) :])

        return _remembered(self._facts, key, followed)

    def _place(self, channel: int, state: Sequence[int]) -> tuple[bool, Decimal, int]:
        likely = self.prices.likely(state, channel)
        return likely is None, likely.total if likely else Decimal(0), channel


def _remembered(memory: dict[K, V], key: K, made: Callable[[], V]) -> V:
    if key not in memory:
        if len(memory) >= MOST_REMEMBERED:
            memory.clear()
        memory[key] = made()
    return memory[key]
