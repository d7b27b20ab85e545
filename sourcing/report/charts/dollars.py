"""Where each dollar goes: the parts of every channel's likely total, side by side on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from sourcing.report import formats
from sourcing.report.charts.drawing import (
    WHOLE,
    Bar,
    Chart,
    Drawing,
    Grid,
    Line,
    Shape,
    Text,
    named,
)
from sourcing.report.model.marks import ChannelMark

ROW = 3.6
HEAD = 2.8
NARROWEST = 14.5
LABEL = 8.5
NOTE = "Shares of the likely total. Every bar starts at zero, and all have one scale."


@dataclass(frozen=True, slots=True)
class Flow:
    """A channel's likely total in parts: for each the amount and its share."""

    channel: ChannelMark
    parts: Mapping[str, tuple[Decimal, Decimal]]

    def share(self, part: str) -> Decimal:
        """Return a part's share of the total; nothing where it has none."""
        return self.parts[part][1] if part in self.parts else Decimal(0)


@dataclass(frozen=True, slots=True)
class PartName:
    """A part of a total: its id, its name in the table, and in two short lines."""

    id: str
    label: str
    short: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Column:
    part: PartName
    x: float


def dollars_chart(
    name: str, title: str, flows: Sequence[Flow], parts: Sequence[PartName], currency: str
) -> Chart:
    """Return the parts of each channel's likely total as cents of each unit of money."""
    columns, scale = _columns(flows, parts)
    height = HEAD + ROW * len(flows)
    shapes = [shape for column in columns for shape in _head(column)]
    for i, flow in enumerate(flows):
        shapes += _row(flow, HEAD + i * ROW, columns, scale)
    return Chart(
        id=name,
        title=title,
        says=" ".join(_says(flow, parts) for flow in flows),
        note=NOTE,
        drawing=Drawing(
            height=height,
            shapes=tuple(shapes),
            places=tuple(flow.channel.place for flow in flows),
        ),
        grid=_grid(title, flows, parts, currency),
    )


def _columns(flows: Sequence[Flow], parts: Sequence[PartName]) -> tuple[list[_Column], float]:
    """Return a column for each part, wide enough for its largest bar and for words, and the scale."""
    largest = [float(max(flow.share(part.id) for flow in flows)) for part in parts]

    def widths(scale: float) -> list[float]:
        return [max(share * scale + LABEL, NARROWEST) for share in largest]

    scale = next((s for s in range(int(WHOLE), 0, -1) if sum(widths(s)) <= WHOLE), 1)
    starts = accumulate(widths(scale)[:-1], initial=0.0)
    return [_Column(part, round(x, 2)) for part, x in zip(parts, starts, strict=True)], scale


def _head(column: _Column) -> Iterator[Shape]:
    for line, word in enumerate(column.part.short):
        if word:
            yield Text(column.x, 1 + 1.15 * line, word, "tick")


def _row(flow: Flow, y: float, columns: Sequence[_Column], scale: float) -> Iterator[Shape]:
    yield from named(flow.channel, 0, y + 1.2)
    for column in columns:
        share = flow.share(column.part.id)
        yield Line(column.x, y + 1.6, column.x, y + 3.3, "grid")
        width = round(float(share) * scale, 2)
        if width:
            yield Bar(column.x, y + 1.85, width, 1.2, flow.channel.place)
        yield Text(column.x + width, y + 2.8, cents(share), "strong", shift=0.3)


def cents(share: Decimal) -> str:
    """Return a share as cents; less than half a cent is said to be less than one."""
    text = formats.percent(share).removesuffix("%")
    return "<1" if share and text == "0" else text


def _says(flow: Flow, parts: Sequence[PartName]) -> str:
    told = (
        f"{part.label} {cents(flow.parts[part.id][1])}" for part in parts if part.id in flow.parts
    )
    return f"{flow.channel.label}, in cents: {'; '.join(told)}."


def _grid(title: str, flows: Sequence[Flow], parts: Sequence[PartName], currency: str) -> Grid:
    return Grid(
        caption=title,
        head=("Part of the likely total", *(flow.channel.label for flow in flows)),
        rows=tuple(
            (part.label, *(_amount(flow.parts.get(part.id), currency) for flow in flows))
            for part in parts
        ),
    )


def _amount(found: tuple[Decimal, Decimal] | None, currency: str) -> str:
    if found is None:
        return "None"
    amount, share = found
    return f"{formats.money(amount, currency)} ({formats.percent(share, 1)})"
