"""Every rule as a sentence, in the sections under which people look for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from sourcing.report.formats import listed
from sourcing.report.templating import VERDICTS
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Gate, Impossible, Preference, Slice, Split, StatusRule
from sourcing.rulebook.model.signals import Practice, Safeguard, SignalRule
from sourcing.rulebook.model.vendors import ConflictRule
from sourcing.web.rulebook.sentences import Spoken, lowered, spoken, when_words

AnyRule: TypeAlias = (
    Gate
    | Preference
    | StatusRule
    | Split
    | Impossible
    | SignalRule
    | Safeguard
    | Practice
    | ConflictRule
)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as the page shows it; `mark` is a word beside it, `adds` further (term, text).

    `kind` is where it stands among the rulebook's records, `record` the rule itself.
    """

    kind: str
    record: AnyRule
    says: str
    when: str
    condition: Spoken
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


def groups_of(book: Rulebook, section: Section) -> tuple[Group, ...]:
    """Return the rules of a section, made once for each rulebook."""
    key = (groups_of, section.id)
    if key not in book.memory:
        book.memory[key] = tuple(group for group in section.groups(book) if group.rules)
    found: tuple[Group, ...] = book.memory[key]
    return found


def _line(
    book: Rulebook,
    kind: str,
    rule: AnyRule,
    says: str,
    **more: Any,  # noqa: ANN401
) -> RuleLine:
    return RuleLine(
        kind=kind,
        record=rule,
        says=says,
        when=when_words(book, rule),
        condition=spoken(book, rule),
        **more,
    )


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
    says = f"{listed([lowered(channel) for channel in channels])} {verb} excluded"
    return _line(book, "gates", rule, says, mark=rule.kind, adds=_overrides(rule))


def _preference(book: Rulebook, rule: Preference, labels: dict[str, str]) -> RuleLine:
    parts = [
        f"{words} {listed([lowered(labels[name]) for name in names], 'and')}"
        for words, names in (("for", rule.for_), ("against", rule.against))
        if names
    ]
    says = f"this speaks {' and '.join(parts)}"
    return _line(book, "preferences", rule, says, mark=rule.strength, adds=_overrides(rule))


def _overrides(rule: Gate | Preference) -> tuple[tuple[str, str], ...]:
    return (("Sets aside", listed(list(rule.overrides))),) if rule.overrides else ()


def _status_rules(book: Rulebook) -> Iterator[Group]:
    statuses = tuple(
        _line(
            book,
            "statuses",
            rule,
            rule.evidence,
            mark=rule.status,
            adds=(("Who", rule.owner), ("When", rule.due)),
        )
        for rule in book.content.statuses
    )
    yield Group("Before a lot may move", "What must be had or decided, by whom.", statuses)
    splits = tuple(
        _line(
            book,
            "splits",
            rule,
            f"split into {listed([_part(part) for part in rule.slices])}",
            adds=(("The shares", rule.share_reason),),
        )
        for rule in book.content.splits
    )
    yield Group("Splits", "When a lot is better bought in parts.", splits)
    impossible = tuple(
        _line(book, "impossible", rule, "these answers cannot stand together")
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
            _line(
                book,
                "signal_rules",
                rule,
                book.labels.get(rule.signal, rule.signal),
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
            _line(book, "safeguards", rule, rule.text)
            for rule in book.content.safeguards
            if rule.kind == kind
        )
        yield Group(title, "", rules)
    practices = tuple(
        _line(book, "practices", rule, f"avoid: {rule.avoid}") for rule in book.content.practices
    )
    yield Group("Practices to avoid", "", practices)


def _conflict_rules(book: Rulebook) -> Iterator[Group]:
    rules = tuple(
        _line(
            book,
            "conflict_rules",
            rule,
            book.labels.get(rule.flag, rule.flag),
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
