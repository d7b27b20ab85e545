"""The first screen in every case: what is chosen, what is near, what is over, and who is one firm."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from sourcing.report import formats
from sourcing.report.model.report import Point, Report
from sourcing.report.page import render_report
from sourcing.report.tables_csv import as_csv
from sourcing.report.text import text_of
from sourcing.report.view import report_of
from sourcing.report.workbook.file import as_workbook
from tests.report.conftest import FOUR, Decided, Document, Reported
from tests.report.spreadsheet import opened

VOLUME = {"hours": "4000"}
INSTEAD = {"channel": "managed_vendor", "reason": "One firm answers for it", "person": "Ada Byron"}
SECRET = {**FOUR, "data_sensitivity": "competitive"}
PAST_POLICY = {
    **INSTEAD,
    "channel": "crowd",
    "second_person": "Grace Hopper",
    "second_reason": "Nothing of it is new",
}
TWO_PAIRS = ["remotasks", "scale-ai", "cleanlab", "handshake-ai"]


def brief(answers: dict[str, Any] = FOUR, /, **more: Any) -> dict[str, Any]:
    lot = {"answers": answers, "volume": VOLUME, **more.pop("lot", {})}
    return {"title": "Ratings", "lots": [lot], **more}


def points(report: Report, label: str) -> tuple[Point, ...]:
    return next(doubt.points for doubt in report.doubts if doubt.label == label)


def said(report: Report, label: str) -> str:
    return " ".join(f"{point.text} {point.note or ''}".strip() for point in points(report, label))


@pytest.fixture(scope="module")
def document(document_of: Decided) -> Document:
    return document_of(brief(lot={"chosen": INSTEAD}, budget={"amount": "160000"}))


@pytest.fixture(scope="module")
def report(document: Document) -> Report:
    return report_of(document, decision_id=None, issued=None)


class TestAnotherChannelIsChosen:
    """Cost, premium, budget and worker's part are those of the chosen channel, and say so."""

    def test_both_prices_stand_with_their_channels(
        self, document: Document, report: Report
    ) -> None:
        costs = {out["channel"]: out["cost"] for out in document["lots"][0]["channels"]}
        taken, best = (formats.about(costs[name]["likely"]) for name in ("managed_vendor", "crowd"))
        head, choice = report.lots[0].headline, report.lots[0].choice
        assert choice
        assert (head.cost, choice.cost) == (f"about {best}", f"about {taken}")
        cost = said(report, "What does it cost?")
        assert cost.startswith(f"About {taken} ")
        assert "with Managed vendor, as chosen" in cost
        more = Decimal(costs["managed_vendor"]["likely"]) - Decimal(costs["crowd"]["likely"])
        assert f"Premium of about {formats.about(more)} " in cost
        assert "over Open crowd, the cheapest eligible channel" in cost
        over = Decimal(costs["managed_vendor"]["likely"]) - 160_000
        assert f"Over the budget of $160,000 by about {formats.about(over)}." in cost
        share = costs["managed_vendor"]["worker_share"]["likely"]
        assert f"About {formats.percent(share).rstrip('%')} cents of each dollar" in cost

    def test_weakest_assumptions_are_the_chosen_channels(
        self, document: Document, report: Report
    ) -> None:
        taken = next(
            out for out in document["lots"][0]["channels"] if out["channel"] == "managed_vendor"
        )
        labels = [each["label"] for line in taken["cost"]["lines"] for each in line["inputs"]]
        inputs = [
            p.text for p in points(report, "Weakest assumptions") if "moves the total" in p.text
        ]
        assert inputs
        assert all(text.startswith(tuple(labels)) for text in inputs)

    def test_page_text_workbook_and_csv_agree(self, document: Document, report: Report) -> None:
        assert report.lots[0].choice
        told = f"{report.lots[0].choice.says} {report.lots[0].choice.cost}"
        assert told in " ".join(text_of(report).split())
        assert str(report.lots[0].choice.cost) in render_report(report)
        totals = document["totals"]
        summary = opened(as_workbook(document), values=True)["Summary"]
        after = {row[0].value: row[3].value for row in summary.iter_rows()}
        assert after["Total"] == float(totals["total"]["likely"])
        as_recommended = after["Total as recommended, without your choice"]
        assert as_recommended == float(totals["as_recommended"]["likely"])
        rows = csv.DictReader(StringIO(as_csv(document)))
        assert {row["channel"] for row in rows if row["taken"] == "yes"} == {"managed_vendor"}

    def test_of_several_lots_the_departing_ones_are_named(self, reported: Reported) -> None:
        lots = [
            {"answers": FOUR, "volume": VOLUME, "chosen": INSTEAD},
            {"answers": FOUR, "volume": VOLUME},
        ]
        cost = said(reported({"lots": lots}), "What does it cost?")
        assert "That is with Managed vendor for lot 1, as chosen: about " in cost
        assert " more than as recommended (about " in cost

    def test_past_a_policy_the_word_of_two_people_stands_first(self, reported: Reported) -> None:
        report = reported(brief(SECRET, lot={"chosen": PAST_POLICY}))
        first, second, *_ = points(report, "May we?")
        assert first.mark == "high"
        assert first.text.startswith("Open crowd: only on the word of Ada Byron and Grace Hopper")
        assert second.text == "Beyond that, no rule sets a condition on the channel."
        assert report.lots[0].choice
        assert report.lots[0].choice.cost
        assert "with Open crowd, as chosen" in said(report, "What does it cost?")

    def test_a_chosen_channel_that_is_cheaper_than_all_eligible_ones_bears_no_premium(
        self, reported: Reported
    ) -> None:
        report = reported(brief(SECRET, lot={"chosen": PAST_POLICY}))
        assert "No premium: nothing eligible is cheaper." in said(report, "What does it cost?")
        assert report.lots[0].prices
        row = next(row for row in report.lots[0].prices.rows if row.taken)
        assert row.premium.startswith("\N{MINUS SIGN}$")


