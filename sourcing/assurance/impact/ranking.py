"""What changes in which channel is recommended and which are excluded, over the whole space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcing.assurance.impact.changes import (
    NOTHING,
    Changes,
    Parted,
    Suspects,
    Tally,
    differing,
    parted,
)
from sourcing.assurance.impact.common_ground import CommonGround
from sourcing.assurance.space.cells import Block, blocks
from sourcing.assurance.space.outcomes import (
    Outcomes,
    open_conditions,
    outcomes,
    reweighed,
    same_but_for_weights,
)
from sourcing.assurance.space.regions import share
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition

NO_CHANNEL = "no channel"


@dataclass(frozen=True, slots=True)
class Move:
    """The share of answers that go from one recommendation to another, or stay at one."""

    before: str
    after: str
    share: float


@dataclass(frozen=True, slots=True)
class RankingImpact:
    """What changes in the ranking; `compared` counts the answers that both rulebooks take."""

    compared: int = 0
    unchanged: float = 1.0
    matrix: tuple[Move, ...] = ()
    recommendations: Changes = NOTHING
    exclusions: Changes = NOTHING


def ranking_impact(ground: CommonGround) -> RankingImpact:
    """Visit every cell under both rulebooks."""
    survey = _Survey(ground)
    survey.run()
    return survey.found()


def same_ranking(old: Rulebook, new: Rulebook) -> bool:
    """Say whether both rank channels by the very same rules, so that no answer need be tried."""
    kinds = (
        "questions",
        "derived_facts",
        "impossible",
        "channels",
        "criteria",
        "strengths",
        "gates",
        "preferences",
    )
    return all(getattr(old.content, kind) == getattr(new.content, kind) for kind in kinds)


class ChangedRules:
    """The rules on channels that are not the same in both rulebooks."""

    def __init__(self, ground: CommonGround) -> None:
        names = differing(_effects(ground.old), _effects(ground.new))
        self._places = [
            [
                (i, rule.record.id)
                for i, rule in enumerate(book.channel_rules)
                if rule.record.id in names
            ]
            for book in (ground.old, ground.new)
        ]

    def at_work(self, before: Outcomes, after: Outcomes) -> Suspects:
        """Return where in a block each of them acts."""
        return [
            (name, found.acting[place])
            for found, places in zip((before, after), self._places, strict=True)
            for place, name in places
            if found.acting[place]
        ]


def _effects(rulebook: Rulebook) -> dict[str, object]:
    rules = rulebook.channel_rules
    names = rulebook.channel_ids
    return {
        rule.record.id: (
            rule.condition,
            {name for i, name in enumerate(names) if rule.excludes >> i & 1},
            {n: p * rulebook.unit for n, p in zip(names, rule.points, strict=True) if p},
            {rules[by].record.id for by in rule.overridden_by},
        )
        for rule in rules
    }


class _Survey:
    def __init__(self, ground: CommonGround) -> None:
        self.ground = ground
        self.changed_rules = ChangedRules(ground)
        self.compared = self.same = 0
        self.moves = Tally(ground)
        self.shut = Tally(ground)
        self.matrix: dict[tuple[str, str], int] = {}

    def run(self) -> None:
        old, new = self.ground.old, self.ground.new
        alike = same_but_for_weights(old, new)

        def undecided(state: Sequence[int]) -> list[Condition]:
            before = open_conditions(old, state)
            return before if alike else [*before, *open_conditions(new, state)]

        for block in blocks(self.ground.shared, undecided):
            before = outcomes(old, block)
            self._visit(block, before, reweighed(new, before) if alike else outcomes(new, block))

    def _visit(self, block: Block, before: Outcomes, after: Outcomes) -> None:
        old, new = self.ground.old, self.ground.new
        both = before.valid & after.valid
        led, leads = _leading(old, before, both), _leading(new, after, both)
        suspects = self.changed_rules.at_work(before, after)
        moved = self.moves.take(block, "", led, leads, suspects)
        shut = _excluded(old, before, both), _excluded(new, after, both)
        closed = self.shut.take(block, "", *shut, suspects)
        self.moves.cells += block.count(moved)
        self.shut.cells += block.count(closed)
        self.compared += block.count(both)
        self.same += block.count(both ^ (moved | closed))
        for was, here in led:
            for now, there in leads:
                if cells := here & there:
                    count = self.matrix.get((was, now), 0)
                    self.matrix[was, now] = count + block.count(cells)

    def found(self) -> RankingImpact:
        moves = [
            Move(was, now, share(count, self.compared))
            for (was, now), count in sorted(self.matrix.items())
        ]
        return RankingImpact(
            compared=self.compared,
            unchanged=share(self.same, self.compared) if self.compared else 1.0,
            matrix=tuple(moves),
            recommendations=self.moves.changes(self.compared),
            exclusions=self.shut.changes(self.compared),
        )


def _leading(rulebook: Rulebook, found: Outcomes, cells: int) -> Parted:
    """Return the regions by the channels that lead there."""
    named = zip(rulebook.channel_ids, found.winners, strict=True)
    return parted(cells, named, " or ", NO_CHANNEL)


def _excluded(rulebook: Rulebook, found: Outcomes, cells: int) -> Parted:
    """Return the regions by the channels that are out there."""
    out = (found.valid ^ region for region in found.eligible)
    return parted(cells, zip(rulebook.channel_ids, out, strict=True), ", ", "nothing")
