"""The smallest parts of a report, which all others are made of: citations and channel marks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cite:
    """A source and the places in it: field-guide 39, 94."""

    source: str
    places: str


Cites = tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class ChannelMark:
    """A channel as it is marked everywhere; `place` counts from 1 in the rulebook's order."""

    id: str
    label: str
    letter: str
    place: int
