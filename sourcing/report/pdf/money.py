"""What it costs: the channels side by side, then line by line, then where each input is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from sourcing.report.charts.alone import svg_of
from sourcing.report.charts.drawing import Chart
from sourcing.report.model.costs import CostRow, CostTable, InputRow, Matter, PriceRow, Prices
from sourcing.report.model.report import LotView, Report, SplitView
from sourcing.report.money.costs import ORIGINS
from sourcing.report.money.lines import Line, side_by_side
from sourcing.report.paper import LEFT_OUT
from sourcing.report.pdf.blocks import (
    Block,
    Column,
    Figure,
    Figures,
    Heading,
    Item,
    Para,
    Row,
    Table,
)
from sourcing.report.pdf.front import marked
from sourcing.report.pdf.parts import (
    Origins,
    channel,
    in_columns,
    lot_heading,
    soft,
    spaced,
    strong,
    warned,
)

FONT = "Source Sans Pro"
LOTS_BESIDE = 2
PAGE_WIDTH, LABEL_WIDTH, INPUTS_WIDTH = 185, 42, 13
"""In millimetres: what a table has on A4, its first column at least, and one of input numbers."""
DIGIT_WIDTH, FIGURE_GAP = 1.53, 2.6
"""In millimetres: a digit in a table, twice as wide as a point, and the room beside a column."""
FIGURE_WIDTH, FIGURE_LETTERS = 252, 8
"""In points: a column of the page, and letters a little smaller than its text."""
_SLICES = (
    Column("Slice", share=2),
    Column("Share", 12, is_number=True),
    Column("Channel", share=1),
    Column("Status", 24),
    Column("Likely cost", 24, is_number=True),
)


def cost(report: Report) -> Iterator[Block]:
    """Yield the prices of each lot, then their lines and inputs."""
    yield Para(
        "Likely, with low and high if every input goes one way; an excluded channel has a "
        "price only where it was chosen.",
        "list",
        leads=True,
    )
    yield from _matters(report.spending)
    for lot in report.lots:
        yield from lot_heading(lot, lot.prices.basis if lot.prices else "")
        yield from _lot(lot)
    yield from _line_by_line(report.lots)
    if any(lot.prices for lot in report.lots):
        yield Para(LEFT_OUT, "small")
    if report.inputs:
        yield Heading("Inputs and where they come from", 2)
        origin = Origins()
        yield in_columns([_input(row, origin) for row in report.inputs])


def _lot(lot: LotView) -> Iterator[Block]:
    if not lot.prices:
        yield Para(lot.unpriced or "")
        return
    if lot.money:
        yield Figures(tuple(map(_figure, lot.money.charts)))
    yield _prices(lot.prices)
    yield from _matters(lot.money.matters if lot.money else ())


def _figure(chart: Chart) -> Figure:
    svg = svg_of(chart, width=FIGURE_WIDTH, size=FIGURE_LETTERS, font=FONT)
    return Figure(svg, chart.says, chart.title, chart.note)


def _prices(prices: Prices) -> Table:
    """Return the prices side by side."""
    heads = (
        ("Likely total", 23), ("Over cheapest", 24), ("Low", 22), ("High", 22),
        (f"An {prices.accepted_unit}", 18), ("To the worker", 25),
    )  # fmt: skip
    figures = (Column(head, width, is_number=True) for head, width in heads)
    return Table((Column("Channel", share=1), *figures), tuple(map(_price, prices.rows)))


def _price(row: PriceRow) -> Row:
    figures = (row.likely, row.premium, row.low, row.high, row.per_accepted, row.to_worker)
    return Row((channel(row.channel), *figures), "chosen" if row.taken else "")


def _matters(matters: Sequence[Matter]) -> Iterator[Block]:
    """Yield what there is to say about money."""
    if matters:
        origin = Origins()
        yield in_columns([_matter(matter, origin) for matter in matters])


def _matter(matter: Matter, origin: Origins) -> Item:
    said = [
        part for saying in matter.sayings for part in (f" {saying.text}", *origin(saying.cites))
    ]
    return Item((strong(f"{matter.label}."), *said))


def _line_by_line(lots: Sequence[LotView]) -> Iterator[Block]:
    """Yield the lines of the channel that each lot is bought on, those of two lots side by side."""
    priced = [(lot, lot.prices.tables[0]) for lot in lots if lot.prices]
    if priced:
        whose = f": {priced[0][1].channel.label}" if len(lots) == 1 else ""
        yield Heading(f"Line by line{whose}", 2)
    for first in range(0, len(priced), LOTS_BESIDE):
        beside = priced[first : first + LOTS_BESIDE]
        tables = [table for _, table in beside]
        yield from map(_lines, [beside] if _label_room(tables) else [[one] for one in beside])
        if shares := [(lot, table.shares) for lot, table in beside if table.shares]:
            told = (f"{lot.label}: {said}" if lot.label else said for lot, said in shares)
            yield Para(" ".join(told), "small")


def _label_room(tables: Sequence[CostTable]) -> bool:
    """Say whether the names of the lines have room beside the figures of several tables."""
    figures = sum(INPUTS_WIDTH + 3 * _figure_width(table) for table in tables)
    return PAGE_WIDTH - figures >= LABEL_WIDTH


def _figure_width(table: CostTable) -> int:
    """Return the millimetres that the longest figure of a table takes, which is one of its total."""
    longest = max((table.low, table.likely, table.high), key=len)
    points = sum(map(longest.count, ",."))
    return ceil(FIGURE_GAP + DIGIT_WIDTH * (len(longest) - points / 2))


def _lines(beside: Sequence[tuple[LotView, CostTable]]) -> Table:
    """Return the lines of one lot or of several side by side; a line that all have stands once."""
    tables = [table for _, table in beside]
    columns = [Column("Line", share=1)]
    for table in tables:
        width = _figure_width(table)
        columns.append(Column("Inputs", INPUTS_WIDTH))
        columns += [Column(head, width, is_number=True) for head in ("Low", "Likely", "High")]
    rows = [_line(line, [lot.label for lot, _ in beside]) for line in side_by_side(tables)]
    sums = (said for table in tables for said in ("", table.low, table.likely, table.high))
    over = [spaced(f"{lot.label}:", channel(table.channel)) for lot, table in beside if lot.label]
    return Table(tuple(columns), (*rows, Row(("Total", *sums), "total")), over)


def _line(line: Line, lots: Sequence[str]) -> Row:
    origins = [cell.origin and f"{cell.origin} ({name})" for cell, name in _cells(line, lots)]
    told = spaced(line.label, *(warned(said) for said in (line.origin, *origins) if said))
    figures = (said for cell in line.cells for said in _figures(cell))
    return Row((told, *figures), "" if line.is_money else "soft")


def _cells(line: Line, lots: Sequence[str]) -> Iterator[tuple[CostRow, str]]:
    """Yield the cells that hold something, each with the lot that it is of."""
    for cell, name in zip(line.cells, lots, strict=True):
        if cell:
            yield cell, name.lower()


def _figures(row: CostRow | None) -> tuple[str, ...]:
    """Return inputs, low, likely and high of a line; all empty where a lot has no such line."""
    return (", ".join(map(str, row.inputs)), row.low, row.likely, row.high) if row else ("",) * 4


def _input(row: InputRow, origin: Origins) -> Item:
    span = row.likely if row.low == row.high else f"{row.likely} ({row.low} to {row.high})"
    told = spaced(row.label, strong(span), row.unit)
    made = row.origin == ORIGINS["assumption"]
    where = spaced(warned(f"{row.origin}.") if made else f"{row.origin}.", row.reason, row.note)
    return Item(told, (*where, *origin(row.cites)), str(row.number))


def split(report: Report) -> Iterator[Block]:
    """Yield the splits that are proposed."""
    for lot in report.lots:
        if lot.split:
            yield from lot_heading(lot)
            yield from _split(lot.split)


def _split(proposed: SplitView) -> Iterator[Block]:
    yield Para((proposed.because, *Origins()(proposed.cites, proposed.rule)))
    rows = tuple(
        Row(
            (
                spaced(part.name, part.answers and soft(part.answers)),
                part.share,
                channel(part.channel) if part.channel else part.advice,
                marked(part.status),
                part.cost,
            )
        )
        for part in proposed.slices
    )
    yield Table(_SLICES, rows)
    yield Para(f"Shares: {proposed.share_reason}", "small")
    if proposed.comparison:
        yield Para(proposed.comparison)
