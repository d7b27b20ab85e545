"""Which figure of the rulebook applies to an input of a price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from sourcing.rulebook.axes import Space
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.model.money import CostFigure
from sourcing.rulebook.model.questions import Bands

CompiledFigure: TypeAlias = tuple[CostFigure, Condition]


class CostBook(Protocol):
    """What prices are made from: the part of a rulebook that this package reads."""

    @property
    def cost_figures(self) -> Mapping[str, tuple[CompiledFigure, ...]]:
        """The figures of each input, the most specific rank first, with conditions over `cost_space`."""

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
    figures = book.cost_figures.get(name, ())
    return next((figure for figure, when in figures if when.truth(state)), None)
