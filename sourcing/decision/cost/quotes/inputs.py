"""What a quote puts into the formula: its own figures, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from sourcing.brief import Volume
from sourcing.decision.cost.formula.fees import ONE, ZERO
from sourcing.decision.cost.quotes.compare import Reading, compare
from sourcing.decision.cost.quotes.formulas import FORMULAS, written_out
from sourcing.decision.model.cost import CostInput
from sourcing.quotes.quote import Quote
from sourcing.quotes.reading import Quotes
from sourcing.quotes.terms import Terms
from sourcing.values import plain

QUOTABLE: Mapping[str, tuple[str, str, str]] = {
    "pay": ("pay", "Pay", "¤/hour"),
    "bill_rate": ("quoted_bill_rate", "Bill rate", "¤/hour"),
    "take_rate": ("take_rate", "Take rate", "share of bill"),
    "markup": ("markup", "Mark-up", "share of pay"),
    "margin": ("margin", "Margin after burden", "share of bill"),
    "burden": ("burden", "Burden", "share of pay"),
    "client_fee": ("client_fee", "Client's fee", "share of posted rate"),
    "worker_fee": ("worker_fee", "Worker's fee", "share of posted rate"),
    "minimum": ("minimum", "Minimum", "¤"),
    "setup": ("setup_cost", "Set-up", "¤"),
}
"""Terms that go into the formula as they are: the input, its label and its unit."""
DEARER = "Its base was not stated: both readings are priced, and the dearer counts as likely."


def quoted_inputs(
    quote: Quote | None, quoted_by: str | None, currency: str, volume: Volume | None = None
) -> dict[str, CostInput]:
    """Return the inputs that a quote gives for a lot of this volume, in the currency of the brief.

    Where only one of two fees is quoted, the other is 0. Items of a lot take as long as the lot says.
    """
    if quote is None:
        return {}
    made = _Maker(f"Quote: {quoted_by}." if quoted_by else None, currency)
    terms = quote.terms
    found = {one.id: one for one in _as_they_are(made, terms)}
    if terms.item_price is not None and volume and volume.unit:
        one = _unit_price(made, terms.item_price, volume.unit)
        return found | {one.id: one}
    if volume and volume.minutes_per_item is not None:
        terms = replace(terms, minutes_per_item=volume.minutes_per_item)
    return found | {one.id: one for one in _following(made, terms)}


class _Maker:
    """Makes inputs that name who quoted them."""

    def __init__(self, note: str | None, currency: str) -> None:
        self.note = note
        self.currency = currency

    def exact(self, term: str, value: Decimal, how: str = "") -> CostInput:
        """Return an input of one figure, under the name that the formula has for the term."""
        return self.between(term, (value, value, value), how)

    def between(self, term: str, values: tuple[Decimal, Decimal, Decimal], how: str) -> CostInput:
        """Return an input that is low, likely and high."""
        id_, label, measure = QUOTABLE[term]
        low, likely, high = values
        note = " ".join(filter(None, (how[:1].upper() + how[1:], self.note))) or None
        unit = measure.replace("¤", self.currency)
        return CostInput(id_, label, low, likely, high, unit, quoted=True, note=note)


def _as_they_are(made: _Maker, terms: Terms) -> Iterator[CostInput]:
    two_sided = terms.client_fee is not None or terms.worker_fee is not None
    for term in QUOTABLE:
        value = getattr(terms, term)
        if value is None and two_sided and term in ("client_fee", "worker_fee"):
            value = ZERO
        if value is None:
            continue
        if term == "margin" and terms.margin_base == "bill":
            yield made.exact("take_rate", value, "A margin on the bill.")
        else:
            yield made.exact(term, value)


def _unit_price(made: _Maker, price: Decimal, unit: str) -> CostInput:
    per = f"{made.currency}/{unit}"
    label = "Price of a unit"
    return CostInput("unit_price", label, price, price, price, per, quoted=True, note=made.note)


def _following(made: _Maker, terms: Terms) -> Iterator[CostInput]:
    """Yield what follows from a price by the item, a posted rate, or a fee of which no base is stated."""
    if terms.item_price is not None and terms.minutes_per_item is not None:
        values = {
            "price of an item": terms.item_price,
            "minutes for an item": terms.minutes_per_item,
        }
        yield made.exact("bill_rate", *_worked_out("bill_of_item", values))
    if terms.posted_rate is not None and terms.fee is None:
        values = {"posted rate": terms.posted_rate, "worker's fee": terms.worker_fee or ZERO}
        yield made.exact("pay", *_worked_out("pay_of_posted", values))
    if terms.fee is not None and not terms.both_rates:
        yield from _open_fee(made, terms, terms.fee)


def _worked_out(formula_id: str, values: Mapping[str, Decimal]) -> tuple[Decimal, str]:
    formula = FORMULAS[formula_id]
    figures = {name: plain(value) for name, value in values.items()}
    return formula.amount(values), f"{formula.how} = {written_out(formula, figures)}."


def _open_fee(made: _Maker, terms: Terms, fee: Decimal) -> Iterator[CostInput]:
    """Yield the fee, and with a posted rate the bill, from the reading that costs least to the dearest."""
    if fee >= ONE and terms.posted_rate is None:
        yield made.exact("markup", fee, "A fee of 100% or more can only be on top of pay.")
        return
    readings = compare(Quotes((terms,), made.currency)).quotes[0].readings
    takes = {reading.id: reading.take_rate or ZERO for reading in readings}
    dearest = max(readings, key=lambda one: (one.bill_rate or ZERO, takes[one.id]))
    shares = min(takes.values()), takes[dearest.id], max(takes.values())
    yield made.between("take_rate", shares, DEARER)
    if terms.posted_rate is not None:
        yield made.between("bill_rate", _bills(readings), DEARER)


def _bills(readings: tuple[Reading, ...]) -> tuple[Decimal, Decimal, Decimal]:
    bills = [reading.bill_rate for reading in readings if reading.bill_rate is not None]
    return min(bills), max(bills), max(bills)
