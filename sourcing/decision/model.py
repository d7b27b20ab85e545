"""A decision and its parts: immutable, and complete enough to be printed ten years later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from sourcing.brief import Brief, Lot

Status = Literal["ready", "conditional", "stop"]
Verdict = Literal["excluded", "conditional", "not_screened", "no_finding"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount at three levels, in one currency; each is rounded to cents."""

    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class CostInput:
    """One input of a cost line, with its origin: citations, a quote, or an assumption's reason."""

    id: str
    label: str
    low: Decimal
    likely: Decimal
    high: Decimal
    unit: str
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    assumption: str | None = None
    quoted: bool = False
    note: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class CostLine:
    """A line of the cost table, in the order of the calculation; `amount` is None for quantities."""

    id: str
    label: str
    unit: str
    low: Decimal
    likely: Decimal
    high: Decimal
    is_money: bool
    how: str
    inputs: tuple[CostInput, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A quote among several for one channel: what the lot is likely to cost under it, if priced."""

    quoted_by: str
    likely: Decimal | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a channel would cost for a lot; the total is the sum of the printed money lines.

    `hours_per_person` are the paid hours of each person who stays, where people are taken on.
    `quoted_by` gave the quote that the price is made with; where several were given, that is the
    one that comes cheapest, and `offers` are all of them, cheapest first.
    """

    currency: str
    total: Money
    per_accepted: Money | None
    accepted_unit: str
    worker_share: Money | None
    take_rate: Money | None
    lines: tuple[CostLine, ...]
    hours_per_person: Money | None = None
    quoted_by: str | None = None
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """A lot as it is bought today: at the bill rate that is paid, priced like the channel named."""

    channel: str
    cost: Cost


@dataclass(frozen=True, slots=True)
class Reason:
    """A preference that fired for or against a channel; points are weighted."""

    rule: str
    criterion: str
    points: Decimal
    because: str
    sources: tuple[str, ...]
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A gate that put a channel out."""

    rule: str
    kind: str
    because: str
    sources: tuple[str, ...]
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelOutcome:
    """One channel for one lot; `no_price` says why an eligible channel has no cost.

    A channel that is out has a cost only where the buyer chose it past a policy.
    """

    channel: str
    eligible: bool
    score: Decimal
    reasons: tuple[Reason, ...]
    excluded_by: tuple[Exclusion, ...]
    cost: Cost | None = None
    no_price: str | None = None
    freed_by: Mapping[str, str | list[str]] | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """A signal on a lot.

    `only_if` are, here and wherever it stands, the options without which it would not hold, by
    question: each is one of several that are assumed at once while the question is open.
    """

    id: str
    label: str
    severity: str
    rule: str
    because: str
    sources: tuple[str, ...]
    ask: str | None = None
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be had or decided before a lot moves."""

    rule: str
    status: Status
    because: str
    evidence: str
    owner: str
    due: str
    sources: tuple[str, ...]
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SafeguardCalled:
    """A safeguard that the decision calls for.

    `earliest_start` is the first start of the work that leaves the time which the rules give it.
    """

    rule: str
    kind: str
    text: str
    because: str
    sources: tuple[str, ...]
    owner: str | None = None
    due: date | None = None
    earliest_start: date | None = None
    internal: bool = False
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PracticeToAvoid:
    """A practice to avoid."""

    rule: str
    avoid: str
    because: str
    sources: tuple[str, ...]
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VendorVerdict:
    """The verdict on a vendor for one lot.

    `listed` is false for sister brands of a listed one; `also` are other names of the same firm.
    `path` leads through the ownership graph to the ground of the verdict, `lifted_by` is the
    evidence that would lift it, and `near` the catalogue's nearest name to one that it lacks.
    """

    vendor: str
    name: str
    verdict: Verdict
    rules: tuple[str, ...]
    because: str
    listed: bool = True
    also: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    lifted_by: tuple[str, ...] = ()
    near: str | None = None


@dataclass(frozen=True, slots=True)
class StakeHeld:
    """An owner's effective stake in a vendor, in percent; `at_least` where part of it is unknown.

    `voting` is None where nobody says whether it votes; the path leads from the vendor to the owner.
    """

    owner: str
    percent: Decimal
    at_least: bool
    voting: bool | None
    controls: bool
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VendorFlag:
    """A conflict flag on vendors of the brief, with its path through the ownership graph.

    `owner` is who sees to it, and `due` by when; `earliest_start` is the first start of the work
    that leaves the time which the rules give it. What is `internal` is never sent to vendors.
    """

    id: str
    label: str
    severity: str
    rule: str
    vendors: tuple[str, ...]
    path: tuple[str, ...]
    because: str
    sources: tuple[str, ...]
    as_of: str | None = None
    ask: str | None = None
    evidence: str | None = None
    clause: str | None = None
    owner: str | None = None
    due: date | None = None
    earliest_start: date | None = None
    stakes: tuple[StakeHeld, ...] = ()
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What the buyer takes; `gates` are the rules that it sets aside, with a second person's name."""

    channel: str
    reason: str
    person: str
    second_person: str | None
    second_reason: str | None
    differs: bool
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposedSlice:
    """One part of a proposed split, with its own lot and outcome."""

    name: str
    share: Decimal
    lot: Lot
    answers: Mapping[str, Any]
    decision: LotDecision


@dataclass(frozen=True, slots=True)
class ProposedSplit:
    """A split that a rule proposes."""

    rule: str
    because: str
    share_reason: str
    sources: tuple[str, ...]
    slices: tuple[ProposedSlice, ...]


@dataclass(frozen=True, slots=True)
class LotDecision:
    """The recommendation for one lot; `facts` are those that the program worked out for rules."""

    name: str
    answers: Mapping[str, str | list[str]]
    facts: Mapping[str, str]
    status: Status
    conditions: tuple[Condition, ...]
    recommended: str | None
    tied: tuple[str, ...]
    settled: bool
    possible: tuple[str, ...]
    assumed: Mapping[str, str | list[str]]
    open: tuple[str, ...]
    lead: Decimal | None
    runner_up: str | None
    channels: tuple[ChannelOutcome, ...]
    suspended: Mapping[str, str]
    signals: tuple[Raised, ...]
    vendors: tuple[VendorVerdict, ...]
    shortlist: tuple[VendorVerdict, ...]
    safeguards: tuple[SafeguardCalled, ...]
    avoid: tuple[PracticeToAvoid, ...]
    split: ProposedSplit | None
    chosen: Choice | None = None
    today: Today | None = None

    @property
    def taken(self) -> str | None:
        """The channel that the lot is bought on: the chosen one, else the recommended one."""
        return self.chosen.channel if self.chosen else self.recommended

    def channel(self, name: str) -> ChannelOutcome:
        """Return the outcome of one channel; raises KeyError where there is none."""
        for outcome in self.channels:
            if outcome.channel == name:
                return outcome
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over lots at the channels that are taken; None where a lot has no price.

    A lot is taken as it is recommended, unless the buyer chose otherwise: then `as_recommended` is
    what all lots would come to as recommended. `premium` is the likely total less that of each
    lot's cheapest eligible channel;
    `shared_setup` is what the lots count again for a supplier whom they share: it is taken off.
    `tax` is what an irrecoverable tax adds to the total; the budget has to bear it too.
    `today` is what all lots would come to at the bill rate that is paid today.
    """

    currency: str
    total: Money | None
    shared_setup: Money | None
    cheapest: Decimal | None
    premium: Decimal | None
    budget: Decimal | None
    tax: Money | None
    budget_left: Decimal | None
    today: Decimal | None
    against_today: Decimal | None
    as_recommended: Money | None


@dataclass(frozen=True, slots=True)
class Decision:
    """The recommendations of all lots, the flags of the brief, and what they were made from."""

    engine: str
    rulebook: str
    date: date
    brief: Brief
    lots: tuple[LotDecision, ...]
    flags: tuple[VendorFlag, ...]
    totals: Totals
    rivals: tuple[str, ...]
    unscreenable_rivals: tuple[str, ...]
