"""What becomes of each recommendation, as a table: from the rows to the columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sourcing.assurance.impact.ranking import Move

MOST_SIDES = 8
TIED = "several tie"


@dataclass(frozen=True, slots=True)
class Row:
    """What was recommended, on which share of all answers, and what becomes of it."""

    before: str
    share: float
    becomes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A row for each recommendation before, a column for each after; shares of all answers."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def stays(self, row: Row, column: int) -> bool:
        """Say whether a cell holds what stays as it was."""
        return row.before == self.columns[column]


def matrix_of(moves: Sequence[Move]) -> Matrix:
    """Return the table; where there would be too many sides to it, ties are put together."""
    names = {name for move in moves for name in (move.before, move.after)}
    folds = len(names) > MOST_SIDES
    cells: dict[tuple[str, str], float] = {}
    for move in moves:
        key = _folded(move.before, folds=folds), _folded(move.after, folds=folds)
        cells[key] = cells.get(key, 0.0) + move.share
    befores = _ordered(cells, 0)
    afters = _ordered(cells, 1)
    # The same names in the same order on both sides, so that what stays lies on the diagonal.
    columns = tuple(
        [name for name in befores if name in afters] + [n for n in afters if n not in befores]
    )
    rows = (tuple(cells.get((before, column), 0.0) for column in columns) for before in befores)
    return Matrix(
        columns, tuple(Row(name, sum(row), row) for name, row in zip(befores, rows, strict=True))
    )


def _folded(name: str, *, folds: bool) -> str:
    return TIED if folds and " or " in name else name


def _ordered(cells: Iterable[tuple[str, str]], side: int) -> list[str]:
    """Return the names of a side: single channels first, then ties."""
    return sorted({key[side] for key in cells}, key=lambda name: (" " in name, name))
