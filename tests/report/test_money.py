"""What prices come to, in words; and the cost lines as CSV."""

from __future__ import annotations

import csv
import re
from copy import deepcopy
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from sourcing.report import formats
from sourcing.report.model.report import Report
from sourcing.report.money.words import hours_about, of_simulations
from sourcing.report.tables_csv import HEAD, as_csv, harmless
from sourcing.report.view import report_of
from tests.report.conftest import FOUR, Decided, Document, Reported
from tests.report.test_charts import without_money

WORLDS = {"units": {"units": "3", "unit": "environment"}}


def said(report: Report, label: str, lot: int = 0) -> list[str]:
    """Return what a lot says on a matter of money; nothing where it is silent."""
    money = report.lots[lot].money
    matters = money.matters if money else ()
    return [one.text for matter in matters if matter.label == label for one in matter.sayings]


def spent(report: Report, label: str) -> list[str]:
    return [
        one.text for matter in report.spending if matter.label == label for one in matter.sayings
    ]


def brief(**more: Any) -> dict[str, Any]:
    lot = {"name": "Ratings", "answers": FOUR, "volume": {"hours": "4000"}}
    return {"title": "Ratings", "lots": [lot], **more}


class TestWords:
    """Plain sentences, one for each thing that finance or a negotiator asks."""

    def test_channels_are_compared_by_their_share_of_simulations(
        self, full: Document, full_report: Report
    ) -> None:
        cheaper = full["lots"][0]["money"]["cheaper"]["crowd"]
        told = " ".join(said(full_report, "In simulations"))
        for other, share in cheaper.items():
            label = full["names"]["channels"][other]["label"]
            assert f"In {of_simulations(share)} Open crowd costs less than {label}." in told

    def test_a_share_of_simulations_is_never_called_a_chance(self, full_report: Report) -> None:
        money = [lot.money for lot in full_report.lots]
        assert all(money)
        assert not re.search(r"chance|probab|likelihood|odds", repr(money), re.IGNORECASE)

    @pytest.mark.parametrize(
        ("share", "words"),
        [
            ("0", "no simulation"),
            ("1.0000", "every simulation"),
            ("0.0042", "less than 1 percent of simulations"),
            ("0.9971", "more than 99 percent of simulations"),
            ("0.7100", "71 percent of simulations"),
        ],
    )
    def test_shares_in_words(self, share: str, words: str) -> None:
        assert of_simulations(share) == words

    @pytest.mark.parametrize(
        ("hours", "words"),
        [("2339.4", "2,300"), ("42.34", "42"), ("7.25", "7.25"), ("8552", "8,600"), ("195", "200")],
    )
    def test_hours_for_reading(self, hours: str, words: str) -> None:
        assert hours_about(hours) == words

    def test_the_break_even_stands_beside_the_lots_own_hours(
        self, full: Document, full_report: Report
    ) -> None:
        found = full["lots"][0]["money"]["break_even"]
        told = said(full_report, "Break-even")
        assert len(told) == len(found["against"]) + 1
        assert formats.number(found["stated_hours"]) in told[-1]
        assert formats.number(found["stated_months"]) in told[-1]

    def test_a_negotiator_reads_the_point_the_known_fee_and_where_to_walk_away(
        self, full: Document, full_report: Report
    ) -> None:
        told = " ".join(said(full_report, "At the table"))
        for one in full["lots"][0]["money"]["negotiation"]:
            assert formats.tidy(one["point_worth"]) in told
            assert one["walk_away"] is None or "Walk away above" in told
            for amount in (one["known_fee"] or {"saves": ()})["saves"]:
                assert formats.tidy(amount) in told

    def test_what_is_known_of_a_fee_carries_its_sources(self, full_report: Report) -> None:
        money = full_report.lots[0].money
        assert money
        sayings = [s for matter in money.matters for s in matter.sayings if "on record" in s.text]
        assert sayings
        assert all(saying.cites for saying in sayings)

    def test_pay_is_told_by_the_hour_paid_and_by_the_hour_worked(
        self, full: Document, full_report: Report
    ) -> None:
        told = " ".join(said(full_report, "What an hour brings the worker"))
        for flow in full["lots"][0]["money"]["where_it_goes"]:
            assert formats.money(flow["pay"]) in told
            assert all(formats.money(pay) in told for pay in flow["effective_pay"] or ())

    def test_a_floor_for_pay_has_its_price(self, reported: Reported) -> None:
        asked = brief()
        asked["lots"][0]["pay_floor"] = "40"
        told = said(reported(asked), "A floor for pay")
        assert told
        assert all("$40.00 an hour" in text for text in told)
        assert said(reported(brief()), "A floor for pay") == []

    def test_the_budget_speaks_only_where_there_is_one(self, reported: Reported) -> None:
        assert said(reported(brief()), "Against the budget") == []
        told = said(reported(brief(budget={"amount": "160000"})), "Against the budget")
        assert any("within the budget in" in text for text in told)

    def test_what_is_paid_today_is_compared(self, reported: Reported) -> None:
        report = reported(brief(incumbent={"bill_rate": "40"}))
        assert any(
            "less for the same accepted work" in t
            for t in said(report, "Against what is paid today")
        )

    def test_lots_are_drawn_together_and_not_added_up(
        self, full: Document, full_report: Report, reported: Reported
    ) -> None:
        told = " ".join(spent(full_report, "All lots in simulations"))
        assert all(formats.tidy(full["totals"][name]) in told for name in ("p10", "p50", "p90"))
        assert spent(reported(brief()), "All lots in simulations") == []

    def test_tax_and_currency_are_said(self, reported: Reported) -> None:
        exchange = {
            "currency": "EUR", "one_is_worth": "1.25", "of": "USD", "as_of": "2026-11-02",
            "source": "our bank",
        }  # fmt: skip
        report = reported(brief(budget={"amount": "300000", "tax": "0.2"}, exchange=exchange))
        assert spent(report, "Tax")[0].startswith("20 percent that you do not get back")
        assert "1.25 USD for 1 EUR" in spent(report, "Currency")[0]
        assert "our bank, 2 Nov 2026" in spent(report, "Currency")[0]

    def test_a_badly_written_unit_is_priced(self, reported: Reported) -> None:
        lot = {"answers": {**FOUR, "task_type": "task-env-design"}, "volume": WORLDS["units"]}
        told = said(reported({"lots": [lot]}), "Work that has to be thrown away")
        assert len(told) == 1
        assert "One environment that is badly written wastes $" in told[0]

    def test_not_splitting_has_its_price_at_expert_rates(self, document_of: Decided) -> None:
        answers = {
            **FOUR,
            "credential_rarity": "licensed",
            "data_sensitivity": "confidential",
            "duration": "ongoing",
        }
        document = document_of(
            {"lots": [{"name": "Cases", "answers": answers, "volume": {"hours": "3000"}}]}
        )
        saves = document["lots"][0]["money"]["split_saves"]
        split = report_of(document, decision_id=None, issued=None).lots[0].split
        assert split
        assert split.comparison
        for name in ("all_at_expert_rates", "split"):
            assert formats.money(saves[name]) in split.comparison
        assert f"save about {formats.about(saves['saves'])}" in split.comparison

    def test_a_decision_from_before_there_was_an_analysis_still_reads(self, full: Document) -> None:
        document = without_money(full)
        for name in ("p10", "p50", "p90", "share_within_budget", "hours_budget_buys"):
            document["totals"].pop(name)
        report = report_of(document, decision_id=None, issued=None)
        assert [lot.money for lot in report.lots] == [None] * len(report.lots)


