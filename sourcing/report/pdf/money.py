"""What it costs: the channels side by side, then line by line, then where each input is from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from sourcing.report.model import LotView, Report, SplitView
from sourcing.report.model_costs import CostRow, CostTable, InputRow, Matter, PriceRow, Prices
from sourcing.report.paper import LEFT_OUT
from sourcing.report.pdf.blocks import (
    BarCell,
    Block,
    Cell,
    Column,
    Heading,
    Item,
    Para,
    Row,
    Run,
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
        "Likely, with low and high if every input goes one way; excluded channels get no price. "
        "P10, P50, P90: a tenth, half and nine tenths of the simulations cost less.",
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
    yield _prices(lot, lot.prices)
    if lot.money:
        yield from _matters(lot.money.matters)
    yield _lines(lot, lot.prices.tables)
    shares = [
        part
        for table in lot.prices.tables
        if table.shares
        for part in (strong(f"{table.channel.label}: "), f"{table.shares} ")
    ]
    yield Para(shares, "small")


def _prices(lot: LotView, prices: Prices) -> Table:
    """Return the prices side by side; the bars of all channels share an axis from zero."""
    simulated = any(row.p50 for row in prices.rows)
    heads = [("Likely total", 17), ("Over cheapest", 19), ("Low", 16)]
    heads += [("P10", 16), ("P50", 16), ("P90", 16)] if simulated else []
    heads += [("High", 16), (f"An {prices.accepted_unit}", 14), ("To the worker", 19)]
    figures = (Column(head, width, is_number=True) for head, width in heads)
    columns = (Column("Channel", share=1), *figures)
    rows = tuple(_price(row, simulated=simulated) for row in prices.rows)
    return Table(f"Prices of the eligible channels, {lot.name}", columns, rows, is_dense=True)


def _price(row: PriceRow, *, simulated: bool) -> Row:
    shares = (row.p10, row.p50, row.p90) if simulated else ()
    figures = (row.likely, row.premium, row.low, *shares, row.high, row.per_accepted)
    bar = BarCell(row.bar, row.channel.place, channel(row.channel))
    return Row((bar, *figures, row.to_worker), "chosen" if row.recommended else "")


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


def _lines(lot: LotView, tables: Sequence[CostTable]) -> Table:
    """Return the lines of the first channel, beside what is likely for the second, if there is one."""
    ours, *others = tables
    theirs = others[0] if others else None
    merged: dict[tuple[str, str, int], list[CostRow | None]] = {}
    for at, table in enumerate(tables):
        met: Counter[str] = Counter()
        for row in table.rows:
            merged.setdefault((row.label, row.how, met[row.label]), [None, None])[at] = row
            met[row.label] += 1
    columns = (
        Column("Line, and how it is reckoned", share=1),
        Column("Inputs", 15),
        Column("Low", 17, is_number=True),
        Column("Likely", 17, is_number=True),
        Column("High", 17, is_number=True),
        *((Column(f"{theirs.channel.label}, likely", 20, is_number=True),) if theirs else ()),
    )
    rows = [_line(row, other, len(columns)) for row, other in merged.values()]
    figures = (ours.low, ours.likely, ours.high, theirs.likely if theirs else "")
    rows.append(_cut(("Total", "", *figures), len(columns), "total"))
    head = Row((spaced(channel(ours.channel), "line by line"),), "group")
    return Table(f"Cost line by line, {lot.name}", columns, (head, *rows))


def _line(row: CostRow | None, other: CostRow | None, columns: int) -> Row:
    first, second = row or other, other if row else None
    if first is None:
        raise ValueError("a line belongs to a channel")
    numbers = dict.fromkeys((*first.inputs, *(second.inputs if second else ())))
    inputs = ", ".join(map(str, numbers))
    told = spaced(
        first.label,
        first.how and Run(first.how, "fine"),
        first.origin and Run(first.origin, "fine-assumed"),
    )
    figures = (row.low, row.likely, row.high) if row else ("", "", "")
    cells = (told, inputs, *figures, other.likely if other else "")
    return _cut(cells, columns, "" if first.is_money else "soft")


def _cut(cells: Sequence[Cell], columns: int, style: Literal["", "soft", "total"]) -> Row:
    return Row(cells[:columns], style)


def _input(row: InputRow, origin: Origins) -> Item:
    span = row.likely if row.low == row.high else f"{row.likely} ({row.low} to {row.high})"
    told = spaced(row.label, strong(span), row.unit)
    where = spaced(
        warned(f"{row.origin}.") if row.reason else f"{row.origin}.", row.reason, row.note
    )
    return Item(told, (*where, *origin(row.cites)), str(row.number))


def split(report: Report) -> Iterator[Block]:
    """Yield the splits that are proposed."""
    for lot in report.lots:
        if lot.split:
            yield from lot_heading(lot)
            yield from _split(lot, lot.split)


def _split(lot: LotView, proposed: SplitView) -> Iterator[Block]:
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
    yield Table(f"Proposed slices of {lot.name}", _SLICES, rows)
    yield Para(f"Shares: {proposed.share_reason}", "small")
    if proposed.comparison:
        yield Para(proposed.comparison)
