"""A decision's document as a report: the one place where its parts come together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sourcing.report import formats
from sourcing.report.first_screen.concerns import (
    flags_of,
    screening_of,
    shortlist_of,
    signals_of,
    vendor_rows,
    vendors_considered,
)
from sourcing.report.first_screen.glance import doubts_of, gravest_status
from sourcing.report.lots import lot_view
from sourcing.report.measures import checklists_of, practices_of
from sourcing.report.model.report import (
    AnswerChangeRow,
    DeclarationRow,
    LotView,
    Report,
    Section,
    SourceRow,
)
from sourcing.report.money.analysis import spending
from sourcing.report.money.costs import InputTable
from sourcing.report.money.words import range_of
from sourcing.report.ownership.ties import ownership_of
from sourcing.report.words import Plain, Words

PREVIEW = "Preview, not issued. It becomes a record, with a number, once you issue it."
UNSIGNED = "A recommendation until it is signed."
SHORT_FINGERPRINT = 12

_TITLES = {
    "why": "Why",
    "excluded": "Why not the others",
    "cost": "Cost",
    "signals": "What you should know",
    "vendors": "Vendors and conflicts",
    "measures": "What to have, sign, ask and do",
    "avoid": "Practices to avoid",
    "split": "A proposed split",
    "changes": "What would change it",
    "answers": "Answers and assumptions",
    "sources": "Sources and their age",
    "signoff": "Record and declarations",
}


def report_of(document: Plain, *, decision_id: str | None, issued: datetime | None) -> Report:
    """Return the report of a decision; without an id it is a preview.

    `document` is what `decision_document` returns, fresh or read back from JSON.
    """
    words = Words(document)
    table = InputTable(words)
    lots = tuple(lot_view(words, document, i, table) for i in range(len(document["lots"])))
    signals, flags = signals_of(words, document["lots"]), flags_of(words, document["flags"])
    title = document["brief"].get("title") or "Untitled brief"
    fingerprint = short_fingerprint(document["rulebook"])
    name = f"Decision {decision_id}" if decision_id else "Preview"
    return Report(
        title=title,
        buyer=document["brief"].get("organisation", {}).get("name"),
        decision_id=decision_id,
        date=formats.day(document["date"]),
        status=gravest_status(document["lots"]),
        page_title=f"{title}, {name.lower() if decision_id is None else name}, rulebook {fingerprint}",
        running_head=f"{title} \N{MIDDLE DOT} {name} \N{MIDDLE DOT} rulebook {fingerprint}",
        preview=None if decision_id else PREVIEW,
        channels=tuple(map(words.channel, document["names"]["channels"])),
        lots=lots,
        total=_total(document),
        doubts=doubts_of(words, document, lots, flags, signals),
        sections=_sections(lots),
        inputs=tuple(table.rows),
        signals=signals,
        flags=flags,
        screening=screening_of(words, document),
        vendors=vendor_rows(words, document["lots"]),
        ownership=ownership_of(words, document),
        shortlist=shortlist_of(document["lots"]),
        checklists=checklists_of(words, document),
        avoid=practices_of(words, document["lots"]),
        facts=tuple(_facts(words, document)),
        answer_changes=tuple(map(_answer_change, document.get("answer_changes", ()))),
        declarations=tuple(map(_declaration, document["brief"].get("declarations") or ())),
        sources=_sources(document),
        record=tuple(_record(document, decision_id, issued)),
        signing=f"{UNSIGNED} Rulebook and fingerprint: {document['names']['title']}, {document['rulebook']}",
        advice=document["names"]["advice"],
        spending=spending(document),
    )


def short_fingerprint(fingerprint: str) -> str:
    """Return the first digits of a rulebook's fingerprint, enough to tell it from any other."""
    return fingerprint.removeprefix("sha256:")[:SHORT_FINGERPRINT]


def _total(document: Plain) -> tuple[str, str] | None:
    """Return the total of several lots, rounded, and its range; None for one lot or no price."""
    total, currency = document["totals"]["total"], document["totals"]["currency"]
    if not total or len(document["lots"]) == 1:
        return None
    ends = document["totals"] if document["totals"].get("p10") else total
    return f"about {formats.about(total['likely'], currency)}", range_of(
        ends, currency, total["likely"]
    )


