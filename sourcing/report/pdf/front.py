"""The first page: what to do, may we, what it costs, who, when, how sure, and who signs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sourcing.report.model.report import Doubt, LotView, Point, Report
from sourcing.report.pdf.blocks import (
    Block,
    Choice,
    Outcome,
    Pairs,
    Para,
    Run,
    SignOff,
    Words,
)
from sourcing.report.pdf.parts import soft, spaced, strong
from sourcing.report.templating import SEVERITIES, STATUSES, VERDICTS

_MARKS = {**SEVERITIES, **VERDICTS, **STATUSES}
SIGNERS = ("Requested by", "Bought by", "Approved by")
WIDE = "\N{EM SPACE}"
_SILENT = ("high", "medium")
"""Severities whose shape alone stands before a line, since its words say the rest."""


def cover(report: Report) -> tuple[Words, ...]:
    """Return what stands beside the title: number, day, buyer, status."""
    name = f"Decision {report.decision_id}" if report.decision_id else "Preview"
    told: tuple[Words, ...] = (name, report.date, report.buyer or "", marked(report.status))
    return tuple(part for part in told if part)


def marked(name: str) -> Run:
    """Return a severity, status or verdict: its shape and its word."""
    return Run(_MARKS[name], mark=name)


def first_page(report: Report) -> Iterator[Block]:
    """Yield the blocks of the first page, in the order in which a reader asks."""
    if report.preview:
        yield Para(report.preview, "notice")
    for lot in report.lots:
        yield _outcome(lot)
    if report.total:
        yield Outcome("", "All lots", None, *report.total, lines=())
    yield Pairs(tuple(_doubt(doubt) for doubt in report.doubts))
    yield _signatures(report)


def _outcome(lot: LotView) -> Outcome:
    head = lot.headline
    status = marked(head.status) if lot.label and head.status != "ready" else None
    return Outcome(
        lot=f"{lot.label} {lot.name}" if lot.label else "",
        advice=head.advice,
        channel=head.channel,
        cost=head.cost or "",
        cost_range=head.cost_range or "",
        lines=(spaced(head.why, status), *_override(lot)),
    )


def _override(lot: LotView) -> Iterator[Words]:
    """Yield what is chosen against the recommendation, and the account of it."""
    if lot.choice and lot.choice.differs:
        span = f"({lot.choice.cost_range})" if lot.choice.cost_range else None
        yield spaced(strong(lot.choice.says), lot.choice.cost, span and soft(span))
        for who, said in lot.choice.account:
            yield spaced(soft(f"{who}:"), said)


def _doubt(doubt: Doubt) -> tuple[str, tuple[Words, ...]]:
    """Return a doubt with its points, those that begin with a shape one after the other."""
    lines: list[Words] = []
    for grave, points in groupby(doubt.points, lambda said: said.mark in _SILENT):
        if grave:
            lines.append(spaced(*(part for said in points for part in (*point(said), WIDE))))
        else:
            lines += map(point, points)
    return doubt.label, tuple(lines)


def point(said: Point) -> tuple[str | Run, ...]:
    """Return something said with its mark and its note."""
    note = said.note and soft(said.note)
    if not said.mark:
        return spaced(said.text, note)
    sign = Run(mark=said.mark) if said.mark in _SILENT else marked(said.mark)
    return spaced(sign, said.text, note)


def _signatures(report: Report) -> SignOff:
    choices = tuple(_choice(lot) for lot in report.lots)
    return SignOff(choices, SIGNERS, report.signing)


def _choice(lot: LotView) -> Choice:
    name = f"{lot.label}: " if lot.label else ""
    if lot.choice:
        return Choice(f"{name}{lot.choice.says}", is_open=False)
    if lot.headline.channel:
        return Choice(f"{name}As recommended: {lot.headline.channel.label}", is_open=True)
    return Choice(f"{name}Nothing chosen yet", is_open=True)
