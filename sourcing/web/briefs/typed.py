"""What people type, turned into what a brief holds: figures, shares, names."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from sourcing.web.vendors.countries import COUNTRY_NAMES

_ORNAMENTS = re.compile(r"[\s\u00a0\u202f_'\u2019$\u20ac\u00a3%]|(?:USD|EUR|GBP)")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[-+]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})")
# "Acme, Inc." is one name, not two.
_BETWEEN_NAMES = re.compile(
    r"[,;\n](?!\s*(?:Inc|LLC|Ltd|Limited|GmbH|AG|Corp|Co|PLC|S\.?A)\b)", re.IGNORECASE
)

_CODES = {name.casefold(): code for code, name in COUNTRY_NAMES.items()}


class NotAFigureError(ValueError):
    """Text that is no figure."""


def figure(text: str) -> Decimal:
    """Return the figure typed: 4000, 4,000, 4 000, $14.50; raises `NotAFigureError`."""
    bare = _ORNAMENTS.sub("", text)
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _PLAIN.fullmatch(bare):
        raise NotAFigureError(text)
    try:
        return Decimal(bare)
    except InvalidOperation:
        raise NotAFigureError(text) from None


def share(text: str) -> Decimal:
    """Return a share of 1 from a percentage typed: 32 or 32% is 0.32."""
    return figure(text) / 100


def names(text: str) -> list[str]:
    """Return the names typed in one field, between which commas, semicolons or lines stand."""
    parts = (" ".join(part.split()) for part in _BETWEEN_NAMES.split(text))
    return [part for part in parts if part]


def country(text: str) -> str:
    """Return the code of a country typed by name or code; anything else in capitals, as it is."""
    return _CODES.get(text.casefold(), text.upper())
