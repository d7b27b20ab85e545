"""What a quote says, read from plain values with every problem found at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Final, Literal, TypeAlias, get_args

from sourcing.decision.cost.quote_checks import contradictions
from sourcing.decision.cost.written import (
    UnreadableError,
    read_amount,
    read_quantity,
    read_share,
    shown,
)
from sourcing.problems import nearest
from sourcing.values import CURRENCY_PATTERN

Path: TypeAlias = tuple[int | str, ...]
MarginBase: TypeAlias = Literal["bill", "after_burden"]
MARGIN_BASES: Final[tuple[str, ...]] = get_args(MarginBase)

MOST_QUOTES: Final = 12
LONGEST_NAME: Final = 80
AMOUNTS: Final = {
    "pay": ("95", Decimal(10) ** 9),
    "bill_rate": ("140", Decimal(10) ** 9),
    "posted_rate": ("100", Decimal(10) ** 9),
    "item_price": ("0.35", Decimal(10) ** 9),
    "minimum": ("5000", Decimal(10) ** 12),
    "setup": ("1500", Decimal(10) ** 12),
}
"""Amounts of money: an example, and the most that is taken."""
SHARES: Final = {
    "take_rate": ("30%", True),
    "markup": ("43%", False),
    "margin": ("20%", True),
    "burden": ("25%", False),
    "client_fee": ("5%", False),
    "worker_fee": ("10%", True),
    "fee": ("15%", False),
}
"""Shares: an example, and whether they are kept of something, and so stay below all of it."""
MAY_BE_ZERO: Final = ("minimum", "setup")
MOST_OF_PAY: Final = Decimal(100)
LEAST: Final = Decimal("0.000001")
MOST_HOURS, MOST_MINUTES = Decimal(10) ** 9, Decimal(10) ** 5
TERMS: Final = ("name", "currency", *AMOUNTS, "minutes_per_item", *SHARES, "margin_base")

_UNPRINTABLE = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """One quote: rates in the currency an hour, shares of 1; what was not said is None.

    `fee` is a fee whose base was not stated.
    """

    name: str
    pay: Decimal | None = None
    bill_rate: Decimal | None = None
    posted_rate: Decimal | None = None
    item_price: Decimal | None = None
    minutes_per_item: Decimal | None = None
    take_rate: Decimal | None = None
    markup: Decimal | None = None
    margin: Decimal | None = None
    margin_base: MarginBase | None = None
    burden: Decimal | None = None
    client_fee: Decimal | None = None
    worker_fee: Decimal | None = None
    fee: Decimal | None = None
    minimum: Decimal | None = None
    setup: Decimal | None = None

    @property
    def both_rates(self) -> bool:
        """Whether the quote tells the pay as well as the bill, so that the fee follows from them."""
        return self.pay is not None and (self.bill_rate is not None or self.item_price is not None)


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
        hours = self.figure(content, "hours", (), lambda v: _quantity(v, "1000", MOST_HOURS))
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
            "minutes_per_item": self.figure(
                content, "minutes_per_item", at, lambda v: _quantity(v, "3", MOST_MINUTES)
            ),
        }
        for key in AMOUNTS:
            given[key] = self.figure(content, key, at, partial(_amount, key, self.currency))
        for key in SHARES:
            given[key] = self.figure(content, key, at, partial(_share, key))
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
        if isinstance(value, str) and re.match(CURRENCY_PATTERN, value.strip().upper()):
            return value.strip().upper()
        self.refuse(at, f"{shown(value)} is no currency; write three letters, such as USD")
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

    def refuse(self, path: Path, message: str) -> None:
        self.refusals.append(Refusal(path, message))


def _amount(key: str, currency: str, value: object) -> Decimal:
    example, most = AMOUNTS[key]
    written = read_amount(value, example=example)
    if written.currencies and currency not in written.currencies:
        raise UnreadableError(_other_currency(written.currencies[0], currency))
    return _bounded(written.amount, value, example, most, zero=key in MAY_BE_ZERO)


def _quantity(value: object, example: str, most: Decimal) -> Decimal:
    return _bounded(read_quantity(value, example=example), value, example, most, zero=False)


def _share(key: str, value: object) -> Decimal:
    example, kept = SHARES[key]
    share = read_share(value, example=example)
    if kept and share >= 1:
        raise UnreadableError(
            f"{shown(value)} would leave the worker nothing; a share that is kept is below 100%, "
            "and a fee of 100% or more is a mark-up on pay"
        )
    if share > MOST_OF_PAY:
        raise UnreadableError(f"{shown(value)} is more than 10,000%; check its digits")
    return share


def _bounded(number: Decimal, value: object, example: str, most: Decimal, *, zero: bool) -> Decimal:
    if number > most:
        raise UnreadableError(f"{shown(value)} is more than {most:,}; check its digits")
    if not number and not zero:
        raise UnreadableError(f"has to be more than 0, such as {example}; or leave it out")
    if number and number < LEAST:
        raise UnreadableError(f"{shown(value)} is less than {LEAST:f}; check its digits")
    return number


def _other_currency(found: str, currency: str) -> str:
    return (
        f"is in {found}, and the comparison in {currency}; convert it first, at a rate that you "
        "can name"
    )
