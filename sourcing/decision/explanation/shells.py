"""The states near what is known of a lot, by how many answers differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sourcing.decision.explanation.layout import Layout, Shape, layout_of, sizes_of
from sourcing.decision.explanation.moves import Move
from sourcing.decision.explanation.planes import Planes, add, least
from sourcing.decision.explanation.survey import Survey
from sourcing.decision.standing import Answer
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
        layout: Layout,
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
        sums: Planes = []
        for moves, where in zip(self.moves, self._where, strict=True):
            for move, region in zip(moves, where, strict=True):
                add(sums, region, move.steps)
        return sums

    def nearest_first(self, region: int) -> Iterator[int]:
        """Yield the places of a region's states by steps, then in the layout's order."""
        while region:
            near = least(self._steps, region)
            region &= ~near
            yield from places(near)

    def picked(self, place: int) -> list[tuple[int, Move]]:
        """Return the questions that a state answers otherwise, with their new answers."""
        picked = ((self._order[at], n) for at, n in self._layout.picked(place))
        return sorted(((axis, self.moves[axis][n]) for axis, n in picked), key=lambda pair: pair[0])

    def state(self, place: int) -> list[int]:
        """Return what would be known in a state."""
        changed = list(self.known)
        for axis, move in self.picked(place):
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
