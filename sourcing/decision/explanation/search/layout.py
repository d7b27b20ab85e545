"""All ways to change a number of answers, each as one bit of an integer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

MOST_REMEMBERED = 64
LARGEST_REMEMBERED = 1 << 16

Places: TypeAlias = list[list[int]]
Tables: TypeAlias = dict[int, Places]
Choice: TypeAlias = tuple[tuple[int, int], ...]
"""Questions in their order, each with its move."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How many moves each question has, and which questions must move."""

    moves: tuple[int, ...]
    must: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Every choice of exactly so many moves, at most one for each question.

    `where[question][move]` marks the choices with that move. Bits stand in the order of the first
    question's moves, no move last, then of the second's, and so on.
    """

    size: int
    where: Places
    _sizes: list[list[int]]
    _shape: Shape

    @property
    def everything(self) -> int:
        """All choices."""
        return (1 << self.size) - 1

    def picked(self, place: int) -> Iterator[tuple[int, int]]:
        """Yield the question and the move of each change that the bit at a place stands for."""
        left = len(self._sizes[0]) - 1
        for question, moves in enumerate(self._shape.moves):
            width = self._sizes[question + 1][left - 1] if left else 0
            if place < moves * width:
                yield question, place // width
                place %= width
                left -= 1
            else:
                place -= moves * width


@dataclass(frozen=True, slots=True)
class Listed:
    """Some choices of moves, one by one, in the order in which a layout would have them."""

    choices: Sequence[Choice]
    where: Places

    @property
    def size(self) -> int:
        """How many choices there are."""
        return len(self.choices)

    @property
    def everything(self) -> int:
        """All choices."""
        return (1 << self.size) - 1

    def picked(self, place: int) -> Choice:
        """Return the questions and moves that the bit at a place stands for."""
        return self.choices[place]


def listed(shape: Shape, choices: Iterable[Choice]) -> Listed:
    """Return choices of moves, each of which must be as large, as a layout of them alone."""
    ordered = sorted(choices)
    marked = [[bytearray(len(ordered) // 8 + 1) for _ in range(moves)] for moves in shape.moves]
    for place, choice in enumerate(ordered):
        for question, move in choice:
            marked[question][move][place >> 3] |= 1 << (place & 7)
    where = [[int.from_bytes(marks, "little") for marks in each] for each in marked]
    return Listed(ordered, where)


def layout_of(shape: Shape, changes: int, memory: dict[object, Layout]) -> Layout:
    """Return the choices of exactly so many moves; `memory` keeps the smaller layouts made before."""
    key = shape, changes
    if key in memory:
        return memory[key]
    layout = _layout(shape, changes)
    if layout.size <= LARGEST_REMEMBERED:
        if len(memory) >= MOST_REMEMBERED:
            memory.clear()
        memory[key] = layout
    return layout


def sizes_of(shape: Shape, changes: int) -> list[list[int]]:
    """Return how many choices there are from each question on, for each number of moves up to one."""
    sizes = [[1] + [0] * changes]
    for moves, must in zip(reversed(shape.moves), reversed(shape.must), strict=True):
        after = sizes[0]
        moved = [0, *(moves * size for size in after[:-1])]
        sizes.insert(0, [m + (0 if must else a) for m, a in zip(moved, after, strict=True)])
    return sizes


def _layout(shape: Shape, changes: int) -> Layout:
    """Build the layout from the last question to the first, with no more than it takes."""
    sizes = sizes_of(shape, changes)
    movable = list(accumulate(map(bool, shape.moves), initial=0))
    tables: Tables = {0: []}
    for question in reversed(range(len(shape.moves))):
        moves, must, after = shape.moves[question], shape.must[question], sizes[question + 1]
        fewest = max(changes - movable[question], 0)
        tables = {
            left: _table(
                moves, tables.get(left - 1), after[left - 1], None if must else tables.get(left)
            )
            for left in range(fewest, changes + 1)
            if sizes[question][left]
        }
    nowhere = [[0] * moves for moves in shape.moves]
    return Layout(sizes[0][changes], tables.get(changes, nowhere), sizes, shape)


def _table(moves: int, inside: Places | None, width: int, rest: Places | None) -> Places:
    """Return where each move stands: first the choices with a move of this question, then the rest.

    `inside` are the places of later questions' moves within each of the first, of this width.
    """
    if inside is None or not moves:
        return [[0] * moves, *(rest or ())]
    start = moves * width
    run = (1 << width) - 1
    own = [run << n * width for n in range(moves)]
    if rest is None:
        return [own, *([repeated(one, width, moves) for one in ones] for ones in inside)]
    return [
        own,
        *(
            [
                repeated(one, width, moves) | other << start
                for one, other in zip(ones, others, strict=True)
            ]
            for ones, others in zip(inside, rest, strict=True)
        ),
    ]


def repeated(bits: int, width: int, times: int) -> int:
    """Return bits of a width, written so many times side by side."""
    if not bits or times == 1:
        return bits
    done = 1
    result = bits
    while 2 * done <= times:
        result |= result << done * width
        done *= 2
    if done == times:
        return result
    return result | (result & ((1 << (times - done) * width) - 1)) << done * width