class TestTheStart:
    """A start too near is said to be so, with the first that is not."""

    def test_too_near_a_start_names_how_much_is_late_and_the_first_that_is_not(
        self, document_of: Decided
    ) -> None:
        document = document_of(brief(start="2026-12-08", vendors=["sama"]))
        report = report_of(document, decision_id=None, issued=None)
        wanted = [
            item["earliest_start"]
            for item in (*document["lots"][0]["safeguards"], *document["flags"])
            if item["earliest_start"]
        ]
        warning = points(report, "Start")[-1]
        assert warning.mark == "high"
        assert " too little time before this start, and " in warning.text
        last = formats.day(max(wanted))
        assert warning.text.endswith(f"The earliest start that leaves time for all is {last}.")

    def test_a_start_on_that_day_has_nothing_against_it(self, document_of: Decided) -> None:
        near = document_of(brief(start="2026-12-08", vendors=["sama"]))
        calls = (*near["lots"][0]["safeguards"], *near["flags"])
        first = max(item["earliest_start"] for item in calls if item["earliest_start"])
        enough = report_of(
            document_of(brief(start=first, vendors=["sama"])), decision_id=None, issued=None
        )
        assert "too little time" not in said(enough, "Start")
        before = date.fromordinal(date.fromisoformat(first).toordinal() - 1).isoformat()
        squeezed = report_of(
            document_of(brief(start=before, vendors=["sama"])), decision_id=None, issued=None
        )
        assert points(squeezed, "Start")[-1].mark == "medium"
        assert "too little time" in points(squeezed, "Start")[-1].text

    def test_what_is_due_on_the_day_of_the_decision_is_due_at_once(
        self, reported: Reported
    ) -> None:
        report = reported(brief(start="2026-11-21"))
        assert all(", at once. " in point.text for point in points(report, "Actions"))

    def test_without_a_start_the_first_that_leaves_time_is_named(self, reported: Reported) -> None:
        assert "leaves time for all the actions below" in said(reported(brief()), "Start")

    def test_days_and_weeks_are_told_exactly(self, reported: Reported) -> None:
        report = reported(brief(start="2026-11-30", end="2027-03-31"))
        start, end, *_ = points(report, "Start")
        assert start.text == "Start 30 Nov 2026, 10 days after this decision."
        assert end.text == "End 31 Mar 2027, 4 months and 2 days of work."


