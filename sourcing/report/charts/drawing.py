"""What a picture is made of, and the axis that its bars and lines stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from itertools import groupby, pairwise
from typing import Literal, TypeAlias

from sourcing.report.model.marks import ChannelMark

Anchor: TypeAlias = Literal["start", "middle", "end"]

MOST_STEPS = 3
WHOLE = 100.0
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Bar:
    """A box; `place` counts the channels from 1 and gives hatch and hue."""

    x: float
    y: float
    width: float
    height: float
    place: int
    kind: Literal["bar"] = field(default="bar", init=False)
    look: Literal[""] = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `look` is grid, axis, whisker, likely, stated, or course: that of the channel at `place`."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: str
    place: int = 0
    kind: Literal["line"] = field(default="line", init=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Words on one line; `shift` moves them sideways by so many letters' heights."""

    x: float
    y: float
    text: str
    look: Literal["label", "strong", "tick"] = "label"
    anchor: Anchor = "start"
    shift: float = 0
    kind: Literal["text"] = field(default="text", init=False)
    place: Literal[0] = field(default=0, init=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A channel's letter in its box."""

    x: float
    y: float
    letter: str
    place: int
    kind: Literal["letter"] = field(default="letter", init=False)
    look: Literal[""] = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class Dot:
    """A point that matters."""

    x: float
    y: float
    kind: Literal["dot"] = field(default="dot", init=False)
    look: Literal[""] = field(default="", init=False)
    place: Literal[0] = field(default=0, init=False)


Shape: TypeAlias = Bar | Line | Text | Letter | Dot


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything to draw, `height` lines of text high; `places` are the channels that it hatches."""

    height: float
    shapes: tuple[Shape, ...]
    places: tuple[int, ...]

    @property
    def groups(self) -> tuple[tuple[Shape, ...], ...]:
        """The shapes from the lowest layer up, in groups of one kind and look."""
        return tuple(tuple(alike) for _, alike in groupby(sorted(self.shapes, key=_layer), _layer))

    @property
    def layers(self) -> tuple[tuple[tuple[Shape, ...], ...], ...]:
        """The groups from the lowest layer up; those of one kind that follow each other together."""
        together = groupby(self.groups, lambda group: group[0].kind)
        return tuple(tuple(groups) for _, groups in together)


def path_of(lines: Iterable[Line], across: float = 1, down: float = 1) -> str:
    """Return lines as one path; places are multiplied by `across` and `down`."""
    return "".join(
        f"M{_short(line.x1 * across)} {_short(line.y1 * down)}"
        + (
            f"H{_short(line.x2 * across)}"
            if line.y1 == line.y2
            else f"V{_short(line.y2 * down)}"
            if line.x1 == line.x2
            else f"L{_short(line.x2 * across)} {_short(line.y2 * down)}"
        )
        for line in lines
    )


def _short(number: float) -> str:
    return f"{round(number, 2):g}"


LAYERS = ("grid", "bar", "axis", "line", "text", "letter", "dot")


def _layer(shape: Shape) -> tuple[int, str, int, str, float]:
    """Return in which layer a shape lies, with all that shapes of one group share."""
    layer = LAYERS.index(shape.look if shape.look in ("grid", "axis") else shape.kind)
    if shape.kind == "text":
        return layer, shape.look, 0, shape.anchor, shape.shift
    return layer, shape.look, shape.place, "", 0


@dataclass(frozen=True, slots=True)
class Grid:
    """The figures of a picture as a table; the first column heads each row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture: what is to be read from it, what it shows, how to read it, and its figures.

    `grid` is None where the figures stand in a table of the same section.
    """

    id: str
    title: str
    says: str
    note: str
    drawing: Drawing
    grid: Grid | None


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from zero to the first mark that is no less than all it has to hold."""

    step: Decimal
    steps: int

    @property
    def end(self) -> Decimal:
        """The last mark."""
        return self.step * self.steps

    @property
    def marks(self) -> tuple[Decimal, ...]:
        """All marks, zero first."""
        return tuple(self.step * count for count in range(self.steps + 1))

    def at(self, amount: Decimal, width: float = WHOLE) -> float:
        """Return where an amount lies on an axis of this width."""
        return round(float(amount / self.end) * width, 2)


def axis_to(largest: Decimal) -> Axis:
    """Return an axis with few round marks; an axis for nothing ends at 1."""
    if largest <= 0:
        return Axis(Decimal(1), 1)
    rough = largest / MOST_STEPS
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * step for step in _STEPS if power * step >= rough)
    return Axis(step, int((largest / step).to_integral_value(ROUND_CEILING)))


def marks_under(
    axis: Axis, y: float, labels: Sequence[str], width: float = WHOLE
) -> Iterator[Shape]:
    """Yield an axis with its marks; `labels` are the marks in words."""
    yield Line(0, y, width, y, "axis")
    for mark, label in zip(axis.marks, labels, strict=True):
        x = axis.at(mark, width)
        yield Line(x, y, x, y + 0.35, "axis")
        anchor: Anchor = "start" if not mark else "end" if x == WHOLE else "middle"
        yield Text(x, y + 1.4, label, "tick", anchor)


def named(channel: ChannelMark, x: float, y: float, most: int = 40) -> tuple[Shape, ...]:
    """Return a channel's letter and label, whose base line is `y`."""
    return (
        Letter(x, y, channel.letter, channel.place),
        Text(x, y, shortened(channel.label, most), shift=1.9),
    )


def shortened(text: str, most: int) -> str:
    """Return words that fit on a line; what is cut off stands in the table."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def apart(wanted: Sequence[float], room: float) -> list[float]:
    """Return places in the same order, moved down as far as each needs `room` from the one above."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = {i: wanted[i] for i in order}
    for above, below in pairwise(order):
        placed[below] = max(placed[below], placed[above] + room)
    return [placed[i] for i in range(len(wanted))]
