"""What the states near a lot's own come to, and the nearest in which a channel is recommended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sourcing.decision.explanation.moves import moves_of
from sourcing.decision.explanation.shells import Change, Shell, Shells
from sourcing.decision.explanation.toward import Toward
from sourcing.decision.explanation.winner import Winners
from sourcing.decision.standing import Standing

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
        self.known, self.state = standing.known, standing.state
        self._must = frozenset(must)
        moves = moves_of(self.rulebook, self.known, self.state)
        able = [each if only is None or i in only else () for i, each in enumerate(moves)]
        self.shells = Shells(self.rulebook, self.known, able, self._must)

    def nearest(self, channel: int) -> Nearest:
        """Return the smallest change under which a channel is recommended.

        The fewest answers come first, then the fewest steps, then the first in `order_of` and among the options.
        """
        for changes in range(min(NEAR, self.shells.most) + 1):
            if found := self._nearest(self.shells.at(changes), channel):
                return Nearest(found)
        far = self._toward(channel, near=False)
        for changes in range(NEAR + 1, far.most + 1):
            if far.size(changes) > MOST_STATES:
                return Nearest(None, searched=changes - 1)
            if far.at(changes).survey.lead(channel).maybe and (
                found := self._far(channel, changes)
            ):
                return Nearest(found)
        return Nearest(None)

    def _far(self, channel: int, changes: int) -> Change | None:
        """Return the smallest of the changes of so many answers; see `nearest`."""
        shell = self._toward(channel, near=True).at(changes)
        first = next(shell.nearest_first(shell.survey.lead(channel).maybe))
        if shell.survey.lead(channel).sure >> first & 1:
            return shell.change(first)
        return self._nearest(self._toward(channel, near=True, prices=True).at(changes), channel)

    def _nearest(self, shell: Shell, channel: int) -> Change | None:
        """Return the smallest change to a state of a shell in which a channel is recommended."""
        survey = shell.survey
        region = survey.lead(channel).maybe
        while region:
            place = next(shell.nearest_first(region))
            if survey.lead(channel).sure >> place & 1:
                return shell.change(place)
            rival = self._beaten_by(shell, channel, place)
            if rival is None:
                if self.winner_at(shell, place) == channel:
                    return shell.change(place)
                region &= ~survey.decided_alike(channel, place)
            else:
                alike = survey.priced_alike(place, (channel, rival))
                region &= ~(alike & survey.never_above(channel, rival))
        return None

    def _beaten_by(self, shell: Shell, channel: int, place: int) -> int | None:
        """Return a rival that is at least level in a state whatever the facts, and wins the tie."""
        known = shell.state(place)
        for rival in range(len(self.rulebook.channels)):
            level = rival != channel and shell.survey.never_above(channel, rival) >> place & 1
            if level and self.winners.before(rival, channel, known):
                return rival
        return None

    def winner_at(self, shell: Shell, place: int) -> int | None:
        """Return the channel that is recommended in a state of a shell; None where none fits.

        The same as `won` says of that state with its assumptions.
        """
        leaders = shell.survey.leaders_at(place)
        if len(set(leaders)) == 1:
            tied = leaders[0]
        else:
            eligible = shell.survey.eligible_at(place)
            facts = self.winners.facts(shell.state(place), eligible)
            tied = leaders[shell.survey.outlook_on(facts)]
        return self.winners.first_of(tied, shell.state(place)) if tied else None

    def _toward(self, channel: int, *, near: bool, prices: bool = False) -> Shells:
        toward = Toward(self.rulebook, channel, self.known, self.state, near, prices)
        moves, must = toward.moves(self.shells.moves)
        return Shells(self.rulebook, self.known, moves, must | self._must)
