"""Rules as people read them: conditions in the words of the questions that they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sourcing.report.formats import listed
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.base import Clause, Conditional
from sourcing.rulebook.model.questions import DerivedFact, Question

# What the program works out by itself has no question, and so no label in the rulebook.
COMPUTED: Mapping[str, str] = {
    "recommended": "Recommended channel",
    "eligible": "Channels that are not excluded",
    "one_sided": "The recommendation rests on interested sources alone",
    "in_catalogue": "The vendor is in the catalogue",
    "listed": "The vendor is on the brief",
    "several_listed": "Several vendors are on the brief",
    "rivals_named": "Rivals are named",
    "rival_stake": "Stake of a rival in the vendor",
    "own_stake": "Your own stake in the vendor",
    "serves_rival": "The vendor serves a rival",
    "same_group": "Another vendor on the brief has the same owner",
    "vendor_owner": "What is known of the vendor's owner",
    "vendor_kind": "Kind of vendor",
    "vendor_employment": "How the vendor employs its workers",
    "vendor_serves": "What the vendor serves of this lot",
    "vendor_traits": "Known of the vendor",
    "vendor_incidents": "Incidents at the vendor",
}
FEW = 3
MANY = "one of the"


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: what is asked, and the answers for which it holds."""

    subject: str
    holds_for: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A condition in words: all of `when`, one of `alternatives`, none of `exceptions`."""

    when: tuple[Term, ...]
    alternatives: tuple[tuple[Term, ...], ...]
    exceptions: tuple[tuple[Term, ...], ...]


def spoken(rulebook: Rulebook, record: Conditional) -> Spoken:
    """Return a record's condition in words."""
    return Spoken(
        when=terms(rulebook, record.when),
        alternatives=tuple(terms(rulebook, clause) for clause in record.any),
        exceptions=tuple(terms(rulebook, clause) for clause in record.unless),
    )


def terms(rulebook: Rulebook, clause: Clause) -> tuple[Term, ...]:
    """Return the entries of a clause in words."""
    return tuple(
        Term(_subject(rulebook, name), _holds_for(rulebook, name, matcher))
        for name, matcher in clause.items()
    )


def answer_words(rulebook: Rulebook, name: str, answer: str | list[str]) -> str:
    """Return an answer in a word or two; of several options at once, all of them."""
    parts = [answer] if isinstance(answer, str) else answer
    return listed([_short(rulebook, name, part) for part in parts]) or "none"


def asked_words(rulebook: Rulebook, name: str) -> str:
    """Return a question, or a fact that is worked out, in a word or two."""
    asked = rulebook.questions.get(name) or rulebook.facts.get(name)
    words = short_name(asked) if asked else plain_name(name)
    return words[:1].upper() + words[1:]


def _subject(rulebook: Rulebook, name: str) -> str:
    question = rulebook.questions.get(name) or rulebook.facts.get(name)
    return question.label if question else COMPUTED.get(name, plain_name(name))


def _holds_for(rulebook: Rulebook, name: str, matcher: Any) -> str:  # noqa: ANN401 - as in the file
    labels = _labels(rulebook, name)
    if isinstance(matcher, str):
        return labels.get(matcher, plain_name(matcher))
    if isinstance(matcher, list | tuple):
        return listed([labels.get(o, plain_name(o)) for o in matcher], "or") or "none of these"
    return ", ".join(_operation(rulebook, name, *part) for part in matcher.items())


def _operation(rulebook: Rulebook, name: str, operator: str, operand: Any) -> str:  # noqa: ANN401
    if operator == "tagged":
        tags = [operand] if isinstance(operand, str) else list(operand)
        return listed([_tag(rulebook, name, tag) for tag in tags], "or")
    said = _holds_for(rulebook, name, operand)
    return {
        "at_least": f"{said}, or more",
        "at_most": f"{said}, or less",
        "not": f"not: {said}",
    }[operator]


def _tag(rulebook: Rulebook, name: str, tag: str) -> str:
    return listed(_tagged(rulebook, name, tag), "or")


