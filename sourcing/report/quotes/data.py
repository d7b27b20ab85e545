"""Quotes side by side for programs: JSON and CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from sourcing.decision.cost.quotes.compare import Comparison, Reading
from sourcing.decision.cost.quotes.traps import traps_of
from sourcing.quotes.terms import Terms
from sourcing.report.quotes.table import QuotesView, Working
from sourcing.values import plain

SCHEMA = 1
MONEY = (
    "bill_rate",
    "pay",
    "bill_per_100_of_worker_pay",
    "labour",
    "setup",
    "total",
    "effective_bill_rate",
)
SHARES = ("worker_share", "take_rate", "markup", "effective_take_rate")
_STARTS_A_FORMULA = ("=", "+", "-", "@")


def quotes_document(comparison: Comparison, view: QuotesView) -> dict[str, Any]:
    """Return a comparison as plain values: money and shares as text, what is not known as null.

    Money has two decimals; shares are of 1 and have six.
    """
    return {
        "schema": SCHEMA,
        "currency": comparison.currency,
        "hours": _given(comparison.hours),
        "quotes": [
            {
                "name": quote.terms.name,
                "quoted": _terms(quote.terms),
                "readings": [
                    {
                        "reading": reading.id,
                        **_figures(reading, quote.terms),
                        "lowest": (n, r) in comparison.lowest,
                        "steps": _steps(view.workings[n], r),
                    }
                    for r, reading in enumerate(quote.readings)
                ],
                "traps": [
                    {"id": trap.id, "severity": trap.severity, "text": said.text}
                    for trap, said in zip(
                        traps_of(quote, comparison.hours), view.workings[n].traps, strict=True
                    )
                ],
            }
            for n, quote in enumerate(comparison.quotes)
        ],
        "traps": [{"severity": said.severity, "text": said.text} for said in view.between],
    }


def quotes_csv(comparison: Comparison) -> str:
    """Return a comparison as CSV: one line for each reading, the same figures as in JSON."""
    out = io.StringIO()
    head = ["quote", "reading", "currency", "hours", *MONEY, *SHARES, "minimum_applies", "lowest"]
    writer = csv.DictWriter(out, head, lineterminator="\n")
    writer.writeheader()
    for n, quote in enumerate(comparison.quotes):
        for r, reading in enumerate(quote.readings):
            common = {
                "quote": _cell(quote.terms.name),
                "reading": reading.id,
                "currency": comparison.currency,
                "hours": _given(comparison.hours),
                "lowest": (n, r) in comparison.lowest,
            }
            writer.writerow(common | _figures(reading, quote.terms))
    return out.getvalue()


def _figures(reading: Reading, terms: Terms) -> dict[str, Any]:
    amounts = {
        "bill_rate": reading.bill_rate,
        "pay": reading.pay,
        "bill_per_100_of_worker_pay": reading.bill_per_100,
        "labour": reading.labour,
        "setup": terms.setup,
        "total": reading.total,
        "effective_bill_rate": reading.effective_bill_rate,
    }
    shares = {name: getattr(reading, name) for name in SHARES}
    return {
        **{name: _rounded(amount, 2) for name, amount in amounts.items()},
        **{name: _rounded(share, 6) for name, share in shares.items()},
        "minimum_applies": reading.floor_applies,
    }


def _steps(working: Working, r: int) -> list[dict[str, str]]:
    return [
        {"gives": step.gives, "how": step.how, "figures": step.figures, "result": step.result}
        for step in working.readings[r][1]
    ]


def _terms(terms: Terms) -> dict[str, str]:
    given = {field.name: getattr(terms, field.name) for field in fields(terms)}
    del given["name"]
    return {
        key: plain(value) if isinstance(value, Decimal) else value
        for key, value in given.items()
        if value is not None
    }


def _given(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _rounded(value: Decimal | None, places: int) -> str | None:
    if value is None:
        return None
    return format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN), "f")


def _cell(text: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
