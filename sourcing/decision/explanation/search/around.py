"""What the states near a lot's own come to, and the nearest in which a channel is recommended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sourcing.decision.explanation.recommended import nearest_in
from sourcing.decision.explanation.search.far import Far
from sourcing.decision.explanation.search.moves import moves_of
from sourcing.decision.explanation.search.shells import Change, Shells
from sourcing.decision.explanation.search.winner import Winners
from sourcing.decision.ranking.standing import Standing

NEAR = 2
"""Up to so many changes all answers are looked at; beyond, only those that can help."""

MOST_STATES = 1 << 24
"""The most states that are looked at together: 2 megabytes for each region of them."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The smallest change found; where `searched` is given, changes of more answers were not tried."""

    change: Change | None
    searched: int | None = None


class Around:
    """The states around what is known of a lot, and what they come to.

    `only` names the questions that may be answered otherwise, all by default; those in `must` have
    to be answered in every state.
    """

    def __init__(
        self,
        winners: Winners,
        standing: Standing,
        *,
        only: Collection[int] | None = None,
        must: Collection[int] = (),
    ) -> None:
        self.winners = winners
        self.rulebook = winners.rulebook
        self._standing = standing
        self.state = standing.state
        self._must = frozenset(must)
        moves = moves_of(self.rulebook, standing.known, standing.state)
        able = [each if only is None or i in only else () for i, each in enumerate(moves)]
        self.shells = Shells(self.rulebook, standing.known, able, self._must)

    def nearest(self, channel: int) -> Nearest:
        """Return the smallest change under which a channel is recommended.

        The fewest answers come first, then the fewest steps, then the first in `order_of` and among the options.
        """
        near = range(min(NEAR, self.shells.most) + 1)
        for changes in near:
            if found := nearest_in(self.shells.at(changes), self.winners, channel):
                return Nearest(found)
        far = Far(self.winners, channel, self._standing, self.shells.moves, self._must)
        for changes in near:
            if self.shells.at(changes).survey.lead(channel).maybe:
                far.led(changes)
        for changes in range(len(near), far.helping.most + 1):
            if far.helping.size(changes) > MOST_STATES:
                return Nearest(None, searched=changes - 1)
            if found := far.at(changes):
                return Nearest(found)
        return Nearest(None)
