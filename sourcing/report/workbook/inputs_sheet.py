"""The sheet of inputs: every figure that goes into a price, once, where it can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sourcing.decision.cost.formula.sheet import LEVELS, Level
from sourcing.report.money.costs import ORIGINS, input_key, origin_of
from sourcing.report.words import Plain, Words, cited_text, cites, when
from sourcing.report.workbook.lines import at_level
from sourcing.report.workbook.paint import WELL, Sheet, number_of
from sourcing.report.workbook.terms import Term

NAME = "Inputs"
HEAD = (
    "No.", "Input", "Low", "Likely", "High", "Unit", "Origin", "Why it is assumed", "Note",
    "As of", "Sources",
)  # fmt: skip
COLUMN: Mapping[Level, int] = {"low": 2, "likely": 3, "high": 4}
TEXTS = (1, 5, 6, 7, 8, 9, 10)
WIDTHS = (5, 46, 14, 14, 14, 20, 12, 50, 50, 12, 30)
HOW = (
    "Change a figure on yellow, and the other sheets follow. The numbers are those of the report. "
    "Low and high are the ends of an input; more weeks, or more hours a week, cost less."
)


@dataclass(slots=True)
class InputCells:
    """Where each input stands; an input that several lines take stands once."""

    sheet: Sheet
    words: Words
    rows: dict[tuple[str, ...], int] = field(default_factory=dict)
    first: int = 0

    def begin(self) -> None:
        """Write what the sheet is, and its head."""
        for column, width in enumerate(WIDTHS):
            self.sheet.page.set_column(column, column, width)
        self.sheet.title(NAME)
        self.sheet.remark(HOW)
        self.sheet.head(HEAD, TEXTS)
        self.sheet.page.freeze_panes(self.sheet.row, 2)
        self.first = self.sheet.row

    def number(self, found: Plain, currency: str) -> int:
        """Return an input's number, as the report counts; an input met for the first time is written."""
        key = input_key(found)
        if key not in self.rows:
            self._write(found, currency, len(self.rows) + 1)
            self.rows[key] = self.sheet.row
            self.sheet.row += 1
        return self.rows[key] - self.first + 1

    def term(self, name: str, found: Plain, level: Level) -> Term:
        """Return the cell of an input that has been written, for a price at a level."""
        return Term(self.sheet.far(COLUMN[at_level(name, level)], self.rows[input_key(found)]))

    def entered(self, label: str, value: str, unit: str, currency: str) -> str:
        """Write a figure that no line takes, such as the budget, and return its cell."""
        found = {
            "id": label, "label": label, "unit": unit, "low": value, "likely": value, "high": value,
            "quoted": False, "assumption": None, "note": "Entered for this brief.", "as_of": None,
            "sources": (),
        }  # fmt: skip
        self.number(found, currency)
        return self.sheet.far(COLUMN["likely"], self.rows[input_key(found)])

    def _write(self, found: Plain, currency: str, number: int) -> None:
        sheet, unit = self.sheet, found["unit"]
        sheet.figure(0, str(number), "0")
        sheet.text(1, found["label"], text_wrap=True)
        for level in LEVELS:
            sheet.figure(
                COLUMN[level], found[level], number_of(unit, currency), bg_color=WELL, border=1
            )
        sheet.text(5, unit)
        origin = origin_of(found)
        sheet.text(6, ORIGINS[origin], bold=origin == "assumption")
        sheet.text(7, found["assumption"] or "", text_wrap=True)
        sheet.text(8, found["note"] or "", text_wrap=True)
        sheet.text(9, when(found["as_of"]) if found["as_of"] else "")
        sheet.text(10, cited_text(cites(found["sources"])), text_wrap=True)
