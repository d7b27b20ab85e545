"""The workbook: the report's figures to the cent, live, and the same file each time."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import ROUND_HALF_EVEN, Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from xlsxwriter import Workbook

from sourcing.report.workbook.file import as_workbook
from sourcing.report.workbook.lot_sheet import OTHER_VERSION
from sourcing.report.workbook.terms import Term, half_even
from sourcing.rulebook.compiled import Rulebook
from tests.report.conftest import FOUR, Decided, Document
from tests.report.spreadsheet import formulas, opened, reckoned

CENT = Decimal("0.01")
LEVELS = ("low", "likely", "high")
ONCE = {
    "Left of the budget": "budget_left",
    "The same accepted work at today's bill rate": "today",
    "More than today": "against_today",
    "Premium over the cheapest eligible channels, as decided": "premium",
}
HOSTILE = '=HYPERLINK("http://example.org","pay")'
TWO_OF_ONE = {
    "title": "Two lots of one supplier",
    "budget": {"amount": "400000", "tax": "0.2"},
    "incumbent": {"bill_rate": "31.15"},
    "lots": [
        {"name": "First", "answers": FOUR, "volume": {"hours": "4000"}},
        {"name": "Second", "answers": FOUR, "volume": {"hours": "1234.5"}},
    ],
}
QUOTED: dict[str, Any] = {
    "title": "Quoted",
    "lots": [
        {
            "name": "Ratings",
            "answers": FOUR,
            "volume": {"hours": "2500"},
            "quotes": {"crowd": {"pay": "21.35", "take_rate": "0.31", "minimum": "1000"}},
        }
    ],
}

AS_GIVEN: dict[str, dict[str, str]] = {
    "posted": {"posted_rate": "$100", "client_fee": "5%", "worker_fee": "10%"},
    "item": {"item_price": "0.35", "minutes_per_item": "1.5", "pay": "9"},
    "open": {"pay": "100", "fee": "15%"},
    "open-posted": {"posted_rate": "100", "fee": "15%"},
    "margin": {"pay": "80", "margin": "20%", "margin_base": "bill"},
}


def quoting(quote: dict[str, str]) -> dict[str, Any]:
    (lot,) = QUOTED["lots"]
    return {**QUOTED, "lots": [{**lot, "quotes": {"crowd": quote}}]}


@pytest.fixture(scope="module")
def book(full: Document) -> bytes:
    return as_workbook(full, decision_id="D-2026-0042")


def found(sheet: Any, label: str, column: int, *, last: bool = False) -> Decimal:
    """Return the figure in a column of the first or last row that begins with a label."""
    rows = [row for row in sheet.iter_rows() if row[0].value == label]
    return cents(rows[-1 if last else 0][column].value)


def cents(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(CENT, ROUND_HALF_EVEN)


def blocks(
    sheet: Any, document_lot: Document, labels: Mapping[str, Any]
) -> Iterator[tuple[Any, Any]]:
    """Yield each priced channel of a lot with the rows of its block, its title first."""
    rows = list(sheet.iter_rows())
    for outcome in document_lot["channels"]:
        if outcome["cost"]:
            label = labels[outcome["channel"]]["label"]
            starts = [i for i, row in enumerate(rows) if row[0].value == label]
            yield outcome["cost"], rows[starts[-1] :]


def holds(book: Any, document: Document) -> list[str]:
    """Return where a workbook's values differ from what the document says; nothing where it agrees."""
    said = [
        *(
            pair
            for number, lot in enumerate(document["lots"], start=1)
            for pair in _lot(book[f"Lot {number}"], lot, document["names"]["channels"])
        ),
        *_totals(book["Summary"], document["totals"]),
    ]
    return [
        f"{cell.parent.title} {cell.coordinate}: {cell.value}, and the report says {amount}"
        for cell, amount in said
        if cell.value is None
        or not math.isclose(cell.value, float(amount), abs_tol=1e-9, rel_tol=1e-12)
    ]


