"""One lot decided, on a rulebook about holidays: nothing in the engine knows what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document, to_json
from sourcing.decision.model.decision import LotDecision
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from tests import small

ON = date(2026, 11, 20)
ANSWERED = {"weather": "hot", "travellers": "alone"}


def lot_of(rulebook: Rulebook, **answers: Any) -> LotDecision:
    return decide(rulebook, small.brief_of(**answers), on=ON).lots[0]


def likes(
    place: str, strength: str = "much", name: str | None = None, **record: Any
) -> small.Plain:
    return small.preference(name or f"likes-{place}", strength, **{"for": [place]}, **record)


def ranked(lot: LotDecision) -> Sequence[str]:
    return [outcome.channel for outcome in lot.channels]


class TestRanking:
    """Gates first, then points, then the order of the channels."""

    def test_most_points_win(self) -> None:
        """The place with the most points is recommended, with its lead and the runner-up."""
        book = small.rulebook_of(preferences=[likes("hills"), likes("town", "bit")])
        lot = lot_of(book, **ANSWERED)
        assert (lot.recommended, lot.runner_up, lot.lead) == ("hills", "town", Decimal("1.5"))
        assert ranked(lot) == ["hills", "town", "beach"]

    def test_a_gate_outweighs_any_points(self) -> None:
        """An excluded place never wins, and says which rule put it out."""
        book = small.rulebook_of(gates=[small.gate("flood", "hills")], preferences=[likes("hills")])
        lot = lot_of(book, **ANSWERED)
        assert lot.recommended == "beach"
        assert [gate.rule for gate in lot.channel("hills").excluded_by] == ["flood"]
        assert lot.channel("hills").cost is None

    def test_points_against(self) -> None:
        """Points are taken away as they are given."""
        book = small.rulebook_of(preferences=[small.preference("loud", against=["beach", "town"])])
        lot = lot_of(book, **ANSWERED)
        assert lot.recommended == "hills"
        assert lot.channel("beach").score == Decimal(-2)

    def test_points_are_weighted_exactly(self) -> None:
        """A third of a point is not a tenth: weights and strengths multiply as decimals."""
        book = small.rulebook_of(
            criteria=[{"id": "joy", "label": "Joy", "what": "x", "weight": "0.1"}],
            preferences=[likes("town", "bit", f"r{i}") for i in range(3)],
        )
        assert lot_of(book, **ANSWERED).channel("town").score == Decimal("0.15")

    def test_tie_goes_to_the_first_channel_and_is_told(self) -> None:
        """Without prices a tie goes to the channels' order; the others are named as tied."""
        lot = lot_of(small.rulebook_of(preferences=[likes("hills"), likes("town")]), **ANSWERED)
        assert (lot.recommended, lot.tied, lot.lead) == ("hills", ("town",), Decimal(0))
        assert not lot.settled
        assert lot.possible == ("hills", "town")

    def test_order_of_channels_comes_from_their_field(self) -> None:
        """The order that settles ties is the channels' own, not that of ids or files."""
        places = [small.place(name, order) for order, name in enumerate(("town", "hills", "beach"))]
        assert lot_of(small.rulebook_of(channels=places), **ANSWERED).recommended == "town"


class TestNothingFits:
    """Every channel is excluded."""

    def test_no_channel_fits(self) -> None:
        """The lot is stopped, and each channel says which answer would free it."""
        book = small.rulebook_of(
            gates=[
                small.gate("storm", "beach", when={"weather": "hot"}),
                small.gate("far", "hills", when={"travellers": "alone", "weather": "hot"}),
                small.gate("shut", "town"),
            ]
        )
        lot = lot_of(book, **ANSWERED)
        assert lot.recommended is None
        assert (lot.status, lot.possible, lot.settled) == ("stop", (), False)
        freed = {outcome.channel: outcome.freed_by for outcome in lot.channels}
        assert freed == {"beach": {"weather": "mild"}, "hills": {"weather": "mild"}, "town": None}

    def test_impossible_answers_free_nothing(self) -> None:
        """A change that the rulebook calls impossible is not offered."""
        book = small.rulebook_of(
            gates=[
                small.gate("storm", "beach", when={"weather": "hot"}),
                small.gate("shut", "hills", "town"),
            ],
            impossible=[
                {"id": "i", "when": {"weather": "cold", "travellers": "alone"}, "because": "x"}
            ],
        )
        assert lot_of(book, **ANSWERED).channel("beach").freed_by == {"weather": "mild"}

    def test_an_override_may_free(self) -> None:
        """Answers under which another rule sets the gate aside free the channel as well."""
        book = small.rulebook_of(
            gates=[small.gate("storm", "beach"), small.gate("shut", "hills", "town")],
            preferences=[likes("town", when={"purse": "fat"}, overrides=["storm"])],
        )
        lot = lot_of(book, **ANSWERED, purse="thin")
        assert lot.channel("beach").freed_by == {"purse": "fat"}

    @small.tries(40)
    @given(st.data())
    def test_freeing_changes_free(self, data: st.DataObject) -> None:
        """Whatever change is said to free a channel does so, and is not an impossible answer."""
        book = data.draw(small.rulebooks())
        axes = book.space.axes
        full = [data.draw(st.sampled_from(small.bits_of(axis.everything))) for axis in axes]
        answers = {axis.id: axis.value(bit) for axis, bit in zip(axes, full, strict=True)}
        try:
            lot = lot_of(book, **answers)
        except InvalidInputError:
            return  # the drawn answers are impossible
        for outcome in lot.channels:
            if outcome.freed_by is not None:
                changed = lot_of(book, **{**answers, **outcome.freed_by})
                assert changed.channel(outcome.channel).eligible


