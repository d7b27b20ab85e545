"""Regions of the answer space in words: how large, where, and one brief that lies in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    phrases = []
    for axis, mask in zip(space.axes, span, strict=False):
        if mask == axis.everything or not mask:
            continue
        if told is None:
            phrases.append(_phrase(axis, mask))
            continue
        key = (axis.id, mask)
        if key not in told:
            told[key] = _phrase(axis, mask)
        phrases.append(told[key])
    return "; ".join(phrases) or "everywhere"


def _phrase(axis: Axis, mask: int) -> str:
    names = [
        "+".join(value) or "nothing" if isinstance(value, list) else value
        for value in axis.values(mask)
    ]
    more = f" or {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{axis.id} is {' or '.join(names[:MOST_NAMED])}{more}"
