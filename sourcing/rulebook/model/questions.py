"""Questions of the questionnaire: their options, what is assumed while they are open, bands."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from sourcing.rulebook.model.base import Citation, Clause
from sourcing.values import Amount, Id, Record, Text


def _answer(value: object) -> object:
    several = value if isinstance(value, (list, tuple)) else [value]
    if not all(isinstance(option, str) for option in several):
        msg = "expected an option, or a list of options where several may be chosen"
        raise ValueError(msg)
    return value


Answer: TypeAlias = Annotated[str | tuple[str, ...], BeforeValidator(_answer)]


class Option(Record):
    """One possible answer; tags let a rule speak of many options at once."""

    id: Id
    label: Text
    hint: Text | None = None
    example: Text | None = None
    group: Id | None = None
    means_open: bool = Field(
        default=False, description="Choosing it leaves the question open, so nothing is settled"
    )
    tags: tuple[Id, ...] = ()
    sources: tuple[Citation, ...] = ()


class Group(Record):
    """A heading under which options are listed."""

    id: Id
    label: Text


class Assumption(Record):
    """The option assumed while a question is open and the mission answers meet `when`."""

    when: Clause
    option: Answer
    because: Text


class Bands(Record):
    """A scale cut from a number: `thresholds` are the upper bounds of all bands but the last.

    `measure` names the number of the lot's volume (its accepted hours); `typical` is the number
    that stands for a band while the exact one is unknown.
    """

    measure: Literal["hours"]
    thresholds: tuple[Amount, ...]
    typical: dict[Id, Amount]
    assumption: bool = False
    reason: Text | None = None


class Question(Record):
    """An axis of the questionnaire: a choice, an ordered scale, or a choice of several."""

    id: Id
    kind: Literal["choice", "scale", "multiple"]
    mission: bool = Field(default=False, description="Asked first; nothing is assumed for it")
    order: int
    label: Text
    short: Text | None = Field(
        default=None, description="How rules in words name what is asked; left out: its id"
    )
    hint: Text | None = None
    groups: tuple[Group, ...] = ()
    assumed: Answer | None = None
    assumed_because: Text | None = None
    assumed_when: tuple[Assumption, ...] = ()
    bands: Bands | None = None
    to_vendors: Text | None = Field(
        default=None,
        description="The heading under which a request to vendors tells the answer; left out: private",
    )
    options: tuple[Option, ...] = Field(min_length=1)
    sources: tuple[Citation, ...] = ()


class DerivedFact(Record):
    """A scale that conditions read like a question, and that the program works out for each lot.

    `break_even` measures the paid hours for each person kept on `channel`, as a multiple of those
    after which that channel costs less than the cheapest other eligible one; `thresholds` cut it
    into the options. Where it cannot be worked out, or is never reached, the fact is `otherwise`.
    """

    id: Id
    measure: Literal["break_even"]
    channel: Id
    label: Text
    hint: Text | None = None
    thresholds: tuple[Amount, ...]
    options: tuple[Option, ...] = Field(min_length=2)
    otherwise: Id
    assumption: bool = False
    reason: Text | None = None
    sources: tuple[Citation, ...] = ()