class TestOverrides:
    """A rule that overrides others suspends them where it fires, and only there."""

    book = small.rulebook_of(
        gates=[small.gate("storm", "beach", when={"weather": "hot"})],
        preferences=[
            likes("town", name="calm", when={"wishes": "read"}, overrides=["storm"]),
            likes("beach", name="sun", when={"weather": "hot"}),
            likes("hills", name="alps", when={"purse": "fat"}, overrides=["calm"]),
        ],
    )

    def test_overridden_rule_is_suspended(self) -> None:
        """The storm is set aside while there is a book to read."""
        lot = lot_of(self.book, **ANSWERED, wishes=["read"], purse="thin")
        assert lot.channel("beach").eligible
        assert lot.suspended == {"storm": "calm"}

    def test_where_it_does_not_fire_nothing_is_suspended(self) -> None:
        """Without a book the storm stands."""
        lot = lot_of(self.book, **ANSWERED, wishes=[], purse="thin")
        assert not lot.channel("beach").eligible
        assert lot.suspended == {}

    def test_a_suspended_rule_suspends_nothing(self) -> None:
        """An overriding rule that is itself overridden leaves its own target standing."""
        lot = lot_of(self.book, **ANSWERED, wishes=["read"], purse="fat")
        assert not lot.channel("beach").eligible
        assert lot.suspended == {"calm": "alps"}


class TestOpenQuestions:
    """What is not answered is open, never 'no'."""

    book = small.rulebook_of(
        preferences=[
            likes("beach", when={"weather": "hot"}),
            likes("hills", when={"weather": "cold"}),
            likes("town", name="rich", when={"purse": "fat", "travellers": "couple"}),
        ]
    )

    def test_open_mission_question_recommends_nothing(self) -> None:
        """Nothing is assumed for a mission question; the channels that can win are listed."""
        lot = lot_of(self.book, travellers="alone")
        assert lot.recommended is None
        assert lot.possible == ("beach", "hills", "town")
        assert "weather" in lot.open
        assert lot.assumed == {}

    def test_open_mission_question_is_no_stop(self) -> None:
        """A lot that merely waits for answers is not one that no channel fits."""
        assert lot_of(self.book).status != "stop"

    def test_assumption_is_used_and_told(self) -> None:
        """The ranking uses the assumed option, says so, and the lot is not settled."""
        lot = lot_of(self.book, weather="hot", travellers="couple")
        assert lot.recommended == "beach"
        assert lot.assumed == {"purse": "thin"}
        assert not lot.settled
        assert lot.possible == ("beach", "town")

    def test_question_that_no_rule_waits_for_is_not_open(self) -> None:
        """Where the answer cannot matter any more the question is not held against the buyer."""
        lot = lot_of(self.book, weather="hot", travellers="alone")
        assert lot.settled
        assert lot.open == ()
        assert lot.assumed == {}

    def test_an_answer_equal_to_the_assumption_settles(self) -> None:
        """Saying what was assumed changes the certainty, not the outcome."""
        lot = lot_of(self.book, weather="hot", travellers="couple", purse="thin")
        assert (lot.recommended, lot.settled, lot.assumed) == ("beach", True, {})


class TestAnyRulebook:
    """What holds for every rulebook and every brief."""

    @small.tries(40)
    @given(st.data())
    def test_outcomes_are_explained(self, data: st.DataObject) -> None:
        """Points are the sum of the reasons, exclusions have a gate, and winners are possible."""
        book = data.draw(small.rulebooks())
        state = data.draw(small.states(book.space.axes))
        answers = {
            axis.id: axis.value(mask)
            for axis, mask in zip(book.space.axes, state, strict=True)
            if mask.bit_count() == 1
        }
        brief = small.brief_of(**answers)
        try:
            decision = decide(book, brief, on=ON)
        except InvalidInputError:
            return  # the drawn answers are impossible
        lot = decision.lots[0]
        for outcome in lot.channels:
            assert outcome.score == sum(reason.points for reason in outcome.reasons)
            assert outcome.eligible == (not outcome.excluded_by)
        if lot.settled:
            assert lot.possible == (lot.recommended,)
        again = decide(book, brief, on=ON)
        assert to_json(decision_document(book, again)) == to_json(decision_document(book, decision))


class TestRefusals:
    """A brief that the rulebook cannot take is refused with every problem."""

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"wether": "hot"}, "unknown question 'wether'; did you mean 'weather'?"),
            ({"weather": "hott"}, "has no option 'hott'; did you mean 'hot'?"),
            ({"weather": ["hot", "mild"]}, "takes one option, not a list"),
            ({"wishes": ["swim", "fly"]}, "has no option 'fly'"),
        ],
    )
    def test_wrong_answers(self, answers: dict[str, Any], words: str) -> None:
        with pytest.raises(InvalidInputError, match="brief/lots/0/answers") as refused:
            lot_of(small.rulebook_of(), **answers)
        assert words in str(refused.value)

    def test_impossible_answers(self) -> None:
        """Answers that cannot stand together are refused with the rulebook's reason."""
        book = small.rulebook_of(
            impossible=[
                {"id": "i", "when": {"weather": "cold", "wishes": "swim"}, "because": "brrr"}
            ]
        )
        with pytest.raises(InvalidInputError, match="cannot stand together: brrr"):
            lot_of(book, weather="cold", wishes=["swim", "read"])
