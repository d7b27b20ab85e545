"""Whole numbers that requests bring: of a page, a version, a part."""

from __future__ import annotations


def whole_number(text: str | None, most: int) -> int | None:
    """Return the number from 0 to `most` written in the digits 0 to 9; None for anything else."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None
