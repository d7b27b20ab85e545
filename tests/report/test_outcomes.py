"""How one lot came out, as the report tells it: reasons, other channels, the buyer's own choice."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document, to_json
from sourcing.report.model.report import Point, Report
from sourcing.report.page import render_report
from sourcing.report.text import text_of
from sourcing.report.view import report_of
from tests.report.conftest import ON, Document, Reported
from tests.small import PLACES, gate, rulebook_of


def _said(report: Report, label: str) -> tuple[Point, ...]:
    return next(doubt.points for doubt in report.doubts if doubt.label == label)


def _words(text: str) -> str:
    return " ".join(text.split())


def test_no_channel_fits_shows_gates_and_the_change_that_frees() -> None:
    shut = gate("shut", *PLACES, when={"weather": "hot"})
    report = report_of(_holiday([shut], {"weather": "hot"}), decision_id="D-1", issued=None)
    lot = report.lots[0]
    assert lot.headline.advice == "No channel fits this lot as it is described."
    assert [other.channel.id for other in lot.others] == list(PLACES)
    assert all(other.standing == "Excluded." for other in lot.others)
    assert all(other.gates[0].rule == "shut" for other in lot.others)
    assert "How warm must it be? Mild." in (lot.others[0].change or "")
    assert _said(report, "May we?") == (Point("No: every channel is excluded.", "stop"),)
    (runner_up,) = _said(report, "Runner-up, and what would change it")
    assert runner_up.text.startswith("beach if: How warm must it be?")
    assert "No channel fits this lot" in _words(text_of(report))


def test_a_channel_may_be_chosen_past_a_policy_where_none_fits() -> None:
    shut = gate("shut", *PLACES, when={"weather": "hot"})
    chosen = {
        "channel": "beach",
        "reason": "we swim at night",
        "person": "Ada Buyer",
        "second_person": "Cai Approver",
        "second_reason": "so do I",
    }
    document = _holiday([shut], {"weather": "hot"}, chosen=chosen)
    report = report_of(document, decision_id="D-1", issued=None)
    choice = report.lots[0].choice
    assert choice
    assert choice.says == "Chosen though no channel fits: beach."
    assert report.status == "conditional"
    assert document["totals"]["as_recommended"] is None


def test_a_channel_chosen_past_a_policy_stands_beside_the_recommended_one() -> None:
    chosen = {
        "channel": "beach",
        "reason": "we know the place",
        "person": "Ada Buyer",
        "second_person": "Cai Approver",
        "second_reason": "it is off season",
    }
    wet = gate("wet", "beach", when={"weather": "cold"})
    document = _holiday([wet], {"weather": "cold"}, chosen=chosen)
    report = report_of(document, decision_id="D-1", issued=None)
    choice = report.lots[0].choice
    assert choice
    assert choice.differs
    recommended = report.lots[0].headline.channel
    assert recommended
    assert choice.says == f"Chosen instead of {recommended.label}: beach."
    assert ("Ada Buyer", "We know the place.") in choice.account
    assert ("Cai Approver, as second person", "It is off season.") in choice.account
    assert any(who == "Policy set aside" and "wet" in said for who, said in choice.account)
    aside = "beach: only on the word of Ada Buyer and Cai Approver, who set a policy aside (wet)."
    assert Point(aside, "high") in _said(report, "May we?")
    page = render_report(report)
    assert all(html.escape(said, quote=False) in page for _, said in choice.account)
    assert choice.says in _words(text_of(report))


def _holiday(gates: list[dict[str, Any]], answers: dict[str, str], **lot: Any) -> Document:
    """Return the document of a brief under a rulebook about holidays, as read from its file."""
    rulebook = rulebook_of(gates=gates)
    brief = {"lots": [{"answers": {"travellers": "alone", **answers}, **lot}]}
    decision = decide(rulebook, parse_brief(brief, nowhere("brief")), on=ON)
    document: Document = json.loads(to_json(decision_document(rulebook, decision)))
    return document


def test_a_channel_chosen_as_recommended_departs_from_nothing(
    reported: Reported, one_lot: Document
) -> None:
    chosen = {"channel": "crowd", "reason": "we agree", "person": "Ada Buyer"}
    report = reported({**one_lot, "lots": [{**one_lot["lots"][0], "chosen": chosen}]})
    choice = report.lots[0].choice
    assert choice
    assert not choice.differs
    assert choice.says == "Chosen as recommended: Open crowd."


def test_what_was_worked_out_stands_among_the_answers(full: Document, full_report: Report) -> None:
    for lot, view in zip(full["lots"], full_report.lots, strict=True):
        found = [row for row in view.answers if row.origin == "Worked out"]
        labels = [full["names"]["facts"][fact]["label"] for fact in lot["facts"]]
        assert [row.question for row in found] == labels


def test_each_channel_is_either_recommended_or_said_not_to_be(full_report: Report) -> None:
    for lot in full_report.lots:
        assert lot.headline.channel
        shown = {other.channel for other in lot.others} | {lot.headline.channel}
        assert shown == set(full_report.channels)
        assert all(other.change for other in lot.others)


def test_the_picture_of_points_adds_up_to_the_scores(full: Document, full_report: Report) -> None:
    for lot, view in zip(full["lots"], full_report.lots, strict=True):
        assert view.score
        points = {out["channel"]: [r["points"] for r in out["reasons"]] for out in lot["channels"]}
        widths = sum(piece.width for bar in view.score.bars for piece in bar.pieces)
        given = [points[bar.channel.id] for bar in view.score.bars]
        scale = 100 / (
            max(sum(p for p in some if p > 0) for some in given)
            - min(sum(p for p in some if p < 0) for some in given)
        )
        assert widths == pytest.approx(scale * sum(abs(p) for some in given for p in some), abs=0.1)
        pieces = [piece for bar in view.score.bars for piece in bar.pieces]
        assert all(0 <= piece.x <= piece.x + piece.width <= 100.01 for piece in pieces)


def test_declared_interests_stand_in_the_record(reported: Reported, one_lot: Document) -> None:
    declared = {
        "person": "Ada Buyer",
        "interest": "holds shares in a vendor",
        "date": "2026-11-02",
        "handling": "took no part in screening",
    }
    report = reported({**one_lot, "declarations": [declared]})
    row = report.declarations[0]
    assert (row.person, row.interest) == ("Ada Buyer", "Holds shares in a vendor.")
    assert (row.date, row.handling) == ("2 Nov 2026", "Took no part in screening.")
    text = _words(text_of(report))
    assert all(said in text for said in (row.person, row.interest, row.handling))
