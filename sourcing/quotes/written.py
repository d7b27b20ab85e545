"""Figures as people write them in quotes: amounts with their currency, shares, quantities.

A share may be written as `30%`, `30` or `0.30`: a number below 1 is a share of 1, from 3 up it is
a percentage. From 1 to below 3 it could be either, so the sign has to be written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sourcing.values import plain

ONE, PERCENTAGE_FROM, HUNDRED = Decimal(1), Decimal(3), Decimal(100)
LONGEST, LONGEST_SHOWN = 60, 40
SHARE_RULE: Final = (
    "30%, 30 and 0.30 are the same: a number below 1 is a share of 1, from 3 up a percentage. "
    "From 1 to below 3 write the % sign."
)
SIGNS: Mapping[str, tuple[str, ...]] = {
    "$": ("USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD"),
    "\N{EURO SIGN}": ("EUR",),
    "\N{POUND SIGN}": ("GBP",),
    "\N{YEN SIGN}": ("JPY", "CNY"),
    "\N{INDIAN RUPEE SIGN}": ("INR",),
}
"""A currency's sign, and the currencies that are written with it."""

_SPACES = re.compile(
    "[ \\t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}_]+"
)
# A space stands between groups of three digits, or beside a figure; "40 00" is two figures.
_GROUPED = re.compile(r"(?<![0-9.,])[0-9]{1,3}( [0-9]{3})+(?![0-9])")
_BESIDE = re.compile(r"(?<![0-9]) | (?![0-9])")
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_PLAIN = re.compile(r"([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]{1,2}")
_EXPONENT = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")
_CODE = re.compile(r"^([A-Z]{3})|([A-Z]{3})$")
_SIGN = re.compile("|".join(map(re.escape, SIGNS)))


class UnreadableError(ValueError):
    """Something written that cannot be taken; the message says why, and what would be."""


@dataclass(frozen=True, slots=True)
class Written:
    """An amount, and the currencies that it may be in by what stands beside it; none: not said."""

    amount: Decimal
    currencies: tuple[str, ...] = ()


def read_quantity(value: object, *, example: str) -> Decimal:
    """Return a plain figure such as 4000 or 4,000; raises `UnreadableError`."""
    return _number(_text(value), value, example)


def read_amount(value: object, *, example: str) -> Written:
    """Return an amount such as 95, $95, 95 EUR or 1,250.50; raises `UnreadableError`."""
    text = _text(value)
    currencies: tuple[str, ...] = ()
    if sign := _SIGN.search(text):
        currencies = SIGNS[sign[0]]
        text = text.replace(sign[0], "", 1)
    if code := _CODE.search(text):
        if currencies and code[0] not in currencies:
            raise UnreadableError(f"{shown(value)} names two currencies; keep one")
        currencies = (code[0],)
        text = text.replace(code[0], "", 1)
    return Written(_number(text, value, example), currencies)


def read_share(value: object, *, example: str) -> Decimal:
    """Return a share of 1 by the rule above; raises `UnreadableError`."""
    text = _text(value)
    number = _number(text.removesuffix("%"), value, example)
    if text.endswith("%") or number >= PERCENTAGE_FROM:
        return number / HUNDRED
    if number < ONE:
        return number
    raise UnreadableError(
        f"{shown(value)} could be {plain(number)}% or {plain(number * 100)}%; write it with the % sign"
    )


def shown(value: object) -> str:
    """Return what was written, short and harmless, for a message."""
    text = _plain(value)
    return repr(text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "...")


def _text(value: object) -> str:
    """Return what was written, without the spaces that may stand in and beside a figure."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise UnreadableError(f"{shown(value)} is not a figure; write one, such as 12.50")
    text = _plain(value).strip()
    if len(text) > LONGEST:
        raise UnreadableError(f"{shown(value)} is too long for a figure; write at most 15 digits")
    text = _SPACES.sub(" ", text)
    text = _GROUPED.sub(lambda group: group[0].replace(" ", ""), text)
    return _BESIDE.sub("", text)


def _plain(value: object) -> str:
    """Return what was written as text, without spelling out numbers of a thousand digits."""
    if isinstance(value, int) and value.bit_length() > LONGEST * 4:
        return "9" * (LONGEST + 1)
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < LONGEST:
        return format(value, "f")
    return str(value)


def _number(text: str, value: object, example: str) -> Decimal:
    if text.startswith(("-", "\N{MINUS SIGN}")):
        raise UnreadableError(f"{shown(value)} is below zero; write a figure such as {example}")
    bare = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text.removeprefix("+")
    if _PLAIN.fullmatch(bare):
        return Decimal(bare)
    if any(letter.isdigit() and not letter.isascii() for letter in bare):
        why = "is not written in the digits 0 to 9"
    elif _DECIMAL_COMMA.fullmatch(bare):
        raise UnreadableError(
            f"{shown(value)} has a comma; write a point, as in {bare.replace(',', '.')}"
        )
    elif _EXPONENT.fullmatch(bare):
        why = "is written with an exponent, or is too large"
    else:
        why = "is not a figure"
    raise UnreadableError(f"{shown(value)} {why}; write one, such as {example}")
