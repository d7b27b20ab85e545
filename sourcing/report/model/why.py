"""The parts of a report that explain an outcome: reasons, gates, other answers, the buyer's choice."""

from __future__ import annotations

from dataclasses import dataclass

from sourcing.report.explained.lots import FlipView, HoldView
from sourcing.report.model.marks import ChannelMark, Cites


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
    """What the buyer chose, what it costs, and the account of it.

    `set_aside` says which policies it goes against, and who answers for that; empty where none.
    """

    channel: ChannelMark
    differs: bool
    says: str
    cost: str | None
    cost_range: str | None
    set_aside: str
    account: tuple[tuple[str, str], ...]
