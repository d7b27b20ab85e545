"""What the prices of a lot can come to where only some answers can change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from sourcing.decision.explanation.search.figured import Key
from sourcing.decision.explanation.search.moves import Move
from sourcing.decision.explanation.search.regions import Facts
from sourcing.decision.explanation.search.shells import Shell, Shells
from sourcing.decision.explanation.search.winner import Winners
from sourcing.decision.ranking.alike import price_classes

MOST_STATES = 1 << 12
"""With more states that prices could tell apart, anything is taken to be possible."""


class WithinMoves:
    """Every price that some moves of what is known can lead to; `must` names what is to be answered."""

    def __init__(
        self,
        winners: Winners,
        known: Sequence[int],
        moves: Sequence[Sequence[Move]],
        must: Collection[int],
    ) -> None:
        self.winners = winners
        self.known = known
        self.moves = moves
        self._must = must
        self._beaten: dict[tuple[int, int], bool] = {}
        self._facts: dict[int, frozenset[tuple[int, ...]] | None] = {}

    def can_beat(self, channel: int, rival: int) -> bool:
        """Say whether a channel may win a tie with another."""
        pair = channel, rival
        if pair not in self._beaten:
            prices = self._prices(1 << channel | 1 << rival)
            self._beaten[pair] = prices is None or any(
                self.winners.before(channel, rival, key, partial(shell.known_in, part))
                for key, shell, part in prices
            )
        return self._beaten[pair]

    def can_follow(self, eligible: int, facts: Facts) -> bool:
        """Say whether facts may follow from the prices of the eligible channels, given as a mask."""
        if not facts:
            return True
        if eligible not in self._facts:
            prices = self._prices(eligible)
            followed = (
                self.winners.facts(key, partial(shell.known_in, part))
                for key, shell, part in prices or ()
            )
            self._facts[eligible] = None if prices is None else frozenset(followed)
        known, asked = self._facts[eligible], len(self.winners.rulebook.questions)
        return known is None or any(
            all(found[axis - asked] == bit for axis, bit in facts.items()) for found in known
        )

    def _prices(self, channels: int) -> Iterator[tuple[Key, Shell, int]] | None:
        """Return the keys of all prices of some channels, with states that have them; None of too many."""
        classes = price_classes(self.winners.rulebook, channels)
        bearing = {axis for axis, parts in enumerate(classes) if len(parts) > 1}
        moves = [each if axis in bearing else () for axis, each in enumerate(self.moves)]
        must = bearing & set(self._must)
        shells = Shells(self.winners.rulebook, self.known, moves, must)
        every = range(shells.most + 1)
        if sum(map(shells.size, every)) > MOST_STATES:
            return None
        return (
            (key, shell, part)
            for shell in map(shells.at, every)
            for key, part in shell.survey.figured.alike(channels, shell.survey.everything)
        )
