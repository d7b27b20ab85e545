"""Quotes in whatever form they came, each turned into one bill rate, pay, take rate and mark-up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from sourcing.decision.cost.formula.fees import ONE, ZERO
from sourcing.decision.cost.quotes.formulas import FORMULAS, GIVEN, KINDS, Formula
from sourcing.quotes.reading import Quotes
from sourcing.quotes.terms import Terms

ReadingId: TypeAlias = Literal["as_stated", "of_bill", "on_top_of_pay", "after_burden"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic, with the values that it was worked out from."""

    formula: Formula
    values: Mapping[str, Decimal]
    result: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a quote; what cannot be known is None.

    Rates are in the currency an hour and unrounded, amounts in cents, shares of 1.
    """

    id: ReadingId
    steps: tuple[Step, ...]
    pay: Decimal | None
    bill_rate: Decimal | None
    take_rate: Decimal | None
    markup: Decimal | None
    bill_per_100: Decimal | None
    labour: Decimal | None
    floor_applies: bool
    total: Decimal | None
    effective_bill_rate: Decimal | None
    effective_take_rate: Decimal | None

    @property
    def worker_share(self) -> Decimal | None:
        """The share of the bill that reaches the worker."""
        return None if self.take_rate is None else ONE - self.take_rate


@dataclass(frozen=True, slots=True)
class NormalQuote:
    """A quote as typed, and its readings: two or more where the base of its fee is not stated."""

    terms: Terms
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Quotes side by side; `lowest` holds the places of quote and reading with the lowest bill.

    It is the effective bill where hours are known, and empty where nothing can be compared.
    """

    currency: str
    hours: Decimal | None
    quotes: tuple[NormalQuote, ...]
    lowest: frozenset[tuple[int, int]]


def compare(quotes: Quotes) -> Comparison:
    """Return every quote turned into one bill rate, pay, take rate and mark-up."""
    normal = tuple(
        NormalQuote(terms, tuple(_readings(terms, quotes.hours))) for terms in quotes.quotes
    )
    return Comparison(quotes.currency, quotes.hours, normal, _lowest(normal))


def _readings(terms: Terms, hours: Decimal | None) -> Iterator[Reading]:
    ways = [("as_stated", None, {})] if terms.both_rates else list(_fees(terms))
    for id_, kind, fee in ways:
        work = _Work(_given(terms, hours) | fee)
        work.rates(terms, id_, kind)
        work.shares(kind)
        if hours is not None and "bill rate" in work.values:
            work.amounts(terms)
        yield _reading(id_, work)


def _reading(id_: ReadingId, work: _Work) -> Reading:
    found = work.values.get
    return Reading(
        id=id_,
        steps=tuple(work.steps),
        pay=found("pay"),
        bill_rate=found("bill rate"),
        take_rate=found("take rate"),
        markup=found("mark-up"),
        bill_per_100=found("bill for each 100 of pay"),
        labour=found("labour charged"),
        floor_applies=work.values.get("labour charged", ZERO) > work.values.get("labour", ZERO),
        total=found("total"),
        effective_bill_rate=found("effective bill rate"),
        effective_take_rate=found("effective take rate"),
    )


def _lowest(quotes: tuple[NormalQuote, ...]) -> frozenset[tuple[int, int]]:
    rates = {
        (n, r): reading.bill_rate if reading.total is None else reading.effective_bill_rate
        for n, quote in enumerate(quotes)
        for r, reading in enumerate(quote.readings)
    }
    known = {place: round(rate, 2) for place, rate in rates.items() if rate is not None}
    if len({n for n, _ in known}) < 2:  # noqa: PLR2004 - one quote is compared with nothing
        return frozenset()
    least = min(known.values())
    return frozenset(place for place, rate in known.items() if rate == least)