def _lot(sheet: Any, lot: Document, labels: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """Yield every cell of a lot's prices with what the document says there."""
    for cost, rows in blocks(sheet, lot, labels):
        total = len(cost["lines"]) + 2
        for row, line in zip(rows[2:total], cost["lines"], strict=True):
            assert row[0].value == line["label"]
            yield from _levels(row[1:], line)
        yield from _levels(rows[total][1:], cost)
        yield from _levels(rows[total + 1][1:], cost["per_accepted"])


def _totals(sheet: Any, totals: Document) -> Iterator[tuple[Any, str]]:
    """Yield every cell of the summary's totals with what the document says there."""
    rows = {row[0].value: row for row in sheet.iter_rows() if row[0].value}
    if not totals["total"]:
        return
    yield from _levels(rows["Total"][2:], totals["total"])
    nothing = dict.fromkeys(LEVELS, "0")
    yield from _levels(rows["Paid only once"][2:], totals["shared_setup"] or nothing)
    if totals["tax"]:
        yield from _levels(rows["Tax that you do not get back"][2:], totals["tax"])
    for label, name in ONCE.items():
        if totals[name] is not None:
            yield rows[label][3], totals[name]


def _levels(cells: Any, amounts: Document) -> Iterator[tuple[Any, str]]:
    return zip(cells, (amounts[level] for level in LEVELS), strict=False)


class TestFigures:
    """The figures that stand beside the formulas, for who reads without reckoning."""

    def test_every_line_and_total_is_the_reports_to_the_cent(
        self, book: bytes, full: Document
    ) -> None:
        assert holds(opened(book, values=True), full) == []

    def test_every_amount_is_a_live_formula(self, book: bytes, full: Document) -> None:
        live = {(sheet, cell) for sheet, cell, _ in formulas(book)}
        for number, lot in enumerate(full["lots"], start=1):
            sheet = opened(book)[f"Lot {number}"]
            for cost, rows in blocks(sheet, lot, full["names"]["channels"]):
                for row in rows[2 : 3 + len(cost["lines"])]:
                    assert all((sheet.title, cell.coordinate) in live for cell in row[1:4])

    def test_every_input_stands_once_with_its_origin_and_source_or_assumption(
        self, book: bytes, full: Document
    ) -> None:
        rows = [
            row for row in opened(book)["Inputs"].iter_rows(min_row=4, values_only=True) if row[0]
        ]
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
        assert len({tuple(map(str, row[1:9])) for row in rows}) == len(rows)
        by_label = {row[1]: row for row in rows}
        for lot in full["lots"]:
            for outcome in lot["channels"]:
                for line in (outcome["cost"] or {"lines": []})["lines"]:
                    for item in line["inputs"]:
                        row = by_label[item["label"]]
                        assert row[6] in ("Cited", "Your quote", "Entered", "Assumption")
                        assert row[6] != "Assumption" or row[7]
                        assert row[6] != "Cited" or row[10]

    def test_percentiles_stand_as_labelled_values(self, book: bytes, full: Document) -> None:
        summary = opened(book)["Summary"]
        head = next(row for row in summary.iter_rows() if row[0].value == "Lot")
        assert [cell.value for cell in head[7:10]] == [f"P{n} as decided" for n in (10, 50, 90)]
        total = next(row for row in summary.iter_rows() if row[0].value == "Total")
        assert [cents(cell.value) for cell in total[7:10]] == [
            Decimal(full["totals"][name]) for name in ("p10", "p50", "p90")
        ]

    def test_what_has_no_price_is_said(self, document_of: Decided) -> None:
        lot = {"answers": {"task_type": "task-support-rating"}}
        summary = opened(as_workbook(document_of({"lots": [lot]})))["Summary"]
        said = [cell for row in summary.iter_rows(values_only=True) for cell in row if cell]
        assert "No price" in said
        assert any("there is no total" in str(cell) for cell in said)

    def test_lines_of_another_version_stand_as_figures(self, full: Document) -> None:
        document = deepcopy(full)
        outcome = next(out for out in document["lots"][0]["channels"] if out["cost"])
        outcome["cost"]["lines"][-1]["likely"] = "1.23"
        sheet = opened(as_workbook(document))["Lot 1"]
        column = [row[0].value for row in sheet.iter_rows()]
        assert column.count(OTHER_VERSION) == 1
        row = column.index(OTHER_VERSION) + 2 + len(outcome["cost"]["lines"])
        assert sheet.cell(row, 3).value == 1.23


class TestFile:
    """A file that is safe to open and always the same."""

    def test_the_same_decision_gives_the_same_bytes(self, book: bytes, full: Document) -> None:
        again = json.loads(json.dumps(full))
        assert as_workbook(again, decision_id="D-2026-0042") == book

    def test_its_date_is_that_of_the_decision(self, book: bytes) -> None:
        assert opened(book).properties.created.isoformat() == "2026-11-20T00:00:00"

    def test_what_looks_like_a_formula_stays_text(self, document_of: Decided) -> None:
        brief = {
            "title": HOSTILE,
            "lots": [
                {"name": HOSTILE, "answers": FOUR},
                {
                    "name": "@SUM(1+1)",
                    "answers": FOUR,
                    "volume": {"units": "5", "unit": "+environment"},
                    "quotes": {"crowd": {"take_rate": "0.3"}},
                },
            ],
        }
        content = as_workbook(document_of(brief), decision_id="=1+1")
        assert not [formula for *_, formula in formulas(content) if "HYPERLINK" in formula]
        summary = opened(content)["Summary"]
        assert [row[0].value for row in summary.iter_rows()].count(HOSTILE) == 2
        assert not [
            rel for rel in ZipFile(BytesIO(content)).namelist() if "external" in rel.lower()
        ]

    def test_formulas_call_only_what_every_spreadsheet_knows(self, book: bytes) -> None:
        known = ("ROUND", "IF", "INT", "MAX", "MIN", "SUM", "SUMPRODUCT", "INDEX", "MATCH")
        for *_, formula in formulas(book):
            assert set(_names(formula)) <= set(known), formula


def _names(formula: str) -> Iterator[str]:
    word = ""
    for letter in formula:
        if letter == "(" and word:
            yield word
        word = word + letter if letter.isalpha() else ""


@pytest.mark.spreadsheet
class TestReckoned:
    """The same figures from a real spreadsheet program, which is given the formulas alone."""

    def test_it_reckons_worked_cases_to_the_cent(
        self, rulebook: Rulebook, document_of: Decided, full: Document, tmp_path: Path
    ) -> None:
        documents = {case.id: document_of(case.brief) for case in rulebook.content.cases[::3]}
        documents |= {"full": full, "two": document_of(TWO_OF_ONE), "quoted": document_of(QUOTED)}
        documents |= {name: document_of(quoting(quote)) for name, quote in AS_GIVEN.items()}
        books = reckoned(tmp_path, {name: as_workbook(one) for name, one in documents.items()})
        assert [
            problem for name, one in documents.items() for problem in holds(books[name], one)
        ] == []

    def test_changed_inputs_give_what_deciding_with_them_gives(
        self, document_of: Decided, tmp_path: Path
    ) -> None:
        changed = deepcopy(QUOTED)
        changed["lots"][0]["quotes"]["crowd"] = {
            "pay": "24.05",
            "take_rate": "0.275",
            "minimum": "1000",
        }
        changed["lots"][0]["volume"] = {"hours": "3100"}

        def enter(book: Any) -> None:
            new = {"Pay": 24.05, "Take rate": 0.275, "Accepted hours": 3100}
            for row in book["Inputs"].iter_rows(min_row=4):
                for cell in row[2:5] if row[1].value in new else ():
                    cell.value = new[row[1].value]

        books = reckoned(tmp_path, {"book": as_workbook(document_of(QUOTED))}, enter)
        expected = document_of(changed)
        crowd = next(
            out["cost"] for out in expected["lots"][0]["channels"] if out["channel"] == "crowd"
        )
        sheet = books["book"]["Lot 1"]
        label = expected["names"]["channels"]["crowd"]["label"]
        assert [found(sheet, label, at) for at in (1, 2, 3)] == [
            Decimal(crowd[level]) for level in ("low", "likely", "high")
        ]

    def test_another_channel_in_the_summary_moves_the_total(
        self, full: Document, book: bytes, tmp_path: Path
    ) -> None:
        lot = full["lots"][0]
        taken = {other["recommended"] for other in full["lots"]}
        other = next(out for out in lot["channels"] if out["cost"] and out["channel"] not in taken)

        def choose(book: Any) -> None:
            row = next(row for row in book["Summary"].iter_rows() if row[0].value == lot["name"])
            row[1].value = full["names"]["channels"][other["channel"]]["label"]

        summary = reckoned(tmp_path, {"book": book}, choose)["book"]["Summary"]
        assert found(summary, lot["name"], 3) == Decimal(other["cost"]["likely"])
        ours = next(out for out in lot["channels"] if out["channel"] == lot["recommended"])
        change = Decimal(other["cost"]["likely"]) - Decimal(ours["cost"]["likely"])
        assert found(summary, "Total", 3) == Decimal(full["totals"]["total"]["likely"]) + change

    def test_set_up_is_paid_once_to_each_supplier_also_when_it_changes(
        self, document_of: Decided, tmp_path: Path
    ) -> None:
        document = document_of(TWO_OF_ONE)
        assert document["totals"]["shared_setup"]
        label = next(
            item["label"]
            for out in document["lots"][0]["channels"]
            if out["channel"] == document["lots"][0]["recommended"]
            for line in out["cost"]["lines"]
            if line["id"] == "setup"
            for item in line["inputs"]
        )

        def dearer(book: Any) -> None:
            for row in book["Inputs"].iter_rows(min_row=4):
                if row[1].value == label:
                    row[3].value = 7777

        summary = reckoned(tmp_path, {"book": as_workbook(document)}, dearer)["book"]["Summary"]
        assert found(summary, "Paid only once", 3) == Decimal(7777)

    def test_halves_are_rounded_to_the_even_digit_and_all_else_to_the_nearest(
        self, tmp_path: Path
    ) -> None:
        amounts = [
            Decimal(n) / 1000 + whole
            for n in range(0, 100, 5)
            for whole in (0, 1, 37, 4096, 1234567)
        ]
        amounts += [Decimal(whole) + Decimal(part) for whole in (0, 7, 98765) for part in
                    ("0.00499", "0.005001", "0.0149999", "0.33333333", "0.666667", "0.995", "0.985")]  # fmt: skip
        content = BytesIO()
        with Workbook(content, {"in_memory": True}) as made:
            sheet = made.add_worksheet("Halves")
            for row, amount in enumerate(amounts, start=1):
                # Reckoned, not typed in, so that it comes with the noise of a reckoned figure.
                sheet.write_formula(f"A{row}", f"={amount * 3}/3")
                for column, places in (("B", 2), ("C", 0), ("D", 4)):
                    sheet.write_formula(
                        f"{column}{row}", f"={half_even(Term(f'A{row}'), places).text}"
                    )
        values = reckoned(tmp_path, {"halves": content.getvalue()})["halves"]["Halves"]
        for row, amount in enumerate(amounts, start=1):
            for at, places in ((2, 2), (3, 0), (4, 4)):
                expected = float(round(amount, places))
                assert values.cell(row, at).value == pytest.approx(expected, abs=1e-12), amount
