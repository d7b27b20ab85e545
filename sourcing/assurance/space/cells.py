"""The answer space cut into cells that no rule tells apart, so that all of it can be visited.

The axes that most rules read are walked position by position; under each walk only the rules
still undecided matter, and the axes that they read become the bits of one integer per region.
A union of regions is an OR, an overlap an AND, a difference an XOR with the overlap (much faster
than an AND with the inverse, which is negative), a share a `bit_count`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TypeAlias

from sourcing.rulebook.conditions import Condition, Conjunction

# Smaller blocks cost more calls, larger ones leave the processor's cache.
MOST_CELLS_OF_A_BLOCK = 1 << 17

Parts: TypeAlias = tuple[int, ...]
Undecided: TypeAlias = Callable[[Sequence[int]], Sequence[Condition]]


@dataclass(frozen=True)
class Grid:
    """Axes that vary together over their parts; each combination of parts is a cell.

    The last axis runs fastest.
    """

    parts: Mapping[int, Parts]

    @cached_property
    def size(self) -> int:
        """The number of cells."""
        return prod(map(len, self.parts.values()))

    @cached_property
    def everything(self) -> int:
        """The mask of all cells."""
        return (1 << self.size) - 1

    @cached_property
    def strides(self) -> Mapping[int, int]:
        """How far apart two neighbouring parts of an axis lie."""
        strides: dict[int, int] = {}
        stride = 1
        for axis in reversed(list(self.parts)):
            strides[axis] = stride
            stride *= len(self.parts[axis])
        return strides

    @cached_property
    def weights(self) -> Sequence[tuple[int, int]]:
        """How many positions the cells stand for, each number with the cells of that number."""
        weights = {1: self.everything}
        for axis, parts in self.parts.items():
            sizes: dict[int, int] = {}
            for part in parts:
                size = part.bit_count()
                sizes[size] = sizes.get(size, 0) | part
            finer: dict[int, int] = {}
            for weight, cells in weights.items():
                for size, mask in sizes.items():
                    both = cells & self.where(axis, mask) if len(sizes) > 1 else cells
                    finer[weight * size] = finer.get(weight * size, 0) | both
            weights = finer
        return list(weights.items())

    def where(self, axis: int, mask: int) -> int:
        """Return the cells whose part of an axis meets a mask of its positions."""
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
        for n, part in enumerate(self.parts[axis]):
            if part == mask:
                return self._repeated(axis, n)
            if part & mask:
                cells |= self.where(axis, part)
        return cells

    def _repeated(self, axis: int, n: int) -> int:
        """Return the cells of part n: a run of ones, and again at every turn of the axis."""
        stride = self.strides[axis]
        cells = (1 << stride) - 1 << n * stride
        length = stride * len(self.parts[axis])
        while length * 2 <= self.size:
            cells |= cells << length
            length *= 2
        return cells | cells << self.size - length

    def count(self, cells: int) -> int:
        """Return how many combinations of positions some cells stand for."""
        if len(self.weights) == 1:
            return cells.bit_count() * self.weights[0][0]
        return sum(weight * (cells & alike).bit_count() for weight, alike in self.weights)


@dataclass(frozen=True)
class Block:
    """A part of the space: `state` fixes what does not vary over the grid.

    Every cell stands for `weight` times as many raw combinations of answers as the grid says.
    """

    state: tuple[int, ...]
    grid: Grid
    weight: int

    @property
    def everything(self) -> int:
        """The mask of all cells."""
        return self.grid.everything

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
            cells ^= cells & self._conjunction(part)
        return cells

    def _conjunction(self, terms: Conjunction) -> int:
        cells = self.grid.everything
        for axis, mask in terms:
            if axis in self.grid.parts:
                cells &= self.grid.where(axis, mask)
            elif not self.state[axis] & mask:
                return 0
        return cells

    def where(self, axis: int, mask: int) -> int:
        """Return the cells whose part of an axis meets a mask of its positions."""
        if axis in self.grid.parts:
            return self.grid.where(axis, mask)
        return self.everything if self.state[axis] & mask else 0

    def axis_values(self, axis: int, cells: int, known: int = 0) -> int:
        """Return the positions of an axis that occur in a region, beside those known to."""
        if axis not in self.grid.parts:
            return known | (self.state[axis] if cells else 0)
        for part in self.grid.parts[axis]:
            if part & ~known and cells & self.where(axis, part):
                known |= part
        return known

    def count(self, cells: int) -> int:
        """Return how many raw combinations of answers a region stands for."""
        return self.grid.count(cells) * self.weight if cells else 0

    def cell(self, cells: int) -> tuple[int, ...]:
        """Return the first cell of a region as a state: the positions that it stands for."""
        place = (cells & -cells).bit_length() - 1
        state = list(self.state)
        for axis, parts in self.grid.parts.items():
            state[axis] = parts[place // self.grid.strides[axis] % len(parts)]
        return tuple(state)

    def moved(self, axis: int, positions: int) -> Block:
        """Return the same cells elsewhere on an axis that does not vary over the grid."""
        return Block(
            (*self.state[:axis], positions, *self.state[axis + 1 :]), self.grid, self.weight
        )


def blocks(state: Sequence[int], undecided: Undecided) -> Iterator[Block]:
    """Cut the part of the space that a state leaves open into blocks.

    `undecided` returns, for a state, the conditions that still matter and are not yet decided
    by it; each of them is constant on every cell of a block.
    """
    conditions = undecided(state)
    parts = _classes(state, conditions)
    if prod(map(len, parts.values())) <= MOST_CELLS_OF_A_BLOCK:
        weight = prod(possible.bit_count() for i, possible in enumerate(state) if i not in parts)
        yield Block(tuple(state), Grid(parts), weight)
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
