"""Where what rules read of an outcome changes, so that what follows from it is sought only there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeAlias

from sourcing.assurance.impact.common_ground import CommonGround
from sourcing.assurance.impact.ranking import same_ranking
from sourcing.assurance.space.cells import Block, blocks
from sourcing.assurance.space.outcome_view import (
    ONE_SIDED,
    RECOMMENDED,
    Item,
    View,
    open_of,
    pieces,
    read_of_outcome,
    union,
    unranked,
)
from sourcing.assurance.space.outcomes import (
    outcomes,
    reweighed,
    same_but_for_weights,
    valid_cells,
)
from sourcing.rulebook.conditions import Condition

Pair: TypeAlias = tuple[Item, Item]
Views: TypeAlias = tuple[View, View]


class Cut:
    """Cuts the space into blocks on whose cells some items are one thing throughout."""

    def __init__(self, ground: CommonGround, items: Iterable[Item]) -> None:
        self.books = (ground.old, ground.new)
        self._alike = same_but_for_weights(*self.books)
        axes = len(ground.space.axes)
        conditions = {condition for item in items for condition in item.conditions}
        self.asked = list({piece for c in conditions for piece in pieces(c, axes)})
        self.reads = frozenset(
            axis - axes for c in conditions for axis in c.reads() if axis >= axes
        )

    @property
    def on_outcomes(self) -> bool:
        """Whether any item reads the outcome."""
        return bool(self.reads)

    def undecided(self, state: Sequence[int]) -> list[Condition]:
        """Return the conditions that a state leaves open."""
        found = [piece for piece in self.asked if piece.truth(state) is None]
        found += open_of(self.books[0], state, self.reads)
        found += open_of(self.books[1], state, self.reads, ranked=not self._alike)
        return found

    def views(self, block: Block) -> Views:
        """Return what both rulebooks make of a block."""
        old, new = self.books
        if not self.on_outcomes:
            return View(old, block, unranked(old, block)), View(new, block, unranked(new, block))
        before = outcomes(old, block)
        after = reweighed(new, before) if self._alike else outcomes(new, block)
        return View(old, block, before), View(new, block, after)


class Moved:
    """The parts of the space in which the outcome that some items read changes."""

    def __init__(self, ground: CommonGround, items: Sequence[Item]) -> None:
        self.ground = ground
        self._axes = len(ground.space.axes)
        self._conditions = [condition for item in items for condition in item.conditions]
        self._cut = Cut(ground, items)
        self._cut.asked.clear()  # only what came of the answers counts here, whoever asks
        splits = ground.old.content.splits != ground.new.content.splits
        self._differ = splits or not same_ranking(ground.old, ground.new)

    def concerns(self, item: Item) -> bool:
        """Say whether what an item reads of the outcome may change somewhere."""
        return self._differ and bool(read_of_outcome(item, self._axes))

    @cached_property
    def parts(self) -> Sequence[Sequence[int]]:
        """Parts that do not overlap and hold every change."""
        if self.ground.old.channel_ids != self.ground.new.channel_ids:
            return [self.ground.shared]
        found: list[tuple[int, ...]] = []
        for block in blocks(self.ground.shared, self._cut.undecided):
            views = self._cut.views(block)
            terms = {term: _moved(views, *term) for term in self._terms}
            changed = 0
            for condition, read in self._asking:
                answers = Condition(all=tuple(t for t in condition.all if t[0] < self._axes))
                here = block.region(answers)  # no less than where it can hold
                for term in read:
                    changed |= terms[term] & here
            changed &= views[0].valid & views[1].valid
            if changed:
                axes = range(len(block.state))
                found.append(tuple(block.axis_values(axis, changed) for axis in axes))
        return joined(found)

    @cached_property
    def _asking(self) -> Sequence[tuple[Condition, Sequence[tuple[int, int]]]]:
        """The conditions on the outcome, each with the parts and masks that it reads."""
        found = []
        for condition in self._conditions:
            clauses = (condition.all, *condition.any, *condition.unless)
            terms = {term for clause in clauses for term in clause if term[0] >= self._axes}
            if terms:
                found.append((condition, [(axis - self._axes, mask) for axis, mask in terms]))
        return found

    @cached_property
    def _terms(self) -> frozenset[tuple[int, int]]:
        return frozenset(term for _, read in self._asking for term in read)

    @cached_property
    def compared(self) -> int:
        """How many combinations of answers both rulebooks take."""
        books = (self.ground.old, self.ground.new)
        rules = {rule.condition for book in books for rule in book.impossible}

        def undecided(state: Sequence[int]) -> list[Condition]:
            return [condition for condition in rules if condition.truth(state) is None]

        return sum(
            block.count(valid_cells(books[0], block) & valid_cells(books[1], block))
            for block in blocks(self.ground.shared, undecided)
        )


def joined(parts: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return parts of the space that do not overlap, those that differ on one axis alone as one."""
    found = list(parts)
    for axis in range(len(found[0]) if found else 0):
        together: dict[tuple[int, ...], int] = {}
        for part in found:
            others = (*part[:axis], 0, *part[axis + 1 :])
            together[others] = together.get(others, 0) | part[axis]
        found = [
            (*others[:axis], positions, *others[axis + 1 :])
            for others, positions in together.items()
        ]
    return found


def _moved(views: Views, part: int, mask: int) -> int:
    """Return where it may matter that a part of the outcome changes, to one who asks for a mask.

    Where channels tie, a change of any of them may matter wherever some are asked for.
    """
    old, new = views
    if part == RECOMMENDED:
        return _differing(old.led, new.led) & (old.leading(mask) | new.leading(mask))
    if part == ONE_SIDED:
        sided = union((*old.one_sided, *new.one_sided))
        led = _differing(old.led, new.led) | _differing(old.one_sided, new.one_sided)
        return led & sided
    return old.computed(part, mask) ^ new.computed(part, mask)


def _differing(before: Sequence[int], after: Sequence[int]) -> int:
    return union(one ^ other for one, other in zip(before, after, strict=True))
