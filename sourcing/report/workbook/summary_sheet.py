"""The summary: each lot on its channel, what they come to together, budget and tax."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sourcing.decision.cost.formula.sheet import LEVELS, Level
from sourcing.report import formats
from sourcing.report.words import Plain, Words, taken
from sourcing.report.workbook.chosen import CHANNEL, ChosenLot, chosen_lot
from sourcing.report.workbook.inputs_sheet import InputCells
from sourcing.report.workbook.lot_sheet import EACH, OVER, PRINTED, LotCells, over_cheapest
from sourcing.report.workbook.paint import MONEY, SHARE, WELL, Sheet
from sourcing.report.workbook.setup_once import SetupOnce
from sourcing.report.workbook.terms import Term, half_even

NAME = "Summary"
HEAD = (
    "Lot", "Channel", "Low", "Likely", "High", "Over cheapest", "Each, likely", "P10 as decided",
    "P50 as decided", "P90 as decided",
)  # fmt: skip
AT: Mapping[Level, int] = {"low": 2, "likely": 3, "high": 4}
LIKELY, OVER_AT, EACH_AT, SIMULATED = 3, 5, 6, 7
WIDTHS = (50, 26, 17, 17, 17, 17, 17, 17, 17, 17)
HOW = (
    "Choose another channel on yellow, or change an input, and the totals follow. P10, P50 and P90 are those of "
    "the decision's simulations, at the channels that it names here; they do not move."
)
NOT_PRICED = "Not every lot has a price at its channel, so there is no total."
SHARED = "Set-up that a supplier of several lots is paid only once"
TAX = "Tax that you do not get back"


@dataclass(frozen=True, slots=True)
class SummaryWriter:
    """Writes the summary of a decision whose lots have been written."""

    sheet: Sheet
    inputs: InputCells
    document: Plain
    lots: Sequence[LotCells | None]

    def write(self, about: Sequence[tuple[str, str]]) -> None:
        """Write the summary; `about` says which decision it is of."""
        sheet = self.sheet
        for column, width in enumerate(WIDTHS):
            sheet.page.set_column(column, column, width)
        sheet.title(self.document["brief"].get("title") or "Untitled brief")
        for label, told in about:
            sheet.text(0, label)
            sheet.text(1, told)
            sheet.row += 1
        sheet.remark(HOW)
        sheet.row += 1
        sheet.head(HEAD, (0, CHANNEL))
        chosen = list(self._lots())
        if self.document["totals"]["total"]:
            self._totals(chosen)
        else:
            sheet.remark(NOT_PRICED)

    def _lots(self) -> Sequence[ChosenLot]:
        found = []
        for lot, cells in zip(self.document["lots"], self.lots, strict=True):
            one = chosen_lot(lot, cells, self.sheet.row)
            self.sheet.text(0, self._named(lot))
            if one:
                self._lot(one)
                found.append(one)
            else:
                self.sheet.text(CHANNEL, "No price")
            self.sheet.row += 1
        return found

    def _named(self, lot: Plain) -> str:
        """Name a lot, and what it departs from where another channel is chosen."""
        best = lot["recommended"]
        if not best or taken(lot) == best:
            return str(lot["name"])
        label = Words(self.document).channel(best).label
        return f"{lot['name']} (chosen instead of {label})"

    def _lot(self, one: ChosenLot) -> None:
        """Write a lot's row: what its sheet holds for the channel that is chosen here."""
        sheet, cost = self.sheet, one.cost
        sheet.text(CHANNEL, one.label, bg_color=WELL, border=1)
        choices = {"validate": "list", "source": f"={one.cells.column(0)}"}
        sheet.page.data_validation(sheet.row, CHANNEL, sheet.row, CHANNEL, choices)
        for level in LEVELS:
            sheet.formula(AT[level], f"={one.find(sheet, PRINTED[level])}", cost[level], MONEY)
        over = over_cheapest(one.lot, cost)
        sheet.formula(OVER_AT, f"={one.find(sheet, OVER)}", over, MONEY)
        if cost["per_accepted"]:
            each = cost["per_accepted"]["likely"]
            sheet.formula(EACH_AT, f"={one.find(sheet, EACH)}", each, MONEY)
        self._simulated(cost)

    def _simulated(self, found: Plain, **properties: object) -> None:
        for at, name in enumerate(("p10", "p50", "p90")):
            if found.get(name):
                self.sheet.figure(SIMULATED + at, found[name], MONEY, **properties)

    def _totals(self, chosen: Sequence[ChosenLot]) -> None:
        """Write the sum of the lots, what is paid only once, and what follows from the total."""
        sheet, totals = self.sheet, self.document["totals"]
        shared = totals["shared_setup"] or dict.fromkeys(LEVELS, "0")
        shared_row, total_row = sheet.row, sheet.row + 1
        sheet.row = total_row
        sheet.text(0, "Total", bold=True, top=1)
        for level in LEVELS:
            column = AT[level]
            lots = f"{sheet.cell(column, chosen[0].row)}:{sheet.cell(column, chosen[-1].row)}"
            formula = f"=ROUND(SUM({lots})-{sheet.cell(column, shared_row)},2)"
            sheet.formula(column, formula, totals["total"][level], MONEY, bold=True, top=1)
        self._simulated(totals, bold=True, top=1)
        sheet.row += 1
        self._money(total_row)
        sheet.row += 1
        once = sheet.row + 1 + len(chosen)
        SetupOnce(sheet, chosen).write(shared)
        sheet.row = shared_row
        sheet.text(0, SHARED)
        for level in LEVELS:
            sheet.formula(AT[level], f"={sheet.cell(AT[level], once)}", shared[level], MONEY)

    def _money(self, total_row: int) -> None:
        """Write tax, budget and what is paid today, where there is such."""
        totals, sheet = self.document["totals"], self.sheet
        spent = sheet.cell(LIKELY, total_row)
        if totals["tax"]:
            self._tax(total_row)
            spent = f"{spent}+{sheet.cell(LIKELY, sheet.row - 1)}"
        if totals["budget_left"] is not None:
            self._budget(spent)
        if totals["today"] is not None:
            self._today(sheet.cell(LIKELY, total_row))
        if totals["premium"] is not None:
            sheet.text(0, "Premium over the cheapest eligible channels, as decided")
            sheet.figure(LIKELY, totals["premium"], MONEY)
            sheet.row += 1
        if totals.get("as_recommended"):
            sheet.text(0, "Total as recommended, without your choice")
            for level in LEVELS:
                sheet.figure(AT[level], totals["as_recommended"][level], MONEY)
            sheet.row += 1

    def _tax(self, total_row: int) -> None:
        totals, sheet = self.document["totals"], self.sheet
        share = self.document["brief"]["budget"]["tax"]
        rate = Term(self.inputs.entered(TAX, share, "share of total", totals["currency"]))
        sheet.text(0, TAX)
        for level in LEVELS:
            tax = half_even(Term(sheet.cell(AT[level], total_row)) * rate, 2)
            sheet.formula(AT[level], f"={tax.text}", totals["tax"][level], MONEY)
        sheet.row += 1

    def _budget(self, spent: str) -> None:
        totals, sheet = self.document["totals"], self.sheet
        currency = totals["currency"]
        amount = self.inputs.entered("Budget", totals["budget"], currency, currency)
        self._one("Budget", f"={amount}", totals["budget"])
        left = f"=ROUND({sheet.cell(LIKELY, sheet.row - 1)}-({spent}),2)"
        self._one("Left of the budget", left, totals["budget_left"])
        if totals.get("share_within_budget") is not None:
            sheet.text(0, "Share of simulations within the budget, as decided")
            sheet.figure(LIKELY, totals["share_within_budget"], SHARE)
            sheet.row += 1

    def _today(self, total: str) -> None:
        totals, sheet = self.document["totals"], self.sheet
        lots = "+".join(cells.today for cells in self.lots if cells and cells.today)
        self._one(
            "The same accepted work at today's bill rate", f"=ROUND({lots},2)", totals["today"]
        )
        more = f"=ROUND({total}-{sheet.cell(LIKELY, sheet.row - 1)},2)"
        self._one("More than today", more, totals["against_today"])

    def _one(self, label: str, formula: str, value: str) -> None:
        self.sheet.text(0, label)
        self.sheet.formula(LIKELY, formula, value, MONEY)
        self.sheet.row += 1


def about_of(document: Plain, decision_id: str | None) -> list[tuple[str, str]]:
    """Return which decision a workbook is of."""
    return [
        ("Decision", decision_id or "None: this is a preview"),
        ("Decided on", formats.day(document["date"])),
        ("Rulebook", document["rulebook"]),
        ("Engine", f"sourcing {document['engine']}"),
        ("Currency", document["totals"]["currency"]),
    ]
