"""Which channel is recommended in each state of a shell, with the prices that it takes."""

from __future__ import annotations

from functools import partial, reduce
from operator import or_

from sourcing.decision.explanation.search.figured import Key
from sourcing.decision.explanation.search.regions import patterns
from sourcing.decision.explanation.search.shells import Change, Shell, places
from sourcing.decision.explanation.search.winner import Winners


class Recommended:
    """What is recommended over a shell; the same as `won` says of each state with its assumptions."""

    def __init__(self, winners: Winners, shell: Shell) -> None:
        self.winners = winners
        self.shell = shell
        self.survey = shell.survey

    def over(self, region: int) -> dict[int | None, int]:
        """Return where in a region each channel is recommended; under None, where none fits."""
        channels = range(len(self.survey.eligible))
        found: dict[int | None, int] = {i: region & self.survey.lead(i).sure for i in channels}
        found[None] = region & self.survey.none
        for key, part in self.parts(region & self.survey.valid & ~reduce(or_, found.values())):
            for channel in channels:
                found[channel] |= self.won(channel, key, part)
        return found

    def won(self, channel: int, key: Key, part: int) -> int:
        """Return where in a part with the same prices a channel leads, and wins every tie."""
        leading = self._leading(key, part)
        won = part & leading[channel]
        for rival, region in enumerate(leading):
            tied = won & region
            if (
                tied
                and rival != channel
                and self.winners.before(rival, channel, key, partial(self.shell.known_in, tied))
            ):
                won ^= tied
        return won

    def _leading(self, key: Key, part: int) -> list[int]:
        """Return where each channel leads in a part with the same prices."""
        if not part & self.survey.turning:
            return self.survey.leading[0]
        facts = self.winners.facts(key, partial(self.shell.known_in, part))
        return self.survey.leading_on(facts)

    def parts(self, region: int) -> list[tuple[Key, int]]:
        """Cut a region into parts in which the prices that matter are the same."""
        turning = region & self.survey.turning
        # Facts follow from the prices of all eligible channels, ties from those of the leaders.
        return [
            alike
            for marks, within in (
                (self.survey.eligible, turning),
                (self.survey.leading[0], region & ~turning),
            )
            for channels, part in patterns(marks, within)
            for alike in self.survey.figured.alike(channels, part)
        ]


def nearest_in(shell: Shell, winners: Winners, channel: int) -> Change | None:
    """Return the smallest change to a state of a shell in which a channel is recommended."""
    lead = shell.survey.lead(channel)
    recommended = Recommended(winners, shell)
    undone, won = recommended.parts(lead.maybe & ~lead.sure), lead.sure
    for near in shell.by_steps(lead.maybe):
        sure = near & lead.sure
        # What comes after the first state that is sure need not be priced.
        before = near & (sure ^ sure - 1) if sure else near
        waiting = []
        for key, part in undone:
            if part & before:
                won |= recommended.won(channel, key, part)
            else:
                waiting.append((key, part))
        undone = waiting
        if won & before:
            return shell.change(next(places(won & before)))
    return None
