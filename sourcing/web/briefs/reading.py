"""From a draft to a brief, or to complaints that each name a field of the form."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sourcing.brief import Brief, parse_brief
from sourcing.decision.intake import brief_problems, directory_of
from sourcing.problems import InvalidInputError, Place, Problem
from sourcing.rulebook.compiled import Rulebook
from sourcing.values import plain
from sourcing.web.briefs import typed
from sourcing.web.briefs.fields import ANSWER, NONE_OF_THESE, OPEN

Path = tuple[int | str, ...]

VOLUME = (
    "hours",
    "items",
    "minutes_per_item",
    "judgements_per_item",
    "people",
    "weeks",
    "hours_per_week",
    "units",
)
QUOTE = ("bill_rate", "pay", "minimum", "setup")
EXAMPLES = {
    "budget_amount": "250000",
    "hours": "4000",
    "items": "50000",
    "minutes_per_item": "3",
    "people": "8",
    "weeks": "26",
    "hours_per_week": "10",
    "units": "50",
    "minimum": "5000",
    "setup": "1500",
    "take_rate": "32",
}
A_RATE = "14.50"
FIELD = "{field}"
"""Stands in a complaint for the words that the page shows for the field."""
ONE_WAY = (
    "Give the volume in one way: hours; or items with the minutes for each; or people with weeks "
    "and hours a week; or units with what a unit is"
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one field, by its id on the page, and how to mend it; see `FIELD`."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A brief, or what stands in its way."""

    brief: Brief | None
    complaints: tuple[Complaint, ...]


def read_draft(rulebook: Rulebook, draft: Mapping[str, Any]) -> Reading:
    """Read a draft under a rulebook; every complaint is found at once."""
    reader = _Reader(rulebook, draft)
    content = reader.content()
    complaints = reader.complaints
    try:
        brief = parse_brief(content, _locate)
    except InvalidInputError as error:
        return Reading(None, (*complaints, *map(reader.complaint, error.problems)))
    problems = brief_problems(rulebook, brief, _locate)
    complaints += map(reader.complaint, problems)
    return Reading(None if complaints else brief, tuple(complaints))


def _locate(path: Path) -> Place:
    return Place(json.dumps(path))