def _tagged(rulebook: Rulebook, name: str, tag: str) -> list[str]:
    """Return what has a tag: a whole group, a few options by their labels, or how many there are."""
    question = rulebook.questions.get(name)
    if question is None:
        return [plain_name(tag)]
    groups = {group.id: group.label for group in question.groups}
    tagged = [option.label for option in question.options if tag in option.tags]
    if tag in groups:
        return [groups[tag]]
    many = f"{MANY} {len(tagged)} marked {quoted(plain_name(tag))}"
    return tagged if len(tagged) <= FEW else [many]


@lru_cache(maxsize=256)
def _labels(rulebook: Rulebook, name: str) -> Mapping[str, str]:
    question = rulebook.questions.get(name) or rulebook.facts.get(name)
    if question:
        return {option.id: option.label for option in question.options}
    return {channel.id: channel.label for channel in rulebook.channels}


def plain_name(name: str) -> str:
    """Return an id as words."""
    return name.replace("_", " ").replace("-", " ")


def short_name(asked: Question | DerivedFact) -> str:
    """Return a question or a fact in a word or two: the rulebook's, or its id as words."""
    short = asked.short if isinstance(asked, Question) else None
    return short or plain_name(asked.id)


def lowered(text: str) -> str:
    """Return a label as it stands within a sentence."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def when_words(rulebook: Rulebook, record: Conditional) -> str:
    """Return a condition as the beginning of a sentence, in the short words of its ids.

    Questions are asked in whole sentences, too long to be put together; their short names are not.
    Only where there are so many options that they stand in groups does an id say too little.
    """
    parts = [_clause_words(rulebook, record.when)] if record.when else []
    if record.any:
        either = [_clause_words(rulebook, clause) for clause in record.any]
        parts.append(f"{'either ' if len(either) > 1 else ''}{listed(either, 'or')}")
    said = f"When {' and '.join(parts)}" if parts else "Always"
    exceptions = [_clause_words(rulebook, clause) for clause in record.unless]
    return f"{said}, unless {listed(exceptions, 'or')}" if exceptions else said


def _clause_words(rulebook: Rulebook, clause: Clause) -> str:
    return " and ".join(_entry_words(rulebook, name, matcher) for name, matcher in clause.items())


def _entry_words(rulebook: Rulebook, name: str, matcher: Any) -> str:  # noqa: ANN401 - as in the file
    question = rulebook.questions.get(name)
    several = question is not None and question.kind == "multiple"
    verb = "includes" if several and matcher else "is"
    subject = short_name(question) if question else plain_name(name)
    return f"{subject} {verb} {_short(rulebook, name, matcher)}"


def _short(rulebook: Rulebook, name: str, matcher: Any) -> str:  # noqa: ANN401
    question = rulebook.questions.get(name)
    if question is not None and question.groups and not isinstance(matcher, list | tuple):
        return _by_label(rulebook, name, matcher)
    if isinstance(matcher, str):
        channel = {c.id: lowered(c.label) for c in rulebook.channels}
        return (
            channel.get(matcher, plain_name(matcher))
            if name not in rulebook.questions
            else plain_name(matcher)
        )
    if isinstance(matcher, list | tuple):
        return listed([_short(rulebook, name, option) for option in matcher], "or") or "none"
    return " and ".join(
        {
            "at_least": "at least {}",
            "at_most": "at most {}",
            "not": "not {}",
            "tagged": "of the kind {}",
        }[operator].format(_short(rulebook, name, operand))
        for operator, operand in matcher.items()
    )


def _by_label(rulebook: Rulebook, name: str, matcher: Any) -> str:  # noqa: ANN401
    if isinstance(matcher, str):
        return quoted(_labels(rulebook, name).get(matcher, plain_name(matcher)))
    words = {"not": "not {}", "at_least": "at least {}", "at_most": "at most {}"}
    return " and ".join(
        _kinds(rulebook, name, operand)
        if operator == "tagged"
        else words[operator].format(_short(rulebook, name, operand))
        for operator, operand in matcher.items()
    )


def _kinds(rulebook: Rulebook, name: str, tags: Any) -> str:  # noqa: ANN401
    wanted = [tags] if isinstance(tags, str) else tags
    found = [said for tag in wanted for said in _tagged(rulebook, name, tag)]
    return listed([said if said.startswith(MANY) else quoted(said) for said in found], "or")


def quoted(words: str) -> str:
    """Return words in quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"
