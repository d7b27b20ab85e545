"""A brief: one sourcing request, with its lots. Fixed file format, the same on every door."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from sourcing.problems import InvalidInputError, Place, Problem
from sourcing.quotes.quote import Quote
from sourcing.quotes.written import UnreadableError, read_share
from sourcing.validation import Locate, Salvaged, salvaged
from sourcing.values import COUNTRIES, CURRENCY_PATTERN, Amount, Country, Id, Record, Text

MOST_LOTS = 200
MOST_NAMES = 200
LONGEST_NAME = 200
HOURS_OF_A_WEEK = 168


def _answer(value: object) -> object:
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if isinstance(value, str) and value.strip():
        return value.strip()
    msg = "expected an option such as 'high', or a list of options"
    raise ValueError(msg)


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        with suppress(ValueError):
            return date.fromisoformat(value.strip())
    msg = "expected a day such as 2027-01-31"
    raise ValueError(msg)


def _below_one(share: Decimal) -> Decimal:
    """Refuse a whole or more: of the bill nothing would be left, or a percentage was meant."""
    if share >= 1:
        msg = "expected a share below 1: write 35 percent as 0.35"
        raise ValueError(msg)
    return share


def _share(value: object) -> object:
    """Read 19% as 0.19, as quotes do; anything else is left as it is."""
    if isinstance(value, str) and value.strip().endswith("%"):
        with suppress(UnreadableError):
            return read_share(value, example="19%")
    return value


def _within_a_week(hours: Decimal) -> Decimal:
    if hours > HOURS_OF_A_WEEK:
        msg = f"a week has {HOURS_OF_A_WEEK} hours; enter what one person works in it, such as 20"
        raise ValueError(msg)
    return hours


Answer: TypeAlias = Annotated[str | tuple[str, ...], BeforeValidator(_answer)]
Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
Title: TypeAlias = Annotated[Text, Field(max_length=200)]
Name: TypeAlias = Annotated[Text, Field(max_length=LONGEST_NAME)]
Positive: TypeAlias = Annotated[Amount, Field(gt=0, le=Decimal(10) ** 10)]
NotNegative: TypeAlias = Annotated[Amount, Field(ge=0, le=Decimal(10) ** 12)]
Share: TypeAlias = Annotated[
    Amount, BeforeValidator(_share), Field(ge=0), AfterValidator(_below_one)
]
WeeklyHours: TypeAlias = Annotated[Positive, AfterValidator(_within_a_week)]
Currency: TypeAlias = Annotated[Text, Field(pattern=CURRENCY_PATTERN)]


class Buyer(Record):
    """Who buys; `is` is the buyer's id in the vendor catalogue, where it stands there."""

    name: Name | None = None
    is_: Id | None = Field(default=None, alias="is")


class Volume(Record):
    """How much work, in exactly one of four ways."""

    hours: Positive | None = None
    items: Positive | None = None
    minutes_per_item: Positive | None = None
    judgements_per_item: Positive | None = None
    people: Positive | None = None
    weeks: Positive | None = None
    hours_per_week: WeeklyHours | None = None
    units: Positive | None = None
    unit: Name | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Volume:
        ways = {
            "hours": (self.hours,),
            "items": (self.items,),
            "people": (self.people, self.weeks, self.hours_per_week),
            "units": (self.units, self.unit),
        }
        begun = [way for way, parts in ways.items() if any(part is not None for part in parts)]
        per_item = (self.minutes_per_item, self.judgements_per_item)
        if "items" not in begun and any(part is not None for part in per_item):
            begun.append("items")
        if len(begun) != 1 or any(part is None for part in ways[begun[0]]):
            msg = (
                "give the volume in one way: hours; or items, with minutes_per_item where you know "
                "them; or people with weeks and hours_per_week; or units with unit"
            )
            raise ValueError(msg)
        return self

    def accepted_hours(self) -> Decimal | None:
        """Return the accepted hours; None where the volume is in units, or in items of no known length."""
        if self.hours is not None:
            return self.hours
        if self.items is not None and self.minutes_per_item is not None:
            return self.items * self.minutes_per_item / 60 * (self.judgements_per_item or 1)
        if self.people is not None and self.weeks is not None and self.hours_per_week is not None:
            return self.people * self.weeks * self.hours_per_week
        return None


class Money(Record):
    """A budget; without a currency it is in the brief's, and `tax` is what comes on top for good."""

    amount: NotNegative
    currency: Currency | None = None
    tax: Share | None = None


