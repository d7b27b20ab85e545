"""Facts that the program works out for rules: whether the hours repay finding people oneself."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.model.decision import LotDecision
from sourcing.places import rules_folder
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_rulebook

DAY = date(2026, 11, 20)
LASTING_SPECIALISTS = {
    "task_type": "task-hallucination",
    "credential_rarity": "specialist",
    "data_sensitivity": "confidential",
    "duration": "ongoing",
}
PROVEN = {**LASTING_SPECIALISTS, "people": "proven_performers", "control": "high"}


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook(rules_folder())


def brief_of(lot: dict[str, Any], **more: Any) -> Brief:
    return parse_brief({"lots": [lot], **more}, nowhere("brief"))


def decided(rulebook: Rulebook, lot: dict[str, Any], **more: Any) -> LotDecision:
    return decide(rulebook, brief_of(lot, **more), on=DAY).lots[0]


def points(lot: LotDecision, rule: str) -> float:
    found = [r.points for c in lot.channels for r in c.reasons if r.rule == rule]
    return float(sum(found))


class TestBreakEven:
    """The hours of each person, against those that finding them oneself takes to repay."""

    def test_many_hours_for_each_person_lie_beyond(self, rulebook: Rulebook) -> None:
        volume = {"people": 4, "weeks": 50, "hours_per_week": 30}
        lot = decided(rulebook, {"answers": LASTING_SPECIALISTS, "volume": volume})
        assert lot.facts == {"break_even": "beyond"}
        assert points(lot, "hours-repay-the-search") > 0

    def test_few_hours_for_each_person_lie_below(self, rulebook: Rulebook) -> None:
        volume = {"people": 40, "weeks": 1, "hours_per_week": 2}
        lot = decided(rulebook, {"answers": LASTING_SPECIALISTS, "volume": volume})
        assert lot.facts == {"break_even": "below"}
        assert points(lot, "hours-do-not-repay-the-search") < 0

    def test_a_quote_moves_it(self, rulebook: Rulebook) -> None:
        """Where the others become cheap enough, searching never pays."""
        cheap = {"pay": "20", "take_rate": "0"}
        quotes = dict.fromkeys(("marketplace", "managed_vendor"), cheap)
        volume = {"people": 4, "weeks": 50, "hours_per_week": 30}
        asked = {"answers": LASTING_SPECIALISTS, "volume": volume}
        assert decided(rulebook, {**asked, "quotes": quotes}).facts == {"break_even": "below"}

    def test_nothing_is_worked_out_while_a_mission_question_is_open(
        self, rulebook: Rulebook
    ) -> None:
        answers = {k: v for k, v in LASTING_SPECIALISTS.items() if k != "duration"}
        assert decided(rulebook, {"answers": answers}).facts == {}

    def test_it_cannot_be_answered(self, rulebook: Rulebook) -> None:
        answers = {**LASTING_SPECIALISTS, "break_even": "beyond"}
        with pytest.raises(InvalidInputError, match="worked out from the prices"):
            decided(rulebook, {"answers": answers})


class TestNotKnownYet:
    """Saying that one does not know is honest, and settles nothing."""

    def test_it_is_the_same_as_leaving_the_question_open(self, rulebook: Rulebook) -> None:
        """Whether the terms bar hiring decides here, so until somebody reads them nothing is sure."""
        said = decided(rulebook, {"answers": {**PROVEN, "hiring_clause": "not_known"}})
        left = decided(rulebook, {"answers": PROVEN})
        assert said == left
        assert not said.settled
        assert "hiring_clause" in said.open


class TestSettledCountsTheFact:
    """What can still win is exact although prices move with the answers that are open."""

    OPEN = ("quality_bar", "field", "hiring_clause", "volume")

    @pytest.mark.parametrize(
        "volume", [None, {"hours": 30}, {"people": 4, "weeks": 50, "hours_per_week": 30}]
    )
    def test_same_as_deciding_every_completion(
        self, rulebook: Rulebook, volume: dict[str, Any] | None
    ) -> None:
        settled = {
            **LASTING_SPECIALISTS,
            "control": "medium",
            "strategic": "no",
            "harmful_content": "no",
            "unlawful_material": "no",
            "language": "widely_spoken",
            "data_regime": [],
            "people": "anyone_qualified",
            "work_location": "anywhere",
            "needs": [],
        }
        lot = {"answers": settled, "volume": volume}
        asked = [name for name in self.OPEN if name != "volume" or volume is None]
        options = [[option.id for option in rulebook.questions[name].options] for name in asked]
        winners: set[str] = set()
        for chosen in product(*options):
            answers = {**settled, **dict(zip(asked, chosen, strict=True))}
            full = decided(rulebook, {**lot, "answers": answers})
            winners |= {str(full.recommended), *full.tied}
        assert set(decided(rulebook, lot).possible) == winners
