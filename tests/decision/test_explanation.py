"""What would change a recommendation: the search against trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sourcing.brief import Brief, nowhere
from sourcing.decision.decide import decide
from sourcing.decision.explanation.explain import explain_lot
from sourcing.decision.explanation.model import Explanation
from sourcing.decision.explanation.search.moves import steps as between
from sourcing.decision.intake.brief import brief_problems
from sourcing.decision.model.decision import LotDecision
from sourcing.decision.ranking.standing import standing_of
from sourcing.rulebook.compiled import Rulebook
from tests import small
from tests.conftest import ON

Answer = str | list[str]
Answers = dict[str, Any]


def outcome(rulebook: Rulebook, answers: Answers) -> str | None:
    """Decide answers through the front door; "impossible" where they are refused."""
    brief = small.brief_of(**answers)
    if brief_problems(rulebook, brief, nowhere("brief"), on=ON):
        return "impossible"
    return decide(rulebook, brief, on=ON).lots[0].recommended


def decided(rulebook: Rulebook, brief: Brief) -> LotDecision:
    return decide(rulebook, brief, on=ON).lots[0]


def explained(rulebook: Rulebook, answers: Answers) -> tuple[LotDecision, Explanation]:
    brief = small.brief_of(**answers)
    lot = decided(rulebook, brief)
    return lot, explain_lot(rulebook, brief, brief.lots[0], lot)


def changes(rulebook: Rulebook, answers: Answers, size: int) -> Iterator[dict[str, Answer]]:
    """Yield every way to answer so many questions otherwise; an open one may be given any answer."""
    axes = rulebook.space.axes[: len(rulebook.questions)]
    for chosen in combinations(axes, size):
        values = [
            [v for v in axis.values(axis.everything) if v != answers.get(axis.id)]
            for axis in chosen
        ]
        for combination in product(*values):
            yield {axis.id: value for axis, value in zip(chosen, combination, strict=True)}


def far(rulebook: Rulebook, answers: Answers, change: dict[str, Answer]) -> int:
    """Return the steps of a change from what is answered or assumed."""
    state = standing_of(rulebook, small.brief_of(**answers).lots[0]).state
    index = rulebook.space.index
    axes = rulebook.space.axes
    return sum(
        between(axes[index[name]], state[index[name]], axes[index[name]].answer(value))
        for name, value in change.items()
    )


@st.composite
def cases(draw: st.DrawFn, *, every: bool = False) -> tuple[Rulebook, Answers]:
    """Draw a rulebook and possible answers to its mission and to some further questions."""
    rulebook = (
        small.wavering(draw(small.rulebooks())) if draw(st.booleans()) else draw(small.rulebooks())
    )
    answers: Answers = {}
    for axis, question in zip(rulebook.space.axes, rulebook.questions.values(), strict=False):
        if question.mission or every or draw(st.booleans()):
            answers[axis.id] = draw(st.sampled_from(axis.values(axis.everything)))
    return rulebook, answers


def known(flips: Sequence[Any]) -> set[tuple[str, str | None]]:
    return {(repr(flip.change), flip.recommended) for flip in flips}


class TestFlips:
    """Single answers that change the recommendation, or pairs where none does."""

    @small.tries(40)
    @given(cases())
    def test_all_single_answers(self, case: tuple[Rulebook, Answers]) -> None:
        """All of them are listed, and nothing else; the nearest come first."""
        rulebook, answers = case
        if outcome(rulebook, answers) == "impossible":
            return
        lot, explanation = explained(rulebook, answers)
        found = [
            (change, outcome(rulebook, {**answers, **change}))
            for change in changes(rulebook, answers, 1)
        ]
        expected = {
            (repr(change), instead)
            for change, instead in found
            if instead not in (lot.recommended, "impossible")
        }
        if explanation.flips.changes == 1:
            assert known(explanation.flips.listed) == expected
            assert explanation.flips.found == len(expected)
            steps = [far(rulebook, answers, dict(flip.change)) for flip in explanation.flips.listed]
            assert steps == sorted(steps)
        else:
            assert not expected

    @small.tries(25)
    @given(cases())
    def test_pairs_only_where_no_single_answer_does(self, case: tuple[Rulebook, Answers]) -> None:
        """Every pair is counted; those listed are among them."""
        rulebook, answers = case
        if outcome(rulebook, answers) == "impossible":
            return
        lot, explanation = explained(rulebook, answers)
        if explanation.flips.changes != 2:
            return
        pairs = list(changes(rulebook, answers, 2))
        found = {repr(c): outcome(rulebook, {**answers, **c}) for c in pairs}
        expected = {
            name: instead
            for name, instead in found.items()
            if instead not in (lot.recommended, "impossible")
        }
        for flip in explanation.flips.listed:
            assert expected[repr(flip.change)] == flip.recommended
        assert explanation.flips.found == len(expected)


class TestWhyNot:
    """The smallest change of answers under which another channel would be recommended."""

    @small.tries(40)
    @given(cases())
    def test_smallest_change(self, case: tuple[Rulebook, Answers]) -> None:
        """No change of fewer answers, and none as small with fewer steps, does it."""
        rulebook, answers = case
        if outcome(rulebook, answers) == "impossible":
            return
        lot, explanation = explained(rulebook, answers)
        assert {each.channel for each in explanation.why_not} == (
            set(rulebook.channel_ids) - {lot.recommended}
        )
        missing = {each.channel: each for each in explanation.why_not}
        for size in range(1, len(rulebook.questions) + 1):
            if not missing:
                break
            nearest: dict[str | None, int] = {}
            for change in changes(rulebook, answers, size):
                instead = outcome(rulebook, {**answers, **change})
                distance = far(rulebook, answers, change)
                if instead in missing:
                    nearest[instead] = min(nearest.get(instead, distance), distance)
            for channel, distance in nearest.items():
                account = missing.pop(str(channel))
                assert account.change is not None
                assert (len(account.change), account.steps) == (size, distance)
                assert outcome(rulebook, {**answers, **account.change}) == channel
        assert all(each.change is None and each.searched is None for each in missing.values())
