"""Regions of the answer space in words: how large, where, and one brief that lies in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sourcing.assurance.space.cells import Block
from sourcing.rulebook.axes import Axis, Space
from sourcing.rulebook.compiled import Rulebook

Answers = Mapping[str, str | list[str]]
MOST_NAMED = 4


@dataclass
class Region:
    """A region gathered block by block: its size, the span of each axis, and its first cell."""

    count: int = 0
    span: list[int] = field(default_factory=list)
    first: tuple[int, ...] | None = None

    def take(self, block: Block, cells: int) -> None:
        """Add cells of a block."""
        if not cells:
            return
        self.count += block.count(cells)
        known = self.span or [0] * len(block.state)
        self.span = [block.axis_values(axis, cells, span) for axis, span in enumerate(known)]
        if self.first is None:
            self.first = block.cell(cells)

    def __bool__(self) -> bool:
        return self.count > 0


@dataclass(frozen=True, slots=True)
class Limit:
    """The answers to one question that a region holds: some, and so many `more` that are not named.

    `without` says that it holds all answers but those that are named.
    """

    question: str
    answers: tuple[str | list[str], ...]
    more: int = 0
    without: bool = False

    def __str__(self) -> str:
        names = [
            "+".join(answer) or "nothing" if isinstance(answer, list) else answer
            for answer in self.answers
        ]
        if self.more:
            names.append(f"{self.more} more")
        return f"{self.question} is {'not ' if self.without else ''}{' or '.join(names)}"


def share(count: int, total: int) -> float:
    """Return a count as a share of all combinations that are not impossible."""
    return count / total if total else 0.0


def example(rulebook: Rulebook, state: Sequence[int]) -> Answers:
    """Return answers that lie in a cell: for each question the assumed option where it fits."""
    assumed = {a.question: a for a in rulebook.assumptions}
    asked = rulebook.space.axes[: len(rulebook.questions)]
    chosen = [bit & -bit for bit in state[: len(asked)]]
    for axis, usual in assumed.items():
        bit = usual.bit(chosen)
        if state[axis] & bit:
            chosen[axis] = bit
    return {axis.id: axis.value(bit) for axis, bit in zip(asked, chosen, strict=True)}


def described(
    space: Space, span: Iterable[int], told: dict[tuple[str, int], str] | None = None
) -> str:
    """Return where a region lies at most: the questions on which it does not span everything.

    `told` keeps the words for the next region.
    """
    told = {} if told is None else told
    phrases = []
    for axis, mask in _narrowed(space, span):
        key = (axis.id, mask)
        if key not in told:
            told[key] = str(_limit(axis, mask))
        phrases.append(told[key])
    return in_words(phrases)


def in_words(limits: Iterable[object]) -> str:
    """Return limits as one phrase."""
    return "; ".join(map(str, limits)) or "everywhere"


def limits_of(space: Space, span: Iterable[int]) -> tuple[Limit, ...]:
    """Return where a region lies at most, by question."""
    return tuple(_limit(axis, mask) for axis, mask in _narrowed(space, span))


def _narrowed(space: Space, span: Iterable[int]) -> Iterator[tuple[Axis, int]]:
    for axis, mask in zip(space.axes, span, strict=False):
        if mask and mask != axis.everything:
            yield axis, mask


def _limit(axis: Axis, mask: int) -> Limit:
    others = axis.everything & ~mask
    without = others.bit_count() <= MOST_NAMED < mask.bit_count()
    values = axis.values(others if without else mask)
    return Limit(axis.id, tuple(values[:MOST_NAMED]), max(len(values) - MOST_NAMED, 0), without)
