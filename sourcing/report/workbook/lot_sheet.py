"""The sheet of a lot: its channels side by side, and below them each one line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sourcing.decision.cost.formula.sheet import LEVELS, Level
from sourcing.report.words import Plain, Words, taken
from sourcing.report.workbook.inputs_sheet import InputCells
from sourcing.report.workbook.lines import PricedLine, exact, lines_of
from sourcing.report.workbook.paint import MONEY, SOFT, Sheet, number_of
from sourcing.report.workbook.terms import Term, half_even

CHANNELS = (
    "Channel", "Low", "Likely", "High", "Over cheapest", "Each, likely", "P10 as decided", "P50 as decided",
    "P90 as decided", "Bought from", "Set-up, low", "Set-up, likely", "Set-up, high", "Accepted hours",
)  # fmt: skip
LINES = (
    "Line", "Low", "Likely", "High", "Unit", "Inputs", "Low, unrounded", "Likely, unrounded",
    "High, unrounded", "How it is reckoned",
)  # fmt: skip
PRINTED: Mapping[Level, int] = {"low": 1, "likely": 2, "high": 3}
EXACT: Mapping[Level, int] = {"low": 6, "likely": 7, "high": 8}
UNIT, INPUTS, RECKONED = 4, 5, 9
OVER, EACH, SIMULATED, FROM, HOURS = 4, 5, 6, 9, 13
SETUP: Mapping[Level, int] = {"low": 10, "likely": 11, "high": 12}
WIDTHS = (50, 17, 17, 17, 17, 17, 19, 19, 19, 26, 17, 17, 17, 17)
FROZEN = (
    "P10, P50 and P90 are those of the 10,000 simulations when this was decided: a tenth, half and nine "
    "tenths of them cost less. They do not move with the inputs."
)
OTHER_VERSION = "Another version of the program made these lines; they stand as figures."


@dataclass(frozen=True, slots=True)
class LotCells:
    """Where a lot's table of channels stands, for the summary: its sheet, first and last row.

    `today` is the cell that holds what the lot comes to as it is bought today.
    """

    sheet: Sheet
    first: int
    last: int
    labels: Sequence[str]
    today: str | None = None

    def column(self, column: int) -> str:
        """Return a column of the table, for formulas of any sheet."""
        return f"{self.sheet.far(column, self.first)}:{self.sheet.cell(column, self.last)}"


@dataclass(frozen=True, slots=True)
class _Totals:
    """Where a channel's block holds what the table of channels shows of it."""

    total: Mapping[Level, str]
    each: str
    setup: Mapping[Level, str] | None
    hours: str | None


