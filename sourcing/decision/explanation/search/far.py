"""The nearest change of many answers after which one channel wins: only those that can help are tried.

An answer may be left out where another is as good for the channel and as near, and *stands in* for
it. Where points leave the outcome to prices, answers that prices tell apart are tried after all; but
only those for which an answer stands in that is given in some state in which the channel may lead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations, islice, product

from sourcing.decision.explanation.recommended import nearest_in
from sourcing.decision.explanation.search.layout import Choice
from sourcing.decision.explanation.search.moves import Move
from sourcing.decision.explanation.search.shells import Change, Shell, Shells, order_of, places
from sourcing.decision.explanation.search.toward import Toward
from sourcing.decision.explanation.search.winner import Winners
from sourcing.decision.explanation.search.within import WithinMoves
from sourcing.decision.ranking.standing import Standing

MOST_TOGETHER = 1 << 15
"""Beyond so many states it is worth a try whether those that count are few enough to be listed."""

MOST_LISTED = 1 << 12

FAILURES = 2
"""After so many searches in vain it is worth its cost to see what prices can come to at all."""


class Far:
    """A search for one channel, from `moves` of what is known; `must` names what is to be answered.

    Changes are tried from few answers to many; see `led`.
    """

    def __init__(
        self,
        winners: Winners,
        channel: int,
        standing: Standing,
        moves: Sequence[Sequence[Move]],
        must: Collection[int],
    ) -> None:
        self.winners = winners
        self.channel = channel
        self.known, self.state = standing.known, standing.state
        self.moves = moves
        self._must = must
        toward = Toward(winners.rulebook, channel, standing.known, standing.state)
        self._near = replace(toward, near=True)
        self._apart = replace(toward, near=True, prices=True)
        self.helping = self._shells(toward)
        self._led: dict[int, Shell] = {}
        self._given = [0] * len(moves)
        self._staying: set[int] = set()
        self._within: WithinMoves | None = None
        self._failed = 0

    def led(self, changes: int) -> None:
        """Note that the channel may lead after so many changes."""
        shell = self._nearest_shells.at(changes)
        if not self._maybe(shell):
            return
        given, staying = shell.occurring(self._maybe(shell))
        self._led[changes] = shell
        self._given = [one | other for one, other in zip(self._given, given, strict=True)]
        self._staying |= staying

    def at(self, changes: int) -> Change | None:
        """Return the smallest change of so many answers after which the channel is recommended.

        It must be noted already after which fewer changes it may lead.
        """
        if not self._maybe(self.helping.at(changes)):
            return None
        self.led(changes)
        shell = self._led[changes]
        first = next(shell.nearest_first(self._maybe(shell)))
        if shell.survey.lead(self.channel).sure >> first & 1:
            return shell.change(first)
        found = nearest_in(self._priced(changes), self.winners, self.channel)
        if found is None:
            self._failed += 1
            if self._failed == FAILURES:
                self._bound()
        return found

    def _bound(self) -> None:
        """See what prices can come to at all, once it turned out that they stand against the channel."""
        self._within = WithinMoves(self.winners, self.known, self.moves, self._must)
        led = list(self._led)
        self._led, self._given, self._staying = {}, [0] * len(self.moves), set()
        for changes in led:
            self.led(changes)

    def _maybe(self, shell: Shell) -> int:
        return shell.survey.lead(self.channel, self._within).maybe

    def _shells(self, toward: Toward) -> Shells:
        moves, must = toward.moves(self.moves)
        return Shells(self.winners.rulebook, self.known, moves, must | set(self._must))

    @cached_property
    def _nearest_shells(self) -> Shells:
        near = self._shells(self._near)
        # From open questions every answer is as near.
        return self.helping if near.moves == self.helping.moves else near

    def _priced(self, changes: int) -> Shell:
        """Return states among which are all in which the channel wins after so many changes."""
        apart, _ = self._apart.moves(self.moves)
        moves = []
        for axis, each in enumerate(apart):
            stands = self._near.stand_ins(axis, self.moves[axis])
            given = self._given[axis] | (self.state[axis] if axis in self._staying else 0)
            moves.append(tuple(move for move in each if stands[move.bit] & given))
        must = set(range(len(moves))) - self._staying
        shells = Shells(self.winners.rulebook, self.known, moves, must)
        many = self._maybe(self._led[changes]).bit_count() > MOST_LISTED // 4
        if shells.size(changes) > MOST_TOGETHER and not many:
            found = list(islice(self._one_by_one(changes, moves), MOST_LISTED + 1))
            if len(found) <= MOST_LISTED:
                return shells.listed(found)
        return shells.at(changes)

    def _one_by_one(self, changes: int, moves: Sequence[Sequence[Move]]) -> Iterator[Choice]:
        """Yield the states for which one stands in in which the channel may lead."""
        numbered = self._numbered(moves)
        idle = sum(self.state[axis] in each for axis, each in enumerate(numbered))
        for fewer, shell in self._led.items():
            if changes - fewer > idle:
                continue
            for place in places(self._maybe(shell)):
                stands_in = dict(shell.picked(place))
                own = [numbered[axis][move.bit] for axis, move in stands_in.items()]
                free = [
                    each[self.state[axis]]
                    for axis, each in enumerate(numbered)
                    if axis not in stands_in and self.state[axis] in each
                ]
                for more in combinations(free, changes - fewer):
                    for choice in product(*own, *more):
                        yield tuple(sorted(choice))

    def _numbered(self, moves: Sequence[Sequence[Move]]) -> list[dict[int, list[tuple[int, int]]]]:
        """Return, for each question, the moves by what stands in for them, as a layout numbers them."""
        order = order_of(self.winners.rulebook)
        numbered: list[dict[int, list[tuple[int, int]]]] = []
        for axis, each in enumerate(moves):
            numbered.append({})
            stands = self._near.stand_ins(axis, self.moves[axis])
            for n, move in enumerate(each):
                numbered[axis].setdefault(stands[move.bit], []).append((order.index(axis), n))
        return numbered
