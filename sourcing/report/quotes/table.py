"""Quotes side by side as they are read: the table, the arithmetic of each, and what misleads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sourcing.decision.cost.quotes.compare import Comparison, NormalQuote, Reading, Step
from sourcing.decision.cost.quotes.formulas import written_out
from sourcing.decision.cost.quotes.traps import traps_between, traps_of
from sourcing.quotes.terms import Terms
from sourcing.report import formats
from sourcing.report.quotes.traps import Said, trap_said
from sourcing.values import plain

UNKNOWN: Final = "Not known"
READINGS: Final[Mapping[str, str]] = {
    "as_stated": "",
    "of_bill": "if the fee is a share of the bill",
    "on_top_of_pay": "if the fee goes on top of pay",
    "after_burden": "if it is a margin after burden",
}
UNROUNDED: Final = (
    "Rates are carried on unrounded and shown to the cent; amounts are rounded to the cent."
)
SAME_PAY: Final = (
    "Bills of different pay buy different people. The bill for each 100 of pay puts every fee on "
    "the same pay."
)


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One reading of one quote in the table; `cells` stand under the heads after the first."""

    name: str
    reading: str
    cells: tuple[str, ...]
    lowest: bool


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step of the arithmetic: what it gives, in words, in figures, and its result."""

    gives: str
    how: str
    figures: str
    result: str


@dataclass(frozen=True, slots=True)
class Working:
    """How one quote was worked out: as quoted, then each reading's steps, then what misleads."""

    name: str
    quoted: str
    readings: tuple[tuple[str, tuple[ShownStep, ...]], ...]
    traps: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class QuotesView:
    """A comparison as page and text show it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[QuoteRow, ...]
    between: tuple[Said, ...]
    workings: tuple[Working, ...]
    notes: tuple[str, ...]


def quotes_view(comparison: Comparison) -> QuotesView:
    """Return a comparison in words."""
    columns = _columns(comparison)
    hours = comparison.hours
    caption = f"For {formats.number(hours)} hours" if hours else "An hour of work"
    rows = tuple(
        _row(quote, reading, columns, lowest=(n, r) in comparison.lowest)
        for n, quote in enumerate(comparison.quotes)
        for r, reading in enumerate(quote.readings)
    )
    notes = (SAME_PAY, UNROUNDED) if len(comparison.quotes) > 1 else (UNROUNDED,)
    return QuotesView(
        caption=caption,
        heads=tuple(columns),
        rows=rows,
        between=tuple(trap_said(trap, comparison.currency) for trap in traps_between(comparison)),
        workings=tuple(_working(quote, comparison) for quote in comparison.quotes),
        notes=notes,
    )


def lowest_head(comparison: Comparison) -> str:
    """Return what a lowest row has lowest."""
    return "Lowest effective bill" if comparison.hours else "Lowest bill"


Column = Callable[[Reading], str]


def _columns(comparison: Comparison) -> dict[str, Column]:
    def money(amount: Decimal | None) -> str:
        return UNKNOWN if amount is None else formats.money(amount, comparison.currency)

    columns: dict[str, Column] = {
        "You pay an hour": lambda r: money(r.bill_rate),
        "Worker receives": lambda r: money(r.pay),
        "Worker's share": lambda r: percent(r.worker_share),
        "Take rate": lambda r: percent(r.take_rate),
        "Mark-up on pay": lambda r: percent(r.markup),
        "Bill for each 100 of pay": lambda r: money(r.bill_per_100),
    }
    if comparison.hours is not None:
        columns |= {
            "Total": lambda r: money(r.total),
            "Effective bill an hour": lambda r: money(r.effective_bill_rate),
            "Effective take rate": lambda r: percent(r.effective_take_rate),
        }
    return columns


def _row(
    quote: NormalQuote, reading: Reading, columns: Mapping[str, Column], *, lowest: bool
) -> QuoteRow:
    cells = tuple(cell(reading) for cell in columns.values())
    return QuoteRow(quote.terms.name, READINGS[reading.id], cells, lowest)


def _working(quote: NormalQuote, comparison: Comparison) -> Working:
    currency = comparison.currency
    return Working(
        name=quote.terms.name,
        quoted=as_quoted(quote.terms, currency),
        readings=tuple(
            (READINGS[reading.id], tuple(_step(step, currency) for step in reading.steps))
            for reading in quote.readings
        ),
        traps=tuple(trap_said(trap, currency) for trap in traps_of(quote, comparison.hours)),
    )


def _step(step: Step, currency: str) -> ShownStep:
    results: Mapping[str, Callable[[Decimal], str]] = {
        "rate": lambda amount: formats.money(amount, currency),
        "money": lambda amount: formats.money(amount, currency),
        "share": percent,
        "items": formats.number,
    }
    figures = {name: figure(value) for name, value in step.values.items()}
    return ShownStep(
        gives=step.formula.gives,
        how=step.formula.how,
        figures=written_out(step.formula, figures),
        result=results[step.formula.measure](step.result),
    )


def as_quoted(terms: Terms, currency: str) -> str:
    """Return a quote's terms as one sentence."""

    def money(amount: Decimal) -> str:
        return formats.tidy(amount, currency)

    amounts = (
        (terms.bill_rate, "bill rate {} an hour"),
        (terms.pay, "pay {} an hour"),
        (terms.posted_rate, "posted rate {} an hour"),
        (terms.item_price, "{} an item"),
    )
    shares = (
        (terms.take_rate, "take rate {}"),
        (terms.markup, "mark-up {}"),
        (
            terms.margin,
            f"margin {{}} {'of the bill' if terms.margin_base == 'bill' else 'after burden'}",
        ),
        (terms.burden, "burden {} on pay"),
        (terms.client_fee, "client's fee {} on the posted rate"),
        (terms.worker_fee, "worker's fee {} on the posted rate"),
        (terms.fee, "fee {}, base not stated"),
    )
    once = ((terms.minimum, "minimum {}"), (terms.setup, "set-up {}"))
    said = [
        words.format(_unit_price(amount, currency))
        for amount, words in amounts
        if amount is not None
    ]
    if terms.minutes_per_item is not None:
        said.append(f"{figure(terms.minutes_per_item)} minutes an item")
    said += [words.format(percent(share)) for share, words in shares if share is not None]
    said += [words.format(money(amount)) for amount, words in once if amount is not None]
    return formats.sentence("; ".join(said))


def _unit_price(amount: Decimal, currency: str) -> str:
    """Return a price exactly, below the cent too: $0.035."""
    if amount == round(amount, 2):
        return formats.tidy(amount, currency)
    mark = formats.money(Decimal(0), currency).removesuffix("0.00")
    return f"{mark}{plain(amount)}"


def percent(share: Decimal | None) -> str:
    """Return a share as a percentage with at most two decimals: 14.29%, 30%."""
    if share is None:
        return UNKNOWN
    text = formats.percent(share, 2).removesuffix("%")
    return f"{text.rstrip('0').rstrip('.')}%"


def figure(value: Decimal) -> str:
    """Return a figure as it stands in a formula, with at most six decimals."""
    return plain(round(value, 6))