class TestVendors:
    """Vendors of one supplier stand together, and each supplier for itself."""

    def test_two_pairs_are_two_pairs(self, reported: Reported) -> None:
        report = reported(brief(vendors=TWO_PAIRS))
        pairs = "Remotasks and Scale AI; Cleanlab and Handshake AI"
        assert [p.note for p in points(report, "Vendors") if "one supplier" in p.text] == [
            f"{pairs}, both of Handshake campus job board"
        ]
        told = " ".join(item.because for c in report.checklists for item in c.items)
        assert pairs in told

    def test_a_supplier_that_is_not_listed_is_named_behind_its_brands(
        self, reported: Reported
    ) -> None:
        report = reported(brief(vendors=["outlier-ai", "remotasks"]))
        assert "Outlier AI and Remotasks, both of Scale AI" in said(report, "Vendors")

    def test_who_is_not_on_the_list_is_told_apart_from_who_is(self, reported: Reported) -> None:
        for vendors in (["remotasks", "scale-ai"], ["outlier-ai", "remotasks"]):
            report = reported(brief(vendors=vendors))
            unlisted = [row for row in report.vendors if "not on your list" in row.name]
            assert unlisted
            for row in unlisted:
                assert "Your list holds more than one name of this supplier." in row.because

    def test_suggestions_are_not_taken_for_vendors_of_the_brief(self, reported: Reported) -> None:
        first, *others = points(reported(brief()), "Vendors")
        assert first.text.startswith("You listed none.")
        assert others


class TestMoney:
    def test_the_quote_of_an_excluded_vendor_makes_no_price(self, reported: Reported) -> None:
        answers = {**SECRET, "strategic": "yes"}
        quotes = {"scale-ai": {"bill_rate": "12"}, "sama": {"bill_rate": "30"}}
        usable = {"sama": {"bill_rate": "30"}}
        told = {
            (which, rivals): said(
                reported({**asked, "competitors": list(rivals)}), "What does it cost?"
            )
            for which, asked in (
                ("both", brief(answers, lot={"quotes": quotes})),
                ("usable", brief(answers, lot={"quotes": usable})),
            )
            for rivals in ((), ("meta",))
        }
        priced = told["usable", ("meta",)].partition(";")[0]
        assert told["both", ("meta",)].startswith(priced)
        assert not told["both", ()].startswith(priced)
        assert (
            "Priced with the quote of Sama. Not used, since excluded: the quote of Scale AI."
            in (told["both", ("meta",)])
        )
        assert "Priced with the quote of Scale AI." in told["both", ()]

    def test_a_price_that_pays_below_the_floor_says_what_holding_it_takes(
        self, reported: Reported
    ) -> None:
        told = said(reported(brief(lot={"pay_floor": "40"})), "What does it cost?")
        assert "below your floor of $40. Holding the floor takes about" in told
        held = said(reported(brief(lot={"pay_floor": "5"})), "What does it cost?")
        assert "your floor" not in held

    def test_set_up_that_lots_share_is_told_so_that_they_add_up(self, reported: Reported) -> None:
        lots = [{"answers": FOUR, "volume": VOLUME}] * 2
        told = said(reported({"title": "Two", "lots": lots}), "What does it cost?")
        assert "that lots of one supplier share is counted once" in told
        assert "counted once" not in said(reported(brief()), "What does it cost?")

    def test_work_without_a_price_says_why(self, reported: Reported) -> None:
        asked = brief(lot={"volume": {"units": "50", "unit": "environment"}})
        told = said(reported(asked), "What does it cost?")
        assert told.startswith("Not priced: no price is known for such a unit")

    def test_an_estimated_price_by_the_unit_is_among_the_weakest(self, reported: Reported) -> None:
        worlds = {**FOUR, "task_type": "task-env-design", "credential_rarity": "specialist"}
        report = reported(brief(worlds, lot={"volume": {"units": "50", "unit": "environment"}}))
        first, *others = points(report, "Weakest assumptions")
        assert "an environment; moves the total by" in first.text
        assert all("by $0" not in other.text for other in others)
        assert "50 environments" in said(report, "What does it cost?")

    """Tax, assumed volumes, missing prices and other currencies are said where the cost is."""

    def test_a_tax_is_named_where_the_budget_has_to_bear_it(self, document_of: Decided) -> None:
        document = document_of(brief(budget={"amount": "180000", "tax": "0.19"}))
        report = report_of(document, decision_id=None, issued=None)
        assert Decimal(document["totals"]["total"]["likely"]) < 180_000
        assert (
            "With the tax of 19 percent, within the budget of $180,000 at likely cost, over it"
            in (said(report, "What does it cost?"))
        )

    def test_a_high_end_within_the_budget_counts_its_tax(self, document_of: Decided) -> None:
        whole = document_of(brief())["totals"]["total"]["high"]
        budget = {"amount": str(Decimal(whole) + 1), "tax": "0.01"}
        report = report_of(document_of(brief(budget=budget)), decision_id=None, issued=None)
        assert "over it at the high end" in said(report, "What does it cost?")

    def test_an_assumed_volume_is_said_beside_the_cost(self, reported: Reported) -> None:
        assert "No volume was entered, so 1,000 hours of work are assumed." in said(
            reported(brief(lot={"volume": None})), "What does it cost?"
        )

    def test_a_lot_without_a_price_leaves_no_total_and_is_named(self, reported: Reported) -> None:
        lots = [{"answers": FOUR, "volume": VOLUME}, {"answers": {}}]
        cost = said(reported({"lots": lots, "budget": {"amount": "1"}}), "What does it cost?")
        assert "No total, and nothing to set against the budget: lot 2 has no price." in cost

    @pytest.mark.parametrize(
        ("currency", "told"), [("EUR", "cents of each euro"), ("JPY", "percent of what you spend")]
    )
    def test_the_workers_part_is_told_in_the_currency(
        self, reported: Reported, currency: str, told: str
    ) -> None:
        rate = {"currency": currency, "of": "USD", "one_is_worth": "0.5", "as_of": "2026-11-01"}
        report = reported(brief(exchange={**rate, "source": "our bank"}))
        assert told in said(report, "What does it cost?")


