"""Quotes to be compared, read from plain values with every problem found at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeAlias

from sourcing.problems import nearest
from sourcing.quotes.checks import contradictions
from sourcing.quotes.terms import (
    AMOUNTS,
    MARGIN_BASES,
    QUANTITIES,
    SHARES,
    MarginBase,
    Terms,
    bounded,
    read_currency,
    read_term,
)
from sourcing.quotes.written import UnreadableError, read_quantity, shown

Path: TypeAlias = tuple[int | str, ...]

MOST_QUOTES: Final = 12
LONGEST_NAME: Final = 80
MOST_HOURS: Final = Decimal(10) ** 9
FIGURES: Final = (*AMOUNTS, *QUANTITIES, *SHARES)
TERMS: Final = ("name", "currency", *FIGURES, "margin_base")

_UNPRINTABLE = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes to be compared, in one currency; `hours` are those to be billed, where known."""

    quotes: tuple[Terms, ...]
    currency: str
    hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with what was written at a path, and how to mend it."""

    path: Path
    message: str


class QuotesRefusedError(Exception):
    """Quotes that cannot be compared, with every reason found."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__("; ".join(refusal.message for refusal in refusals))
        self.refusals = refusals


def read_quotes(data: object, *, currency: str = "USD") -> Quotes:
    """Return the quotes in plain values such as YAML or a form gives.

    `currency` is taken where none is given. Raises `QuotesRefusedError` with every refusal.
    """
    reader = _Reader()
    quotes = reader.quotes(data, currency)
    if reader.refusals:
        raise QuotesRefusedError(tuple(reader.refusals))
    return quotes


@dataclass(slots=True)
class _Reader:
    """Reads one set of quotes and remembers what it refused."""

    refusals: list[Refusal] = field(default_factory=list)
    currency: str = "USD"

    def quotes(self, data: object, currency: str) -> Quotes:
        content = self.mapping(data, (), ("currency", "hours", "quotes"))
        self.currency = self.code(content.get("currency"), ("currency",)) or currency
        hours = self.figure(content, "hours", (), _hours)
        listed = content.get("quotes")
        if not isinstance(listed, (list, tuple)) or not listed:
            self.refuse(("quotes",), "there is no quote to compare; give at least one")
            listed = ()
        if len(listed) > MOST_QUOTES:
            self.refuse(("quotes",), f"holds {len(listed)} quotes; compare at most {MOST_QUOTES}")
            listed = ()
        read = tuple(self.quote(quote, n) for n, quote in enumerate(listed))
        return Quotes(read, self.currency, hours)

    def quote(self, data: object, n: int) -> Terms:
        at: Path = ("quotes", n)
        before = len(self.refusals)
        content = self.mapping(data, at, TERMS)
        self.same_currency(content.get("currency"), (*at, "currency"))
        given: dict[str, Any] = {
            "name": self.name(content.get("name"), at, n),
            "margin_base": self.margin_base(content, at),
        }
        for key in FIGURES:
            given[key] = self.figure(content, key, at, partial(self.term, key))
        if len(self.refusals) == before:
            for key, message in contradictions(given):
                self.refuse((*at, key), message)
        return Terms(**given)

    def mapping(self, data: object, at: Path, known: tuple[str, ...]) -> Mapping[str, Any]:
        if not isinstance(data, Mapping):
            self.refuse(at, f"expected a mapping with {known[0]}, {known[1]}, ...")
            return {}
        for key in data:
            if key not in known:
                hint = nearest(str(key)[:LONGEST_NAME], known)
                self.refuse(at, f"{shown(key)} is no key of it; remove it or correct it{hint}")
        return data

    def name(self, value: object, at: Path, n: int) -> str:
        if value is None or value == "":
            return f"Quote {n + 1}"
        if not isinstance(value, str):
            self.refuse((*at, "name"), f"{shown(value)} is no name; put it in quotes")
        elif len(value) > LONGEST_NAME:
            self.refuse((*at, "name"), f"is too long; use at most {LONGEST_NAME} characters")
        elif _UNPRINTABLE.search(value):
            self.refuse((*at, "name"), "holds a character that cannot be shown; type it anew")
        else:
            return " ".join(value.split()) or f"Quote {n + 1}"
        return f"Quote {n + 1}"

    def code(self, value: object, at: Path) -> str | None:
        if value is None or value == "":
            return None
        try:
            return read_currency(value)
        except UnreadableError as error:
            self.refuse(at, str(error))
            return None

    def margin_base(self, content: Mapping[str, Any], at: Path) -> MarginBase | None:
        value = content.get("margin_base")
        if value in MARGIN_BASES or value is None:
            return value
        hint = nearest(str(value)[:LONGEST_NAME], MARGIN_BASES)
        self.refuse(
            (*at, "margin_base"), f"expected bill or after_burden; found {shown(value)}{hint}"
        )
        return None

    def same_currency(self, value: object, path: Path) -> None:
        code = self.code(value, path)
        if code is not None and code != self.currency:
            self.refuse(path, _other_currency(code, self.currency))

    def figure(
        self, content: Mapping[str, Any], key: str, at: Path, read: Callable[[object], Decimal]
    ) -> Decimal | None:
        value = content.get(key)
        if value is None or value == "":
            return None
        try:
            return read(value)
        except UnreadableError as error:
            self.refuse((*at, key), str(error))
            return None

    def term(self, key: str, value: object) -> Decimal:
        written = read_term(key, value)
        if written.currencies and self.currency not in written.currencies:
            raise UnreadableError(_other_currency(written.currencies[0], self.currency))
        return written.amount

    def refuse(self, path: Path, message: str) -> None:
        self.refusals.append(Refusal(path, message))


def _hours(value: object) -> Decimal:
    return bounded(read_quantity(value, example="1000"), value, "1000", MOST_HOURS)


def _other_currency(found: str, currency: str) -> str:
    return (
        f"is in {found}, and the comparison in {currency}; convert it first, at a rate that you "
        "can name"
    )
