"""A combination of answers in which a law fails."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A cell in which a law fails, and how."""

    state: tuple[int, ...]
    found: str
