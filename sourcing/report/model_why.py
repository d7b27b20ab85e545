"""The parts of a report that explain an outcome: reasons, gates, other answers, the buyer's choice."""

from __future__ import annotations

from dataclasses import dataclass

from sourcing.report.explained import FlipView, HoldView
from sourcing.report.model_marks import ChannelMark, Cites


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A preference that gave or took points; `number` tells it from the lot's other reasons."""

    number: int
    points: str
    criterion: str
    because: str
    rule: str
    cites: Cites
    assumed: str | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """An eligible channel with its place, points and reasons."""

    place: str
    channel: ChannelMark
    score: str
    reasons: tuple[ReasonRow, ...]


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate that put a channel out."""

    kind: str
    because: str
    rule: str
    cites: Cites
    assumed: str | None


@dataclass(frozen=True, slots=True)
class Other:
    """A channel that is not recommended: how it stands, its gates, and what would let it win."""

    channel: ChannelMark
    standing: str
    gates: tuple[GateRow, ...]
    change: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What would change an outcome: other answers, open questions, other weights, another author."""

    settled: str
    tied: str | None
    flips: tuple[FlipView, ...]
    more_flips: str | None
    can_win: tuple[str, ...]
    settles_most: str | None
    holds: tuple[HoldView, ...]
    weights: str | None
    one_sided: str | None


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """What the buyer chose, and the account of it where that is not what is recommended."""

    channel: ChannelMark
    differs: bool
    says: str
    account: tuple[tuple[str, str], ...]