def _fees(terms: Terms) -> Iterator[tuple[ReadingId, str | None, dict[str, Decimal]]]:
    """Yield the ways to read the fee: a name, the form of the fee, its values."""
    two_sided = terms.client_fee is not None or terms.worker_fee is not None
    if terms.take_rate is not None:
        yield "as_stated", "take_rate", {"take rate": terms.take_rate}
    elif terms.markup is not None:
        yield "as_stated", "markup", {"mark-up": terms.markup}
    elif terms.margin is not None and terms.margin_base == "bill":
        yield "as_stated", "take_rate", {"take rate": terms.margin}
    elif terms.margin is not None:
        yield "as_stated", "margin", {"margin": terms.margin}
    elif two_sided:
        fees = {"client's fee": terms.client_fee or ZERO, "worker's fee": terms.worker_fee or ZERO}
        yield "as_stated", "two_sided", fees
    elif terms.fee is not None:
        yield from _unstated(terms, terms.fee)
    else:
        yield "as_stated", "burden" if terms.burden is not None else None, {}


def _unstated(
    terms: Terms, fee: Decimal
) -> Iterator[tuple[ReadingId, str | None, dict[str, Decimal]]]:
    """Yield the readings of a fee whose base was not stated; of the bill it can only be below all."""
    if fee < ONE:
        yield "of_bill", "take_rate", {"take rate": fee}
    yield "on_top_of_pay", "markup", {"mark-up": fee}
    if fee < ONE and terms.burden is not None:
        yield "after_burden", "margin", {"margin": fee}


def _given(terms: Terms, hours: Decimal | None) -> dict[str, Decimal]:
    given = {name: getattr(terms, key) for key, name in GIVEN.items()} | {"hours": hours}
    return {name: value for name, value in given.items() if value is not None}


@dataclass(slots=True)
class _Work:
    """The arithmetic of one reading, step after step."""

    values: dict[str, Decimal]
    steps: list[Step] = field(default_factory=list)

    def do(self, formula_id: str) -> None:
        formula = FORMULAS[formula_id]
        values = {name: self.values[name] for name in formula.needs}
        result = formula.amount(self.values)
        self.values[formula.gives] = result
        self.steps.append(Step(formula, values, result))

    def rates(self, terms: Terms, id_: ReadingId, kind: str | None) -> None:
        """Work out bill rate and pay as far as the quote tells them."""
        if terms.item_price is not None:
            self.do("bill_of_item")
        if terms.posted_rate is not None:
            self._posted(id_, kind)
        if kind is None:
            return
        if "bill rate" not in self.values and "pay" in self.values:
            self.do(KINDS[kind].bill)
        elif "pay" not in self.values and "bill rate" in self.values:
            self.do(KINDS[kind].pay)

    def _posted(self, id_: ReadingId, kind: str | None) -> None:
        if kind == "two_sided":
            self.do("bill_of_posted")
            self.do("pay_of_posted")
        else:
            self.do("bill_as_posted" if id_ == "of_bill" else "pay_as_posted")

    def shares(self, kind: str | None) -> None:
        """Work out take rate and mark-up: from the fee, or from the rates where both are quoted."""
        if kind is not None:
            for formula in (KINDS[kind].take, KINDS[kind].markup):
                if formula:
                    self.do(formula)
        elif {"pay", "bill rate"} <= self.values.keys():
            self.do("take_of_rates")
            self.do("markup_of_rates")
        if "mark-up" in self.values:
            self.do("share")
            self.do("per_100")

    def amounts(self, terms: Terms) -> None:
        """Work out what the hours come to, with minimum and set-up where there are any."""
        if terms.item_price is None:
            self.do("labour")
        else:
            self.do("items")
            self.do("labour_of_items")
        if terms.minimum is not None:
            self.do("charged")
        charged = self.values.setdefault("labour charged", self.values["labour"])
        if terms.setup is None:
            self.values["total"] = charged
        else:
            self.do("total")
        if terms.minimum is None and terms.setup is None:
            self.values["effective bill rate"] = self.values["bill rate"]
            if "take rate" in self.values:
                self.values["effective take rate"] = self.values["take rate"]
            return
        self.do("effective_bill")
        if "pay" in self.values:
            self.do("effective_take")
