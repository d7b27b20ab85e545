"""All records of a rulebook, by kind; a rule file holds any of these kinds at its top level."""

from __future__ import annotations

from pydantic import Field

from sourcing.rulebook.model.cases import Case
from sourcing.rulebook.model.laws import Law
from sourcing.rulebook.model.money import CostFigure
from sourcing.rulebook.model.questions import DerivedFact, Question
from sourcing.rulebook.model.rules import (
    About,
    Channel,
    Criterion,
    Gate,
    Impossible,
    NotCarried,
    Preference,
    Split,
    StatusRule,
    Strength,
)
from sourcing.rulebook.model.signals import (
    Practice,
    RequestTheme,
    Safeguard,
    Signal,
    SignalRule,
    VendorRequest,
)
from sourcing.rulebook.model.sources import Contradiction, Source
from sourcing.rulebook.model.vendors import ConflictRule, Organisation, StakeBand, Tie
from sourcing.values import Record


class Content(Record):
    """Every record of a rulebook; the same model reads one file and holds them all."""

    about: tuple[About, ...] = ()
    questions: tuple[Question, ...] = ()
    derived_facts: tuple[DerivedFact, ...] = ()
    impossible: tuple[Impossible, ...] = ()
    channels: tuple[Channel, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    strengths: tuple[Strength, ...] = ()
    gates: tuple[Gate, ...] = ()
    preferences: tuple[Preference, ...] = ()
    statuses: tuple[StatusRule, ...] = ()
    splits: tuple[Split, ...] = ()
    signals: tuple[Signal, ...] = ()
    request_themes: tuple[RequestTheme, ...] = ()
    vendor_requests: tuple[VendorRequest, ...] = ()
    signal_rules: tuple[SignalRule, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
    practices: tuple[Practice, ...] = ()
    stake_bands: tuple[StakeBand, ...] = ()
    conflict_rules: tuple[ConflictRule, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    ownership: tuple[Tie, ...] = ()
    cost_figures: tuple[CostFigure, ...] = ()
    laws: tuple[Law, ...] = ()
    sources: tuple[Source, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    not_carried: tuple[NotCarried, ...] = ()
    cases: tuple[Case, ...] = Field(
        default=(), description="Worked examples that must keep coming out as stated"
    )


KINDS = tuple(Content.model_fields)
