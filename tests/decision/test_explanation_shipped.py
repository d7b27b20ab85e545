"""Explanations under the shipped rules: with prices, facts that follow from them, and assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.explanation.explain import explain_lot
from sourcing.decision.explanation.model import Explanation
from sourcing.decision.intake.brief import brief_problems
from sourcing.decision.model.decision import LotDecision
from sourcing.decision.ranking.standing import standing_of
from sourcing.decision.ranking.winning import LotPrices, won
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import ON

Answers = dict[str, Any]

SAMPLES: list[Answers] = [
    {"task_type": "task-support-rating", "credential_rarity": "none", "data_sensitivity": "public",
     "duration": "one_off"},
    {"task_type": "task-review", "credential_rarity": "specialist", "data_sensitivity": "public",
     "duration": "ongoing"},
    {"task_type": "task-taxonomy", "credential_rarity": "licensed", "data_sensitivity": "public",
     "duration": "ongoing", "people": "proven_performers", "hiring_clause": "fee"},
    {"task_type": "task-rlhf-specialist", "credential_rarity": "specialist",
     "data_sensitivity": "competitive", "duration": "recurring", "strategic": "yes"},
    {"task_type": "task-moderation", "credential_rarity": "none", "data_sensitivity": "confidential",
     "duration": "ongoing", "control": "high", "needs": ["verified_human"]},
]  # fmt: skip


def brief_of(answers: Mapping[str, Any]) -> Brief:
    lot = {"answers": answers, "volume": {"hours": 4000}}
    return parse_brief({"lots": [lot]}, nowhere("brief"))


def recommended(rulebook: Rulebook, answers: Answers) -> str | None:
    """Return what answers come to, by the same steps as a decision; "impossible" where refused."""
    brief = brief_of(answers)
    if brief_problems(rulebook, brief, nowhere("brief"), on=ON):
        return "impossible"
    prices = LotPrices(rulebook, brief, brief.lots[0])
    winner = won(prices, standing_of(rulebook, brief.lots[0]).state).winner
    return None if winner is None else rulebook.channel_ids[winner]


def explained(rulebook: Rulebook, answers: Answers) -> tuple[LotDecision, Explanation]:
    brief = brief_of(answers)
    lot = decide(rulebook, brief, on=ON).lots[0]
    return lot, explain_lot(rulebook, brief, brief.lots[0], lot)


@pytest.mark.parametrize("answers", SAMPLES)
class TestSampled:
    """Each claim tried on the lot itself."""

    def test_flips_are_all_single_answers(self, rulebook: Rulebook, answers: Answers) -> None:
        """Every other answer to every question was tried."""
        lot, explanation = explained(rulebook, answers)
        expected = {}
        for axis in rulebook.space.axes[: len(rulebook.questions)]:
            for value in axis.values(axis.everything):
                instead = recommended(rulebook, {**answers, axis.id: value})
                if instead not in (lot.recommended, "impossible"):
                    expected[axis.id, str(value)] = instead
        found = {
            (name, str(value)): flip.recommended
            for flip in explanation.flips.listed
            for name, value in flip.change.items()
        }
        assert explanation.flips.changes == 1
        assert found == expected

    def test_why_not_comes_true(self, rulebook: Rulebook, answers: Answers) -> None:
        """The change named makes the channel win; one answer is named where one is enough."""
        _, explanation = explained(rulebook, answers)
        single = {flip.recommended for flip in explanation.flips.listed}
        for each in explanation.why_not:
            assert each.change is not None
            assert recommended(rulebook, {**answers, **each.change}) == each.channel
            assert (len(each.change) == 1) == (each.channel in single)

    def test_what_can_win_does(self, rulebook: Rulebook, answers: Answers) -> None:
        """The answers to open questions that bring a channel about do so."""
        lot, explanation = explained(rulebook, answers)
        assert tuple(each.channel for each in explanation.settling.can_win) == lot.possible
        for each in explanation.settling.can_win:
            if each.when:
                assert not answers.keys() & each.when.keys()
                assert recommended(rulebook, {**answers, **each.when}) == each.channel


def test_pairs_where_no_single_answer_is_enough(rulebook: Rulebook) -> None:
    """Each pair listed changes the recommendation, and neither half of it does."""
    answers = {
        "task_type": "task-study", "credential_rarity": "licensed", "data_sensitivity": "defence",
        "duration": "recurring", "control": "high", "strategic": "no", "quality_bar": "high",
        "harmful_content": "yes", "language": "low_resource", "data_regime": ["gdpr", "financial"],
        "people": "anyone_qualified", "work_location": "domestic", "needs": ["own_tooling"],
    }  # fmt: skip
    lot, explanation = explained(rulebook, answers)
    assert explanation.flips.changes == 2
    assert explanation.flips.found >= len(explanation.flips.listed) > 0
    for flip in explanation.flips.listed:
        assert recommended(rulebook, {**answers, **flip.change}) == flip.recommended
        for name, value in flip.change.items():
            assert recommended(rulebook, {**answers, name: value}) in (
                lot.recommended,
                "impossible",
            )
