"""Quotes side by side as text for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcing.report.quotes.table import READINGS, QuoteRow, QuotesView, Working
from sourcing.report.quotes.traps import Said

BESIDE, HEAD, CELL = 4, 26, 18
SHORT_READINGS = {
    READINGS["of_bill"]: "fee of the bill",
    READINGS["on_top_of_pay"]: "fee on top of pay",
    READINGS["after_burden"]: "after burden",
}
MARKS = {"high": "[!]", "medium": "[!]", "low": "[ ]", "info": "[i]"}


def quotes_text(view: QuotesView, lowest: str) -> str:
    """Return a comparison as text; `lowest` says what the row marked with * has lowest."""
    return "\n".join(_lines(view, lowest)) + "\n"


def _lines(view: QuotesView, lowest: str) -> Iterator[str]:
    for first in range(0, len(view.rows), BESIDE):
        yield from _table(view, view.rows[first : first + BESIDE])
        yield ""
    if any(row.lowest for row in view.rows):
        yield f"* {lowest}"
    if view.between:
        yield from map(_said, view.between)
    yield ""
    for working in view.workings:
        yield from _working(working)
    yield from view.notes


def _table(view: QuotesView, rows: Sequence[QuoteRow]) -> Iterator[str]:
    """Return quotes side by side: a line for each measure, a column for each reading."""
    heads = [_short(f"{'* ' if row.lowest else ''}{row.name}") for row in rows]
    yield _line(view.caption, heads)
    if any(row.reading for row in rows):
        yield _line("", [SHORT_READINGS.get(row.reading, "") for row in rows])
    for n, head in enumerate(view.heads):
        yield _line(head, [row.cells[n] for row in rows])


def _line(head: str, cells: Sequence[str]) -> str:
    return f"{head:<{HEAD}}{''.join(f' {cell:>{CELL}}' for cell in cells)}".rstrip()


def _short(name: str) -> str:
    return name if len(name) <= CELL else f"{name[: CELL - 3]}..."


def _working(working: Working) -> Iterator[str]:
    yield f"{working.name}: {working.quoted}"
    for reading, steps in working.readings:
        if reading:
            yield f"  {reading[0].upper()}{reading[1:]}:"
        for step in steps:
            yield f"    {step.gives} = {step.how}"
            yield f"      = {step.figures} = {step.result}"
    for said in working.traps:
        yield _said(said)
    yield ""


def _said(said: Said) -> str:
    return f"  {MARKS[said.severity]} {said.text}"
