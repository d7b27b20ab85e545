"""One visit to every combination of answers: who leads, where no one does, what decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from sourcing.assurance.proof.findings import Finding
from sourcing.assurance.space.cells import Block, blocks
from sourcing.assurance.space.contest import race, undecided_conditions
from sourcing.assurance.space.outcomes import Outcomes, again_without, outcomes
from sourcing.assurance.space.regions import Region, described, example, share
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition


class Survey:
    """What the visit gathers; counts are of combinations that are not impossible.

    `won` counts where each channel leads, ties for each of them. `idle` holds the places of the
    preferences without which every winner would be the same.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.possible = 0
        self.won = [0] * len(rulebook.channels)
        self.none_fits = Region()
        self.ties: dict[tuple[int, int], Region] = {}
        self.idle = {place for place, rule in enumerate(rulebook.channel_rules) if any(rule.points)}

    def run(self) -> None:
        """Visit all blocks; the fewer rules are still taken for idle, the fewer they are."""
        rulebook = self.rulebook

        def undecided(state: Sequence[int]) -> list[Condition]:
            return undecided_conditions(rulebook, state, race(rulebook, state, self.idle))

        for block in blocks(rulebook.space.open_state(), undecided):
            found = outcomes(rulebook, block, race(rulebook, block.state, self.idle))
            self._count(block, found)
            for place in sorted(self.idle):
                if found.acting[place] and self._decides(found, place):
                    self.idle.discard(place)

    def _count(self, block: Block, found: Outcomes) -> None:
        self.possible += block.count(found.valid)
        self.none_fits.take(block, found.none_fits)
        for channel, region in enumerate(found.winners):
            self.won[channel] += block.count(region)
        if found.tied:
            for pair in combinations(range(len(found.winners)), 2):
                both = found.winners[pair[0]] & found.winners[pair[1]]
                self.ties.setdefault(pair, Region()).take(block, both)

    def _decides(self, found: Outcomes, place: int) -> bool:
        return again_without(self.rulebook, found, place).winners != found.winners

    def findings(self) -> Iterator[Finding]:
        """Yield where no channel fits and where two share the lead."""
        space, names = self.rulebook.space, self.rulebook.channel_ids
        if self.none_fits and self.none_fits.first:
            yield Finding(
                "no_channel_fits",
                "warning",
                "no channel fits here; loosen a gate, or say so on purpose with 'impossible'",
                share=share(self.none_fits.count, self.possible),
                where=described(space, self.none_fits.span),
                example=example(self.rulebook, self.none_fits.first),
            )
        for (one, other), region in self.ties.items():
            if region and region.first:
                yield Finding(
                    "tie",
                    "info",
                    f"{names[one]} and {names[other]} share the lead; the lower likely cost decides",
                    share=share(region.count, self.possible),
                    where=described(space, region.span),
                    example=example(self.rulebook, region.first),
                )
