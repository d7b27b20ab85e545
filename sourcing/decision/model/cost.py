"""What a lot costs on a channel: inputs, lines, totals, and what else was quoted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """An amount at three levels, in one currency; each is rounded to cents."""

    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class CostInput:
    """One input of a cost line, with its origin: citations, a quote, or an assumption's reason."""

    id: str
    label: str
    low: Decimal
    likely: Decimal
    high: Decimal
    unit: str
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    assumption: str | None = None
    quoted: bool = False
    note: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class CostLine:
    """A line of the cost table, in the order of the calculation; `amount` is None for quantities."""

    id: str
    label: str
    unit: str
    low: Decimal
    likely: Decimal
    high: Decimal
    is_money: bool
    how: str
    inputs: tuple[CostInput, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A quote among several for one channel: what the lot is likely to cost under it, if priced."""

    quoted_by: str
    likely: Decimal | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a channel would cost for a lot; the total is the sum of the printed money lines.

    `hours_per_person` are the paid hours of each person who stays, where people are taken on.
    `quoted_by` gave the quote that the price is made with; where several were given, that is the
    one that comes cheapest, and `offers` are all of them, cheapest first.
    """

    currency: str
    total: Money
    per_accepted: Money | None
    accepted_unit: str
    worker_share: Money | None
    take_rate: Money | None
    lines: tuple[CostLine, ...]
    hours_per_person: Money | None = None
    quoted_by: str | None = None
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Today:
    """A lot as it is bought today: at the bill rate that is paid, priced like the channel named."""

    channel: str
    cost: Cost
