"""In which share of all answers each rule fires, and in which it decides something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sourcing.assurance.space.cells import Block, blocks
from sourcing.assurance.space.outcomes import (
    Outcomes,
    again_without,
    open_conditions,
    outcome_blocks,
    outcomes,
)
from sourcing.assurance.space.regions import share
from sourcing.rulebook.compiled import ChannelRule, Rulebook
from sourcing.rulebook.conditions import Condition

RULE_KINDS = (
    "statuses",
    "splits",
    "signal_rules",
    "safeguards",
    "practices",
    "conflict_rules",
)


def firing(rulebook: Rulebook) -> Mapping[tuple[str, str], float]:
    """Return where each rule's condition holds, by kind and id, if it reads nothing but answers."""
    total = _count(rulebook, Condition())
    questions = set(range(len(rulebook.space.axes)))
    rules = [
        (("gates" if rule.excludes else "preferences", rule.record.id), rule.condition)
        for rule in rulebook.channel_rules
    ]
    for kind in RULE_KINDS:
        rules += [((kind, rule.record.id), rule.condition) for rule in getattr(rulebook, kind)]
    return {
        name: share(_count(rulebook, condition), total)
        for name, condition in rules
        if condition.reads() <= questions
    }


def deciding(rulebook: Rulebook) -> Mapping[str, float]:
    """Return, for each rule on channels, where dropping it changes the winners or the exclusions."""
    total = _count(rulebook, Condition())
    rules = rulebook.channel_rules
    counts = [0] * len(rules)
    for block, found in outcome_blocks(rulebook, rulebook.space.open_state()):
        for place, rule in enumerate(rules):
            if found.acting[place] and any(rule.points):
                changed = _changed(found, again_without(rulebook, found, place))
                counts[place] += block.count(changed)
    bare = _without_points(rulebook)
    for place, rule in enumerate(rules):
        if rule.excludes:
            # Where it sets nothing aside, a gate changes winners only by what it excludes.
            book = rulebook if rule.record.overrides else bare
            counts[place] = _gate_decides(book, place, rule)
    return {rule.record.id: share(count, total) for rule, count in zip(rules, counts, strict=True)}


def _count(rulebook: Rulebook, condition: Condition) -> int:
    """Return how many combinations meet a condition, without the impossible ones."""
    impossible = [rule.condition for rule in rulebook.impossible]

    def undecided(state: Sequence[int]) -> list[Condition]:
        if condition.truth(state) is False:
            return []
        return [c for c in (condition, *impossible) if c.truth(state) is None]

    count = 0
    for block in blocks(rulebook.space.open_state(), undecided):
        if condition.truth(block.state) is not False:
            cells = block.region(condition)
            for excluded in impossible:
                cells &= ~block.region(excluded)
            count += block.count(cells)
    return count


def _without_points(rulebook: Rulebook) -> Rulebook:
    none = (0,) * len(rulebook.channels)
    rules = tuple(replace(rule, points=none) for rule in rulebook.channel_rules)
    return replace(rulebook, channel_rules=rules)


def _gate_decides(rulebook: Rulebook, place: int, rule: ChannelRule) -> int:
    """Return where dropping a gate changes anything.

    Where a gate is certain, what it puts out need not be looked at any closer, so its absence
    takes a visit of its own, to the part of the space in which it can hold.
    """
    never = replace(rule, condition=Condition(all=((0, 0),)))
    rules = rulebook.channel_rules
    without = replace(rulebook, channel_rules=(*rules[:place], never, *rules[place + 1 :]))
    start = rulebook.space.open_state()
    for axis, mask in rule.condition.all:
        start[axis] &= mask

    def undecided(state: Sequence[int]) -> list[Condition]:
        if rule.condition.truth(state) is False:
            return []
        return [*open_conditions(rulebook, state), *open_conditions(without, state)]

    if not all(start):
        return 0
    count = 0
    for block in blocks(start, undecided):
        if rule.condition.truth(block.state) is not False:
            count += block.count(_differing(rulebook, without, block))
    return count


def _differing(rulebook: Rulebook, without: Rulebook, block: Block) -> int:
    return _changed(outcomes(rulebook, block), outcomes(without, block))


def _changed(before: Outcomes, after: Outcomes) -> int:
    """Return the cells in which winners or eligible channels differ."""
    cells = 0
    for one, other in zip(
        (*before.winners, *before.eligible), (*after.winners, *after.eligible), strict=True
    ):
        cells |= one ^ other
    return cells