class Exchange(Record):
    """The brief's own currency, and what one unit of it is worth on a day, as the buyer enters it.

    All amounts of the brief are in `currency`; the figures of a rulebook in currency `of` are
    divided by `one_is_worth`.
    """

    currency: Currency
    one_is_worth: Positive
    of: Currency
    as_of: Day
    source: Annotated[Text, Field(max_length=500)]

    @field_validator("of")
    @classmethod
    def _between_two(cls, of: str, info: ValidationInfo) -> str:
        if of == info.data.get("currency"):
            msg = "one currency needs no rate; leave 'exchange' out, or name two currencies"
            raise ValueError(msg)
        return of


class Incumbent(Record):
    """Who does the work today, and at which bill rate an hour."""

    vendor: Name | None = None
    bill_rate: Positive | None = None


class Chosen(Record):
    """The channel that the buyer chose instead of the recommended one.

    A channel that a policy excludes needs a second person, with a reason of their own.
    """

    channel: Id
    reason: Text
    person: Name
    second_person: Name | None = None
    second_reason: Text | None = None


class Declaration(Record):
    """An interest that somebody declared: who, in what, when, and how it was handled."""

    person: Name
    interest: Annotated[Text, Field(max_length=2000)]
    date: Day
    handling: Annotated[Text, Field(max_length=2000)]


class Lot(Record):
    """A part of the work bought in one way; unanswered questions are open, never "no".

    `pay_floor` is the least that the buyer wants a worker to receive an hour.
    """

    name: Name = "Lot"
    answers: dict[str, Answer] = Field(default_factory=dict)
    volume: Volume | None = None
    quotes: dict[str, Quote] = Field(default_factory=dict)
    pay_floor: Positive | None = None
    chosen: Chosen | None = None

    @field_validator("answers", mode="before")
    @classmethod
    def _unanswered_is_open(cls, answers: object) -> object:
        if isinstance(answers, dict):
            return {key: value for key, value in answers.items() if value is not None}
        return answers


class Brief(Record):
    """One sourcing request."""

    title: Title = "Untitled brief"
    organisation: Buyer = Buyer()
    competitors: tuple[Name, ...] = Field(default=(), max_length=MOST_NAMES)
    vendors: tuple[Name, ...] = Field(default=(), max_length=MOST_NAMES)
    budget: Money | None = None
    lots: tuple[Lot, ...] = Field(min_length=1, max_length=MOST_LOTS)
    start: Day | None = None
    end: Day | None = None
    incumbent: Incumbent | None = None
    worker_countries: tuple[Country, ...] = Field(default=(), max_length=len(COUNTRIES))
    declarations: tuple[Declaration, ...] = Field(default=(), max_length=MOST_NAMES)
    exchange: Exchange | None = None
    variants: Any = None

    @model_validator(mode="before")
    @classmethod
    def _lots_have_names(cls, data: object) -> object:
        if not isinstance(data, dict) or not isinstance(data.get("lots"), (list, tuple)):
            return data
        lots = [
            {"name": f"Lot {n}", **lot} if isinstance(lot, dict) else lot
            for n, lot in enumerate(data["lots"], start=1)
        ]
        return {**data, "lots": lots}

    @field_validator("worker_countries", "declarations", mode="before")
    @classmethod
    def _none_given_is_none(cls, listed: object) -> object:
        return () if listed is None else listed

    @field_validator("end")
    @classmethod
    def _ends_after_it_starts(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("start")
        if start and end and end < start:
            msg = "end is before start; give an end date on or after the start"
            raise ValueError(msg)
        return end


def parse_brief(data: object, locate: Locate) -> Brief:
    """Return the brief in plain values read from a file or a request.

    `locate` turns a path such as `("lots", 0, "answers")` into a place. Raises
    `InvalidInputError` with every problem found.
    """
    found = salvage_brief(data)
    if found.record is None or found.faults:
        raise InvalidInputError(
            Problem(locate(fault.path), "error", fault.message) for fault in found.faults
        )
    return found.record


def salvage_brief(data: object) -> Salvaged[Brief]:
    """Return as much of a brief in plain values as can be read, and what is wrong with the rest."""
    return salvaged(Brief, data)


def brief_content(brief: Brief) -> dict[str, Any]:
    """Return the brief as plain values that `parse_brief` reads back, without what was not given."""
    return brief.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)


def nowhere(name: str) -> Callable[[tuple[int | str, ...]], Place]:
    """Return a `locate` for data that has no lines, such as a request: the path alone."""
    return lambda path: Place(f"{name}{''.join(f'/{part}' for part in path)}")
