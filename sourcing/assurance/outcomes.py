"""What comes out in every cell of a block at once: rules acting, channels left, winners.

Scores are kept as bit planes, so that adding points to a region and comparing two channels are
a few operations on whole integers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sourcing.assurance.cells import Block, blocks
from sourcing.rulebook.compiled import ChannelRule, Rulebook
from sourcing.rulebook.conditions import Condition

Planes = list[int]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcome over a block's valid cells; all regions are masks of its cells.

    `acting` and `holding` have one region per channel rule: where it acts, and where its
    condition holds though another rule may override it. `winners` has one region per channel,
    tied channels all counted; `scores` are the channels' bit planes, above one common level.
    """

    valid: int
    holding: tuple[int, ...]
    acting: tuple[int, ...]
    eligible: tuple[int, ...]
    winners: tuple[int, ...]
    scores: tuple[Planes, ...]

    @property
    def none_fits(self) -> int:
        """Where no channel is left."""
        found = self.valid
        for region in self.eligible:
            found &= ~region
        return found

    @property
    def tied(self) -> int:
        """Where two channels or more share the lead."""
        once = twice = 0
        for region in self.winners:
            twice |= once & region
            once |= region
        return twice


def outcome_blocks(
    rulebook: Rulebook, state: Sequence[int], also: Sequence[Condition] = ()
) -> Iterator[tuple[Block, Outcomes]]:
    """Visit every cell of the part of the space that a state leaves open.

    On each cell the outcome is the same throughout, and so is each of the conditions in `also`.
    """

    def undecided(state: Sequence[int]) -> list[Condition]:
        return open_conditions(rulebook, state) + [c for c in also if c.truth(state) is None]

    for block in blocks(state, undecided):
        yield block, outcomes(rulebook, block)


def open_conditions(rulebook: Rulebook, state: Sequence[int]) -> list[Condition]:
    """Return the undecided conditions on which the outcome still depends in a state."""
    rules = rulebook.channel_rules
    impossible = (rule.condition for rule in rulebook.impossible)
    return [
        *(rules[place].condition for place in sorted(_open_places(rulebook, state))),
        *(condition for condition in impossible if condition.truth(state) is None),
    ]


def outcomes(rulebook: Rulebook, block: Block) -> Outcomes:
    """Return the outcome in every cell of a block that was cut for this rulebook."""
    valid = block.everything
    for impossible in rulebook.impossible:
        valid &= ~block.region(impossible.condition)
    matters = _open_places(rulebook, block.state)
    holding = tuple(
        block.region(rule.condition) & valid
        if place in matters or rule.condition.truth(block.state)
        else 0
        for place, rule in enumerate(rulebook.channel_rules)
    )
    return _outcomes(rulebook, valid, holding)


def again_without(rulebook: Rulebook, found: Outcomes, place: int) -> Outcomes:
    """Return the outcome that a block would have without one preference."""
    rules = rulebook.channel_rules
    if rules[place].excludes or rules[place].record.overrides:
        holding = (*found.holding[:place], 0, *found.holding[place + 1 :])
        return _outcomes(rulebook, found.valid, holding)
    scores = tuple(list(planes) for planes in found.scores)
    for planes, points in zip(scores, rules[place].points, strict=True):
        _take(planes, found.acting[place], points)
    return replace(found, winners=tuple(_winners(scores, found.eligible)), scores=scores)


def _take(planes: Planes, region: int, points: int) -> None:
    """Take points from every cell of a region; scores do not fall below their level."""
    if points < 0:
        _add(planes, region, -points)
        return
    for place in range(points.bit_length()):
        if points >> place & 1:
            borrow, at = region, place
            while borrow and at < len(planes):
                planes[at], borrow = planes[at] ^ borrow, ~planes[at] & borrow
                at += 1


def _open_places(rulebook: Rulebook, state: Sequence[int]) -> set[int]:
    """Return the undecided rules that can still make a difference.

    Where gates put a channel out for certain, points for it and further gates on it do not matter.
    """
    rules = rulebook.channel_rules
    truths = [rule.condition.truth(state) for rule in rules]
    out = 0
    for rule, truth in zip(rules, truths, strict=True):
        if truth and all(truths[by] is False for by in rule.overridden_by):
            out |= rule.excludes
    matter: set[int] = set()
    for place in reversed(range(len(rules))):
        rule = rules[place]
        if truths[place] is not False and (place in matter or _bears_on(rule, out)):
            matter.update((place, *rule.overridden_by))
    return {place for place in matter if truths[place] is None}


def _bears_on(rule: ChannelRule, out: int) -> bool:
    """Say whether a rule speaks of a channel that is not yet out."""
    spoken = any(points and not out >> i & 1 for i, points in enumerate(rule.points))
    return spoken or bool(rule.excludes & ~out)


def _outcomes(rulebook: Rulebook, valid: int, holding: tuple[int, ...]) -> Outcomes:
    acting: list[int] = []
    for rule, region in zip(rulebook.channel_rules, holding, strict=True):
        acts = region
        for by in rule.overridden_by:
            acts &= ~acting[by]
        acting.append(acts)
    eligible = [valid] * len(rulebook.channels)
    for rule, region in zip(rulebook.channel_rules, acting, strict=True):
        if rule.excludes and region:
            for channel in range(len(eligible)):
                if rule.excludes >> channel & 1:
                    eligible[channel] &= ~region
    scores = _scores(rulebook, valid, acting)
    winners = _winners(scores, eligible)
    return Outcomes(valid, holding, tuple(acting), tuple(eligible), tuple(winners), tuple(scores))


def _scores(rulebook: Rulebook, valid: int, acting: Sequence[int]) -> list[Planes]:
    """Return the scores of each channel above its lowest possible one, lifted to one level."""
    scores: list[Planes] = [[] for _ in rulebook.channels]
    floors = [0] * len(scores)
    for rule, region in zip(rulebook.channel_rules, acting, strict=True):
        if not region:
            continue
        for channel, points in enumerate(rule.points):
            if points > 0:
                _add(scores[channel], region, points)
            elif points < 0:
                # Points taken where the rule acts are points given where it does not.
                _add(scores[channel], valid & ~region, -points)
                floors[channel] += points
    lowest = min(floors)
    for planes, floor in zip(scores, floors, strict=True):
        _add(planes, valid, floor - lowest)
    return scores


def _add(planes: Planes, region: int, points: int) -> None:
    """Add points to every cell of a region."""
    for place in range(points.bit_length()):
        if points >> place & 1:
            carry, at = region, place
            while carry:
                while len(planes) <= at:
                    planes.append(0)
                planes[at], carry = planes[at] ^ carry, planes[at] & carry
                at += 1


def _winners(scores: Sequence[Planes], eligible: Sequence[int]) -> list[int]:
    winners = list(eligible)
    for one in range(len(scores)):
        for other in range(one + 1, len(scores)):
            both = winners[one] & eligible[other] | winners[other] & eligible[one]
            if not both:
                continue
            above, below = _compared(scores[one], scores[other], both)
            winners[other] &= ~(above & eligible[one])
            winners[one] &= ~(below & eligible[other])
    return winners


def _compared(one: Planes, other: Planes, cells: int) -> tuple[int, int]:
    """Return where one score is above the other and where it is below, within cells."""
    above = below = 0
    equal = cells
    for place in reversed(range(max(len(one), len(other)))):
        a = one[place] if place < len(one) else 0
        b = other[place] if place < len(other) else 0
        differ = (a ^ b) & equal
        above |= a & differ
        below |= b & differ
        equal &= ~differ
    return above, below
