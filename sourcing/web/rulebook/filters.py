"""Rules found by what they speak of: a question, an answer, a channel, a criterion, a source, a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Gate, Preference
from sourcing.web.rulebook.lines import SECTIONS, AnyRule, Group, RuleLine, Section, groups_of

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; empty words want everything. `answer` is `question/option`."""

    question: str = ""
    answer: str = ""
    channel: str = ""
    criterion: str = ""
    source: str = ""
    fact: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, item.name) for item in fields(self))

    def keeps(self, book: Rulebook, line: RuleLine) -> bool:
        """Say whether a rule is wanted."""
        rule = line.record
        question, _, option = self.answer.partition("/")
        return (
            (not self.question or self.question in _read(rule))
            and (not self.answer or _allows(book, rule, question, option))
            and (not self.channel or self.channel in _channels(rule))
            and (not self.criterion or getattr(rule, "criterion", "") == self.criterion)
            and (not self.source or self.source in _sources(rule))
            and (not self.fact or self.fact.casefold() in _facts(rule))
        )


def filter_of(arguments: Mapping[str, str]) -> Filter:
    """Return the filter that an address asks for."""
    names = (item.name for item in fields(Filter))
    return Filter(**{n: " ".join(arguments.get(n, "").split())[:LONGEST] for n in names})


def found(book: Rulebook, wanted: Filter) -> list[tuple[Section, list[Group]]]:
    """Return the rules that are wanted, by section and group, without the empty ones."""
    sections = (
        (section, list(_kept(book, groups_of(book, section), wanted))) for section in SECTIONS
    )
    return [(section, groups) for section, groups in sections if groups]


def _kept(book: Rulebook, groups: Iterable[Group], wanted: Filter) -> Iterator[Group]:
    for group in groups:
        rules = tuple(line for line in group.rules if wanted.keeps(book, line))
        if rules:
            yield Group(group.title, group.what, rules)


def _clauses(rule: AnyRule) -> tuple[Mapping[str, Any], ...]:
    return (rule.when, *rule.any, *rule.unless)


def _read(rule: AnyRule) -> set[str]:
    return {name for clause in _clauses(rule) for name in clause}


def _allows(book: Rulebook, rule: AnyRule, question: str, option: str) -> bool:
    """Say whether a rule asks about a question and can hold, or is excepted, for this option."""
    known = book.questions.get(question) or book.facts.get(question)
    if known is None:
        return False
    return any(
        option in _options(book, question, clause[question])
        for clause in _clauses(rule)
        if question in clause
    )


def _options(book: Rulebook, question: str, matcher: Any) -> set[str]:  # noqa: ANN401 - as in the file
    asked = book.questions.get(question) or book.facts[question]
    names = [option.id for option in asked.options]
    if isinstance(matcher, str):
        return {matcher}
    if isinstance(matcher, list | tuple):
        return set(matcher)
    options = set(names)
    for operator, operand in matcher.items():
        if operator == "not":
            options -= _options(book, question, operand)
        elif operator == "tagged":
            tags = {operand} if isinstance(operand, str) else set(operand)
            options &= {option.id for option in asked.options if tags & set(option.tags)}
        else:
            at = names.index(operand)
            options &= set(names[at:] if operator == "at_least" else names[: at + 1])
    return options


def _channels(rule: AnyRule) -> set[str]:
    spoken: set[str] = set()
    if isinstance(rule, Gate):
        spoken |= set(rule.excludes)
    if isinstance(rule, Preference):
        spoken |= {*rule.for_, *rule.against}
    for clause in _clauses(rule):
        for name in ("recommended", "eligible"):
            spoken |= _named(clause.get(name))
    return spoken


def _named(matcher: Any) -> set[str]:  # noqa: ANN401
    if isinstance(matcher, str):
        return {matcher}
    if isinstance(matcher, list | tuple):
        return set(matcher)
    if isinstance(matcher, Mapping):
        return {name for operand in matcher.values() for name in _named(operand)}
    return set()


def _sources(rule: AnyRule) -> set[str]:
    return {citation.partition(":")[0] for citation in getattr(rule, "sources", ())}


def _facts(rule: AnyRule) -> set[str]:
    return {fact.casefold() for fact in getattr(rule, "facts", ())}
