"""The rulebook as people read it: every rule a sentence, with its reason and its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from flask import Blueprint, abort, render_template

from sourcing.report.formats import listed
from sourcing.report.templating import VERDICTS
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Gate, Preference, Slice
from sourcing.web.office import office
from sourcing.web.sentences import Spoken, spoken

bp = Blueprint("rules", __name__, url_prefix="/rules")


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as the page shows it; `mark` is a word beside it, `adds` further (term, text)."""

    id: str
    says: str
    because: str
    condition: Spoken
    sources: tuple[str, ...] = ()
    mark: str = ""
    severity: str = ""
    adds: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of one kind under a heading."""

    title: str
    what: str
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A page of rules."""

    id: str
    title: str
    what: str
    groups: Callable[[Rulebook], Iterator[Group]]


@bp.get("")
def show() -> str:
    """Show the rules that decide which channel is recommended."""
    return section(SECTIONS[0].id)


@bp.get("/sources")
def sources() -> str:
    """Show the documents behind the rules, and where they contradict each other."""
    content = office().rulebook.content
    return render_template(
        "pages/rule-sources.html",
        sections=SECTIONS,
        sources=content.sources,
        contradictions=content.contradictions,
        today=office().today().isoformat(),
    )


@bp.get("/<section_id>")
def section(section_id: str) -> str:
    """Show one section of the rules."""
    found = next((s for s in SECTIONS if s.id == section_id), None)
    if found is None:
        abort(404)
    return render_template(
        "pages/rules.html",
        sections=SECTIONS,
        section=found,
        groups=_groups(office().rulebook, found.id),
        criteria=office().rulebook.content.criteria,
        strengths=office().rulebook.content.strengths,
    )


@lru_cache(maxsize=32)
def _groups(book: Rulebook, section_id: str) -> tuple[Group, ...]:
    found = next(s for s in SECTIONS if s.id == section_id)
    return tuple(group for group in found.groups(book) if group.rules)


def _channel_rules(book: Rulebook) -> Iterator[Group]:
    labels = {channel.id: channel.label for channel in book.channels}
    gates = tuple(_gate(book, rule, labels) for rule in book.content.gates)
    yield Group("What is excluded", "A gate puts a channel out, whatever speaks for it.", gates)
    for criterion in book.content.criteria:
        rules = tuple(
            _preference(book, rule, labels)
            for rule in book.content.preferences
            if rule.criterion == criterion.id
        )
        yield Group(criterion.label, criterion.what, rules)


def _gate(book: Rulebook, rule: Gate, labels: dict[str, str]) -> RuleLine:
    channels = [labels[name] for name in rule.excludes]
    verb = "is" if len(channels) == 1 else "are"
    return RuleLine(
        id=rule.id,
        says=f"{_start(listed(channels))} {verb} excluded",
        because=rule.because,
        condition=spoken(book, rule),
        sources=rule.sources,
        mark=rule.kind,
        adds=_overrides(rule),
    )


def _preference(book: Rulebook, rule: Preference, labels: dict[str, str]) -> RuleLine:
    parts = [
        f"{words} {listed([labels[name] for name in names], 'and')}"
        for words, names in (("for", rule.for_), ("against", rule.against))
        if names
    ]
    return RuleLine(
        id=rule.id,
        says=f"Speaks {', '.join(parts)}",
        because=rule.because,
        condition=spoken(book, rule),
        sources=rule.sources,
        mark=rule.strength,
        adds=_overrides(rule),
    )


def _overrides(rule: Gate | Preference) -> tuple[tuple[str, str], ...]:
    return (("Sets aside", listed(list(rule.overrides))),) if rule.overrides else ()


def _status_rules(book: Rulebook) -> Iterator[Group]:
    statuses = tuple(
        RuleLine(
            id=rule.id,
            says=rule.evidence,
            because=rule.because,
            condition=spoken(book, rule),
            sources=rule.sources,
            mark=rule.status,
            adds=(("Who", rule.owner), ("When", rule.due)),
        )
        for rule in book.content.statuses
    )
    yield Group("Before a lot may move", "What must be had or decided, by whom.", statuses)
    splits = tuple(
        RuleLine(
            id=rule.id,
            says=f"Split into {listed([_part(part) for part in rule.slices])}",
            because=rule.because,
            condition=spoken(book, rule),
            sources=rule.sources,
            adds=(("The shares", rule.share_reason),),
        )
        for rule in book.content.splits
    )
    yield Group("Splits", "When a lot is better bought in parts.", splits)
    impossible = tuple(
        RuleLine(rule.id, "These answers cannot stand together", rule.because, spoken(book, rule))
        for rule in book.content.impossible
    )
    yield Group("Impossible answers", "The questionnaire refuses them.", impossible)


def _part(part: Slice) -> str:
    return f"{part.share:.0%} {part.name}"


def _signal_rules(book: Rulebook) -> Iterator[Group]:
    for title, severities in (
        ("High", ("high",)),
        ("Medium", ("medium",)),
        ("Low, or for information", ("low", "info")),
    ):
        rules = tuple(
            RuleLine(
                id=rule.id,
                says=book.labels.get(rule.signal, rule.signal),
                because=rule.because,
                condition=spoken(book, rule),
                sources=rule.sources,
                severity=rule.severity,
                adds=(("Ask", rule.ask),) if rule.ask else (),
            )
            for rule in book.content.signal_rules
            if rule.severity in severities
        )
        yield Group(title, "", rules)


def _measure_rules(book: Rulebook) -> Iterator[Group]:
    for kind, title in (
        ("clause", "Clauses to sign"),
        ("evidence", "Evidence to demand"),
        ("question", "Questions to put"),
        ("measure", "Measures to take"),
    ):
        rules = tuple(
            RuleLine(rule.id, rule.text, rule.because, spoken(book, rule), rule.sources)
            for rule in book.content.safeguards
            if rule.kind == kind
        )
        yield Group(title, "", rules)
    practices = tuple(
        RuleLine(rule.id, rule.avoid, rule.because, spoken(book, rule), rule.sources)
        for rule in book.content.practices
    )
    yield Group("Practices to avoid", "", practices)


def _conflict_rules(book: Rulebook) -> Iterator[Group]:
    rules = tuple(
        RuleLine(
            id=rule.id,
            says=book.labels.get(rule.flag, rule.flag),
            because=rule.because,
            condition=spoken(book, rule),
            sources=rule.sources,
            mark=VERDICTS.get(rule.verdict or "", ""),
            severity=rule.severity,
            adds=tuple(
                (term, text)
                for term, text in (
                    ("Ask", rule.ask),
                    ("Demand", rule.evidence),
                    ("Sign", rule.clause),
                )
                if text
            ),
        )
        for rule in book.content.conflict_rules
    )
    yield Group("What is flagged about a vendor", "And the verdict that follows.", rules)


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]


SECTIONS = (
    Section(
        "channels",
        "Which channel",
        "What excludes a channel, and what speaks for and against it.",
        _channel_rules,
    ),
    Section("status", "May it move", "Conditions, splits and impossible answers.", _status_rules),
    Section("signals", "What to know", "Signals on a lot, the gravest first.", _signal_rules),
    Section("measures", "What to do", "Clauses, evidence, questions, measures.", _measure_rules),
    Section("conflicts", "Vendors", "Ownership, rivals served, incidents.", _conflict_rules),
)
