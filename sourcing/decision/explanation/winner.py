"""Which channel is recommended under other answers to a lot."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product

from sourcing.brief import Brief, Lot
from sourcing.decision.cost.inputs import NotPricedError
from sourcing.decision.cost.sheet import sheet_of
from sourcing.decision.explanation.moves import priced_alike
from sourcing.decision.possible import members
from sourcing.decision.pricing import requests_of
from sourcing.decision.ranking import Ranking, rank
from sourcing.decision.standing import assuming
from sourcing.decision.winning import LotPrices
from sourcing.rulebook.compiled import Rulebook

MOST_LOTS = 64
MOST_STATES = 8192


def winners_of(rulebook: Rulebook, brief: Brief, lot: Lot) -> Winners:
    """Return what finds a lot's winners; it is kept, for a lot is asked about again and again.

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
    """Finds the channel that a lot would be given, pricing no more than it takes to know."""

    def __init__(self, prices: LotPrices) -> None:
        self.prices = prices
        self.rulebook = prices.rulebook
        self._known: dict[tuple[int, ...], int | None] = {}
        self._likely: dict[tuple[int, ...], Decimal | None] = {}

    def of(self, known: Sequence[int]) -> int | None:
        """Return the place of the channel recommended where this is known, or None where none fits.

        The same as `won` says of the state with its assumptions; every mission question must be
        answered.
        """
        key = tuple(known)
        if key not in self._known:
            if len(self._known) >= MOST_STATES:
                self._known.clear()
            self._known[key] = self._found(assuming(self.rulebook, known))
        return self._known[key]

    def first_of(self, tied: Iterable[int], known: Sequence[int]) -> int:
        """Return which of some tied channels wins, in the order of `standing_order`."""
        state = assuming(self.rulebook, known)
        return min(tied, key=lambda channel: self._place(channel, state))

    def before(self, one: int, other: int, known: Sequence[int]) -> bool:
        """Say whether a channel wins a tie with another."""
        return self.first_of((one, other), known) == one

    def _found(self, state: list[int]) -> int | None:
        tied = list(members(self._best(state)))
        if len(tied) < 2:  # noqa: PLR2004 - a tie takes two
            return tied[0] if tied else None
        return min(tied, key=lambda channel: self._place(channel, state))

    def _place(self, channel: int, state: Sequence[int]) -> tuple[bool, Decimal, int]:
        likely = self._likely_total(channel, state)
        return likely is None, likely or Decimal(0), channel

    def _best(self, state: list[int]) -> int:
        """Return the channels that lead, with the facts of the lot's prices where these matter."""
        book = self.rulebook
        found = rank(book, state)
        if not any(rule.condition.truth(state) is None for rule in book.channel_rules):
            return found.best
        asked = len(book.questions)
        outlooks = {ranking.best for ranking in self._outlooks(state[:asked])}
        if len(outlooks) == 1:
            return outlooks.pop()
        facts = self.prices.facts(priced_alike(book, state), found.eligible)[asked:]
        return rank(book, [*state[:asked], *facts]).best

    def _outlooks(self, answers: list[int]) -> Iterator[Ranking]:
        """Yield the ranking for every way in which facts could come out."""
        axes = self.rulebook.space.axes[len(answers) :]
        options = [[1 << n for n in range(axis.everything.bit_length())] for axis in axes]
        for facts in product(*options):
            yield rank(self.rulebook, [*answers, *facts])

    def _likely_total(self, channel: int, state: Sequence[int]) -> Decimal | None:
        """Return what a channel costs as is likely; None where it has no price."""
        alike = priced_alike(self.rulebook, state, channel)
        key = channel, *alike
        if key not in self._likely:
            if len(self._likely) >= MOST_STATES:
                self._likely.clear()
            lot, brief = self.prices.lot, self.prices.brief
            asked = requests_of(self.rulebook, brief, lot, alike, 1 << channel)
            try:
                totals = [sheet_of(request).price() for request in asked.values()]
            except NotPricedError:
                totals = []
            self._likely[key] = totals[0] if totals else None
        return self._likely[key]
