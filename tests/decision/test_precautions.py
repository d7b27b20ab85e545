"""What is called for only because several answers are assumed at once while a question is open."""

from __future__ import annotations

from typing import Any

import pytest

from sourcing.brief import nowhere
from sourcing.decision.decide import decide
from sourcing.decision.intake.brief import take_brief
from sourcing.decision.model.decision import LotDecision
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import ON

CLAIMS = {
    "task_type": "task-domain-science",
    "credential_rarity": "specialist",
    "data_sensitivity": "regulated",
    "duration": "recurring",
}
EACH = {
    "hipaa": ("domestic-health-workers", "hipaa-evidence"),
    "gdpr": ("eu-workers-and-servers", "gdpr-evidence"),
}


def lot(rulebook: Rulebook, **answers: Any) -> LotDecision:
    brief = {"lots": [{"answers": {**CLAIMS, **answers}}]}
    return decide(rulebook, take_brief(rulebook, brief, nowhere("b"), on=ON), on=ON).lots[0]


def only_if(decided: LotDecision) -> dict[str, Any]:
    parts = (decided.safeguards, decided.conditions, decided.signals, decided.avoid)
    return {one.rule: dict(one.only_if) for called in parts for one in called if one.only_if}


@pytest.mark.parametrize("regime", list(EACH))
def test_while_it_is_open_each_says_of_what_it_holds(rulebook: Rulebook, regime: str) -> None:
    found = only_if(lot(rulebook))
    for rule in EACH[regime]:
        assert found[rule] == {"data_regime": (regime,)}


@pytest.mark.parametrize("regime", list(EACH))
def test_once_it_is_answered_nothing_is_left_to_it(rulebook: Rulebook, regime: str) -> None:
    decided = lot(rulebook, data_regime=[regime])
    assert only_if(decided) == {}
    safeguard, condition = EACH[regime]
    assert safeguard in {one.rule for one in decided.safeguards}
    assert condition in {one.rule for one in decided.conditions}


def test_what_holds_in_any_case_says_nothing(rulebook: Rulebook) -> None:
    """Regulated data calls for signed processing terms whichever rules bind it."""
    decided = lot(rulebook)
    found = only_if(decided)
    assert [one.rule for one in decided.conditions if one.rule not in found]
    assert only_if(lot(rulebook, data_sensitivity="confidential")) == {}
