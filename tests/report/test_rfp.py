"""The request for proposals: what a vendor must answer, and nothing that is the buyer's alone."""

from __future__ import annotations

from typing import Any

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document import decision_document
from sourcing.report.rfp import as_request
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import ON

BRIEF: dict[str, Any] = {
    "title": "Beat Google's *assistant* before META does",
    "organisation": {"name": "Acme Telecom"},
    "competitors": ["google", "meta", "Blue Barn"],
    "vendors": ["outlier-ai", "mercor", "White Cow"],
    "budget": {"amount": "247500"},
    "incumbent": {"vendor": "sama", "bill_rate": "14.55"},
    "start": "2027-01-10",
    "worker_countries": ["KE", "GB"],
    "declarations": [
        {"person": "P. Insider", "interest": "Shares", "date": "2026-11-01", "handling": "Left"}
    ],
    "lots": [
        {
            "name": "Ratings as Blue Barn has them",
            "answers": {
                "task_type": "task-pairwise",
                "credential_rarity": "skilled_generalist",
                "data_sensitivity": "competitive",
                "duration": "recurring",
                "strategic": "yes",
                "hiring_clause": "barred",
            },
            "volume": {"items": 1000, "minutes_per_item": 3, "judgements_per_item": 2},
        }
    ],
}


@pytest.fixture(scope="module")
def request_text(rulebook: Rulebook) -> str:
    """The request of a brief full of things that no vendor may read."""
    decision = decide(rulebook, parse_brief(BRIEF, nowhere("brief")), on=ON)
    return as_request(decision_document(rulebook, decision))


class TestWhatIsTold:
    """What a vendor needs in order to answer."""

    @pytest.mark.parametrize(
        "told",
        [
            "From: Acme Telecom",
            "The work starts on 10 Jan 2027.",
            "KE, GB",
            "- Kind of work: ",
            "1,000 items of about 3 minutes, each judged 2 times",
            "## Questions",
            "## Evidence",
            "## Terms",
            "Who owns you",
            "change of control",
        ],
    )
    def test_stands_in_it(self, request_text: str, told: str) -> None:
        assert told in request_text

    def test_each_thing_is_asked_once(self, request_text: str) -> None:
        items = [line.split(". ", 1)[1] for line in request_text.splitlines() if line[:1].isdigit()]
        assert len(items) == len(set(items)) > 10


class TestWhatIsNot:
    """What is the buyer's alone."""

    @pytest.mark.parametrize(
        "private",
        [
            "google", "meta", "blue barn", "outlier", "mercor", "white cow", "sama", "scale",
            "247", "14.55", "p. insider", "rival", "advantage", "barred", "excluded",
            "conditional", "competitive", "*assistant*",
        ],
    )  # fmt: skip
    def test_is_withheld(self, request_text: str, private: str) -> None:
        """Names are withheld even where the buyer wrote them into a title."""
        assert private not in request_text.casefold()

    def test_no_rule_names_an_organisation_to_vendors(self, rulebook: Rulebook) -> None:
        """What a rule asks of vendors may be sent as it stands."""
        names = [o.name.casefold() for o in rulebook.content.organisations]
        content = rulebook.content
        texts = [r.text for r in content.safeguards if r.kind != "measure" and not r.internal]
        texts += [rule.ask for rule in content.signal_rules if rule.ask]
        for rule in content.conflict_rules:
            if not rule.internal:
                texts += [text for text in (rule.ask, rule.evidence, rule.clause) if text]
        for text in texts:
            words = f" {text.casefold()} "
            assert not [name for name in names if f" {name} " in words], text