@dataclass(frozen=True, slots=True)
class LotWriter:
    """Writes a lot's sheet."""

    sheet: Sheet
    words: Words
    inputs: InputCells
    lot: Plain
    asked: Plain

    def write(self) -> LotCells | None:
        """Write the sheet; None where no channel has a price."""
        for column, width in enumerate(WIDTHS):
            self.sheet.page.set_column(column, column, width)
        self.sheet.title(self.lot["name"])
        priced = priced_channels(self.lot)
        if not priced:
            self.sheet.remark("No channel has a price.")
            return None
        self.sheet.remark(FROZEN)
        self.sheet.row += 1
        table, labels = self.sheet.row, self._labels(priced)
        self.sheet.row += len(priced) + 2
        blocks = [self._block(out, label) for out, label in zip(priced, labels, strict=True)]
        today = self._today()
        self.sheet.row = table
        self.sheet.head(CHANNELS, (0, FROM))
        cells = LotCells(self.sheet, table + 1, table + len(priced), labels, today)
        for outcome, label, block in zip(priced, labels, blocks, strict=True):
            self._channel(outcome, label, block, cells)
        return cells

    def _today(self) -> str | None:
        """Write the lot as it is bought today, line by line, and return where its total stands."""
        today = self.lot.get("today")
        if not today:
            return None
        label = self.words.channel(today["channel"]).label
        block = self._block(today, f"At today's bill rate, reckoned as {label} is")
        return f"'{self.sheet.name}'!{block.total['likely']}"

    def _labels(self, priced: Sequence[Plain]) -> list[str]:
        """Return the channels' labels, each once, so that the summary finds them."""
        labels = [self.words.channel(out["channel"]).label for out in priced]
        return [
            label if labels.count(label) == 1 else f"{label} ({out['channel']})"
            for label, out in zip(labels, priced, strict=True)
        ]

    def _channel(self, outcome: Plain, label: str, block: _Totals, cells: LotCells) -> None:
        cost, sheet = outcome["cost"], self.sheet
        bold = outcome["channel"] == taken(self.lot)
        sheet.text(0, label, bold=bold)
        for level in LEVELS:
            sheet.formula(PRINTED[level], f"={block.total[level]}", cost[level], MONEY, bold=bold)
        likely = PRINTED["likely"]
        # Eligible channels stand first; one that was chosen past a policy stands below them.
        last = cells.first + len(compared_channels(self.lot)) - 1
        column = f"{sheet.cell(likely, cells.first)}:{sheet.cell(likely, last)}"
        over = over_cheapest(self.lot, cost)
        sheet.formula(OVER, f"=ROUND({sheet.cell(likely)}-MIN({column}),2)", over, MONEY)
        if cost["per_accepted"]:
            sheet.formula(EACH, f"={block.each}", cost["per_accepted"]["likely"], MONEY)
        for at, name in enumerate(("p10", "p50", "p90")):
            if cost[name]:
                sheet.figure(SIMULATED + at, cost[name], MONEY)
        sheet.text(FROM, bought_from(outcome, label), align="left", indent=1)
        self._setup(cost, block)
        sheet.row += 1

    def _setup(self, cost: Plain, block: _Totals) -> None:
        for level in LEVELS:
            if block.setup:
                self.sheet.formula(
                    SETUP[level], f"={block.setup[level]}", setup_of(cost, level), MONEY
                )
            else:
                self.sheet.figure(SETUP[level], "0", MONEY)
        if block.hours:
            hours = cost["lines"][0]["likely"]
            self.sheet.formula(HOURS, f"={block.hours}", hours, "#,##0.00")

    def _block(self, outcome: Plain, label: str) -> _Totals:
        """Write a channel line by line, and return where its totals stand."""
        cost, sheet = outcome["cost"], self.sheet
        lines = lines_of(cost)
        sheet.row += 1
        sheet.title(label, 12)
        if lines is None:
            sheet.remark(OTHER_VERSION)
        sheet.head(LINES, (0, UNIT, INPUTS, RECKONED))
        rows = self._lines(cost, lines)
        total = sheet.row
        sheet.text(0, "Total", bold=True, top=1)
        money = [line["id"] for line in cost["lines"] if line["is_money"]]
        for level in LEVELS:
            summed = "+".join(sheet.cell(PRINTED[level], rows[name]) for name in money)
            sheet.formula(
                PRINTED[level], f"=ROUND({summed},2)", cost[level], MONEY, bold=True, top=1
            )
        sheet.row += 1
        self._each(cost, total)
        has_setup, first = "setup" in rows, cost["lines"][0]
        return _Totals(
            total={level: sheet.cell(PRINTED[level], total) for level in LEVELS},
            each=sheet.cell(PRINTED["likely"], total + 1),
            setup={level: sheet.cell(PRINTED[level], rows["setup"]) for level in LEVELS}
            if has_setup
            else None,
            hours=sheet.cell(PRINTED["likely"], rows[first["id"]])
            if first["id"] == "accepted_hours"
            else None,
        )

    def _lines(self, cost: Plain, lines: Sequence[PricedLine] | None) -> dict[str, int]:
        """Write the lines, live where `lines` are given, and return their rows."""
        rows: dict[str, int] = {}
        values = {level: exact(lines, level) for level in LEVELS} if lines else {}
        cells: dict[Level, dict[str, Term]] = {level: {} for level in LEVELS}
        for at, line in enumerate(cost["lines"]):
            rows[line["id"]] = self.sheet.row
            numbers = self._about(line, cost["currency"])
            self.sheet.text(INPUTS, ", ".join(map(str, numbers)), align="left", indent=1)
            for level in LEVELS:
                if lines:
                    self._live(lines[at], level, cells[level], values[level], cost["currency"])
                else:
                    look = number_of(line["unit"], cost["currency"])
                    self.sheet.figure(PRINTED[level], line[level], look)
            self.sheet.row += 1
        return rows

    def _about(self, line: Plain, currency: str) -> list[int]:
        """Write what a line is, and its inputs where they are new; return their numbers."""
        soft = {} if line["is_money"] else {"font_color": SOFT}
        self.sheet.text(0, line["label"], **soft)
        self.sheet.text(UNIT, line["unit"], align="left", indent=1, **soft)
        self.sheet.text(RECKONED, line["how"], align="left", indent=1, font_color=SOFT)
        return list(dict.fromkeys(self.inputs.number(found, currency) for found in line["inputs"]))

    def _live(
        self,
        one: PricedLine,
        level: Level,
        cells: dict[str, Term],
        values: Mapping[str, Decimal],
        currency: str,
    ) -> None:
        """Write a line at a level: unrounded, from cells, and rounded as the report prints it."""
        cells |= {name: self.inputs.term(name, found, level) for name, found in one.inputs.items()}
        look = number_of(one.line["unit"], currency)
        column = EXACT[level]
        unrounded = values[one.step.id]
        self.sheet.formula(column, one.formula(cells), unrounded, "General", font_color=SOFT)
        cells[one.step.id] = Term(self.sheet.cell(column))
        printed = half_even(cells[one.step.id], one.step.places)
        self.sheet.formula(PRINTED[level], f"={printed.text}", one.line[level], look)

    def _each(self, cost: Plain, total: int) -> None:
        """Write the cost of an accepted hour, item or unit."""
        per, unit, currency = cost["per_accepted"], cost["accepted_unit"], cost["currency"]
        if not per:
            return
        work = self._accepted(cost, unit, currency)
        self.sheet.text(0, f"For each accepted {unit}")
        for level in LEVELS:
            rate = Term(self.sheet.cell(PRINTED[level], total)) / work
            self.sheet.formula(PRINTED[level], f"={half_even(rate, 2).text}", per[level], MONEY)
        self.sheet.row += 1

    def _accepted(self, cost: Plain, unit: str, currency: str) -> Term:
        """Return the cell of the accepted work by which totals are divided."""
        items = (self.asked.get("volume") or {}).get("items")
        if unit == "item" and items is not None:
            return Term(self.inputs.entered(f"Items, {self.lot['name']}", items, "items", currency))
        return self.inputs.term("volume", cost["lines"][0]["inputs"][0], "likely")


def priced_channels(lot: Plain) -> list[Plain]:
    """Return the outcomes of the channels that have a price."""
    return [outcome for outcome in lot["channels"] if outcome["cost"]]


def compared_channels(lot: Plain) -> list[Plain]:
    """Return the priced channels that are eligible; all priced ones where none is."""
    priced = priced_channels(lot)
    return [outcome for outcome in priced if outcome["eligible"]] or priced


def over_cheapest(lot: Plain, cost: Plain) -> Decimal:
    """Return how much more a channel is likely to cost than the cheapest eligible one."""
    costs = (Decimal(out["cost"]["likely"]) for out in compared_channels(lot))
    return Decimal(cost["likely"]) - min(costs)


def bought_from(outcome: Plain, label: str) -> str:
    """Return from whom a channel is bought: who quoted, else the channel itself."""
    return outcome["cost"].get("quoted_by") or label


def setup_of(cost: Plain, level: Level) -> str:
    """Return the set-up at a level; nothing where the channel has none."""
    return next((str(line[level]) for line in cost["lines"] if line["id"] == "setup"), "0")
