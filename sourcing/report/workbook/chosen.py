"""Lots on the channels that are chosen in the summary: where it finds what they hold."""

from __future__ import annotations

from dataclasses import dataclass

from sourcing.report.words import Plain, taken
from sourcing.report.workbook.lot_sheet import LotCells, bought_from, priced_channels
from sourcing.report.workbook.paint import Sheet

CHANNEL = 1


@dataclass(frozen=True, slots=True)
class ChosenLot:
    """A lot with a price at the channel that is taken, and the row of the summary that names it."""

    lot: Plain
    cells: LotCells
    outcome: Plain
    row: int

    @property
    def cost(self) -> Plain:
        """The price of the channel that is taken."""
        cost: Plain = self.outcome["cost"]
        return cost

    @property
    def label(self) -> str:
        """The channel that is taken, as the lot's sheet names it."""
        return self.cells.labels[priced_channels(self.lot).index(self.outcome)]

    @property
    def supplier(self) -> str:
        """From whom it is bought."""
        return bought_from(self.outcome, self.label)

    def find(self, sheet: Sheet, column: int) -> str:
        """Return what a column of the lot's table holds for the channel that the summary names."""
        chosen = sheet.cell(CHANNEL, self.row)
        return f"INDEX({self.cells.column(column)},MATCH({chosen},{self.cells.column(0)},0))"


def chosen_lot(lot: Plain, cells: LotCells | None, row: int) -> ChosenLot | None:
    """Return a lot on the channel that is taken; None where that has no price."""
    found = (out for out in priced_channels(lot) if out["channel"] == taken(lot))
    outcome = next(found, None)
    return ChosenLot(lot, cells, outcome, row) if cells and outcome else None
