"""Documents to report on: a brief that uses every part, and each worked case."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document, to_json
from sourcing.report.model.report import Report
from sourcing.report.view import report_of
from sourcing.rulebook.compiled import Rulebook

ON = date(2026, 11, 20)
ISSUED = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
FOUR = {
    "task_type": "task-support-rating",
    "credential_rarity": "none",
    "data_sensitivity": "public",
    "duration": "one_off",
}
FULL: dict[str, Any] = {
    "title": "Support assistant, spring training",
    "organisation": {"name": "Acme Telecom"},
    "competitors": ["google", "meta"],
    "vendors": ["outlier-ai", "remotasks", "sama", "mercor", "Dataland"],
    "budget": {"amount": "250000", "currency": "USD"},
    "start": "2027-01-10",
    "end": "2027-03-31",
    "incumbent": {"vendor": "sama", "bill_rate": "14.50"},
    "lots": [
        {"name": "Reply ratings", "answers": FOUR, "volume": {"hours": "4000"}},
        {
            "name": "Billing-law cases",
            "answers": {**FOUR, "task_type": "task-qa", "credential_rarity": "licensed"},
            "volume": {"hours": "600"},
            "quotes": {"mercor": {"pay": "95", "take_rate": "0.32", "minimum": "5000"}},
        },
        {
            "name": "Letters from patients",
            "answers": {**FOUR, "data_sensitivity": "regulated", "duration": "ongoing"},
            "volume": {"items": "50000", "minutes_per_item": "3", "judgements_per_item": "2"},
        },
    ],
}

Document = dict[str, Any]
Decided = Callable[[Mapping[str, Any]], Document]
Reported = Callable[[Mapping[str, Any]], Report]


@pytest.fixture(scope="session")
def document_of(rulebook: Rulebook) -> Decided:
    """Decide a brief and return its document as it is read back from its file."""

    def of(brief: Mapping[str, Any]) -> Document:
        decision = decide(rulebook, parse_brief(brief, nowhere("brief")), on=ON)
        document: Document = json.loads(to_json(decision_document(rulebook, decision)))
        return document

    return of


@pytest.fixture(scope="session")
def full(document_of: Decided) -> Document:
    """Decide a brief that uses every part of a report."""
    return document_of(FULL)


@pytest.fixture(scope="session")
def one_lot() -> dict[str, Any]:
    """Return a brief with one lot and the four answers that suffice."""
    return {"title": "Ratings", "lots": [{"name": "Ratings", "answers": FOUR}]}


@pytest.fixture(scope="session")
def reported(document_of: Decided) -> Reported:
    """Decide a brief and return the report of the decision as issued."""

    def of(brief: Mapping[str, Any]) -> Report:
        return report_of(document_of(brief), decision_id="D-2026-0042", issued=ISSUED)

    return of


@pytest.fixture(scope="session")
def full_report(reported: Reported) -> Report:
    """Report on the brief that uses every part."""
    return reported(FULL)
