"""What each channel costs as a range: from low to high, and where most simulations lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.charts.drawing import (
    WHOLE,
    Axis,
    Bar,
    Chart,
    Drawing,
    Line,
    Shape,
    Text,
    axis_to,
    marks_under,
    named,
)
from sourcing.report.model.marks import ChannelMark

ROW = 3.5
NOTE = (
    "Box: eight in ten simulations. Thick line: half of them cost less. "
    "Thin line: from low to high, if every input goes one way."
)


@dataclass(frozen=True, slots=True)
class Range:
    """The costs of one channel, in the order of their size."""

    channel: ChannelMark
    low: Decimal
    p10: Decimal
    p50: Decimal
    p90: Decimal
    high: Decimal


def ranges_chart(name: str, title: str, rows: Sequence[Range], currency: str) -> Chart:
    """Return the ranges of the channels on one axis; their figures stand in the table of prices."""
    axis = axis_to(max(row.high for row in rows))
    height = ROW * len(rows)
    shapes = [shape for i, row in enumerate(rows) for shape in _row(row, i * ROW, axis, currency)]
    labels = [formats.short(mark, currency) for mark in axis.marks]
    return Chart(
        id=name,
        title=title,
        says=" ".join(_says(row, currency) for row in rows),
        note=NOTE,
        drawing=Drawing(
            height=height + 2,
            shapes=(*shapes, *marks_under(axis, height + 0.2, labels)),
            places=tuple(row.channel.place for row in rows),
        ),
        grid=None,
    )


def _row(row: Range, y: float, axis: Axis, currency: str) -> Iterator[Shape]:
    low, p10, p50, p90, high = map(axis.at, (row.low, row.p10, row.p50, row.p90, row.high))
    yield from named(row.channel, 0, y + 1.1)
    yield Text(WHOLE, y + 1.1, formats.span(row.p10, row.p90, currency), "strong", "end")
    yield from (Line(x, y + 2.3, end, y + 2.3, "whisker") for x, end in ((low, p10), (p90, high)))
    yield from (Line(x, y + 2, x, y + 2.6, "whisker") for x in (low, high))
    yield Bar(p10, y + 1.7, p90 - p10, 1.2, row.channel.place)
    yield Line(p50, y + 1.5, p50, y + 3.1, "likely")


def _says(row: Range, currency: str) -> str:
    middle = formats.short(row.p50, currency)
    return (
        f"{row.channel.label}: {formats.span(row.p10, row.p90, currency)}, half below {middle}, "
        f"at most {formats.span(row.low, row.high, currency)}."
    )
