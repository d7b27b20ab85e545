"""The workbook of a decision, as the bytes of an .xlsx file: the same document, the same bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from sourcing.report.words import Plain, Words
from sourcing.report.workbook import inputs_sheet, summary_sheet
from sourcing.report.workbook.inputs_sheet import InputCells
from sourcing.report.workbook.lot_sheet import LotWriter
from sourcing.report.workbook.paint import Paint, Sheet
from sourcing.report.workbook.summary_sheet import SummaryWriter, about_of

A4 = 9


def as_workbook(document: Plain, *, decision_id: str | None = None) -> bytes:
    """Return a decision's prices as a workbook; without an id it is a preview."""
    words = Words(document)
    content = BytesIO()
    workbook = Workbook(content, {"in_memory": True})
    # The file's own dates are those of the decision, so that it is the same whenever it is made.
    workbook.set_properties(
        {
            "title": document["brief"].get("title") or "Untitled brief",
            "created": datetime.fromisoformat(document["date"]),
        }
    )
    paint = Paint(workbook, {})

    def sheet(name: str) -> Sheet:
        page = workbook.add_worksheet(name)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        return Sheet(name, page, paint)

    summary, inputs = sheet(summary_sheet.NAME), InputCells(sheet(inputs_sheet.NAME), words)
    inputs.begin()
    lots = [
        LotWriter(sheet(f"Lot {number}"), words, inputs, lot, asked).write()
        for number, (lot, asked) in enumerate(
            zip(document["lots"], document["brief"]["lots"], strict=True), start=1
        )
    ]
    SummaryWriter(summary, inputs, document, lots).write(about_of(document, decision_id))
    workbook.close()
    return content.getvalue()