def _sections(lots: Iterable[LotView]) -> dict[str, Section]:
    """Return the sections, numbered; that of a split stands only where one is proposed."""
    split = any(lot.split for lot in lots)
    kept = [name for name in _TITLES if split or name != "split"]
    return {name: Section(name, number, _TITLES[name]) for number, name in enumerate(kept, start=1)}


def _facts(words: Words, document: Plain) -> Iterator[tuple[str, str]]:
    """Yield what the brief says besides its lots."""
    brief = document["brief"]
    buyer = brief.get("organisation", {})
    listed = words.organisation(buyer["is"]) if buyer.get("is") else None
    told = buyer.get("name") or listed
    if told:
        stands = f" (in the catalogue as {listed})" if listed and listed != told else ""
        yield "Buyer", f"{told}{stands}"
    rivals = (*document["rivals"], *document["unscreenable_rivals"])
    yield "Rivals", words.organisations(rivals) or "None named"
    yield "Vendors considered", vendors_considered(words, document) or "None named"
    if brief.get("budget"):
        yield (
            "Budget",
            formats.tidy(
                brief["budget"]["amount"],
                brief["budget"].get("currency", document["totals"]["currency"]),
            ),
        )
    if brief.get("start"):
        yield "Start", formats.day(brief["start"])
    if brief.get("end"):
        yield "End", formats.day(brief["end"])
    today = brief.get("incumbent") or {}
    if today.get("vendor"):
        yield "Done today by", words.organisation(today["vendor"])
    if today.get("bill_rate"):
        rate = formats.tidy(today["bill_rate"], document["totals"]["currency"])
        yield "Paid today", f"{rate} an hour"


def _answer_change(change: Plain) -> AnswerChangeRow:
    return AnswerChangeRow(
        lot=change["lot"],
        question=change["question"],
        before=change["before"],
        after=change["after"],
        made=formats.moment(datetime.fromisoformat(change["made"])),
        by=change["person"] or "Not given yet",
        reason=change["reason"] or "Not given yet",
    )


def _declaration(declared: Plain) -> DeclarationRow:
    return DeclarationRow(
        person=declared["person"],
        interest=formats.sentence(declared["interest"]),
        date=formats.day(declared["date"]),
        handling=formats.sentence(declared["handling"]),
    )


def _sources(document: Plain) -> tuple[SourceRow, ...]:
    decided = date.fromisoformat(document["date"])
    counted = Counter(_cited(document["lots"])) + Counter(_cited(document["flags"]))
    return tuple(
        _source(name, source, decided, counted[name])
        for name, source in document["names"]["sources"].items()
    )


def _source(name: str, source: Plain, decided: date, count: int) -> SourceRow:
    dated, review = date.fromisoformat(source["dated"]), source["review_after"]
    overdue = date.fromisoformat(review) < decided if review else False
    return SourceRow(
        id=name,
        title=source["title"],
        author=source["author"],
        date=_readable(source["date"]),
        age=formats.age(dated, decided),
        overdue=f"Past its review date, {formats.day(review)}" if overdue else None,
        bias=source["bias"],
        cited=f"Cited {formats.counted(count, 'time')}" if count else "Not cited here",
    )


def _readable(when: str) -> str:
    """Return a month or day in ISO form as it is read; any other words as they are."""
    try:
        if len(when) == len("2026-06"):
            return f"{date.fromisoformat(f'{when}-01'):%b %Y}"
        return formats.day(when)
    except ValueError:
        return when


def _cited(part: object) -> Iterator[str]:
    """Yield the source of every citation in a part of the document."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "sources":
                yield from (citation.partition(":")[0] for citation in value)
            else:
                yield from _cited(value)
    elif isinstance(part, list):
        for item in part:
            yield from _cited(item)


def _record(
    document: Plain, decision_id: str | None, issued: datetime | None
) -> Iterator[tuple[str, str]]:
    yield "Decision", decision_id or "None: this is a preview"
    yield "Decided on", formats.day(document["date"])
    if issued:
        yield (
            "Issued",
            f"{formats.day(issued.date())}, {issued:%H:%M} {issued.tzname() or ''}".strip(),
        )
    yield "Rulebook", f"{document['names']['title']}, {document['rulebook']}"
    yield "Engine", f"sourcing {document['engine']}"
