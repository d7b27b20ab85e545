"""Which figure of the rulebook applies, and which two figures could apply at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Protocol, TypeAlias

from sourcing.rulebook.axes import Space
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.model.money import RANKS, CostFigure
from sourcing.rulebook.model.questions import Bands

CompiledFigure: TypeAlias = tuple[CostFigure, Condition]


class CostBook(Protocol):
    """What prices are made from: the part of a rulebook that this package reads."""

    @property
    def cost_figures(self) -> Mapping[str, tuple[CompiledFigure, ...]]:
        """The figures of each input, with their conditions over `cost_space`."""

    @property
    def cost_space(self) -> Space:
        """The axes of all questions, and after them the axis `channel`."""

    @property
    def currency(self) -> str:
        """The currency of all figures."""

    @property
    def pricing(self) -> Mapping[str, str | None]:
        """How each channel charges: `take_rate`, `employer`, `own_staff`, or not known."""

    @property
    def bands(self) -> Mapping[str, Bands]:
        """The questions whose options are bands of a number."""


def select(book: CostBook, name: str, state: Sequence[int]) -> CostFigure | None:
    """Return the figure of the most specific rank that applies in a full state, if any does."""
    applying = [figure for figure, when in book.cost_figures.get(name, ()) if when.truth(state)]
    return min(applying, key=lambda figure: RANKS.index(figure.rank), default=None)


def overlaps(compiled: Sequence[CompiledFigure]) -> list[tuple[CostFigure, CostFigure]]:
    """Return the pairs of one input and rank that can apply at once, so that neither would win."""
    return [
        (one, other)
        for (one, when), (other, elsewhere) in combinations(compiled, 2)
        if (one.input, one.rank) == (other.input, other.rank) and _compatible(when, elsewhere)
    ]


def _compatible(one: Condition, other: Condition) -> bool:
    masks = dict(other.all)
    return all(mask & masks.get(axis, mask) for axis, mask in one.all)
