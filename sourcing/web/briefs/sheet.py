"""The fields of a draft as they are read: which part of the brief came from which, and what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sourcing.problems import Place, Problem, shown
from sourcing.quotes.written import UnreadableError
from sourcing.values import CURRENCY_PATTERN, plain
from sourcing.web.briefs import typed

Path = tuple[int | str, ...]
Draft = Mapping[str, Any]

EXAMPLES: Final = {
    "budget_amount": "250000",
    "budget_tax": "20",
    "exchange_one_is_worth": "1.08",
    "hours": "4000",
    "items": "50000",
    "minutes_per_item": "3",
    "people": "8",
    "weeks": "26",
    "hours_per_week": "10",
    "units": "50",
    "pay_floor": "15",
}
A_RATE: Final = "14.50"
READABLE: Final = "0.5"
"""Stands in for a figure that cannot be read, lest its absence be found wrong too."""
AS_TYPED: Final = {
    "a share below 1: write 35 percent as 0.35": "a percentage below 100, for example 35",
}
"""What a form asks for where the file format asks for something else."""
FIELD: Final = "{field}"
"""Stands in a complaint for the words that the page shows for the field."""
ONE_WAY: Final = (
    "Give the volume in one way: hours; or items, with the minutes for each where you know them; "
    "or people with weeks and hours a week; or units with what a unit is"
)

_RULE: Final = re.compile(r" \((?:rule )?([a-z0-9-]+(?:, [a-z0-9-]+)*)\)")
_CURRENCY: Final = re.compile(CURRENCY_PATTERN)


class _OtherCurrencyError(ValueError):
    """An amount that names another currency than the one asked for; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with one field, by its id on the page, and how to mend it; see `FIELD`."""

    field: str
    message: str


class Sheet:
    """Takes values out of one draft, and remembers the field of each and what could not be read.

    `unread` are the parts of the brief that a complaint was made of already. `labels` are the words
    that a reader knows for the ids of the brief's own choices, `rules` those for the ids of what
    excludes some; `currency` is that of its amounts.
    """

    def __init__(self, labels: Mapping[str, str], rules: Mapping[str, str], currency: str) -> None:
        self.labels = labels
        self.rules = rules
        self.currency = currency
        self.complaints: list[Complaint] = []
        self.fields: dict[Path, str] = {(): "title", ("lots",): "title"}
        self.unread: set[Path] = set()

    def take(self, path: Path, name: str, values: Draft, at: str = "") -> str | None:
        """Return the text of a field, or None where it is empty."""
        self.fields[path] = at + name
        text: str = values.get(name, "").strip()
        return text or None

    def figure(self, name: str, values: Draft, path: Path, at: str = "") -> str | None:
        """Return the plain figure in a field, or None."""
        return self._number(typed.figure, name, values, path, at)

    def amount(
        self, name: str, values: Draft, path: Path, at: str = "", *, currency: str | None = None
    ) -> str | None:
        """Return the amount of money in a field, or None.

        It is in `currency`, else in that of the brief; what names another is complained of.
        """
        wanted = currency or self.currency

        def read(text: str) -> Decimal:
            written = typed.amount(text)
            if written.currencies and _CURRENCY.match(wanted) and wanted not in written.currencies:
                message = f"Enter {FIELD} in {wanted}; '{shown(text)}' is in another currency"
                raise _OtherCurrencyError(f"{message}. If you buy in that one, enter its rate")
            return written.amount

        return self._number(read, name, values, path, at)

    def share(self, name: str, values: Draft, path: Path, at: str = "") -> str | None:
        """Return the percentage in a field as a share of 1, or None."""
        return self._number(typed.share, name, values, path, at)

    def complain(self, field: str, message: str) -> None:
        """Note what is wrong with a field."""
        self.complaints.append(Complaint(field, message))

    def asked_for(self, parts: Mapping[str, str | None], asked: Mapping[str, str], at: str) -> bool:
        """Complain of each part that is missing; say whether none is."""
        missing = [part for part in asked if not parts.get(part)]
        for part in missing:
            self.complain(f"{at}{part}", asked[part])
        return not missing

    def complaint(self, problem: Problem) -> Complaint:
        """Return a problem of the brief as a complaint about the field that it came from."""
        whole: Path = tuple(json.loads(problem.place.path))
        path = whole
        while path and path not in self.fields:
            path = path[:-1]
        message = _said(path, problem.message)
        if {"chosen", "quotes"} & set(whole):
            message = _RULE.sub(lambda rule: self._rule_said(rule, message), message)
            for name, label in self.labels.items():
                message = message.replace(
                    f"'{name}'",
                    f"\N{LEFT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK}",
                )
        return Complaint(self.fields.get(path, "title"), message)

    def _rule_said(self, rule: re.Match[str], message: str) -> str:
        """Return a mention of rules in their words, which a reader knows; none where they stand there."""
        named = [self.rules.get(name) for name in rule[1].split(", ")]
        words = [text for text in named if text]
        if len(words) < len(named):
            return rule[0]
        return "" if words[0] in message else f" ({' '.join(words).rstrip('.')})"

    def _number(
        self, read: Callable[[str], Decimal], name: str, values: Draft, path: Path, at: str
    ) -> str | None:
        text = self.take(path, name, values, at)
        if text is None:
            return None
        try:
            # What is below zero is a number; the brief says of each whether it may be.
            number = read(text.removeprefix("-"))
            return plain(-number if text.startswith("-") else number)
        except (UnreadableError, _OtherCurrencyError) as error:
            example = EXAMPLES.get(name, A_RATE)
            enter = f"Enter {FIELD} as a number, for example {example}"
            self.complain(at + name, enter if isinstance(error, UnreadableError) else str(error))
            self.unread.add(path)
            return READABLE


def locate(path: Path) -> Place:
    """Return the place of a part of a brief, from which `Sheet.complaint` finds the field."""
    return Place(json.dumps(path))


def _said(path: Path, message: str) -> str:
    """Return the message without the file's name for the field, which the page shows itself."""
    if path and path[-1] == "volume":
        return ONE_WAY
    where, colon, rest = message.partition(": ")
    named = str(path[0]) if path else "the file"
    said = rest if colon and where.startswith(named) else message
    expected, _, _ = said.removeprefix("expected ").partition("; found ")
    if said.startswith("expected "):
        return f"Enter {FIELD} as {AS_TYPED.get(expected, expected)}"
    return f"{FIELD}: {said}"
