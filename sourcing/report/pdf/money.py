"""What it costs: the channels side by side, then line by line, then where each input is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcing.report.charts.alone import svg_of
from sourcing.report.charts.drawing import Chart
from sourcing.report.model.costs import CostRow, CostTable, InputRow, Matter, PriceRow, Prices
from sourcing.report.model.report import LotView, Report, SplitView
from sourcing.report.money.costs import ORIGINS
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
        yield from lot_heading(lot)
        yield from _lot(lot)
    if any(lot.prices and len(lot.prices.rows) > 1 for lot in report.lots):
        yield Para(LEFT_OUT, "small")
    if report.inputs:
        yield Heading("Inputs and where they come from", 2)
        origin = Origins()
        yield in_columns([_input(row, origin) for row in report.inputs])


def _lot(lot: LotView) -> Iterator[Block]:
    if not lot.prices:
        yield Para(lot.unpriced or "")
        return
    yield Para(lot.prices.basis, leads=True)
    yield _prices(lot.prices)
    if lot.money:
        yield Figures(tuple(map(_figure, lot.money.charts)))
        yield from _matters(lot.money.matters)
    for table in lot.prices.tables:
        yield _lines(table)
        if table.shares:
            yield Para(table.shares, "small")


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


def _lines(table: CostTable) -> Table:
    """Return the lines of the channel that the lot is bought on."""
    columns = (
        Column("Line", share=1),
        Column("Inputs", 18),
        *(Column(head, 20, is_number=True) for head in ("Low", "Likely", "High")),
    )
    total = Row(("Total", "", table.low, table.likely, table.high), "total")
    head = Row((spaced(channel(table.channel), "line by line"),), "group")
    return Table(columns, (head, *map(_line, table.rows), total))


def _line(row: CostRow) -> Row:
    told = spaced(row.label, row.origin and warned(row.origin))
    inputs = ", ".join(map(str, row.inputs))
    return Row((told, inputs, row.low, row.likely, row.high), "" if row.is_money else "soft")


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
