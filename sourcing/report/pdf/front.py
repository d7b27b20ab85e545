"""The first page: what to do, may we, what it costs, who, when, how sure, and who signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
WIDE = " \N{EM SPACE} "
SHORT, LONG = 60, 130
"""Letters below which any point shares its line with others, and above which none does."""
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
    named = spaced(soft(lot.label), strong(lot.name), marked(head.status))
    return Outcome(
        lot=named if lot.label else "",
        advice=head.advice,
        channel=head.channel,
        cost=head.cost or "",
        cost_range=head.cost_range or "",
        lines=(head.why,),
        framed=tuple(_override(lot)),
    )


def _override(lot: LotView) -> Iterator[Words]:
    """Yield what is chosen against the recommendation, and the account of it, short parts together."""
    if lot.choice and lot.choice.differs:
        span = f"({lot.choice.cost_range})" if lot.choice.cost_range else None
        mark = Run(channel=lot.choice.channel)
        yield spaced(mark, strong(lot.choice.says), lot.choice.cost, span and soft(span))
        for short, parts in groupby(lot.choice.account, lambda part: len(part[1]) < 2 * SHORT):
            told = [spaced(soft(f"{who}:"), said) for who, said in parts]
            yield from [in_a_row(told)] if short else told


def in_a_row(told: Iterable[Sequence[str | Run]]) -> tuple[str | Run, ...]:
    """Return things said after each other, set well apart."""
    first, *others = told
    return (*first, *(part for one in others for part in (WIDE, *one)))


def _doubt(doubt: Doubt) -> tuple[str, tuple[Words, ...]]:
    """Return a doubt with its points: each has its lines, but marked and short ones share them."""
    lines: list[Words] = []
    for shared, points in groupby(doubt.points, _shares_a_line):
        if shared:
            lines.append(in_a_row(map(point, points)))
        else:
            lines += map(point, points)
    return doubt.label, tuple(lines)


def _shares_a_line(said: Point) -> str:
    """Return what a point may share a line with: the grave, the judged, the short; or nothing.

    One that begins small goes on with what was said before it; one of more than a line stands alone.
    """
    length = len(f"{said.text}{said.note or ''}")
    if length > LONG:
        return ""
    if said.mark in _SILENT or said.text[:1].islower():
        return "grave"
    if said.mark in VERDICTS:
        return "judged"
    return "short" if not said.mark and length < SHORT else ""


def point(said: Point) -> tuple[str | Run, ...]:
    """Return something said with its mark and its note."""
    note = said.note and soft(said.note)
    if not said.mark:
        owner = said.who and strong(said.who)
        return (
            (owner, *spaced(said.text[len(said.who) :], note)) if owner else spaced(said.text, note)
        )
    if said.mark in _SILENT:
        first, _, rest = said.text.partition(" ")
        return spaced(Run(first, "plain", mark=said.mark), rest, note)
    return spaced(marked(said.mark), said.text, note)


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
