"""Organisations, who owns or serves whom, and the rules that screen vendors."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, model_validator

from sourcing.rulebook.model.base import Citation, Conditional, Confidence, FactId, Sourced
from sourcing.rulebook.model.duties import Due
from sourcing.rulebook.model.rules import Severity
from sourcing.values import Amount, Country, Id, PartDate, Record, Text, whole_days

Trait = Literal[
    "pays_in_tokens",
    "hides_owner",
    "records_workers",
    "depends_on_one_client",
    "geo_locked",
    "needs_right_to_work",
    "advertises_top_pay",
    "wide_spread",
    "sells_advice_source",
    "judges_own_work",
    "serves_rival_labs",
    "tools_only",
    "builds_environments",
]
IncidentKind = Literal[
    "data_breach",
    "document_leak",
    "labour_suit",
    "pay_dispute",
    "welfare_harm",
    "surveillance",
    "trade_secret_suit",
    "contract_loss",
    "site_closure",
    "inquiry",
    "quality_failure",
]


class Statement(Record):
    """One thing that a source says about an organisation."""

    field: Id
    says: Text
    as_of: Text
    confidence: Confidence
    sources: tuple[Citation, ...] = Field(min_length=1)
    fact: FactId


class Incident(Record):
    """Something that went wrong, with how far it is established."""

    kind: IncidentKind
    status: Literal["alleged", "filed", "settled", "judged", "confirmed", "reported"]
    says: Text
    as_of: Text
    confidence: Confidence
    sources: tuple[Citation, ...] = Field(min_length=1)
    fact: FactId

    def known(self, on: date) -> bool:
        """Say whether it could be known on a day; a month or year counts whole, from its first day."""
        return not (begins := self.first_day()) or begins <= on

    def first_day(self) -> date | None:
        """Return the first day of which its statement speaks; None where that is no day or period."""
        with suppress(ValueError):
            return whole_days(self.as_of)[0]
        return None


class WorkerPay(Record):
    """What workers are said to receive; either end may be missing in the source."""

    role: Text
    low: Amount | None = None
    high: Amount | None = None
    unit: Text
    basis: Text
    as_of: Text
    confidence: Confidence
    sources: tuple[Citation, ...] = Field(min_length=1)
    fact: FactId | None = None


class Fee(Record):
    """What an intermediary is said to keep, in percent of its base."""

    says: Text
    low: Amount
    high: Amount
    unit: Literal["percent"]
    base: Literal["bill", "pay", "posted", "unknown"]
    as_of: Text
    confidence: Confidence
    sources: tuple[Citation, ...] = Field(min_length=1)
    fact: FactId | None = None


class Reach(Record):
    """In which countries people may work for it; what no source states is left out.

    `only` closes the list, `mostly` does not, and `closed` names countries that it has left.
    """

    only: tuple[Country, ...] = ()
    mostly: tuple[Country, ...] = ()
    closed: tuple[Country, ...] = ()
    says: Text
    sources: tuple[Citation, ...] = Field(min_length=1)


class Organisation(Record):
    """A company, platform, brand, lab or board that a buyer may meet."""

    id: Id
    name: Text
    kind: Literal[
        "crowd",
        "marketplace",
        "managed_vendor",
        "environment_builder",
        "software_platform",
        "freelance_board",
        "sourcing_tool",
        "lab",
        "owner",
    ]
    channels: tuple[Id, ...] = ()
    channels_because: Text | None = None
    channels_sources: tuple[Citation, ...] = ()
    aliases: tuple[Text, ...] = ()
    summary: Text
    founded: Text | None = None
    hq: Text | None = None
    workforce: Text | None = None
    owner: Literal["brand", "part_owned", "founders_or_none_known", "listed_parent", "unknown"]
    owner_says: Text
    owner_sources: tuple[Citation, ...] = ()
    employment: Literal["salaried", "contractors", "mixed", "unknown"] = "unknown"
    traits: tuple[Trait, ...] = ()
    reach: Reach | None = None
    rivals: tuple[Id, ...] = ()
    rivals_sources: tuple[Citation, ...] = ()
    pay: tuple[WorkerPay, ...] = ()
    fee: Fee | None = None
    statements: tuple[Statement, ...] = ()
    incidents: tuple[Incident, ...] = ()


class Tie(Sourced):
    """A dated edge from `parent` to `child`.

    For `customer` the parent is the client served; for `people` it is the one whose person, present
    or past, sits in the child, leads it or came from it. `stake_pct` is the percentage of the
    capital, of a `voting` tie that of the votes.
    """

    id: Id
    parent: Id
    child: Id
    kind: Literal[
        "stake",
        "voting",
        "people",
        "customer",
        "investor",
        "backer",
        "brand",
        "merged_into",
        "former_parent",
    ]
    stake_pct: Amount | None = Field(default=None, ge=0, le=100)
    voting: bool | None = None
    since: PartDate | None = None
    until: PartDate | None = None
    current: bool = True
    as_of: Text
    confidence: Confidence
    says: Text

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Tie:
        if self.since and self.until and whole_days(self.until)[1] < whole_days(self.since)[0]:
            msg = "until is before since; give the day on which the tie ended"
            raise ValueError(msg)
        return self

    def holds(self, on: date) -> bool:
        """Say whether the tie holds on a day.

        A month or year counts whole, so that a tie is rather seen than missed; one that ended
        nobody knows when is never seen.
        """
        if self.since and on < whole_days(self.since)[0]:
            return False
        return on <= whole_days(self.until)[1] if self.until else self.current

    def turns(self) -> tuple[date, ...]:
        """Return the days from which on the tie holds or no longer holds."""
        begins = (whole_days(self.since)[0],) if self.since else ()
        ends = (whole_days(self.until)[1] + timedelta(days=1),) if self.until else ()
        return (*begins, *ends)


class StakeBand(Record):
    """A named band of stakes, from `at_least` percent up to the next band; the first starts at 0."""

    id: Id
    at_least: Amount = Field(ge=0, le=100)
    controls: bool = Field(
        default=False, description="Whether an owner in this band controls the firm"
    )


class ConflictRule(Conditional, Sourced):
    """Raises a flag on a vendor of a lot and may set its verdict.

    Conditions read the lot's answers, its outcome and the vendor's facts
    (`sourcing.decision.conflicts.facts`). `ask`, `evidence` and `clause` say what to do about it,
    `owner` and `due` who does it and by when. `ask` may be sent to the vendor as it stands, so it
    names no rival and no reason.
    """

    id: Id
    flag: Id
    severity: Severity
    verdict: Literal["excluded", "conditional", "not_screened"] | None = None
    because: Text
    ask: Text | None = None
    evidence: Text | None = None
    clause: Text | None = None
    owner: Text | None = None
    due: Due | None = None
    internal: bool = Field(
        default=False, description="true where it is for the buyer alone and never sent to vendors"
    )
