"""What people type, turned into what a brief holds: figures, shares, names."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from sourcing.quotes.written import Written, read_amount, read_quantity
from sourcing.web.vendors.countries import COUNTRY_NAMES

# "Acme, Inc." is one name, not two.
_BETWEEN_NAMES = re.compile(
    r"[,;\n](?!\s*(?:Inc|LLC|Ltd|Limited|GmbH|AG|Corp|Co|PLC|S\.?A)\b)", re.IGNORECASE
)
EXAMPLE: Final = "14.50"

_CODES = {name.casefold(): code for code, name in COUNTRY_NAMES.items()}


def figure(text: str) -> Decimal:
    """Return a figure without a sign, such as 4000, 4,000 or 4 000; raises `UnreadableError`."""
    return read_quantity(text, example=EXAMPLE)


def amount(text: str) -> Written:
    """Return an amount such as 14.50, $14.50 or 14.50 EUR; raises `UnreadableError`."""
    return read_amount(text, example=EXAMPLE)


def share(text: str) -> Decimal:
    """Return a share of 1 from a percentage typed: 32 or 32% is 0.32; raises `UnreadableError`."""
    return figure(text.rstrip().removesuffix("%")) / 100


def names(text: str) -> list[str]:
    """Return the names typed in one field, between which commas, semicolons or lines stand."""
    parts = (" ".join(part.split()) for part in _BETWEEN_NAMES.split(text))
    return [part for part in parts if part]


def country(text: str) -> str:
    """Return the code of a country typed by name or code; anything else in capitals, as it is."""
    return _CODES.get(text.casefold(), text.upper())
