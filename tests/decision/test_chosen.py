"""A buyer may take another channel than the recommended one: openly, and not past a law or contract."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document import decision_document
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook

DAY = date(2026, 11, 20)
PHOTOS = {
    "task_type": "task-image-boxes",
    "credential_rarity": "none",
    "data_sensitivity": "public",
    "duration": "one_off",
}
RIVAL_WOULD_LIKE = {**PHOTOS, "data_sensitivity": "competitive"}
CLEARED = {**PHOTOS, "data_sensitivity": "defence", "data_regime": ["defence_clearance"]}
PLAIN = {"channel": "direct", "reason": "We have staff to spare.", "person": "Ada Byron"}
CROWD = {**PLAIN, "channel": "crowd"}
AGREED = {"second_person": "Grace Hopper", "second_reason": "The frames show no product."}


def lot_of(rulebook: Rulebook, answers: dict[str, Any], chosen: dict[str, Any]) -> dict[str, Any]:
    brief = parse_brief({"lots": [{"answers": answers, "chosen": chosen}]}, nowhere("brief"))
    document = decision_document(rulebook, decide(rulebook, brief, on=DAY))
    lot: dict[str, Any] = document["lots"][0]
    return lot


def refusal(rulebook: Rulebook, answers: dict[str, Any], chosen: dict[str, Any]) -> str:
    with pytest.raises(InvalidInputError) as refused:
        lot_of(rulebook, answers, chosen)
    return str(refused.value)


class TestAnotherChannel:
    """The recommendation stands beside what was chosen."""

    def test_the_record_holds_both(self, rulebook: Rulebook) -> None:
        lot = lot_of(rulebook, PHOTOS, PLAIN)
        assert lot["recommended"] == "crowd"
        assert lot["chosen"] == {
            **PLAIN,
            "second_person": None,
            "second_reason": None,
            "differs": True,
            "gates": [],
        }

    def test_choosing_what_is_recommended_departs_from_nothing(self, rulebook: Rulebook) -> None:
        assert not lot_of(rulebook, PHOTOS, {**PLAIN, "channel": "crowd"})["chosen"]["differs"]

    def test_nothing_can_be_departed_from_before_something_is_recommended(
        self, rulebook: Rulebook
    ) -> None:
        few = {"task_type": "task-image-boxes"}
        assert "nothing is recommended yet" in refusal(rulebook, few, PLAIN)


class TestPastAGate:
    """A policy takes two people; a law or a contract takes no override at all."""

    def test_a_policy_needs_a_second_person_with_a_reason(self, rulebook: Rulebook) -> None:
        said = refusal(rulebook, RIVAL_WOULD_LIKE, CROWD)
        assert "lots/0/chosen/second_person" in said
        assert "lots/0/chosen/second_reason" in said
        assert "excluded by policy (no-open-crowd-for-sensitive-data)" in said

    def test_nobody_is_their_own_second_person(self, rulebook: Rulebook) -> None:
        alone = {**CROWD, **AGREED, "second_person": " ada  BYRON "}
        assert "cannot also be the second person" in refusal(rulebook, RIVAL_WOULD_LIKE, alone)

    def test_with_a_second_person_it_stands_and_names_the_gates(self, rulebook: Rulebook) -> None:
        chosen = lot_of(rulebook, RIVAL_WOULD_LIKE, {**CROWD, **AGREED})["chosen"]
        assert chosen["gates"] == ["no-open-crowd-for-sensitive-data"]
        assert chosen["second_person"] == "Grace Hopper"

    def test_a_contract_cannot_be_overridden(self, rulebook: Rulebook) -> None:
        said = refusal(rulebook, CLEARED, {**CROWD, **AGREED})
        assert "barred by contract (no-open-channel-for-cleared-work)" in said
