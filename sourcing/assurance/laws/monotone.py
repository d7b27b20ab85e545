"""Laws that say that no step up a scale makes a more open channel win."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from sourcing.assurance.laws.violations import Violation
from sourcing.assurance.space.cells import Block, blocks
from sourcing.assurance.space.contest import Contest, race, undecided_conditions
from sourcing.assurance.space.outcomes import Outcomes, outcomes
from sourcing.decision.ranking.possible import members
from sourcing.rulebook.compiled import Compiled, Rulebook
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.model.laws import Law


class Along:
    """Laws that say that no step up a scale makes a more open channel win."""

    def __init__(self, rulebook: Rulebook, law: Compiled[Law]) -> None:
        self.rulebook = rulebook
        self.law = law
        self.axis = rulebook.space.index[law.record.along or ""]
        self.openness = [channel.openness for channel in rulebook.channels]

    def violations(self, part: Sequence[int]) -> Iterator[Violation]:
        """Yield combinations of a part of the space from which a step breaks the law."""
        options = self.rulebook.space.axes[self.axis].options
        for low, high in pairwise(range(len(options))):
            steps = f"from {options[low]} to {options[high]}"
            if part[self.axis] >> low & 1:
                yield from self._between(part, 1 << low, 1 << high, steps)

    def _between(self, part: Sequence[int], low: int, high: int, steps: str) -> Iterator[Violation]:
        rulebook = self.rulebook
        start = list(part)
        start[self.axis] = low
        for axis, mask in self.law.condition.all:
            start[axis] &= mask
        if not all(start):
            return

        def undecided(state: Sequence[int]) -> list[Condition]:
            races = self._races(state, high)
            if races is None:
                return []
            before = undecided_conditions(rulebook, state, races[0])
            after = undecided_conditions(rulebook, self._above(state, high), races[1])
            law = [self.law.condition] if self.law.condition.truth(state) is None else []
            return [*before, *after, *law]

        for block in blocks(start, undecided):
            if races := self._races(block.state, high):
                above = block.moved(self.axis, high)
                before = outcomes(rulebook, block, races[0])
                after = outcomes(rulebook, above, races[1])
                for channel, broken in self._broken(block, before, after):
                    name = rulebook.channel_ids[channel]
                    cell = (possible & -possible for possible in block.cell(broken))
                    yield Violation(tuple(cell), f"{steps}, {name} wins")

    def _above(self, state: Sequence[int], high: int) -> list[int]:
        return [*state[: self.axis], high, *state[self.axis + 1 :]]

    def _races(self, state: Sequence[int], high: int) -> tuple[Contest, Contest] | None:
        """Return the races before and after a step, or None where the law is certain to hold."""
        if self.law.condition.truth(state) is False:
            return None
        before = race(self.rulebook, state)
        after = race(self.rulebook, self._above(state, high))
        closed = min((self.openness[i] for i in members(before.contenders)), default=0)
        opened = all(self.openness[i] <= closed for i in members(after.contenders))
        return None if before.filled and opened else (before, after)

    def _broken(self, block: Block, before: Outcomes, after: Outcomes) -> Iterator[tuple[int, int]]:
        """Yield each channel that wins against the law, with the cells in which it does."""
        cells = before.valid & after.valid & block.region(self.law.condition)
        for channel, level in enumerate(self.openness):
            now = cells & after.winners[channel]
            # Ties count as a set: neither its most open nor its most closed channel opens up.
            newly = now ^ (now & self._reaching(before, level))
            no_longer = now & self._below(before, level)
            no_longer ^= no_longer & self._below(after, level)
            if broken := newly | no_longer:
                yield channel, broken

    def _reaching(self, found: Outcomes, level: int) -> int:
        """Return where some winner is at least as open as a level."""
        pairs = zip(found.winners, self.openness, strict=True)
        return _union(region for region, openness in pairs if openness >= level)

    def _below(self, found: Outcomes, level: int) -> int:
        """Return where some winner is less open than a level."""
        pairs = zip(found.winners, self.openness, strict=True)
        return _union(region for region, openness in pairs if openness < level)


def _union(regions: Iterable[int]) -> int:
    cells = 0
    for region in regions:
        cells |= region
    return cells
