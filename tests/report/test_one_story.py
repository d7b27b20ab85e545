"""Page 1 tells one story: no line takes back what another says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sourcing.report.model.report import Report
from sourcing.report.page import render_report
from tests.report.conftest import FOUR, Reported

EXPERTS = {**FOUR, "task_type": "task-domain-legal", "credential_rarity": "licensed"}
OPEN_REGIME = {
    "task_type": "task-clinical-notes",
    "credential_rarity": "licensed",
    "data_sensitivity": "regulated",
    "duration": "ongoing",
}


def lot(answers: Mapping[str, str | list[str]], hours: str = "4000") -> dict[str, Any]:
    return {"answers": answers, "volume": {"hours": hours}}


def said(report: Report, label: str) -> list[str]:
    points = next(doubt.points for doubt in report.doubts if doubt.label == label)
    return [f"{point.text} {point.note or ''}".strip() for point in points]


def test_a_cost_outside_its_own_range_says_what_it_is(reported: Reported) -> None:
    skewed, plain = (reported({"lots": [lot(answers)]}) for answers in (OPEN_REGIME, FOUR))
    assert re.fullmatch(
        r"at likely inputs; \$\S+ to \$\S+ in 8 of 10 simulations, half of them above \$\S+",
        skewed.lots[0].headline.cost_range or "",
    )
    assert re.fullmatch(
        r"\$\S+ to \$\S+ in 8 of 10 simulations", plain.lots[0].headline.cost_range or ""
    )


def test_what_holds_anyway_stands_before_what_an_answer_may_lift(reported: Reported) -> None:
    told = said(reported({"lots": [lot(OPEN_REGIME)]}), "May we?")
    assert "“Which rules or duties bind the data?”" in told[1]
    maybe = ["only where this applies" in text for text in told[2:6]]
    assert maybe == sorted(maybe)
    assert any(maybe)
    answered: dict[str, str | list[str]] = {**OPEN_REGIME, "data_regime": ["hipaa"]}
    assert not any(
        "left open" in text for text in said(reported({"lots": [lot(answered)]}), "May we?")
    )


def test_after_a_stop_no_start_is_offered(reported: Reported) -> None:
    stopped = {**OPEN_REGIME, "unlawful_material": "yes"}
    assert said(reported({"lots": [lot(stopped)]}), "Start") == [
        "Nothing starts before the stop under “May we?” is lifted."
    ]


def test_a_budget_that_nothing_fits_says_so(reported: Reported) -> None:
    def over(amount: str) -> str:
        report = reported({"lots": [lot(EXPERTS)], "budget": {"amount": amount}})
        return " ".join(said(report, "What does it cost?"))

    assert "Even the cheapest eligible channels come to more than it." in over("1000")
    assert "Even the cheapest" not in over("9000000")


def test_vendors_who_are_all_out_for_a_lot_are_told_with_the_reason(reported: Reported) -> None:
    brief = {"vendors": ["outlier-ai", "remotasks"], "lots": [lot(FOUR), lot(EXPERTS)]}
    told = said(reported(brief), "Vendors")
    assert told[0].startswith("Outlier AI and Remotasks Lot 2: this vendor sells only through")
    assert "None of the vendors on the brief may be bought from for lot 2." in told


def test_a_budget_for_one_lot_is_not_what_other_lots_leave(reported: Reported) -> None:
    def matters(*lots: dict[str, Any], budget: str) -> str:
        report = reported({"lots": list(lots), "budget": {"amount": budget}})
        money = report.lots[0].money
        assert money
        return " ".join(s.text for matter in money.matters for s in matter.sayings)

    assert "other lots" not in matters(lot(FOUR), budget="200000")
    assert "The other lots leave" in matters(lot(FOUR), lot(EXPERTS, "50"), budget="200000")
    assert "The other lots alone take all of the budget." in (
        matters(lot(FOUR), lot(EXPERTS), budget="20000")
    )


def test_todays_vendor_may_sell_on_a_channel_that_is_excluded_now(reported: Reported) -> None:
    secret = {**FOUR, "data_sensitivity": "competitive"}
    incumbent = {"vendor": "outlier-ai", "bill_rate": "14.50"}
    report = reported({"lots": [lot(secret)], "incumbent": incumbent})
    assert report.lots[0].prices
    assert "today's $14.50 an hour to Outlier AI" in " ".join(said(report, "What does it cost?"))
    assert "Open crowd" not in {row.channel.label for row in report.lots[0].prices.rows}
    assert render_report(report)


def test_a_mark_before_a_line_is_read_out(reported: Reported) -> None:
    page = render_report(reported({"lots": [lot(OPEN_REGIME)]}))
    assert re.search(r"aria-label=High><use href=#m-triangle />.*The data decides", page)
