"""Requests to vendors that several rules share: asked in the same words, under one theme."""

from __future__ import annotations

from datetime import date
from typing import Any

from sourcing.assurance.proof.lints import lints
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.report.rfp import as_request
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical, fingerprint
from sourcing.rulebook.load import load_content
from tests import small

ON = date(2026, 11, 20)
DAMP = "How damp is the room?"
ASKING: dict[str, Any] = {
    "signals": [{"id": "wet", "label": "Wet"}],
    "request_themes": [
        {"id": "food", "order": 2, "label": "Food and drink"},
        {"id": "air", "order": 1, "label": "Air and light"},
    ],
    "vendor_requests": [
        {"id": "dampness", "theme": "air", "kind": "question", "text": DAMP},
        {"id": "breakfast", "theme": "food", "kind": "clause", "text": "Breakfast is served"},
    ],
    "signal_rules": [
        {"id": "asks", "signal": "wet", "severity": "low", "because": "x", "ask": "dampness"}
    ],
    "safeguards": [
        {"id": "dry", "kind": "question", "because": "x", "text": "dampness"},
        {"id": "fed", "kind": "clause", "because": "x", "text": "breakfast"},
        {"id": "own", "kind": "clause", "because": "x", "text": "Keys at noon", "theme": "food"},
        {"id": "loose", "kind": "clause", "because": "x", "text": "A view of the sea"},
    ],
}


def request_of(book: Rulebook) -> list[str]:
    decision = decide(book, small.brief_of(weather="hot", travellers="alone"), on=ON)
    return as_request(decision_document(book, decision)).splitlines()


def test_what_two_rules_ask_is_asked_once_and_in_the_order_of_the_themes() -> None:
    lines = request_of(small.rulebook_of(**ASKING))
    asked = [line for line in lines if line.startswith(("**", "## "))]
    assert asked[2:] == [
        "## 1. Air and light",
        f"**1.1** {DAMP}",
        "## 2. Food and drink",
        "**2.1** Breakfast is served.",
        "**2.2** Keys at noon.",
        "## 3. Further points",
        "**3.1** A view of the sea.",
    ]


def test_a_rulebook_without_prices_asks_for_none() -> None:
    assert not [line for line in request_of(small.rulebook_of(**ASKING)) if "price" in line]


def test_a_rulebook_reads_the_same_from_its_content() -> None:
    """A packet holds the words in place of the names, and has the same fingerprint."""
    book = small.rulebook_of(**ASKING)
    again = load_content(canonical(book.content), "packet")
    assert fingerprint(again.content) == fingerprint(book.content)
    assert request_of(again) == request_of(book)


def test_a_request_that_nothing_makes_is_told() -> None:
    unasked = {**ASKING, "safeguards": ASKING["safeguards"][:1]}
    said = [str(problem) for problem in lints(small.rulebook_of(**unasked), on=ON)]
    assert len([line for line in said if "no rule asks for it" in line]) == 1
