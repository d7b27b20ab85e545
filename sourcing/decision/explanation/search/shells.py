"""The states near what is known of a lot, by how many answers differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from sourcing.decision.explanation.search.layout import (
    Choice,
    Layout,
    Listed,
    Shape,
    layout_of,
    listed,
    sizes_of,
)
from sourcing.decision.explanation.search.moves import Move
from sourcing.decision.explanation.search.survey import Survey
from sourcing.decision.ranking.planes import Planes, least, totals
from sourcing.decision.ranking.standing import Answer
from sourcing.rulebook.compiled import Rulebook


@dataclass(frozen=True, slots=True)
class Change:
    """Answers that could be given instead, how many, and how far they are from the present ones."""

    answers: dict[str, Answer]
    questions: int
    steps: int


class Shell:
    """All states that differ in exactly so many answers."""

    def __init__(
        self,
        rulebook: Rulebook,
        known: Sequence[int],
        moves: Sequence[Sequence[Move]],
        layout: Layout | Listed,
    ) -> None:
        self.rulebook = rulebook
        self.known = known
        self.moves = moves
        self._layout = layout
        self._order = order_of(rulebook)
        self._where = [layout.where[self._order.index(i)] for i in range(len(moves))]

    @cached_property
    def survey(self) -> Survey:
        """What comes out over the states."""
        return Survey(self.rulebook, self.known, self.moves, self._where, self._layout.everything)

    @cached_property
    def _steps(self) -> Planes:
        return totals((region, move.steps) for move, region in self._moved())

    def _moved(self) -> Iterator[tuple[Move, int]]:
        """Yield every move with where it is made."""
        for moves, where in zip(self.moves, self._where, strict=True):
            yield from zip(moves, where, strict=True)

    def by_steps(self, region: int) -> Iterator[int]:
        """Yield the parts of a region that are as far away, the nearest first."""
        while region:
            near = least(self._steps, region)
            region &= ~near
            yield near

    def nearest_first(self, region: int) -> Iterator[int]:
        """Yield the places of a region's states by steps, then in the layout's order."""
        for near in self.by_steps(region):
            yield from places(near)

    def count(self, region: int) -> int:
        """Return how many changes the states of a region stand for: alike answers count each."""
        sizes = {1: region}
        for moves, where in zip(self.moves, self._where, strict=True):
            several: dict[int, int] = {}
            for move, made in zip(moves, where, strict=True):
                size = move.part.bit_count()
                several[size] = several.get(size, 0) | made
            finer: dict[int, int] = {}
            for times, part in sizes.items():
                stay = part & ~reduce(or_, where, 0)
                for size, at in ((1, stay), *((size, part & at) for size, at in several.items())):
                    finer[times * size] = finer.get(times * size, 0) | at
            sizes = finer
        return sum(times * part.bit_count() for times, part in sizes.items())

    def occurring(self, region: int) -> tuple[list[int], set[int]]:
        """Return the answers that moves give in a region, by question, and those that stay somewhere."""
        given = []
        staying = set()
        for axis, (moves, where) in enumerate(zip(self.moves, self._where, strict=True)):
            made = [(move.bit, at) for move, at in zip(moves, where, strict=True) if at & region]
            given.append(sum(bit for bit, _ in made))
            if region & ~reduce(or_, (at for _, at in made), 0):
                staying.add(axis)
        return given, staying

    def picked(self, place: int) -> list[tuple[int, Move]]:
        """Return the questions that a state answers otherwise, with their new answers."""
        picked = ((self._order[at], n) for at, n in self._layout.picked(place))
        return sorted(((axis, self.moves[axis][n]) for axis, n in picked), key=lambda pair: pair[0])

    def known_in(self, region: int) -> list[int]:
        """Return what would be known in the first state of a region."""
        changed = list(self.known)
        for axis, move in self.picked(next(places(region))):
            changed[axis] = move.bit
        return changed

    def change(self, place: int) -> Change:
        """Return the answers that lead to a state, the nearest where several come out alike."""
        choice = self.picked(place)
        axes = self.rulebook.space.axes
        answers = {axes[i].id: axes[i].value(move.bit) for i, move in choice}
        return Change(answers, len(choice), sum(move.steps for _, move in choice))


class Shells:
    """The states that some moves lead to, by how many answers differ.

    Questions in `must` are answered in each of them.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        known: Sequence[int],
        moves: Sequence[Sequence[Move]],
        must: Collection[int] = (),
    ) -> None:
        self.rulebook = rulebook
        self.known = known
        self.moves = moves
        self.most = sum(map(bool, moves))
        order = order_of(rulebook)
        self._shape = Shape(tuple(len(moves[i]) for i in order), tuple(i in must for i in order))
        self._made: dict[int, Shell] = {}

    def size(self, changes: int) -> int:
        """Return how many states differ in exactly so many answers."""
        return sizes_of(self._shape, changes)[0][changes]

    def at(self, changes: int) -> Shell:
        """Return the states that differ in exactly so many answers."""
        if changes not in self._made:
            memory = self.rulebook.memory.setdefault("layouts", {})
            layout = layout_of(self._shape, changes, memory)
            self._made[changes] = Shell(self.rulebook, self.known, self.moves, layout)
        return self._made[changes]

    def listed(self, choices: Iterable[Choice]) -> Shell:
        """Return some states alone, given by the places of questions in `order_of` and of moves."""
        return Shell(self.rulebook, self.known, self.moves, listed(self._shape, choices))


def order_of(rulebook: Rulebook) -> list[int]:
    """Return the questions in the order in which changes of equal size are named.

    To answer a question with few options otherwise says more than to answer one with many.
    """
    axes = rulebook.space.axes
    asked = range(len(rulebook.questions))
    return sorted(asked, key=lambda i: (axes[i].everything.bit_length(), i))


def places(region: int) -> Iterator[int]:
    """Yield the places of the bits in a region, the lowest first."""
    while region:
        bit = region & -region
        yield bit.bit_length() - 1
        region ^= bit
