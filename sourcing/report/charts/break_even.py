"""Total cost against hours for each person kept: where the lines of the channels cross."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.charts.drawing import (
    Axis,
    Chart,
    Dot,
    Drawing,
    Grid,
    Letter,
    Line,
    Shape,
    Text,
    apart,
    axis_to,
    marks_under,
    shortened,
)
from sourcing.report.model.marks import ChannelMark

PLOT = 58.0
TOP, TALL = 1.6, 13.0
FARTHEST = Decimal(4)
BESIDE = Decimal("1.25")
LABEL_ROOM = 2.7
LINE = 1.15
LONGEST = 12
NOTE = "Cost for each person kept, at likely inputs, by the hours that the person works."


@dataclass(frozen=True, slots=True)
class CostLine:
    """What a channel costs for each person kept: spent once, and for each hour."""

    channel: ChannelMark
    once: Decimal
    hour: Decimal

    def at(self, hours: Decimal) -> Decimal:
        """Return the cost of so many hours."""
        return self.once + self.hour * hours


@dataclass(frozen=True, slots=True)
class Crossings:
    """Own people, whose line comes first, against each other channel.

    `likely` gives for each other channel from which hours own people cost less, None for never;
    `stated` are the lot's own hours for each person.
    """

    lines: Sequence[CostLine]
    likely: Mapping[str, Decimal | None]
    stated: Decimal
    currency: str


def break_even_chart(name: str, title: str, found: Crossings, grid: Grid) -> Chart:
    """Return the lines of all channels, and where that of own people crosses the others."""
    return Chart(
        id=name,
        title=title,
        says=" ".join(_says(line, found) for line in found.lines),
        note=NOTE,
        drawing=Drawing(
            height=TOP + TALL + 3,
            shapes=tuple(_shapes(found)),
            places=tuple(line.channel.place for line in found.lines),
        ),
        grid=grid,
    )


def _across(found: Crossings) -> Axis:
    """Return the axis of hours: it holds the lot's own and the crossings that are not far beyond."""
    farthest = found.stated * FARTHEST
    near = [hours for hours in found.likely.values() if hours is not None and hours <= farthest]
    return axis_to(max((found.stated, *near)) * BESIDE)


def _shapes(found: Crossings) -> Iterator[Shape]:
    across, bottom = _across(found), TOP + TALL
    up = axis_to(max(line.at(across.end) for line in found.lines))
    for mark in up.marks[1:]:
        y = _down(mark, up)
        yield Line(0, y, PLOT, y, "grid")
        yield Text(0, y - 0.25, formats.short(mark, found.currency), "tick")
    yield from marks_under(across, bottom, [formats.number(mark) for mark in across.marks], PLOT)
    yield Text(0, bottom + 2.7, "hours for each person kept", "tick")
    x = across.at(found.stated, PLOT)
    yield Line(x, TOP - 0.4, x, bottom, "stated")
    stated = formats.number(round(found.stated, 0))
    yield Text(x, TOP - 0.6, f"this lot: {stated}", "strong", "middle")
    for line in reversed(found.lines):
        ends = _down(line.at(Decimal(0)), up), _down(line.at(across.end), up)
        yield Line(0, ends[0], PLOT, ends[1], "course", line.channel.place)
    yield from _labels(found.lines, across, up)
    yield from _dots(found, across, up)


def _down(amount: Decimal, up: Axis) -> float:
    return round(TOP + TALL - up.at(amount, TALL), 2)


def _labels(lines: Sequence[CostLine], across: Axis, up: Axis) -> Iterator[Shape]:
    """Yield the channels' names at the ends of their lines, none on another, none below the axis."""
    ends = [_down(line.at(across.end), up) for line in lines]
    placed = apart(ends, LABEL_ROOM)
    over = max(0.0, max(placed) + LINE - TOP - TALL)
    for line, end, y in zip(lines, ends, placed, strict=True):
        at = round(y - over, 2)
        yield Line(PLOT, end, PLOT + 2, at, "axis")
        yield Letter(PLOT + 2.5, round(at + 0.35, 2), line.channel.letter, line.channel.place)
        for i, words in enumerate(_in_two(line.channel.label)):
            yield Text(PLOT + 2.5, round(at + 0.35 + i * LINE, 2), words, shift=1.9)


def _in_two(label: str) -> list[str]:
    """Return a label on one line or two, each short enough for a phone."""
    if len(label) <= LONGEST:
        return [label]
    first, _, rest = label.partition(" ")
    return [shortened(words, LONGEST) for words in (first, rest) if words]


def _dots(found: Crossings, across: Axis, up: Axis) -> Iterator[Shape]:
    own = found.lines[0]
    shown = sorted(hours for hours in found.likely.values() if hours and hours <= across.end)
    places = [_down(own.at(hours), up) for hours in shown]
    labels = apart([y + 1.3 for y in places], 1.2)
    for hours, y, below in zip(shown, places, labels, strict=True):
        x = across.at(hours, PLOT)
        yield Dot(x, y)
        told = formats.number(round(hours, 0))
        yield Text(x, min(below, TOP + TALL - 0.3), told, "strong", shift=0.5)


def _says(line: CostLine, found: Crossings) -> str:
    told = (
        f"{line.channel.label}: {formats.tidy(line.once, found.currency)} once and "
        f"{formats.money(line.hour, found.currency)} an hour"
    )
    if line.channel.id not in found.likely:
        return f"{told}."
    hours = found.likely[line.channel.id]
    where = "never crossed" if hours is None else f"crossed at {formats.number(hours)} hours"
    return f"{told}, {where}."
