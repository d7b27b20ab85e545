"""The looks of cells, and writing to them: text stays text, whatever it begins with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

MONEY, SHARE, WHOLE, PLAIN = "#,##0.00", "0.00%", "#,##0", "#,##0.00####"
SOFT, WELL = "#54575d", "#fff7d6"


@dataclass(frozen=True, slots=True)
class Paint:
    """Makes the formats of a workbook, each once."""

    workbook: Workbook
    made: dict[tuple[tuple[str, object], ...], Format]

    def __call__(self, **properties: object) -> Format:
        """Return a format; `num_format`, `bold` and the like are XlsxWriter's names."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format({"valign": "top", **properties})
        return self.made[key]

    def figure(self, number: str, **more: object) -> Format:
        """Return the format of a figure written like this."""
        return self(num_format=number, **more)


@dataclass(slots=True)
class Sheet:
    """A worksheet that is written from the top down; rows and columns count from 0."""

    name: str
    page: Worksheet
    paint: Paint
    row: int = 0

    def title(self, text: str, size: int = 14) -> None:
        """Write a title, and go to the next row."""
        self.page.write_string(self.row, 0, text, self.paint(bold=True, font_size=size))
        self.row += 1

    def remark(self, text: str) -> None:
        """Write a remark, and go to the next row."""
        self.page.write_string(self.row, 0, text, self.paint(font_color=SOFT))
        self.row += 1

    def head(self, words: tuple[str, ...], texts: Collection[int]) -> None:
        """Write the heads of columns, and go to the next row; `texts` are the columns of words."""
        for column, word in enumerate(words):
            side = "left" if column in texts else "right"
            indent = int(column in texts and column > 0)
            self.text(column, word, bold=True, bottom=1, align=side, indent=indent)
        self.row += 1

    def text(self, column: int, text: str, **properties: object) -> None:
        """Write a text in this row."""
        self.page.write_string(self.row, column, text, self.paint(**properties))

    def figure(self, column: int, value: str | Decimal, number: str, **properties: object) -> None:
        """Write a figure that stands, in this row."""
        self.page.write_number(
            self.row, column, float(Decimal(value)), self.paint.figure(number, **properties)
        )

    def formula(
        self, column: int, formula: str, value: str | Decimal, number: str, **properties: object
    ) -> None:
        """Write a formula with the value that it has as decided, for programs that do not reckon."""
        look = self.paint.figure(number, **properties)
        self.page.write_formula(self.row, column, formula, look, float(Decimal(value)))

    def words(self, column: int, formula: str, value: str) -> None:
        """Write a formula whose value is a text."""
        self.page.write_formula(self.row, column, formula, self.paint(), value)

    def cell(self, column: int, row: int | None = None) -> str:
        """Return the address of a cell for formulas of this sheet; by default of this row."""
        return str(xl_rowcol_to_cell(self.row if row is None else row, column, True, True))  # noqa: FBT003 - both fixed

    def far(self, column: int, row: int | None = None) -> str:
        """Return the address of a cell for formulas of any sheet."""
        return f"'{self.name}'!{self.cell(column, row)}"


def number_of(unit: str, currency: str) -> str:
    """Return how figures of a unit are written."""
    if unit.startswith("share of "):
        return SHARE
    if unit == currency or unit.startswith(f"{currency}/"):
        return MONEY
    return WHOLE if unit == "people" else PLAIN