def test_an_interest_that_was_declared_stands_where_it_is_asked_whether_we_may(
    reported: Reported,
) -> None:
    declared = {
        "person": "Ada Byron",
        "interest": "her brother works at Sama",
        "date": "2026-11-02",
        "handling": "She scores no offer",
    }
    report = reported(brief(declarations=[declared]))
    assert "Ada Byron declared an interest: Her brother works at Sama. She scores no offer." in (
        said(report, "May we?")
    )


class TestMayWe:
    """Whether the lot may be bought is said once, and of what it depends on."""

    def test_after_a_stop_nothing_says_yes(self, reported: Reported) -> None:
        grave = {**FOUR, "data_sensitivity": "regulated", "unlawful_material": "yes"}
        told = [point.text for point in points(reported(brief(grave)), "May we?")]
        assert told[0] == "Not yet. Nothing moves before these are in hand:"
        assert "These are needed as well:" in told
        assert not any(text.startswith("Yes") for text in told)

    def test_a_signal_on_a_channel_that_is_not_used_waits_below(self, reported: Reported) -> None:
        rare = {**FOUR, "credential_rarity": "specialist"}
        label = "A crowd is not qualified for the hard cases"

        def told(given: dict[str, Any]) -> tuple[bool, str]:
            report = reported(given)
            signal = next(signal for signal in report.signals if signal.label == label)
            return label in {point.text for point in points(report, "May we?")}, signal.whom

        assert told(brief(rare)) == (False, "Open crowd, not used here")
        assert told(brief(rare, lot={"chosen": PAST_POLICY})) == (True, "")

    def test_while_undecided_conditions_wait_with_the_channel(self, reported: Reported) -> None:
        few = {"data_sensitivity": "regulated"}
        told = [point.text for point in points(reported(brief(few)), "May we?")]
        assert told[0] == "Once a channel is decided, these are needed:"
        assert "Not before a channel is decided." in told


def test_the_same_question_is_told_to_one_owner_only(reported: Reported) -> None:
    report = reported(brief(vendors=["sama", "mercor", "outlier-ai"], competitors=["meta"]))
    asked = [point.text.partition(": ")[2] for point in points(report, "Actions")]
    assert len(asked) == len(set(asked)) > 1


def test_what_two_rules_ask_for_stands_once_with_both_reasons(reported: Reported) -> None:
    report = reported(brief(vendors=["sama", "outlier-ai"], competitors=["meta"]))
    for checklist in report.checklists:
        texts = [item.text.rstrip(".?").casefold() for item in checklist.items]
        assert len(texts) == len(set(texts))
