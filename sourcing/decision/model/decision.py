"""A decision as a whole: its lots, splits, what the buyer takes, and the sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sourcing.brief import Brief, Lot
from sourcing.decision.model.called import (
    Condition,
    PracticeToAvoid,
    Raised,
    SafeguardCalled,
    Status,
)
from sourcing.decision.model.channels import ChannelOutcome
from sourcing.decision.model.cost import Money, Today
from sourcing.decision.model.vendors import VendorFlag, VendorVerdict


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
    """The recommendation for one lot; `facts` are those that the program worked out for rules.

    `unused_quotes` names who gave a quote but may not be bought from.
    """

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
    unused_quotes: tuple[str, ...] = ()

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
    """The recommendations of all lots, the flags of the brief, and what they were made from.

    `priced` is the brief without the quotes that are not used: what the prices were made from.
    """

    engine: str
    rulebook: str
    date: date
    brief: Brief
    priced: Brief
    lots: tuple[LotDecision, ...]
    flags: tuple[VendorFlag, ...]
    totals: Totals
    rivals: tuple[str, ...]
    unscreenable_rivals: tuple[str, ...]
