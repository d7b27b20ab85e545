"""Set-up is paid once to each supplier, however many lots it serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sourcing.decision.cost.formula.sheet import LEVELS, Level
from sourcing.report.words import Plain
from sourcing.report.workbook.chosen import CHANNEL, ChosenLot
from sourcing.report.workbook.lot_sheet import FROM, SETUP, setup_of
from sourcing.report.workbook.paint import MONEY, Sheet

HEAD = (
    "Set-up, paid once to each supplier", "Bought from", "Paid already, low", "Paid already, likely",
    "Paid already, high", "Set-up, low", "Set-up, likely", "Set-up, high",
)  # fmt: skip
ALREADY: Mapping[Level, int] = {"low": 2, "likely": 3, "high": 4}
OWN: Mapping[Level, int] = {"low": 5, "likely": 6, "high": 7}


@dataclass(slots=True)
class SetupOnce:
    """Writes what of each lot's set-up its supplier is paid with the lots above it."""

    sheet: Sheet
    chosen: Sequence[ChosenLot]
    paid: dict[tuple[str, Level], Decimal] = field(default_factory=dict)

    def write(self, shared: Plain) -> None:
        """Write the table; `shared` is what the decision takes off the sum of the lots."""
        sheet = self.sheet
        sheet.head(HEAD, (0, CHANNEL))
        begin = sheet.row
        for one in self.chosen:
            sheet.text(0, one.lot["name"])
            sheet.words(CHANNEL, f"={one.find(sheet, FROM)}", one.supplier)
            for level in LEVELS:
                setup = setup_of(one.cost, level)
                sheet.formula(OWN[level], f"={one.find(sheet, SETUP[level])}", setup, MONEY)
                self._already(one, level, begin)
            sheet.row += 1
        sheet.text(0, "Paid only once", bold=True, top=1)
        for level in LEVELS:
            column = ALREADY[level]
            summed = f"=SUM({sheet.cell(column, begin)}:{sheet.cell(column, sheet.row - 1)})"
            sheet.formula(column, summed, shared[level], MONEY, bold=True, top=1)
        sheet.row += 1

    def _already(self, one: ChosenLot, level: Level, begin: int) -> None:
        """Write the smaller of a lot's set-up and the largest that its supplier is paid above."""
        sheet, own = self.sheet, OWN[level]
        setup = Decimal(setup_of(one.cost, level))
        before = self.paid.get((one.supplier, level), Decimal(0))
        self.paid[one.supplier, level] = max(setup, before)
        if sheet.row == begin:
            sheet.figure(ALREADY[level], "0", MONEY)
            return
        names = f"{sheet.cell(CHANNEL, begin)}:{sheet.cell(CHANNEL, sheet.row - 1)}"
        setups = f"{sheet.cell(own, begin)}:{sheet.cell(own, sheet.row - 1)}"
        largest = f"SUMPRODUCT(MAX(({names}={sheet.cell(CHANNEL)})*{setups}))"
        formula = f"=MIN({sheet.cell(own)},{largest})"
        sheet.formula(ALREADY[level], formula, min(setup, before), MONEY)