class TestCsv:
    """A row for each lot, channel, line and level, which any program can read."""

    def test_every_amount_has_its_row(self, full: Document) -> None:
        rows = list(csv.DictReader(StringIO(as_csv(full), newline="")))
        found = {(r["lot_number"], r["channel"], r["line"], r["level"]): r["amount"] for r in rows}
        assert len(found) == len(rows)
        for number, lot in enumerate(full["lots"], start=1):
            for outcome in lot["channels"]:
                cost = outcome["cost"]
                if not cost:
                    continue
                where = (str(number), outcome["channel"])
                for level in ("low", "likely", "high"):
                    assert found[(*where, "total", level)] == cost[level]
                    for line in cost["lines"]:
                        assert found[(*where, line["id"], level)] == line[level]
                assert found[(*where, "total", "p50")] == cost["p50"]

    def test_it_has_a_head_and_lines_as_the_standard_ends_them(self, full: Document) -> None:
        text = as_csv(full)
        assert text.split("\r\n")[0].split(",") == list(HEAD)
        assert text.endswith("\r\n")
        assert "\n" not in text.replace("\r\n", "")

    def test_names_that_look_like_formulas_are_made_harmless(self, full: Document) -> None:
        document = deepcopy(full)
        document["lots"][0]["name"] = "=cmd|' /C calc'!A0\", \"\r\n+1"
        rows = list(csv.DictReader(StringIO(as_csv(document), newline="")))
        assert rows[0]["lot"] == f"'{document['lots'][0]['name']}"
        assert all(harmless(value) == value for row in rows for value in row.values())

    @pytest.mark.parametrize("field", ["=1", "+1", "-1", "@a", "\tx", "\rx"])
    def test_each_beginning_of_a_formula_is_known(self, field: str) -> None:
        assert harmless(field) == f"'{field}"

    def test_an_unpriced_decision_has_only_a_head(self, document_of: Decided) -> None:
        document = document_of({"lots": [{"answers": {"credential_rarity": "none"}}]})
        assert as_csv(document) == ",".join(HEAD) + "\r\n"


def test_percentiles_of_a_document_are_never_drawn_again_for_a_page(full: Document) -> None:
    """A page reads what the decision holds: other percentiles in the document are the page's."""
    document = deepcopy(full)
    cost = next(out["cost"] for out in document["lots"][0]["channels"] if out["cost"])
    cost["p50"] = str(Decimal(cost["p50"]) + 1)
    prices = report_of(document, decision_id=None, issued=None).lots[0].prices
    assert prices
    assert prices.rows[0].p50 == formats.money(cost["p50"])
