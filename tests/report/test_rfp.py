"""The request for proposals: what a vendor must answer, and nothing that is the buyer's alone."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.report.rfp import as_request
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.requests import themes_of
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


REPLIES = ("Answer:", "Attached, with its date:", "Accepted, or your wording:")

OURS = ("with counsel", "have counsel", "by counsel", "bidders", "the decision", "yourself")


@pytest.fixture(scope="module")
def request_text(rulebook: Rulebook) -> str:
    """The request of a brief full of things that no vendor may read."""
    return requested(rulebook, BRIEF)


def requested(rulebook: Rulebook, brief: dict[str, Any]) -> str:
    decision = decide(rulebook, parse_brief(brief, nowhere("brief")), on=ON)
    return as_request(decision_document(rulebook, decision))


def numbered(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("**")]


def _sent(rulebook: Rulebook) -> list[str]:
    """Return everything that the rules may send to vendors."""
    content = rulebook.content
    texts = [r.text for r in content.safeguards if r.kind != "measure" and not r.internal]
    texts += [rule.ask for rule in content.signal_rules if rule.ask]
    for rule in content.conflict_rules:
        if not rule.internal:
            texts += [text for text in (rule.ask, rule.evidence, rule.clause) if text]
    return texts


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
            "Reply: by 11 Dec 2026",
            "## 1. Company and ownership",
            "### Questions",
            "### To attach",
            "### Terms",
            "Who owns you",
            "change of control",
            "| Company, as registered | |",
            "You bill for an hour",
        ],
    )
    def test_stands_in_it(self, request_text: str, told: str) -> None:
        assert told in request_text

    def test_each_thing_is_asked_once_and_has_a_place_for_its_answer(
        self, request_text: str
    ) -> None:
        items = [line.split("** ", 1)[1] for line in numbered(request_text)]
        assert len(items) == len(set(items)) > 10
        assert sum(request_text.count(f"\n{reply}\n") for reply in REPLIES) == len(items)

    def test_questions_are_questions_and_nothing_is_numbered_twice(self, request_text: str) -> None:
        asked = request_text.split("### Questions")[1:]
        questions = [line for part in asked for line in numbered(part.split("###")[0])]
        assert questions
        assert all(line.endswith("?") for line in questions)
        numbers = [line.split()[0] for line in numbered(request_text)]
        assert len(numbers) == len(set(numbers))

    def test_no_reply_is_wanted_before_the_day_of_the_request(self, rulebook: Rulebook) -> None:
        """Work that starts tomorrow leaves no four weeks for an answer."""
        hurried = {**BRIEF, "start": "2026-11-21"}
        assert "Reply: at once" in requested(rulebook, hurried)

    def test_what_two_findings_and_a_safeguard_ask_is_asked_once(self, rulebook: Rulebook) -> None:
        """A breach on record, a rival's stake and the usual questions ask much the same."""
        vendors = ["sama", "mercor", "imerit", "surge-ai", "handshake-ai"]
        text = requested(rulebook, {**BRIEF, "vendors": vendors}).casefold()
        for asked in ("who owns you", "from your largest client", "have you ever lost data"):
            assert text.count(asked) == 1


class TestShippedRequests:
    """What the shipped rules ask of vendors, whichever of it a brief calls for."""

    def test_what_is_not_settled_says_of_which_work_it_is_asked(self, rulebook: Rulebook) -> None:
        """Only workers at home and only workers in Europe: not of the same data."""
        regulated = {
            "task_type": "task-domain-science",
            "credential_rarity": "specialist",
            "data_sensitivity": "regulated",
            "duration": "recurring",
        }
        told = requested(rulebook, {"lots": [{"answers": regulated}]})
        asked = re.split(r"\n\*\*[0-9]", told)
        for thing, regime in (("see health data", "(HIPAA)"), ("are in Europe", "(GDPR)")):
            (found,) = (one for one in asked if thing in one)
            assert "Only where this holds, which is not settled yet" in found
            assert regime in found
        both = [{"answers": regulated}, {"answers": {**regulated, "data_regime": ["hipaa"]}}]
        asked = re.split(r"\n\*\*[0-9]", requested(rulebook, {"lots": both}))
        (found,) = (one for one in asked if "see health data" in one)
        assert "Only where" not in found

    def test_all_of_it_has_a_theme(self, rulebook: Rulebook) -> None:
        themes = themes_of(rulebook.content)
        assert [text for text in _sent(rulebook) if text not in themes] == []

    def test_none_of_it_is_an_order_to_the_buyer(self, rulebook: Rulebook) -> None:
        """Nobody outside can ask counsel, compare bidders or know what was decided here."""
        for text in _sent(rulebook):
            assert not [word for word in OURS if word in text.casefold()], text


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
        for text in _sent(rulebook):
            words = f" {text.casefold()} "
            assert not [name for name in names if f" {name} " in words], text
