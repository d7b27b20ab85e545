"""The words behind the ids of a document, and phrases that several parts of a report share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sourcing.report import formats
from sourcing.report.model.marks import ChannelMark, Cite, Cites

Plain = Mapping[str, Any]

SEVERITIES = ("high", "medium", "low", "info")
_MONTHS_IN_YEAR = 12


class Words:
    """Looks up labels in a document's `names`; an id without a label is shown as it is."""

    def __init__(self, document: Plain) -> None:
        self._names: Plain = document["names"]
        self.today = date.fromisoformat(document["date"])
        self._places = {name: i for i, name in enumerate(self._names["channels"], start=1)}

    def channel(self, name: str) -> ChannelMark:
        """Return a channel's mark."""
        known = self._names["channels"].get(name, {})
        letter = known.get("letter") or name[:1].upper()
        return ChannelMark(name, known.get("label", name), letter, self._places.get(name, 1))

    def channels(self, names: Iterable[str], last: str = "and") -> str:
        """Return channels as a sentence lists them."""
        return formats.listed([self.channel(name).label for name in names], last)

    def advice(self, name: str) -> str:
        """Return the recommendation of a channel as a sentence."""
        known = self._names["channels"].get(name, {})
        return str(known.get("advice") or f"Buy through {known.get('label', name)}.")

    def criterion(self, name: str) -> str:
        """Return a criterion's label."""
        return str(self._names["criteria"].get(name, name))

    def organisation(self, name: str) -> str:
        """Return an organisation's name; what the catalogue does not know keeps the buyer's words."""
        return str(self._names["organisations"].get(name, name))

    def organisations(self, names: Iterable[str], last: str = "and") -> str:
        """Return organisations as a sentence lists them, each once."""
        return formats.listed([*dict.fromkeys(self.organisation(name) for name in names)], last)

    @property
    def questions(self) -> Mapping[str, Plain]:
        """Return all questions, in the order in which they are asked."""
        questions: Mapping[str, Plain] = self._names["questions"]
        return questions

    def question(self, name: str) -> str:
        """Return a question's label."""
        return str(self.questions.get(name, {}).get("label", name))

    def answer(self, question: str, value: str | Sequence[str]) -> str:
        """Return an answer in the words of its options."""
        options = self.questions.get(question, {}).get("options", {})
        if isinstance(value, str):
            return str(options.get(value, value))
        return "; ".join(str(options.get(part, part)) for part in value) or "None"

    @property
    def facts(self) -> Mapping[str, Plain]:
        """Return the facts that the program works out; none in documents of older versions."""
        facts: Mapping[str, Plain] = self._names.get("facts", {})
        return facts

    def fact(self, name: str, value: str) -> tuple[str, str]:
        """Return the label of a fact that was worked out, and what it came to."""
        known = self.facts.get(name, {})
        return str(known.get("label", name)), str(known.get("options", {}).get(value, value))

    def changes(self, answers: Mapping[str, str | Sequence[str]]) -> str:
        """Return changed answers: question, then the answer that it would need."""
        told = (
            f"{self.question(name)} {formats.sentence(self.answer(name, value)).removesuffix('.')}"
            for name, value in answers.items()
        )
        return formats.sentence("; ".join(told))

    def assumed(
        self, names: Sequence[str], assumed: Mapping[str, str | Sequence[str]]
    ) -> str | None:
        """Return a note on the assumed answers that a rule rests on; None where it rests on none."""
        if not names:
            return None
        known = self.changes({name: assumed[name] for name in names if name in assumed})
        unknown = " ".join(self.question(name) for name in names if name not in assumed)
        return f"Assumed: {'; '.join(filter(None, (known, unknown)))}"

    def only_if(self, called: Plain) -> str:
        """Return for which assumed options a thing is called for; empty where it holds anyway."""
        found = called.get("only_if") or {}
        options = [self.answer(name, one) for name, some in found.items() for one in some]
        return f"only where this applies: {formats.listed(options, 'or')}" if options else ""


def outcome_of(lot: Plain, channel: str | None) -> Plain | None:
    """Return what came out for a channel of a lot; None where there is none."""
    return next((out for out in lot["channels"] if out["channel"] == channel), None)


def taken(lot: Plain) -> str | None:
    """Return the channel on which a lot is bought: the chosen one, else the recommended one."""
    chosen = lot.get("chosen") or {}
    name: str | None = chosen.get("channel") or lot["recommended"]
    return name


def cites(sources: Iterable[str]) -> Cites:
    """Return citations such as field-guide:39 gathered by source, in the order first met."""
    places: dict[str, list[str]] = {}
    for citation in sources:
        source, _, place = citation.partition(":")
        found = places.setdefault(source, [])
        if place and place not in found:
            found.append(place)
    return tuple(Cite(source, ", ".join(sorted(at, key=_page))) for source, at in places.items())


def cited_together(*groups: Cites) -> Cites:
    """Return citations of several things as one list, each source once with all its places."""
    return cites(
        f"{cite.source}:{place}"
        for group in groups
        for cite in group
        for place in cite.places.split(", ")
    )


def cited_text(citations: Cites) -> str:
    """Return citations as plain text: field-guide 39, 94; jobs-guide 13."""
    return "; ".join(f"{cite.source} {cite.places}".strip() for cite in citations)


def as_of(text: str | None, today: date) -> str | None:
    """Return when a fact was so, and how long before the decision: Jun 2025, 1 year old."""
    if not text:
        return None
    then = _last_day(text)
    if then is None:
        return f"As of {text}"
    if then > today:
        return f"As of {when(text)}"
    return f"As of {when(text)}, {formats.age(then, today)} old"


def when(text: str) -> str:
    """Return a day, month or year in ISO form as it is read; any other words as they are."""
    if _last_day(text) is None:
        return text
    year, *rest = text.split("-")
    if not rest:
        return year
    return formats.day(text) if rest[1:] else f"{date(int(year), int(rest[0]), 1):%b %Y}"


def _last_day(text: str) -> date | None:
    """Return the last day of a year, a month or a day in ISO form; None for anything else."""
    try:
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 3:  # noqa: PLR2004 - year, month, day
            return date(*parts)
        year, month = parts[0], parts[1] if len(parts) > 1 else _MONTHS_IN_YEAR
        following = date(year + month // _MONTHS_IN_YEAR, month % _MONTHS_IN_YEAR + 1, 1)
    except (ValueError, IndexError):
        return None
    return date.fromordinal(following.toordinal() - 1)


def _page(place: str) -> tuple[int, str]:
    return (int(place), "") if place.isdigit() else (0, place)
