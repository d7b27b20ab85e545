"""Cost lines of all channels side by side, and their inputs, as the page lays them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sourcing.report.model.costs import CostRow, CostTable, InputRow


@dataclass(frozen=True, slots=True)
class Line:
    """A line of cost with a cell for each channel, None where the channel has no such line.

    `origin` is that of all cells; where they differ it is empty, and each cell has its own.
    """

    label: str
    how: str
    origin: str
    is_money: bool
    cells: tuple[CostRow | None, ...]


def side_by_side(tables: Sequence[CostTable]) -> tuple[Line, ...]:
    """Return the lines of several channels, each once, in the order in which they are reckoned."""
    order: list[tuple[str, str, int]] = []
    found: dict[tuple[str, str, int], dict[int, CostRow]] = {}
    for column, table in enumerate(tables):
        place = -1
        for key, row in _named(table):
            if key in found:
                place = order.index(key)
            else:
                place += 1
                order.insert(place, key)
            found.setdefault(key, {})[column] = row
    return tuple(_line(found[key], len(tables)) for key in order)


def _named(table: CostTable) -> Iterator[tuple[tuple[str, str, int], CostRow]]:
    """Yield the rows with what tells them apart; a second row of the same name counts as another."""
    met: Counter[tuple[str, str]] = Counter()
    for row in table.rows:
        name = (row.label, row.how)
        met[name] += 1
        yield (*name, met[name]), row


def _line(rows: dict[int, CostRow], columns: int) -> Line:
    first, *_ = rows.values()
    alike = len({row.origin for row in rows.values()}) == 1
    cells = [rows.get(column) for column in range(columns)]
    return Line(
        label=first.label,
        how=first.how,
        origin=first.origin if alike else "",
        is_money=first.is_money,
        cells=tuple(cell and replace(cell, origin="") if alike else cell for cell in cells),
    )


@dataclass(frozen=True, slots=True)
class Input:
    """An input, what only the page says of it, and what paper says too; `printed` where paper has it."""

    row: InputRow
    more: str
    note: str
    printed: bool


def inputs_beside(rows: Sequence[InputRow], printed: Sequence[InputRow]) -> tuple[Input, ...]:
    """Return the inputs of the page, each with what of it is printed."""
    short = {row.number: row for row in printed}
    return tuple(_input(row, short.get(row.number)) for row in rows)


def _input(row: InputRow, short: InputRow | None) -> Input:
    said = f"{row.reason} {row.note}".strip()
    kept = f"{short.reason} {short.note}".strip() if short else ""
    return Input(row, said.removesuffix(kept).strip(), kept, short is not None)
