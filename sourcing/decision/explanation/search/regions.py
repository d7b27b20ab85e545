"""Where conditions hold over many changed states at once, one bit for each state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import TypeAlias

from sourcing.decision.explanation.search.moves import Move
from sourcing.decision.ranking.standing import answered
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition, Conjunction

Facts: TypeAlias = Mapping[int, int]


class Regions:
    """The states that moves make of what is known of a lot; `where` has one region for each move."""

    def __init__(
        self,
        rulebook: Rulebook,
        known: Sequence[int],
        moves: Sequence[Sequence[Move]],
        where: Sequence[Sequence[int]],
        everything: int,
    ) -> None:
        self.rulebook = rulebook
        self.known = known[: len(rulebook.questions)]
        self.moves = moves
        self.where = where
        self.everything = everything
        self._kept: dict[int, int] = {}
        self._values: dict[int, list[tuple[int, int]]] = {}
        self._terms: dict[tuple[int, int], int] = {}

    def holding(self, condition: Condition, facts: Facts) -> int:
        """Return where a condition holds, with what is assumed for open questions and these facts."""
        region = self._conjunction(condition.all, facts)
        if condition.any and region:
            region &= reduce(or_, (self._conjunction(part, facts) for part in condition.any))
        for part in condition.unless if region else ():
            region &= ~self._conjunction(part, facts)
        return region

    def _conjunction(self, terms: Conjunction, facts: Facts) -> int:
        region = self.everything
        for axis, mask in terms:
            if axis in facts:
                region = region if facts[axis] & mask else 0
            else:
                region &= self.term(axis, mask)
            if not region:
                break
        return region

    def term(self, axis: int, mask: int) -> int:
        """Return where the answer to a question, given or assumed, is in a mask."""
        key = axis, mask
        if key not in self._terms:
            regions = (region for bit, region in self._answers(axis) if bit & mask)
            self._terms[key] = reduce(or_, regions, 0)
        return self._terms[key]

    def _answers(self, axis: int) -> list[tuple[int, int]]:
        """Return the answers to a question with where they stand, the assumed ones where it is open."""
        if axis not in self._values:
            where = self.where[axis]
            found = [(move.bit, at) for move, at in zip(self.moves[axis], where, strict=True)]
            kept = self._kept_at(axis)
            if kept and answered(self.known[axis]):
                found.append((self.known[axis], kept))
            elif kept:
                found += self._assumed(axis, kept)
            self._values[axis] = found
        return self._values[axis]

    def _kept_at(self, axis: int) -> int:
        """Return where a question keeps its answer, or stays open."""
        if axis not in self._kept:
            self._kept[axis] = self.everything & ~reduce(or_, self.where[axis], 0)
        return self._kept[axis]

    def _assumed(self, axis: int, kept: int) -> Iterator[tuple[int, int]]:
        assumed = next((a for a in self.rulebook.assumptions if a.question == axis), None)
        if assumed is None:
            return
        for condition, bit in assumed.cases:
            region = kept & self.holding(condition, {})
            kept &= ~region
            yield bit, region
        yield assumed.default, kept

    def certain(self, condition: Condition) -> int:
        """Return where a condition holds whatever the answers to open questions may be."""
        region = reduce(and_, (self._given(*term) for term in condition.all), self.everything)
        if condition.any:
            parts = (
                reduce(and_, (self._given(*term) for term in part), self.everything)
                for part in condition.any
            )
            region &= reduce(or_, parts)
        for part in condition.unless:
            region &= ~reduce(
                and_,
                (self._given(axis, mask, possibly=True) for axis, mask in part),
                self.everything,
            )
        return region

    def _given(self, axis: int, mask: int, *, possibly: bool = False) -> int:
        """Return where the answer given is in a mask for certain, or with `possibly` may be."""
        open_ = self.rulebook.space.axes[axis].everything
        if axis >= len(self.known):
            return self.everything if (mask if possibly else not open_ & ~mask) else 0
        moved = zip(self.moves[axis], self.where[axis], strict=True)
        region = reduce(or_, (at for move, at in moved if move.bit & mask), 0)
        here = self.known[axis]
        kept = here & mask if possibly else not here & ~mask
        return region | self._kept_at(axis) if kept else region


def patterns(marks: Sequence[int], region: int) -> list[tuple[int, int]]:
    """Cut a region by which of some marks hold; each part comes with the places of its marks."""
    parts = [(0, region)] if region else []
    for place, mark in enumerate(marks):
        parts = [
            (channels | have, within)
            for channels, part in parts
            for have, within in ((1 << place, part & mark), (0, part & ~mark))
            if within
        ]
    return parts
