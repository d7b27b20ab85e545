"""Explanations against trying everything, where prices settle ties and rules read what follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.explanation.explain import explain_lot
from sourcing.decision.explanation.model import Explanation
from sourcing.decision.explanation.search import far
from sourcing.decision.explanation.search.moves import steps
from sourcing.decision.model.decision import LotDecision
from sourcing.decision.ranking.standing import standing_of
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from sourcing.rulebook.model.money import UNITS
from tests import small
from tests.conftest import ON

Answers = dict[str, Any]

FACT = {
    "id": "repaid",
    "measure": "break_even",
    "channel": "town",
    "label": "Does it pay to go to town?",
    "hint": "At likely cost.",
    "thresholds": ["0.9", "1.5"],
    "options": [{"id": name, "label": name, "hint": "x"} for name in ("no", "even", "yes")],
    "otherwise": "no",
    "assumption": True,
    "reason": "A guess.",
}


def figure(name: str, value: str, rank: str = "general", **when: Any) -> Mapping[str, Any]:
    """Return a figure of one value for an input."""
    return {
        "id": "-".join([name.replace("_", "-"), rank, *map(str, when.values())]),
        "input": name,
        "label": name,
        "rank": rank,
        "unit": UNITS[name].replace("¤", "USD"),  # type: ignore[index]
        "low": value,
        "likely": value,
        "high": value,
        "assumption": True,
        "reason": "A guess.",
        "as_of": "2026-06",
        "when": when,
    }


FIGURES = (
    figure("pay", "20"),
    figure("pay", "40", "task", weather="hot"),
    figure("rejected_share", "0"),
    figure("rejected_paid", "1"),
    figure("take_rate", "0.2", channel="beach"),
    figure("take_rate", "0.4", channel="hills"),
    figure("take_rate", "0.1", "task", channel="hills", purse="fat"),
    figure("weeks", "10"),
    figure("hours_per_week", "20"),
    figure("drop_out", "0", channel="town"),
    figure("search_cost", "500", channel="town"),
    figure("search_cost", "4000", "task", channel="town", travellers="family"),
)


def priced(rulebook: Rulebook) -> Rulebook:
    """Return a rulebook with prices on all places, and rules on what follows from them."""
    content = canonical(rulebook.content)
    ways = {"beach": "take_rate", "hills": "take_rate", "town": "own_staff"}
    content["channels"] = [{**c, "pricing": ways[c["id"]]} for c in content["channels"]]
    content["cost_figures"] = sorted(FIGURES, key=lambda one: str(one["id"]))
    content["derived_facts"] = [FACT]
    content["preferences"] = [
        *content.get("preferences", []),
        small.preference("s1", "bit", when={"repaid": "yes"}, **{"for": ["town"]}),
        small.preference("s2", "much", when={"repaid": "no"}, against=["town"]),
    ]
    return load_content(content, "priced holidays")


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rulebook, Answers]:
    """Draw a rulebook with prices, and possible answers to its mission and some further questions."""
    plain = draw(small.rulebooks())
    rulebook = priced(small.wavering(plain) if draw(st.booleans()) else plain)
    answers: Answers = {}
    for axis, question in zip(rulebook.space.axes, rulebook.questions.values(), strict=False):
        if question.mission or draw(st.booleans()):
            answers[axis.id] = draw(st.sampled_from(axis.values(axis.everything)))
    return rulebook, answers


def brief_of(answers: Answers) -> Brief:
    lot = {"answers": answers, "volume": {"hours": 900}}
    return parse_brief({"lots": [lot]}, nowhere("brief"))


def decided(rulebook: Rulebook, answers: Answers) -> LotDecision | None:
    """Return the decision on answers; None where they are refused."""
    try:
        return decide(rulebook, brief_of(answers), on=ON).lots[0]
    except InvalidInputError:
        return None


def explained(rulebook: Rulebook, answers: Answers, lot: LotDecision) -> Explanation:
    brief = brief_of(answers)
    return explain_lot(rulebook, brief, brief.lots[0], lot)


def instead(
    rulebook: Rulebook, answers: Answers, size: int
) -> Iterator[tuple[Answers, int, str | None]]:
    """Yield every change of so many answers with its steps and what is recommended then."""
    axes = rulebook.space.axes[: len(rulebook.questions)]
    here = standing_of(rulebook, brief_of(answers).lots[0]).state
    for chosen in combinations(range(len(axes)), size):
        values = [
            [v for v in axes[i].values(axes[i].everything) if v != answers.get(axes[i].id)]
            for i in chosen
        ]
        for combination in product(*values):
            change = {axes[i].id: v for i, v in zip(chosen, combination, strict=True)}
            distance = sum(
                steps(axes[i], here[i], axes[i].answer(v))
                for i, v in zip(chosen, combination, strict=True)
            )
            if lot := decided(rulebook, {**answers, **change}):
                yield change, distance, lot.recommended


class TestAgainstTryingEverything:
    """The same claims as of rulebooks without prices."""

    @small.tries(40)
    @given(cases())
    def test_flips(self, case: tuple[Rulebook, Answers]) -> None:
        """All single answers that change the recommendation, else the count of all pairs."""
        rulebook, answers = case
        lot = decided(rulebook, answers)
        if lot is None:
            return
        flips = explained(rulebook, answers, lot).flips
        for size in range(1, flips.changes + 1):
            found = {
                (repr(change), other)
                for change, _, other in instead(rulebook, answers, size)
                if other != lot.recommended
            }
            assert len(found) == (flips.found if size == flips.changes else 0)
            if size == flips.changes:
                assert {(repr(flip.change), flip.recommended) for flip in flips.listed} <= found

    @pytest.mark.parametrize(("together", "failures"), [(far.MOST_TOGETHER, far.FAILURES), (0, 1)])
    @small.tries(40)
    @given(cases())
    def test_smallest_changes(
        self, together: int, failures: int, case: tuple[Rulebook, Answers]
    ) -> None:
        """No change of fewer answers or fewer steps makes another place win; one by one too."""
        rulebook, answers = case
        lot = decided(rulebook, answers)
        if lot is None:
            return
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(far, "MOST_TOGETHER", together)
            patch.setattr(far, "FAILURES", failures)
            explanation = explained(rulebook, answers, lot)
        nearest: dict[str | None, tuple[int, int]] = {}
        for size in range(1, len(rulebook.questions) + 1):
            for _, distance, other in instead(rulebook, answers, size):
                best = nearest.get(other, (size, distance))
                nearest[other] = min(best, (size, distance))
        for each in explanation.why_not:
            assert each.searched is None
            if each.change is None:
                assert each.channel not in nearest
                continue
            assert (len(each.change), each.steps) == nearest[each.channel]
            after = decided(rulebook, {**answers, **each.change})
            assert after is not None
            assert after.recommended == each.channel
