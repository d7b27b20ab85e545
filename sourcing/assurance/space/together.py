"""Whether, and where, conditions hold together, impossible answers left out."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from sourcing.assurance.space.cells import blocks
from sourcing.assurance.space.outcomes import valid_cells
from sourcing.assurance.space.regions import Region
from sourcing.decision.ranking.possible import split_state
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition


def hold_together(rulebook: Rulebook, conditions: Sequence[Condition]) -> bool:
    """Say whether some answers meet all conditions; one witness is enough."""
    impossible = [rule.condition for rule in rulebook.impossible]

    def witnessed(state: list[int]) -> bool:
        truths = [condition.truth(state) for condition in conditions]
        barred = [condition.truth(state) for condition in impossible]
        if False in truths or True in barred:
            return False
        pairs = zip((*conditions, *impossible), (*truths, *barred), strict=True)
        undecided = [condition for condition, truth in pairs if truth is None]
        return not undecided or any(map(witnessed, split_state(state, undecided)))

    start = _box(rulebook, conditions)
    return all(start) and witnessed(start)


def where(rulebook: Rulebook, conditions: Sequence[Condition]) -> Region:
    """Return the region in which all conditions hold together."""
    region = Region()
    start = _box(rulebook, conditions)
    if not all(start):
        return region
    others = [c for c in conditions if c.any or c.unless]
    barred = [r.condition for r in rulebook.impossible if r.condition.truth(start) is not False]
    if not others and not barred:
        return Region(prod(mask.bit_count() for mask in start), start, tuple(start))

    def undecided(state: Sequence[int]) -> list[Condition]:
        if any(condition.truth(state) is False for condition in others):
            return []
        return [c for c in (*others, *barred) if c.truth(state) is None]

    for block in blocks(start, undecided):
        cells = valid_cells(rulebook, block) if barred else block.everything
        for condition in others:
            cells &= block.region(condition)
        region.take(block, cells)
    return region


def _box(rulebook: Rulebook, conditions: Sequence[Condition]) -> list[int]:
    """Return what the plain parts of all conditions accept on each axis."""
    state = rulebook.space.open_state()
    for condition in conditions:
        for axis, mask in condition.all:
            state[axis] &= mask
    return state
