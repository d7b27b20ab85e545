"""The answer space cut into cells that no rule tells apart, so that all of it can be visited.

The axes that most rules read are walked position by position; under each walk only the rules
still undecided matter, and the axes that they read become the bits of one integer per region.
A union of regions is an OR, an overlap an AND, a share a `bit_count`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd, prod
from typing import TypeAlias

from sourcing.rulebook.conditions import Condition, Conjunction

MOST_CELLS_OF_A_BLOCK = 1 << 14

Parts: TypeAlias = tuple[int, ...]
Undecided: TypeAlias = Callable[[Sequence[int]], Sequence[Condition]]


@dataclass(frozen=True)
class Block:
    """A part of the space: `state` fixes the walked axes; the others vary over equal `parts`.

    Cell n of the block is one combination of parts, the last axis running fastest. Every cell
    stands for `weight` raw combinations of answers.
    """

    state: tuple[int, ...]
    parts: Mapping[int, Parts]
    weight: int

    @cached_property
    def size(self) -> int:
        """The number of cells."""
        return prod(len(parts) for parts in self.parts.values())

    @cached_property
    def everything(self) -> int:
        """The mask of all cells."""
        return (1 << self.size) - 1

    @cached_property
    def _strides(self) -> dict[int, int]:
        strides: dict[int, int] = {}
        stride = 1
        for axis in reversed(list(self.parts)):
            strides[axis] = stride
            stride *= len(self.parts[axis])
        return strides

    def region(self, condition: Condition) -> int:
        """Return the cells in which a condition holds."""
        cells = self._conjunction(condition.all)
        if condition.any and cells:
            within = 0
            for part in condition.any:
                within |= self._conjunction(part)
            cells &= within
        for part in condition.unless:
            if not cells:
                break
            cells &= ~self._conjunction(part)
        return cells

    def _conjunction(self, terms: Conjunction) -> int:
        cells = self.everything
        for axis, mask in terms:
            if axis in self.parts:
                cells &= self.where(axis, mask)
            elif not self.state[axis] & mask:
                return 0
        return cells

    def where(self, axis: int, mask: int) -> int:
        """Return the cells whose part of an axis meets a mask of its positions."""
        if axis not in self.parts:
            return self.everything if self.state[axis] & mask else 0
        key = (axis, mask)
        known = self._terms.get(key)
        if known is None:
            known = self._terms[key] = self._spread(axis, mask)
        return known

    @cached_property
    def _terms(self) -> dict[tuple[int, int], int]:
        return {}

    def _spread(self, axis: int, mask: int) -> int:
        cells = 0
        for part, where in self._cells_of_parts[axis]:
            if part & mask:
                cells |= where
        return cells

    @cached_property
    def _cells_of_parts(self) -> dict[int, list[tuple[int, int]]]:
        """The cells of each part of each axis: a run of ones, repeated over the block."""
        found = {}
        for axis, parts in self.parts.items():
            stride = self._strides[axis]
            run, length = (1 << stride) - 1, stride * len(parts)
            while length < self.size:
                run |= run << length
                length *= 2
            found[axis] = [
                (part, run << n * stride & self.everything) for n, part in enumerate(parts)
            ]
        return found

    def axis_values(self, axis: int, cells: int) -> int:
        """Return the positions of an axis that occur in a region."""
        if axis not in self.parts:
            return self.state[axis] if cells else 0
        return sum(part for part in self.parts[axis] if cells & self.where(axis, part))

    def count(self, cells: int) -> int:
        """Return how many raw combinations of answers a region stands for."""
        return cells.bit_count() * self.weight

    def cell(self, cells: int) -> tuple[int, ...]:
        """Return the first cell of a region as a state: the positions that it stands for."""
        place = (cells & -cells).bit_length() - 1
        state = list(self.state)
        for axis, parts in self.parts.items():
            state[axis] = parts[place // self._strides[axis] % len(parts)]
        return tuple(state)


def blocks(state: Sequence[int], undecided: Undecided) -> Iterator[Block]:
    """Cut the part of the space that a state leaves open into blocks.

    `undecided` returns, for a state, the conditions that still matter and are not yet decided
    by it; each of them is constant on every cell of a block.
    """
    conditions = undecided(state)
    parts = _classes(state, conditions)
    if prod(map(len, parts.values())) <= MOST_CELLS_OF_A_BLOCK:
        yield _block(state, parts)
        return
    reads = Counter(axis for condition in conditions for axis in condition.reads())
    axis = max(parts, key=lambda i: (reads[i], len(parts[i]), -i))
    for part in parts[axis]:
        yield from blocks([*state[:axis], part, *state[axis + 1 :]], undecided)


def _classes(state: Sequence[int], conditions: Iterable[Condition]) -> dict[int, Parts]:
    """Return, for each axis that conditions read, its positions grouped as they tell them apart."""
    masks: dict[int, set[int]] = {}
    for condition in conditions:
        for terms in (condition.all, *condition.any, *condition.unless):
            for axis, mask in terms:
                if state[axis] & mask and state[axis] & ~mask:
                    masks.setdefault(axis, set()).add(mask)
    return {axis: refined(state[axis], masks[axis]) for axis in sorted(masks)}


def refined(possible: int, masks: Iterable[int]) -> Parts:
    """Return the coarsest parts of some positions that no mask cuts through."""
    classes = [possible]
    for mask in sorted(masks):
        classes = [part for one in classes for part in (one & mask, one & ~mask) if part]
    return tuple(classes)


def _block(state: Sequence[int], classes: Mapping[int, Parts]) -> Block:
    """Make all parts of an axis equally large, so that cells can be counted as bits."""
    parts, weight = {}, 1
    for axis, found in classes.items():
        size = gcd(*(part.bit_count() for part in found))
        parts[axis] = tuple(piece for part in found for piece in _pieces(part, size))
        weight *= size
    weight *= prod(possible.bit_count() for i, possible in enumerate(state) if i not in parts)
    return Block(tuple(state), parts, weight)


def _pieces(part: int, size: int) -> Iterator[int]:
    piece, held = 0, 0
    while part:
        bit = part & -part
        part ^= bit
        piece |= bit
        held += 1
        if held == size:
            yield piece
            piece, held = 0, 0
