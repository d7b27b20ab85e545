"""`sourcing quote`."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

QUOTES = """\
hours: 1000
quotes:
  - {name: First, pay: 70, take_rate: 30%, minimum: 5000, setup: 500}
  - {name: Second, bill_rate: 105, markup: 0.43}
  - {name: Third, posted_rate: 100, client_fee: 5%, worker_fee: 10%}
  - {name: Fourth, pay: 100, fee: 15%}
"""
READING_KEYS = {
    "reading", "bill_rate", "pay", "bill_per_100_of_worker_pay", "labour", "setup", "total",
    "effective_bill_rate", "worker_share", "take_rate", "markup", "effective_take_rate",
    "minimum_applies", "lowest", "steps",
}  # fmt: skip


class TestOneQuote:
    """By its options."""

    def test_a_take_rate(self, run: Run) -> None:
        ran = run("quote", "--pay", "70", "--take-rate", "30%")
        assert (ran.code, ran.err) == (0, "")
        assert "$100.00" in ran.out
        assert "70 / (1 - 0.3) = $100.00" in ran.out
        assert "30% of the bill is 42.9% on top of pay." in ran.out

    def test_both_readings(self, run: Run) -> None:
        ran = run("quote", "--pay", "100", "--fee", "15", "--format", "json")
        (quote,) = ran.json["quotes"]
        bills = {reading["reading"]: reading["bill_rate"] for reading in quote["readings"]}
        assert bills == {"of_bill": "117.65", "on_top_of_pay": "115.00"}

    def test_hours_spread_the_minimum(self, run: Run) -> None:
        given = ("--bill-rate", "100", "--minimum", "5000", "--hours", "10", "--format", "json")
        (reading,) = run("quote", *given).json["quotes"][0]["readings"]
        assert (reading["total"], reading["effective_bill_rate"]) == ("5000.00", "500.00")
        assert reading["minimum_applies"] is True

    def test_another_currency(self, run: Run) -> None:
        ran = run("quote", "--bill-rate", "95", "--currency", "eur")
        assert "€95.00" in ran.out


class TestSeveral:
    """From a file."""

    @pytest.fixture(autouse=True)
    def _quotes(self, run: Run) -> None:  # noqa: ARG002 - it makes the folder
        Path("quotes.yaml").write_text(QUOTES, encoding="utf-8")

    def test_text_sets_them_side_by_side(self, run: Run) -> None:
        ran = run("quote", "quotes.yaml")
        assert ran.code == 0
        head = next(line for line in ran.out.splitlines() if line.startswith("For 1,000 hours"))
        assert re.search(r"First +Second +\S* ?Third", head)

    def test_json(self, run: Run) -> None:
        document = run("quote", "quotes.yaml", "--format", "json").json
        assert {"schema", "currency", "hours", "quotes", "traps"} == document.keys()
        assert (document["schema"], document["currency"], document["hours"]) == (1, "USD", "1000")
        for quote in document["quotes"]:
            assert quote.keys() == {"name", "quoted", "readings", "traps"}
            for reading in quote["readings"]:
                assert reading.keys() == READING_KEYS
                assert reading["steps"][0].keys() == {"gives", "how", "figures", "result"}
        third = document["quotes"][2]["readings"][0]
        assert (third["bill_rate"], third["take_rate"]) == ("105.00", "0.142857")

    def test_every_key_is_documented_in_the_help(self, run: Run) -> None:
        help_text = run("quote", "--help").out
        for key in READING_KEYS | {"schema", "currency", "hours", "traps", "quoted"}:
            assert key in help_text, key

    def test_csv_has_a_line_for_each_reading_and_the_same_figures(self, run: Run) -> None:
        lines = list(
            csv.DictReader(io.StringIO(run("quote", "quotes.yaml", "--format", "csv").out))
        )
        document = run("quote", "quotes.yaml", "--format", "json").json
        readings = [reading for quote in document["quotes"] for reading in quote["readings"]]
        assert len(lines) == len(readings) == 5
        for line, reading in zip(lines, readings, strict=True):
            assert line["bill_rate"] == reading["bill_rate"]
            assert line["total"] == reading["total"]
            assert line["take_rate"] == reading["take_rate"]

    def test_hours_can_be_given_beside_it(self, run: Run) -> None:
        ran = run("quote", "quotes.yaml", "--hours", "10", "--format", "json")
        assert ran.json["hours"] == "10"
        assert ran.json["quotes"][0]["readings"][0]["minimum_applies"] is True

    def test_json_and_standard_input(self, run: Run) -> None:
        content = {"quotes": [{"name": "First", "pay": "70", "take_rate": "0.3"}]}
        Path("one.json").write_text(json.dumps(content), encoding="utf-8")
        from_file = run("quote", "one.json", "--format", "json")
        piped = run("quote", "-", "--format", "json", stdin=json.dumps(content).encode())
        assert from_file.out == piped.out
        assert from_file.json["quotes"][0]["readings"][0]["bill_rate"] == "100.00"

    def test_to_a_file(self, run: Run) -> None:
        ran = run("quote", "quotes.yaml", "--format", "csv", "--output", "out.csv")
        assert (ran.code, ran.out) == (0, "")
        assert Path("out.csv").read_text("utf-8").startswith("quote,reading,currency")

    def test_no_spreadsheet_takes_a_name_for_a_formula(self, run: Run) -> None:
        Path("f.yaml").write_text("quotes: [{name: '=1+2', pay: 5}]", encoding="utf-8")
        assert "\n'=1+2," in run("quote", "f.yaml", "--format", "csv").out


class TestBadInput:
    """Exit 2; every problem at once, with its place; nothing on standard output."""

    def test_options(self, run: Run) -> None:
        ran = run("quote", "--pay", "x", "--take-rate", "100%", "--hours", "-4")
        assert (ran.code, ran.out) == (2, "")
        for words in ("--pay 'x'", "--take-rate '100%'", "--hours '-4'"):
            assert words in ran.err

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("quotes:\n  - {pay: nan}", "q.yaml:2:6: error: quotes[1] pay: 'nan' is not a figure"),
            ("quotes: [{pay: 1, fe: 2}]", "did you mean 'fee'?"),
            ("quotes: [{bill_rate: 9 EUR}]", "is in EUR, and the comparison in USD"),
            ("hours: 1000000000000000000\nquotes: [{pay: 1}]", "q.yaml:1:1: error: hours:"),
            ("quotes: []", "at least one"),
            ("quotes: [{pay: 1, fee: 0.9999999999999999}]", "is all but 100%; check its digits"),
            ("[]", "expected a mapping"),
            ("", "expected a mapping"),
        ],
    )
    def test_files(self, run: Run, content: str, words: str) -> None:
        Path("q.yaml").write_text(content, encoding="utf-8")
        ran = run("quote", "q.yaml")
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ((), "give a FILE, or one quote"),
            (("nothing.yaml",), "is not there"),
            (("brief.yaml", "--pay", "5"), "only --hours"),
            (("--hours", "5"), "give a FILE, or one quote"),
        ],
    )
    def test_usage(self, run: Run, arguments: tuple[str, ...], words: str) -> None:
        ran = run("quote", *arguments)
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err
