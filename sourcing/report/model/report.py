"""What a report says, part by part: every text phrased, every figure formatted.

Templates and plain text only lay these out, so page, print and terminal cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

from sourcing.report.explained.score import ScorePicture
from sourcing.report.model.costs import InputRow, Matter, MoneyView, Prices
from sourcing.report.model.marks import ChannelMark, Cites
from sourcing.report.model.why import Changes, ChoiceView, Other, Ranked
from sourcing.report.ownership.ties import Network


@dataclass(frozen=True, slots=True)
class Point:
    """One thing said on the first screen; `mark` names a severity, status or verdict.

    `who` is whose task it is; the text begins with it.
    """

    text: str
    mark: str | None = None
    note: str | None = None
    who: str = ""


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
    """A question with its answer; `origin` is answered, assumed, open, worked out, or that it follows."""

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
    account: str
    ranked: tuple[Ranked, ...]
    score: ScorePicture | None
    suspended: tuple[str, ...]
    others: tuple[Other, ...]
    prices: Prices | None
    unpriced: str | None
    split: SplitView | None
    changes: Changes
    answers: tuple[AnswerRow, ...]
    facts: tuple[tuple[str, str], ...]
    choice: ChoiceView | None
    money: MoneyView | None


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
    """A signal or a conflict flag, with what to ask, to demand and to sign.

    One that stands `aside` speaks of channels that its lots do not use.
    """

    severity: str
    label: str
    rules: str
    whom: str
    findings: tuple[Finding, ...]
    ask: str | None
    evidence: str | None
    clause: str | None
    aside: bool = False


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
    """Something to do, have, sign or ask; ticked by hand on paper.

    `also` are the reasons of further rules that call for the same.
    """

    text: str
    because: str
    lots: str
    cites: Cites
    also: str = ""


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
class AnswerChangeRow:
    """An answer that was changed after a first result; `by` and `reason` may not be given yet."""

    lot: str
    question: str
    before: str
    after: str
    made: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """An interest that somebody declared, and what was done about it."""

    person: str
    interest: str
    date: str
    handling: str


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
    channels: tuple[ChannelMark, ...]
    lots: tuple[LotView, ...]
    total: tuple[str, str] | None
    doubts: tuple[Doubt, ...]
    sections: dict[str, Section]
    inputs: tuple[InputRow, ...]
    signals: tuple[Concern, ...]
    flags: tuple[Concern, ...]
    screening: str
    vendors: tuple[VendorRow, ...]
    ownership: Network | None
    shortlist: tuple[Point, ...]
    checklists: tuple[Checklist, ...]
    avoid: tuple[ChecklistItem, ...]
    facts: tuple[tuple[str, str], ...]
    answer_changes: tuple[AnswerChangeRow, ...]
    declarations: tuple[DeclarationRow, ...]
    sources: tuple[SourceRow, ...]
    record: tuple[tuple[str, str], ...]
    signing: str
    advice: str
    spending: tuple[Matter, ...]
