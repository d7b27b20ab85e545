"""Which input moves the total most: each from low to high, the others as is likely."""

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
    Grid,
    Line,
    Shape,
    Text,
    axis_to,
    shortened,
)
from sourcing.report.model.marks import ChannelMark

ROW = 2.9
HALF = WHOLE / 2
REACH = 35.0
MOST = 8
LONGEST = 44
NOTE = (
    "Change of the likely total as one input goes from its low to its high end, the others likely."
)
FLIPS = " \N{BLACK DIAMOND} An end of its range changes which channel is cheapest."


@dataclass(frozen=True, slots=True)
class Swing:
    """An input, its range in words, and the totals at its ends; `flips` says what becomes cheapest."""

    label: str
    span: str
    low: Decimal
    high: Decimal
    flips: str


@dataclass(frozen=True, slots=True)
class Tornado:
    """A channel's likely total, and the inputs that move it, the widest first."""

    channel: ChannelMark
    likely: Decimal
    swings: Sequence[Swing]
    currency: str


def tornado_chart(name: str, title: str, found: Tornado) -> Chart:
    """Return the inputs that move a channel's total most; all of them are in the table."""
    shown = found.swings[:MOST]
    axis = axis_to(max(abs(end - found.likely) for one in shown for end in (one.low, one.high)))
    shapes = list(_axis(axis, ROW * len(shown), found.currency))
    for i, one in enumerate(shown):
        shapes += _row(one, i * ROW, axis, found)
    flips = FLIPS if any(one.flips for one in shown) else ""
    return Chart(
        id=name,
        title=title,
        says=" ".join(_says(one, found.currency) for one in shown),
        note=f"{found.channel.label}. {NOTE}{flips}",
        drawing=Drawing(ROW * len(shown) + 2, tuple(shapes), (found.channel.place,)),
        grid=_grid(title, found.swings, found.currency),
    )


def _axis(axis: Axis, bottom: float, currency: str) -> Iterator[Shape]:
    """Yield the axis of changes, from as much less to as much more, with no change in the middle."""
    yield Line(0, bottom + 0.2, WHOLE, bottom + 0.2, "axis")
    end = formats.short(axis.end, currency)
    less, more = f"\N{MINUS SIGN}{end}", f"+{end}"
    for x, told in ((HALF - REACH, less), (HALF, "0"), (HALF + REACH, more)):
        yield Line(x, bottom + 0.2, x, bottom + 0.6, "axis")
        yield Text(x, bottom + 1.6, told, "tick", "middle")


def _row(one: Swing, y: float, axis: Axis, found: Tornado) -> Iterator[Shape]:
    changes = sorted((one.low - found.likely, one.high - found.likely, Decimal(0)))
    left, right = (round(HALF + axis.at(change, REACH), 2) for change in (changes[0], changes[-1]))
    flip = "\N{BLACK DIAMOND} " if one.flips else ""
    yield Text(0, y + 1.1, f"{flip}{shortened(one.label, LONGEST)}")
    yield Line(HALF, y + 1.3, HALF, y + 2.6, "axis")
    yield Bar(left, y + 1.45, round(right - left, 2), 1.0, found.channel.place)
    if changes[0]:
        told = formats.short(changes[0], found.currency)
        yield Text(left, y + 2.3, told, "tick", "end", -0.3)
    if changes[-1]:
        told = f"+{formats.short(changes[-1], found.currency)}"
        yield Text(right, y + 2.3, told, "tick", shift=0.3)


def _says(one: Swing, currency: str) -> str:
    return f"{one.label}: {formats.span(one.low, one.high, currency)}."


def _grid(title: str, swings: Sequence[Swing], currency: str) -> Grid:
    return Grid(
        caption=title,
        head=(
            "Input",
            "From its low to its high end",
            "Total at low",
            "Total at high",
            "Cheapest then",
        ),
        rows=tuple(
            (
                one.label,
                one.span,
                formats.money(one.low, currency),
                formats.money(one.high, currency),
                one.flips or "As likely",
            )
            for one in swings
        ),
    )
