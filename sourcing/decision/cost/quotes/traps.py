"""What misleads in a quote, or between two: gross against net, bases left open, floors unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Final, Literal, TypeAlias

from sourcing.decision.cost.formula.fees import ONE, Fee
from sourcing.decision.cost.quotes.compare import Comparison, NormalQuote, Reading
from sourcing.quotes.terms import Terms

TrapId: TypeAlias = Literal[
    "share_of_the_bill",
    "on_top_of_pay",
    "base_open",
    "base_found",
    "only_on_top",
    "fee_differs",
    "burden_inside",
    "both_sides",
    "pay_unknown",
    "bill_unknown",
    "by_the_item",
    "floor_applies",
    "more_is_kept",
    "hours_unknown",
    "lower_figure_higher_fee",
    "same_figure_other_fee",
    "lower_figure_higher_bill",
    "same_figure_other_bill",
]
SAME_SHARE: Final = Decimal("0.005")
"""Shares within half a point of each other are the same, for rates are quoted rounded."""
MOST_BETWEEN: Final = 6


@dataclass(frozen=True, slots=True)
class Trap:
    """One thing that misleads; `severity` as that of signals; the values are shares and rates."""

    id: TrapId
    severity: Literal["medium", "low", "info"]
    values: Mapping[str, Decimal] = field(default_factory=dict)
    quotes: tuple[str, ...] = ()


def traps_of(quote: NormalQuote, hours: Decimal | None) -> tuple[Trap, ...]:
    """Return what misleads in one quote."""
    return (*_of_the_fee(quote), *_of_what_is_missing(quote), *_of_amounts(quote, hours))


def traps_between(comparison: Comparison) -> tuple[Trap, ...]:
    """Return where the figures of two quotes rank otherwise than what they come to; the first few.

    What they come to is what is kept of the whole bill, so that minimum and set-up count where the
    hours are known, as they do in the table.
    """
    stated = [
        _Stated(quote.terms.name, figure, reading.take_rate, reading.effective_take_rate)
        for quote in comparison.quotes
        for reading in quote.readings[:1]
        if (figure := _figure(quote.terms)) is not None
        and reading.id == "as_stated"
        and reading.take_rate is not None
    ]
    found = (
        _between(*sorted(pair, key=lambda one: one.figure)) for pair in combinations(stated, 2)
    )
    return tuple(trap for trap in found if trap)[:MOST_BETWEEN]


@dataclass(frozen=True, slots=True)
class _Stated:
    """A quote's fee as it is stated, the take rate of an hour, and that of the whole bill if known."""

    name: str
    figure: Decimal
    take_rate: Decimal
    effective: Decimal | None

    @property
    def kept(self) -> Decimal:
        """What is kept, as a share of the bill."""
        return self.take_rate if self.effective is None else self.effective


def _between(low: _Stated, high: _Stated) -> Trap | None:
    if low.figure == high.figure and abs(low.kept - high.kept) >= SAME_SHARE:
        low, high = sorted((low, high), key=lambda one: one.kept, reverse=True)
        by_base: TrapId = "same_figure_other_fee"
        by_amounts: TrapId = "same_figure_other_bill"
    elif low.figure < high.figure and low.kept - high.kept >= SAME_SHARE:
        by_base, by_amounts = "lower_figure_higher_fee", "lower_figure_higher_bill"
    else:
        return None
    # Where an hour alone does not show it, it is the minimum or the set-up that makes it so.
    id_ = by_base if low.take_rate - high.take_rate >= SAME_SHARE else by_amounts
    figures = {"first": low.figure, "second": high.figure}
    taken = {"first_take": low.kept, "second_take": high.kept}
    return Trap(id_, "medium", figures | taken, (low.name, high.name))


def _figure(terms: Terms) -> Decimal | None:
    """Return the one figure that the quote gives for its fee."""
    return next((f for f in (terms.take_rate, terms.markup, terms.margin) if f is not None), None)


