"""What a report says, part by part: every text phrased, every figure formatted.

Templates and plain text only lay these out, so page, print and terminal cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

from sourcing.report.model_costs import InputRow, Prices
from sourcing.report.model_marks import ChannelMark, Cites


@dataclass(frozen=True, slots=True)
class Point:
    """One thing said on the first screen; `mark` names a severity, status or verdict."""

    text: str
    mark: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question in the buyer's mind, and what answers it."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section; `id` is its anchor."""

    id: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Headline:
    """A lot's outcome in four lines; `channel` is None where nothing is recommended."""

    channel: ChannelMark | None
    advice: str
    status: str
    cost: str | None
    cost_range: str | None
    why: str
    settled: str
    next_best: str | None


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A preference that gave or took points."""

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
class Excluded:
    """An excluded channel, its gates, and the change of answers that would free it."""

    channel: ChannelMark
    gates: tuple[GateRow, ...]
    freed: str | None


@dataclass(frozen=True, slots=True)
class SliceRow:
    """One part of a proposed split."""

    name: str
    share: str
    advice: str
    channel: ChannelMark | None
    status: str
    answers: str
    cost: str


@dataclass(frozen=True, slots=True)
class SplitView:
    """A proposed split, and what not splitting would cost."""

    rule: str
    because: str
    share_reason: str
    comparison: str | None
    slices: tuple[SliceRow, ...]
    cites: Cites


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question with its answer; `origin` is answered, assumed, open or settled by the others."""

    question: str
    answer: str
    origin: str


@dataclass(frozen=True, slots=True)
class LotView:
    """A lot, in all sections; `label` is empty in a brief of one lot."""

    index: int
    name: str
    label: str
    headline: Headline
    ranked: tuple[Ranked, ...]
    suspended: tuple[str, ...]
    excluded: tuple[Excluded, ...]
    prices: Prices | None
    unpriced: str | None
    split: SplitView | None
    changes: tuple[str, ...]
    answers: tuple[AnswerRow, ...]
    facts: tuple[tuple[str, str], ...]
    chosen: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of certain vendors or lots, in one sentence or two."""

    whom: str
    because: str
    path: str | None
    age: str | None
    cites: Cites


@dataclass(frozen=True, slots=True)
class Concern:
    """A signal or a conflict flag, with what to ask, to demand and to sign."""

    severity: str
    label: str
    rules: str
    whom: str
    findings: tuple[Finding, ...]
    ask: str | None
    evidence: str | None
    clause: str | None


@dataclass(frozen=True, slots=True)
class VendorRow:
    """A verdict on a vendor, for certain lots."""

    name: str
    verdict: str
    lots: str
    because: str
    rules: str


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Something to do, have, sign or ask; ticked by hand on paper."""

    text: str
    because: str
    lots: str
    cites: Cites


@dataclass(frozen=True, slots=True)
class Checklist:
    """Items of one kind under one title."""

    title: str
    items: tuple[ChecklistItem, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its age on the day of the decision."""

    id: str
    title: str
    author: str
    date: str
    age: str
    overdue: str | None
    bias: str
    cited: str


@dataclass(frozen=True, slots=True)
class Report:
    """A decision made readable; `decision_id` is None in a preview."""

    title: str
    buyer: str | None
    decision_id: str | None
    date: str
    status: str
    page_title: str
    running_head: str
    preview: str | None
    lots: tuple[LotView, ...]
    total: tuple[str, str] | None
    doubts: tuple[Doubt, ...]
    alerts: tuple[Point, ...]
    sections: dict[str, Section]
    inputs: tuple[InputRow, ...]
    signals: tuple[Concern, ...]
    flags: tuple[Concern, ...]
    screening: str
    vendors: tuple[VendorRow, ...]
    shortlist: tuple[Point, ...]
    checklists: tuple[Checklist, ...]
    avoid: tuple[ChecklistItem, ...]
    facts: tuple[tuple[str, str], ...]
    sources: tuple[SourceRow, ...]
    record: tuple[tuple[str, str], ...]
    advice: str
