"""Turns of phrase that hold for any names and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: a, b and c."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def counted(number: int) -> str:
    """Return a number as a word where there is a short one."""
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def points(value: Decimal) -> str:
    """Return points without needless decimals: 1 point, -0.5 points."""
    size = format(abs(value.normalize()), "f")
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    return f"{sign}{size} {'point' if size == '1' else 'points'}"


def capital(text: str) -> str:
    """Return text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """Return a sentence of a rule file as one of a paragraph."""
    whole = capital(" ".join(text.split()))
    return whole if whole.endswith((".", "?", "!")) else f"{whole}."


def quoted(text: str) -> str:
    """Return a label in quotation marks."""
    return f'"{text}"'