def _of_the_fee(quote: NormalQuote) -> Iterator[Trap]:
    terms, reading = quote.terms, quote.readings[0]
    if terms.both_rates:
        yield from _against_the_rates(terms, reading)
    elif terms.fee is not None:
        yield from _open_base(quote, terms.fee)
    elif reading.take_rate is not None and reading.markup is not None:
        values = {"take": reading.take_rate, "markup": reading.markup}
        if terms.client_fee is not None or terms.worker_fee is not None:
            yield Trap("both_sides", "medium", values)
        elif terms.burden is not None:
            yield Trap("burden_inside", "medium", values | {"burden": terms.burden})
        elif terms.markup is not None:
            yield Trap("on_top_of_pay", "info", values)
        elif reading.take_rate:
            yield Trap("share_of_the_bill", "medium", values)


def _open_base(quote: NormalQuote, fee: Decimal) -> Iterator[Trap]:
    if fee >= ONE:
        yield Trap("only_on_top", "medium", {"fee": fee})
        return
    bills = [r.bill_per_100 for r in quote.readings if r.bill_per_100 is not None]
    yield Trap("base_open", "medium", {"fee": fee, "least": min(bills), "most": max(bills)})


def _against_the_rates(terms: Terms, reading: Reading) -> Iterator[Trap]:
    """Compare the fee as stated with that which pay and bill make."""
    take, markup = reading.take_rate, reading.markup
    if take is None or markup is None:
        return
    values = {"take": take, "markup": markup}
    if terms.fee is not None:
        if abs(terms.fee - take) < SAME_SHARE:
            yield Trap("base_found", "info", {"fee": terms.fee, "of_bill": ONE, **values})
        elif abs(terms.fee - markup) < SAME_SHARE:
            yield Trap("base_found", "info", {"fee": terms.fee, **values})
        else:
            yield Trap("fee_differs", "medium", {"stated": terms.fee, **values})
        return
    stated = _stated_take(terms)
    if stated is None:
        yield Trap("share_of_the_bill", "info", values)
    elif abs(stated - take) >= SAME_SHARE:
        yield Trap("fee_differs", "medium", {"stated": stated, **values})
    else:
        yield Trap("share_of_the_bill", "info", values)


def _stated_take(terms: Terms) -> Decimal | None:
    """Return the take rate that the stated fee comes to; None where none is stated."""
    zero = Decimal(0)
    if terms.take_rate is not None:
        return terms.take_rate
    if terms.markup is not None:
        return Fee.of_markup(terms.markup).take_rate
    if terms.margin is not None:
        return Fee.of_margin(terms.margin, terms.burden or zero).take_rate
    if terms.client_fee is not None or terms.worker_fee is not None:
        return Fee.of_two_sides(terms.client_fee or zero, terms.worker_fee or zero).take_rate
    return None


def _of_what_is_missing(quote: NormalQuote) -> Iterator[Trap]:
    reading = quote.readings[0]
    if reading.bill_rate is not None and reading.pay is None:
        yield Trap("pay_unknown", "medium")
    if reading.pay is not None and reading.bill_rate is None:
        yield Trap("bill_unknown", "medium")


def _of_amounts(quote: NormalQuote, hours: Decimal | None) -> Iterator[Trap]:
    terms = quote.terms
    if terms.item_price is not None and terms.minutes_per_item is not None:
        rate = terms.item_price * 60 / terms.minutes_per_item
        values = {"minutes": terms.minutes_per_item, "rate": rate, "slower": rate * 2 / 3}
        yield Trap("by_the_item", "medium", values)
    if hours is None:
        if terms.minimum or terms.setup:
            yield Trap("hours_unknown", "low")
        return
    for reading in quote.readings:
        if reading.floor_applies and reading.bill_rate and reading.labour:
            values = {"minimum": reading.labour, "hours": reading.labour / reading.bill_rate}
            yield Trap("floor_applies", "medium", values)
            break
    yield from _over_the_hours(quote.readings[0])


def _over_the_hours(reading: Reading) -> Iterator[Trap]:
    """Say what is kept once minimum and set-up count, where that is more than the rate tells."""
    take, kept = reading.take_rate, reading.effective_take_rate
    if take is not None and kept is not None and kept - take >= SAME_SHARE:
        yield Trap("more_is_kept", "medium", {"kept": kept, "take": take})
