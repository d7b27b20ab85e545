"""The points of the channels as a picture: a piece for each reason, to the left where it takes points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sourcing.report import formats
from sourcing.report.model.marks import ChannelMark
from sourcing.report.model.why import Ranked, ReasonRow
from sourcing.report.words import Plain


@dataclass(frozen=True, slots=True)
class Piece:
    """A reason's part of a bar, named by the reason's number; place and width in percent."""

    number: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """The pieces of one channel."""

    channel: ChannelMark
    score: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ScorePicture:
    """The bars of all channels on one axis, whose zero stands at `zero` percent."""

    title: str
    says: str
    zero: float
    bars: tuple[ScoreBar, ...]


def score_picture(lot: Plain, ranked: Sequence[Ranked]) -> ScorePicture | None:
    """Return the points of a lot's channels as a picture; None where no rule gives or takes any."""
    points = {
        out["channel"]: [reason["points"] for reason in out["reasons"]] for out in lot["channels"]
    }
    shown = [points[one.channel.id] for one in ranked]
    right = max((sum(p for p in some if p > 0) for some in shown), default=0)
    left = -min((sum(p for p in some if p < 0) for some in shown), default=0)
    if not left + right:
        return None
    unit = 100 / (left + right)
    return ScorePicture(
        title="Points of each channel, by reason",
        says=" ".join(_says(one) for one in ranked),
        zero=round(left * unit, 2),
        bars=tuple(
            ScoreBar(one.channel, one.score, tuple(_pieces(one.reasons, some, left * unit, unit)))
            for one, some in zip(ranked, shown, strict=True)
        ),
    )


def _pieces(
    reasons: Sequence[ReasonRow], points: Sequence[float], zero: float, unit: float
) -> Iterator[Piece]:
    """Yield the pieces from zero outwards, those of one criterion beside each other."""
    ends = {True: zero, False: zero}
    together = sorted(zip(reasons, points, strict=True), key=lambda pair: pair[0].criterion)
    for reason, value in together:
        width = abs(value) * unit
        gives = value > 0
        start = ends[gives] if gives else ends[gives] - width
        ends[gives] += width if gives else -width
        if width:
            yield Piece(reason.number, round(start, 2), round(width, 2))


def _says(ranked: Ranked) -> str:
    by_criterion = groupby(
        sorted(ranked.reasons, key=lambda reason: reason.criterion), lambda reason: reason.criterion
    )
    parts = [
        f"{criterion} {', '.join(reason.points for reason in reasons)}"
        for criterion, reasons in by_criterion
    ]
    return f"{ranked.channel.label}, {ranked.score}: {formats.listed(parts) or 'no reasons'}."
