"""A combination of answers in which a law fails."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A cell in which a law fails; `distance` counts the answers that are not the assumed ones."""

    state: tuple[int, ...]
    distance: int
    found: str
