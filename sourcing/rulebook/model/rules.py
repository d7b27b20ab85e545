"""Rules that decide a lot: gates, preferences, statuses, splits, and what they are made of."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

from pydantic import Field, model_validator

from sourcing.rulebook.model.base import Clause, Conditional, FactId, Sourced
from sourcing.values import Amount, Id, Record, Text, plain

Severity = Literal["high", "medium", "low", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


class About(Record):
    """What the rulebook is about, and which currency its figures are in."""

    id: Id
    title: Text
    currency: Id | None = None
    advice: Text = Field(description="What the tool does not do, said once in every report")


class Channel(Sourced):
    """A way to buy; `openness` ranks channels from the most closed (1) upwards."""

    id: Id
    order: int
    label: Text
    advice: Text = Field(description="The recommendation as a sentence: 'Buy from an open crowd.'")
    letter: Text
    openness: int
    what: Text
    fits: Text
    charges: Text
    pricing: Literal["take_rate", "employer", "own_staff"] | None = None


class Criterion(Record):
    """A ground on which channels are compared, with its weight."""

    id: Id
    label: Text
    what: Text
    weight: Amount = Field(ge=Decimal(0))


class Strength(Record):
    """A word for how much a preference counts, and its points."""

    id: Id
    points: Amount = Field(gt=Decimal(0))
    means: Text


class Rule(Conditional, Sourced):
    """A rule with its reason; where it fires, the rules it `overrides` are suspended."""

    id: Id
    because: Text
    note: Text | None = Field(
        default=None, description="What rule editors should know besides; no report shows it"
    )
    overrides: tuple[Id, ...] = ()


class Gate(Rule):
    """A rule that excludes channels."""

    kind: Literal["law", "contract", "policy"]
    excludes: tuple[Id, ...] = Field(min_length=1)


class Preference(Rule):
    """A rule that gives points for some channels and takes them from others."""

    criterion: Id
    strength: Id
    for_: tuple[Id, ...] = Field(default=(), alias="for")
    against: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _bears_on_a_channel(self) -> Preference:
        if not self.for_ and not self.against:
            msg = "a preference needs 'for' or 'against' with at least one channel"
            raise ValueError(msg)
        if both := set(self.for_) & set(self.against):
            msg = f"'{min(both)}' stands in 'for' and in 'against'; keep it in one of them"
            raise ValueError(msg)
        return self


class Impossible(Conditional):
    """Answers that cannot occur together."""

    id: Id
    because: Text


class StatusRule(Conditional, Sourced):
    """What must be had or decided before a lot may move, by whom and by when."""

    id: Id
    status: Literal["conditional", "stop"]
    because: Text
    evidence: Text
    owner: Text
    due: Text


class Slice(Record):
    """A proposed part of a lot: its share of the work and the answers that differ."""

    name: Text
    share: Amount = Field(gt=Decimal(0), lt=Decimal(1))
    answers: Clause


class Split(Conditional, Sourced):
    """A proposal to buy a lot in slices, each at its own difficulty."""

    id: Id
    because: Text
    share_reason: Text = Field(
        description="Where the shares come from; an assumption where no source states them"
    )
    slices: tuple[Slice, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _shares_make_a_whole(self) -> Split:
        total = sum(part.share for part in self.slices)
        if total != 1:
            msg = f"the shares of the slices must add up to 1; these make {plain(Decimal(total))}"
            raise ValueError(msg)
        return self


class NotCarried(Record):
    """A rule of the fact base that no rule here carries, and why."""

    fact: FactId
    because: Text
