"""All that the catalogue holds on one organisation, part by part, each statement with its age."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sourcing.decision.conflicts.facts import graph_of
from sourcing.report.formats import sentence, tidy
from sourcing.report.words import as_of
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.base import Confidence
from sourcing.rulebook.model.sources import Contradiction
from sourcing.rulebook.model.vendors import Incident, Organisation, Statement, WorkerPay
from sourcing.web.vendors.entries import kept_share, reach_words
from sourcing.web.vendors.words import (
    CONFIDENCE,
    EMPLOYMENT,
    KINDS,
    OTHER,
    SECTIONS,
    STATUSES,
    field_word,
)


class _Dated(Protocol):
    @property
    def as_of(self) -> str: ...
    @property
    def confidence(self) -> Confidence: ...
    @property
    def sources(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a statement comes from: how sure it is, how old, and which lines say it."""

    confidence: str
    age: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement; `mark` sets it off in a word or two, such as how an incident stands."""

    says: str
    origin: Origin
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class PayRow:
    """What workers are said to receive for one kind of work."""

    role: str
    amount: str
    basis: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: statements by field, and what else the template adds to it by its id."""

    id: str
    title: str
    fields: tuple[tuple[str, tuple[Said, ...]], ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A firm behind a brand, with its own incidents."""

    id: str
    name: str
    incidents: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """One organisation, for its page; `parts` leaves out what nothing is known of."""

    kind: str
    employment: str
    reach: str | None
    paid: str | None
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    pay: tuple[PayRow, ...]
    fee: Said | None
    incidents: tuple[Said, ...]
    behind: tuple[Behind, ...]
    disagreements: tuple[Contradiction, ...]


def dossier_of(book: Rulebook, organisation: Organisation, today: date) -> Dossier:
    """Return what is known of an organisation on a day."""
    firms = (book.organisations[n] for n in graph_of(book, today).chain(organisation.id)[1:])
    behind = tuple(Behind(f.id, f.name, len(f.incidents)) for f in firms if f.incidents)
    incidents = tuple(_incident(item, today) for item in _gravest(organisation.incidents))
    pay = tuple(_pay(row, today) for row in organisation.pay)
    fee = _fee(organisation, today)
    disagreements = tuple(
        point for point in book.content.contradictions if organisation.id in point.organisations
    )
    filled = {
        "owner": True,
        "pay": bool(pay or fee),
        "reach": True,
        "incidents": bool(incidents or behind),
        "disagree": bool(disagreements),
    }
    parts = _parts(organisation.statements, today)
    return Dossier(
        kind=KINDS[organisation.kind],
        employment=EMPLOYMENT[organisation.employment],
        reach=reach_words(organisation.reach) if organisation.reach else None,
        paid=_paid(organisation),
        facts=tuple(_facts(organisation)),
        parts=tuple(part for part in parts if part.fields or filled.get(part.id)),
        pay=pay,
        fee=fee,
        incidents=incidents,
        behind=behind,
        disagreements=disagreements,
    )


def _parts(statements: Sequence[Statement], today: date) -> Iterator[Part]:
    known = {field for _, _, fields in SECTIONS for field in fields}
    others = tuple(dict.fromkeys(s.field for s in statements if s.field not in known))
    for name, title, fields in SECTIONS:
        told = []
        for field in (*fields, *(others if name == OTHER else ())):
            said = tuple(_said(s, today) for s in statements if s.field == field)
            if said:
                told.append((field_word(field), said))
        yield Part(name, title, tuple(told))


def _said(statement: Statement, today: date) -> Said:
    return Said(statement.says, _origin(statement, today))


def _origin(item: _Dated, today: date) -> Origin:
    return Origin(CONFIDENCE[item.confidence], as_of(item.as_of, today) or "", item.sources)


def _gravest(incidents: Iterable[Incident]) -> list[Incident]:
    """Return incidents with those established first, then the newest."""
    order = list(STATUSES)[::-1]
    newest = sorted(incidents, key=lambda item: item.as_of, reverse=True)
    return sorted(newest, key=lambda item: order.index(item.status))


def _incident(item: Incident, today: date) -> Said:
    kind = sentence(item.kind.replace("_", " ")).rstrip(".")
    return Said(item.says, _origin(item, today), f"{kind}, {STATUSES[item.status].lower()}")


def _fee(organisation: Organisation, today: date) -> Said | None:
    fee = organisation.fee
    return Said(fee.says, _origin(fee, today), kept_share(organisation)) if fee else None


def _pay(row: WorkerPay, today: date) -> PayRow:
    return PayRow(
        role=row.role,
        amount=_amount(row),
        basis=sentence(row.basis.replace("_", " ")).rstrip("."),
        origin=_origin(row, today),
    )


def _amount(row: WorkerPay) -> str:
    """Return an amount with its unit: $20 to $55 an hour; from $50, up to $15."""
    currency, _, per = row.unit.partition("/")
    low, high = (None if x is None else tidy(x, currency) for x in (row.low, row.high))
    if low and high and low != high:
        amount = f"{low} to {high}"
    elif low and high:
        amount = low
    else:
        amount = f"from {low}" if low else f"up to {high}"
    return f"{amount} {'an' if per[:1] in 'aeiouh' else 'a'} {per}" if per else amount


def _paid(organisation: Organisation) -> str | None:
    """Return the span of all hourly pay that is said of an organisation; None where nothing is."""
    rates = [row for row in organisation.pay if row.unit.endswith("/hour")]
    ends = [end for row in rates for end in (row.low, row.high) if end is not None]
    if not ends:
        return None
    currency = rates[0].unit.partition("/")[0]
    low, high = tidy(min(ends), currency), tidy(max(ends), currency)
    return f"{low if low == high else f'{low} to {high}'} an hour"


def _facts(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """Yield the plain facts that stand in no other part."""
    if organisation.aliases:
        yield "Also written", ", ".join(organisation.aliases)
    if organisation.founded:
        yield "Founded", organisation.founded
    if organisation.hq:
        yield "Seat", organisation.hq
