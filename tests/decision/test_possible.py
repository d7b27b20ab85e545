"""Which channels can still win: the search against trying every completion."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sourcing.brief import Brief, Lot
from sourcing.decision.ranking.possible import Possible, possible_winners
from sourcing.decision.ranking.rank import rank
from sourcing.decision.ranking.winning import LotPrices
from sourcing.rulebook.compiled import Rulebook
from tests import small


def searched(rulebook: Rulebook, state: list[int]) -> Possible:
    lot = Lot()
    return possible_winners(rulebook, tuple(state), LotPrices(rulebook, Brief(lots=(lot,)), lot))


def by_brute_force(rulebook: Rulebook, state: list[int]) -> Possible:
    """Rank every completion that is not impossible."""
    winners, none_fits = 0, False
    for full in small.completions(rulebook.space, state):
        if any(small.holds(rule.condition, full) for rule in rulebook.impossible):
            continue
        ranking = rank(rulebook, full)
        winners |= ranking.best
        none_fits |= not ranking.eligible
    return Possible(winners, none_fits)


class TestSearchIsExact:
    """Bounds and merging are shortcuts; they must never change the answer."""

    @small.tries(60)
    @given(st.data())
    def test_same_as_trying_everything(self, data: st.DataObject) -> None:
        """For any rulebook and any answers the search finds what every completion gives."""
        rulebook = data.draw(small.rulebooks())
        state = data.draw(small.states(rulebook.space.axes))
        assert searched(rulebook, state) == by_brute_force(rulebook, state)

    @small.tries(60)
    @given(st.data())
    def test_answering_a_question_never_adds_a_channel(self, data: st.DataObject) -> None:
        """The channels that can win only become fewer as questions are answered."""
        rulebook = data.draw(small.rulebooks())
        state = data.draw(small.states(rulebook.space.axes))
        narrower = [data.draw(st.sampled_from(small.bits_of(mask))) for mask in state]
        before, after = searched(rulebook, state), searched(rulebook, narrower)
        assert after.winners & ~before.winners == 0
        assert before.none_fits or not after.none_fits


class TestByHand:
    """Cases small enough to see through."""

    def test_tied_channels_all_count(self) -> None:
        """Where nothing speaks for any place, each can win."""
        rulebook = small.rulebook_of()
        assert searched(rulebook, rulebook.space.open_state()) == Possible(0b111, none_fits=False)

    def test_settled_although_questions_are_open(self) -> None:
        """A place that leads by more than all open questions can move is settled."""
        rulebook = small.rulebook_of(
            preferences=[
                small.preference("sun", when={"weather": "hot"}, **{"for": ["beach"]}),
                small.preference("hike", "bit", when={"wishes": "hike"}, **{"for": ["hills"]}),
            ]
        )
        possible = searched(rulebook, rulebook.space.state({"weather": "hot"}))
        assert possible.settled_on(0)

    def test_not_settled_where_nothing_may_fit(self) -> None:
        """A place that alone can win is not settled while an answer could exclude it too."""
        rulebook = small.rulebook_of(
            gates=[
                small.gate("far", "hills", "town"),
                small.gate("dear", "beach", when={"purse": "thin"}),
            ]
        )
        possible = searched(rulebook, rulebook.space.open_state())
        assert possible == Possible(0b001, none_fits=True)
        assert not possible.settled_on(0)

    def test_impossible_answers_do_not_count(self) -> None:
        """What only impossible answers could bring about is left out."""
        rulebook = small.rulebook_of(
            preferences=[small.preference("ski", when={"weather": "cold"}, **{"for": ["hills"]})],
            impossible=[
                {"id": "no-ski", "when": {"weather": "cold", "purse": "thin"}, "because": "x"}
            ],
        )
        state = rulebook.space.state({"purse": "thin"})
        assert searched(rulebook, state).winners == 0b111
        rich = rulebook.space.state({"purse": "fat", "weather": "cold"})
        assert searched(rulebook, rich).winners == 0b010

    def test_the_shipped_rulebook_with_nothing_answered(self, rulebook: Rulebook) -> None:
        """Every shipped channel can win somewhere."""
        possible = searched(rulebook, rulebook.space.open_state())
        assert possible.winners == (1 << len(rulebook.channels)) - 1