class _Reader:
    """Reads one draft, and remembers which field each part of the brief came from."""

    def __init__(self, rulebook: Rulebook, draft: Mapping[str, Any]) -> None:
        self.rulebook = rulebook
        self.draft = draft
        self.directory = directory_of(rulebook)
        self.channels = {c.label.casefold(): c.id for c in rulebook.channels}
        self.complaints: list[Complaint] = []
        self.fields: dict[Path, str] = {(): "end", ("lots",): "title"}

    def content(self) -> dict[str, Any]:
        """Return the brief in its file format, without what could not be read."""
        draft = self.draft
        if not draft.get("title", "").strip():
            self.complain("title", "Give the brief a title, so that you find it again")
        content = {
            "title": self.take(("title",), "title"),
            "organisation": self.organisation(),
            "competitors": self.names("competitors"),
            "vendors": self.names("vendors"),
            "budget": self.budget(),
            "start": self.take(("start",), "start"),
            "end": self.take(("end",), "end"),
            "incumbent": self.incumbent(),
            "lots": [self.lot(n, lot) for n, lot in enumerate(draft["lots"])],
        }
        return {name: value for name, value in content.items() if value not in (None, {}, [])}

    def organisation(self) -> dict[str, str]:
        found = {"name": self.take(("organisation", "name"), "organisation_name")}
        chosen = self.take(("organisation", "is"), "organisation_is")
        if chosen is None and found["name"]:
            chosen = self.directory.find(found["name"])
        found["is"] = None if chosen == NONE_OF_THESE else chosen
        return {name: value for name, value in found.items() if value}

    def names(self, key: str) -> list[str]:
        found: list[str] = []
        for n, text in enumerate(self.draft.get(key, ())):
            whole = self.directory.find(text)
            for name in [whole] if whole else typed.names(text):
                known = self.directory.find(name) or name
                if known not in found:
                    self.fields[key, len(found)] = f"{key}-{n}"
                    found.append(known)
        return found

    def budget(self) -> dict[str, str]:
        amount = self.figure("budget_amount", self.draft, ("budget", "amount"))
        currency = self.take(("budget", "currency"), "budget_currency")
        if amount is None:
            return {}
        return {"amount": amount, "currency": (currency or self.rulebook.currency).upper()}

    def incumbent(self) -> dict[str, str]:
        vendor = self.take(("incumbent", "vendor"), "incumbent_vendor")
        rate = self.figure("incumbent_bill_rate", self.draft, ("incumbent", "bill_rate"))
        found = {"vendor": vendor and (self.directory.find(vendor) or vendor), "bill_rate": rate}
        return {name: value for name, value in found.items() if value}

    def lot(self, n: int, lot: Mapping[str, Any]) -> dict[str, Any]:
        at = f"lots-{n}-"
        path: Path = ("lots", n)
        self.fields |= {path: f"{at}name", (*path, "volume"): f"{at}hours"}
        found = {
            "name": self.take((*path, "name"), "name", lot, at) or f"Lot {n + 1}",
            "answers": self.answers(lot, path, at),
            "volume": self.volume(lot, path, at),
            "quotes": self.quotes(lot, path, at),
            "chosen": self.chosen(lot, path, at),
        }
        return {name: value for name, value in found.items() if value not in (None, {})}

    def answers(self, lot: Mapping[str, Any], path: Path, at: str) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for question in self.rulebook.questions.values():
            field = f"{at}{ANSWER}{question.id}"
            self.fields[*path, "answers", question.id] = field
            self.fields.setdefault((*path, "answers"), field)
            value = lot.get(ANSWER + question.id)
            if not value or value == OPEN:
                continue
            if question.kind == "multiple" and NONE_OF_THESE in value:
                if len(value) > 1:
                    self.complain(field, "Choose either 'None of these' or those that apply")
                value = []
            answers[question.id] = value
        return answers

    def volume(self, lot: Mapping[str, Any], path: Path, at: str) -> dict[str, str]:
        found = {name: self.figure(name, lot, (*path, "volume", name), at) for name in VOLUME} | {
            "unit": self.take((*path, "volume", "unit"), "unit", lot, at)
        }
        return {name: value for name, value in found.items() if value}

    def quotes(self, lot: Mapping[str, Any], path: Path, at: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for j, row in enumerate(lot.get("quotes", ())):
            here = f"{at}quotes-{j}-"
            name = " ".join(row.get("source", "").split())
            known = self.channels.get(name.casefold()) or self.directory.find(name) or name
            if not known:
                self.complain(f"{here}source", "Say from whom the quote is: a vendor or a channel")
                continue
            if known in found:
                self.complain(f"{here}source", f"There are two quotes from {name}; keep one")
                continue
            place = (*path, "quotes", known)
            self.fields[place] = f"{here}source"
            quote = {key: self.figure(key, row, (*place, key), here) for key in QUOTE}
            quote["take_rate"] = self.share("take_rate", row, (*place, "take_rate"), here)
            found[known] = {key: value for key, value in quote.items() if value is not None}
        return found

    def chosen(self, lot: Mapping[str, Any], path: Path, at: str) -> dict[str, str] | None:
        parts = {
            part: self.take((*path, "chosen", part), f"chosen_{part}", lot, at)
            for part in ("channel", "reason", "person")
        }
        if not any(parts.values()):
            return None
        asked = {
            "channel": "Choose the channel that you take instead",
            "reason": "Say why you choose another channel",
            "person": "Name the person who decided so",
        }
        for part, value in parts.items():
            if not value:
                self.complain(f"{at}chosen_{part}", asked[part])
        return (
            {part: value for part, value in parts.items() if value} if all(parts.values()) else None
        )

    def take(
        self, path: Path, name: str, values: Mapping[str, Any] | None = None, at: str = ""
    ) -> Any:  # noqa: ANN401 - text, or None
        """Return the text of a field, or None where it is empty."""
        self.fields[path] = at + name
        return (self.draft if values is None else values).get(name, "").strip() or None

    def figure(self, name: str, values: Mapping[str, Any], path: Path, at: str = "") -> Any:  # noqa: ANN401
        return self._number(typed.figure, name, values, path, at)

    def share(self, name: str, values: Mapping[str, Any], path: Path, at: str = "") -> Any:  # noqa: ANN401
        return self._number(typed.share, name, values, path, at)

    def _number(
        self,
        read: Callable[[str], Decimal],
        name: str,
        values: Mapping[str, Any],
        path: Path,
        at: str,
    ) -> str | None:
        text = self.take(path, name, values, at)
        if text is None:
            return None
        try:
            return plain(read(text))
        except typed.NotAFigureError:
            example = EXAMPLES.get(name, A_RATE)
            self.complain(at + name, f"Enter {FIELD} as a number, for example {example}")
            return None

    def complain(self, field: str, message: str) -> None:
        self.complaints.append(Complaint(field, message))

    def complaint(self, problem: Problem) -> Complaint:
        """Return a problem of the brief as a complaint about the field that it came from."""
        path: Path = tuple(json.loads(problem.place.path))
        while path and path not in self.fields:
            path = path[:-1]
        return Complaint(self.fields.get(path, "title"), _said(path, problem.message))


def _said(path: Path, message: str) -> str:
    """Return the message without the file's name for the field, which the page shows itself."""
    if path and path[-1] == "volume":
        return ONE_WAY
    where, colon, rest = message.partition(": ")
    named = str(path[0]) if path else "the file"
    return f"{FIELD}: {rest if colon and where.startswith(named) else message}"
