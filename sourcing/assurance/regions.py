"""Regions of the answer space in words: how large, where, and one brief that lies in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sourcing.assurance.cells import Block
from sourcing.rulebook.axes import Space
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
        found = [block.axis_values(axis, cells) for axis in range(len(block.state))]
        self.span = [a | b for a, b in zip(self.span or [0] * len(found), found, strict=True)]
        if self.first is None:
            self.first = block.cell(cells)

    def __bool__(self) -> bool:
        return self.count > 0


def share(count: int, total: int) -> float:
    """Return a count as a share of all combinations that are not impossible."""
    return float(Fraction(count, total)) if total else 0.0


def example(rulebook: Rulebook, state: Sequence[int]) -> Answers:
    """Return answers that lie in a cell: for each question the assumed option where it fits."""
    assumed = {a.question: a for a in rulebook.assumptions}
    chosen = [bit & -bit for bit in state[: len(rulebook.space.axes)]]
    for axis, usual in assumed.items():
        bit = usual.bit(chosen)
        if state[axis] & bit:
            chosen[axis] = bit
    return {axis.id: axis.value(bit) for axis, bit in zip(rulebook.space.axes, chosen, strict=True)}


def described(space: Space, span: Iterable[int]) -> str:
    """Return where a region lies at most: the questions on which it does not span everything."""
    phrases = []
    for axis, mask in zip(space.axes, span, strict=False):
        if mask == axis.everything or not mask:
            continue
        names = [
            "+".join(value) or "nothing" if isinstance(value, list) else value
            for value in axis.values(mask)
        ]
        more = f" or {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        phrases.append(f"{axis.id} is {' or '.join(names[:MOST_NAMED])}{more}")
    return "; ".join(phrases) or "everywhere"
