"""A report as the blocks of a printed document, section by section as on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from sourcing.report.model.report import Report
from sourcing.report.paper import on_paper
from sourcing.report.pdf.basis import answers, record, sources
from sourcing.report.pdf.blocks import Block, Paper
from sourcing.report.pdf.conduct import avoid, measures, signals, vendors
from sourcing.report.pdf.front import cover, first_page
from sourcing.report.pdf.money import cost, split
from sourcing.report.pdf.parts import heading
from sourcing.report.pdf.ranking import changes, others, why

_SECTIONS: dict[str, Callable[[Report], Iterator[Block]]] = {
    "why": why,
    "excluded": others,
    "cost": cost,
    "signals": signals,
    "vendors": vendors,
    "measures": measures,
    "avoid": avoid,
    "split": split,
    "changes": changes,
    "answers": answers,
    "sources": sources,
    "signoff": record,
}


def paper_of(report: Report) -> Paper:
    """Return the document of a report."""
    day = datetime.strptime(report.date, "%d %b %Y")  # noqa: DTZ007 - a day has no zone
    return Paper(
        title=report.title,
        about=report.page_title,
        head=report.running_head,
        day=(day.year, day.month, day.day),
        cover=cover(report),
        blocks=tuple(_blocks(on_paper(report))),
    )


def _blocks(report: Report) -> Iterator[Block]:
    yield from first_page(report)
    for name, section in report.sections.items():
        yield heading(section)
        yield from _SECTIONS[name](report)
