"""What the report says, seen before it is set: nothing left out, nothing claimed too much."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from sourcing.report import formats
from sourcing.report.first_screen.assumptions import MOST
from sourcing.report.model.report import Point, Report
from sourcing.report.money.words import of_simulations
from sourcing.report.view import report_of
from tests.report.conftest import FOUR, FULL, Decided, Document, Reported


def _said(report: Report, label: str) -> tuple[Point, ...]:
    return next(doubt.points for doubt in report.doubts if doubt.label == label)


def _texts(report: Report, label: str) -> str:
    return " ".join(point.text for point in _said(report, label))


def test_the_first_screen_answers_the_doubts_in_their_order(full_report: Report) -> None:
    assert [doubt.label for doubt in full_report.doubts] == [
        "May we?",
        "What does it cost?",
        "Vendors",
        "Start",
        "Weakest assumptions",
        "Runner-up, and what would change it",
        "Actions",
    ]
    assert all(doubt.points for doubt in full_report.doubts)


def test_each_lot_says_what_to_do_for_how_much_and_what_is_next_best(full_report: Report) -> None:
    for lot in full_report.lots:
        assert lot.headline.advice.endswith(".")
        assert (lot.headline.cost or "").startswith("about $")
        labels = [mark.label for mark in full_report.channels]
        assert (lot.headline.next_best or "").startswith(tuple(labels))


def test_the_whole_has_the_status_of_its_gravest_lot(full_report: Report) -> None:
    assert full_report.status == "conditional"


def test_conditions_name_evidence_owner_and_due(full: Document, full_report: Report) -> None:
    points = _said(full_report, "May we?")
    assert points[0].text.startswith("Lot 3: yes, once")
    for condition in full["lots"][2]["conditions"]:
        point = next(p for p in points if p.text.rstrip(".") == condition["evidence"].rstrip("."))
        assert condition["status"] == "conditional"
        assert point.mark == "medium"
        assert (point.note or "").startswith(f"{condition['owner']}, {condition['due']}")


def test_cost_stands_against_budget_and_todays_price(full: Document, full_report: Report) -> None:
    said = _texts(full_report, "What does it cost?")
    total = full["totals"]["total"]
    assert f"About {formats.about(total['likely'])}" in said
    simulated = formats.span(full["totals"]["p10"], full["totals"]["p90"])
    assert f"{simulated} in 8 of 10 simulations" in said
    assert f"The budget holds in {of_simulations(full['totals']['share_within_budget'])}." in said
    assert "the budget of $250,000" in said
    assert "than if today's $14.50 an hour to Sama bought the work of every lot" in said


def test_a_premium_names_the_cheapest_channel(reported: Reported, one_lot: Document) -> None:
    brief = {**one_lot, "lots": [{"answers": {**FOUR, "credential_rarity": "licensed"}}]}
    said = _texts(reported(brief), "What does it cost?")
    assert "remium" in said


def test_a_brief_in_another_currency_is_priced_in_it(reported: Reported, one_lot: Document) -> None:
    rate = {"currency": "EUR", "one_is_worth": "1.08", "of": "USD", "as_of": "2026-11-01"}
    budget = {"amount": "90000", "currency": "EUR"}
    brief = {**one_lot, "budget": budget, "exchange": {**rate, "source": "our bank"}}
    assert "budget of \N{EURO SIGN}90,000" in _texts(reported(brief), "What does it cost?")


def test_a_start_in_the_past_is_marked(reported: Reported, one_lot: Document) -> None:
    report = reported({**one_lot, "start": "2026-11-01"})
    assert _said(report, "Start")[0] == Point(
        "Start 1 Nov 2026, 2 weeks and 5 days before this decision.", "medium"
    )


def test_each_vendor_considered_stands_under_its_gravest_verdict(
    full: Document, full_report: Report
) -> None:
    order = ("excluded", "conditional", "not_screened", "no_finding")
    points = [point for point in _said(full_report, "Vendors") if point.mark in order]
    for vendor in full["brief"]["vendors"]:
        verdicts = [v for lot in full["lots"] for v in lot["vendors"] if v["vendor"] == vendor]
        gravest = min((v["verdict"] for v in verdicts), key=order.index)
        named = [point.mark for point in points if verdicts[0]["name"] in point.text]
        assert named == [gravest]
    assert [point.mark for point in points] == sorted((p.mark for p in points), key=order.index)


def test_every_flag_of_high_severity_stands_on_the_first_screen(full_report: Report) -> None:
    said = [point.text for point in _said(full_report, "Vendors")]
    high = [flag.label for flag in full_report.flags if flag.severity == "high"]
    assert high
    assert set(high) <= set(said)


def test_without_vendors_the_first_screen_says_who_could_serve(
    reported: Reported, one_lot: Document
) -> None:
    report = reported(one_lot)
    assert set(report.shortlist) <= set(_said(report, "Vendors"))


def test_three_weakest_assumptions_are_labelled_with_their_reason(full_report: Report) -> None:
    points = _said(full_report, "Weakest assumptions")
    assert len(points) == MOST
    assert all(point.note for point in points)


def test_the_assumption_that_moves_the_total_most_comes_first(
    document_of: Decided, one_lot: Document
) -> None:
    document = document_of(one_lot)
    lot = document["lots"][0]
    outcome = next(out for out in lot["channels"] if out["channel"] == lot["recommended"])
    assumed = {
        i["label"] for line in outcome["cost"]["lines"] for i in line["inputs"] if i["assumption"]
    }
    bars = [bar for bar in lot["money"]["tornado"][lot["recommended"]] if bar["label"] in assumed]
    said = _texts(report_of(document, decision_id=None, issued=None), "Weakest assumptions")
    places = [said.index(f"{bar['label']}:") for bar in bars[:2]]
    assert places == sorted(places)


def test_the_first_screen_names_what_would_change_each_lot(full_report: Report) -> None:
    said = _texts(full_report, "Runner-up, and what would change it")
    for lot in full_report.lots:
        assert f"{lot.label}: {lot.headline.next_best}." in said
        first = lot.changes.flips[0]
        assert f"{lot.label}: {first.instead} if: {first.change}" in said


def test_each_owner_stands_in_the_actions_with_the_first_day(
    full: Document, full_report: Report
) -> None:
    due: dict[str, list[str]] = {}
    called = [item for lot in full["lots"] for item in lot["safeguards"]]
    for item in (*called, *full["flags"]):
        if item["owner"]:
            due.setdefault(item["owner"], []).append(item["due"])
    points = _said(full_report, "Actions")
    assert len(points) == len(due)
    for owner, days in due.items():
        begins = f"{owner}, by {formats.day(min(days))}. "
        assert [point for point in points if point.text.startswith(begins)]


def test_open_mission_questions_leave_it_undecided(reported: Reported, one_lot: Document) -> None:
    answers = {"task_type": "task-support-rating", "credential_rarity": "none"}
    report = reported({**one_lot, "lots": [{"answers": answers}]})
    assert report.status == "undecided"
    assert report.lots[0].headline.channel is None
    assert report.lots[0].headline.advice == "Not decided yet: 2 answers missing."
    assert "Open crowd" in report.lots[0].headline.why
    assert _texts(report, "May we?").startswith("Not before a channel is decided.")
    assert report.lots[0].changes.can_win
    assert report.lots[0].unpriced


def test_assumed_answers_are_told_apart_from_given_ones(
    full: Document, full_report: Report
) -> None:
    origins = {row.origin for row in full_report.lots[0].answers}
    assert origins >= {"Answered", "Assumed"}
    assumed = [row for row in full_report.lots[0].answers if row.origin == "Assumed"]
    assert len(assumed) == len(full["lots"][0]["assumed"])


def test_every_input_of_a_cost_has_an_origin(full_report: Report) -> None:
    for row in full_report.inputs:
        assert row.origin in {"Cited", "Your quote", "Entered", "Assumption"}
        assert row.cites or row.reason or row.origin in {"Your quote", "Entered"}


def test_a_quote_is_shown_as_the_buyers_own(full_report: Report) -> None:
    assert any(row.origin == "Your quote" for row in full_report.inputs)
    assert ("Quote: Mercor", "pay an hour $95; take rate 32.0%; minimum $5,000") in (
        full_report.lots[1].facts
    )


def test_concerns_stand_by_severity_and_each_rule_once(full_report: Report) -> None:
    for concerns in (full_report.signals, full_report.flags):
        order = ["high", "medium", "low", "info"]
        ranks = [order.index(concern.severity) for concern in concerns]
        assert ranks == sorted(ranks)
    rules = [concern.rules for concern in full_report.flags]
    assert len(rules) == len(set(rules))


def test_a_flag_shows_its_path_its_age_and_what_to_sign(full_report: Report) -> None:
    flag = next(
        flag for flag in full_report.flags if flag.label == "A rival holds a stake in this vendor"
    )
    assert (
        flag.findings[0].path
        == "Outlier AI \N{RIGHTWARDS ARROW} Scale AI \N{RIGHTWARDS ARROW} Meta"
    )
    assert (flag.findings[0].age or "").startswith("As of Jun 2025, 16 months")
    assert flag.ask
    assert flag.evidence
    assert flag.clause


def test_rivals_not_named_are_said_not_to_be_screened(
    reported: Reported, one_lot: Document
) -> None:
    assert reported(one_lot).screening.startswith("You named no rivals")


def test_an_unknown_rival_is_said_not_to_be_screened(reported: Reported, one_lot: Document) -> None:
    report = reported({**one_lot, "competitors": ["meta", "Nobody Knows Ltd"], "vendors": ["sama"]})
    assert "against Meta" in report.screening
    assert "does not know them: Nobody Knows Ltd" in report.screening


def test_sources_tell_their_age_and_what_is_overdue(full_report: Report) -> None:
    sources = {source.id: source for source in full_report.sources}
    assert sources["salary-guide"].overdue == "Past its review date, 31 Dec 2025"
    assert sources["field-guide"].overdue is None
    assert sources["field-guide"].age == "4 months"


def test_a_preview_says_so_and_a_decision_does_not(document_of: Decided, one_lot: Document) -> None:
    document = document_of(one_lot)
    preview = report_of(document, decision_id=None, issued=None)
    assert preview.preview
    assert "Preview" in preview.running_head
    issued = report_of(document, decision_id="D-2026-0042", issued=None)
    assert issued.preview is None
    assert "D-2026-0042" in issued.running_head
    assert document["rulebook"].removeprefix("sha256:")[:12] in issued.running_head


def test_a_split_compares_whole_and_slices(reported: Reported, one_lot: Document) -> None:
    lot = {
        "name": "All of it",
        "answers": {**FOUR, "credential_rarity": "licensed"},
        "volume": {"hours": "3000"},
    }
    report = reported({**one_lot, "lots": [lot]})
    split = report.lots[0].split
    assert split is not None
    assert "split" in report.sections
    assert split.comparison is not None
    assert "plitting would cost about $" in split.comparison
    assert [section.number for section in report.sections.values()] == list(
        range(1, len(report.sections) + 1)
    )


def test_every_worked_case_makes_a_report(rulebook: Any, document_of: Decided) -> None:
    for case in rulebook.content.cases:
        content = case.brief
        report = report_of(document_of(content), decision_id=case.id, issued=None)
        assert json.dumps(asdict(report))


@pytest.mark.parametrize("part", ["signals", "safeguards", "avoid"])
def test_nothing_that_the_decision_calls_for_is_left_out(
    part: str, full: Document, full_report: Report
) -> None:
    told = json.dumps(asdict(full_report), ensure_ascii=False)
    for lot in full["lots"]:
        for item in lot[part]:
            assert json.dumps(item["because"], ensure_ascii=False)[1:-1] in told
            text = item.get("text") or item.get("avoid") or item["label"]
            assert json.dumps(text, ensure_ascii=False)[1:-1] in told
    assert FULL["title"] == full_report.title
