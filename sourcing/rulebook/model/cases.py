"""Worked examples: a brief and what must come of it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from sourcing.rulebook.model.base import FactId
from sourcing.values import Amount, Id, Record, Text


class ExpectedLot(Record):
    """What must come out for one lot; what is not named may be anything."""

    recommended: Id | None = None
    possible: tuple[Id, ...] | None = None
    settled: bool | None = None
    status: Text | None = None
    excluded: tuple[Id, ...] = ()
    signals: tuple[Id, ...] = ()
    without: tuple[Id, ...] = ()
    avoid: tuple[Id, ...] = ()
    vendors: dict[Text, Text] = Field(default_factory=dict)
    split: tuple[tuple[Id, ...], ...] | None = None
    facts: tuple[FactId, ...] = ()
    cost_at_least: Amount | None = None
    cost_at_most: Amount | None = None


class Expected(Record):
    """What must come out for a brief; `flags` and `without` count over the whole decision."""

    lots: tuple[ExpectedLot, ...] = ()
    flags: tuple[Id, ...] = ()
    without: tuple[Id, ...] = ()


class Case(Record):
    """A worked example."""

    id: Id
    title: Text
    story: Text
    certainty: Text | None = None
    for_newcomers: bool = Field(
        default=False, description="true where those who start can open it as an example"
    )
    brief: dict[str, Any]
    expect: Expected
