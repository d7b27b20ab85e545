"""The condition language: what each form means, and three-valued truth against brute force."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.rulebook.axes import Axis, Space
from sourcing.rulebook.conditions import Condition, ConditionError, compile_condition
from sourcing.rulebook.model.base import Conditional
from tests import small

AXES = (
    Axis("size", "scale", ("small", "medium", "large"), {"big": frozenset({"medium", "large"})}),
    Axis("shape", "choice", ("round", "square"), {"cornered": frozenset({"square"})}),
    Axis("marks", "multiple", ("dots", "stripes", "stars"), {"lines": frozenset({"stripes"})}),
)
SPACE = Space(AXES)
HOLIDAYS = small.rulebook_of().space


def compiled(**parts: Any) -> Condition:
    """Compile a condition that is expected to be sound."""

    def fail(error: ConditionError) -> None:
        raise error

    return compile_condition(Conditional(**parts), SPACE, fail)


def faults(**parts: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """Return where and what is wrong with a condition."""
    found: list[ConditionError] = []
    compile_condition(Conditional(**parts), SPACE, found.append)
    return [(error.path, str(error)) for error in found]


def truth(answers: dict[str, Any], **parts: Any) -> bool | None:
    return compiled(**parts).truth(SPACE.state(answers))


class TestMeaning:
    """Each form of the language, on answers that are known."""

    @pytest.mark.parametrize(
        ("matcher", "accepted"),
        [
            ("medium", {"medium"}),
            (["small", "large"], {"small", "large"}),
            ({"at_least": "medium"}, {"medium", "large"}),
            ({"at_most": "medium"}, {"small", "medium"}),
            ({"not": "medium"}, {"small", "large"}),
            ({"not": ["small", "medium"]}, {"large"}),
            ({"not": {"at_least": "large"}}, {"small", "medium"}),
            ({"tagged": "big"}, {"medium", "large"}),
            ({"at_least": "medium", "not": "large"}, {"medium"}),
        ],
    )
    def test_on_a_scale(self, matcher: object, accepted: set[str]) -> None:
        found = {o for o in AXES[0].options if truth({"size": o}, when={"size": matcher})}
        assert found == accepted

    @pytest.mark.parametrize(
        ("matcher", "answer", "expected"),
        [
            ("dots", ["dots", "stars"], True),
            ("dots", ["stars"], False),
            (["dots", "stars"], ["stars"], True),
            (["dots", "stars"], [], False),
            ([], [], True),
            ([], ["dots"], False),
            ({"not": "dots"}, [], True),
            ({"not": []}, ["dots"], True),
            ({"tagged": "lines"}, ["stripes", "dots"], True),
        ],
    )
    def test_on_a_multiple(self, matcher: object, answer: list[str], *, expected: bool) -> None:
        """An option tests membership, and an empty list that nothing is chosen."""
        assert truth({"marks": answer}, when={"marks": matcher}) is expected

    def test_all_any_unless(self) -> None:
        """Every entry of `when`, one of `any`, none of `unless`."""
        parts = {
            "when": {"size": {"at_least": "medium"}},
            "any": [{"shape": "round"}, {"marks": "stars"}],
            "unless": [{"size": "large", "shape": "square"}],
        }
        assert truth({"size": "medium", "shape": "round", "marks": []}, **parts) is True
        assert truth({"size": "small", "shape": "round", "marks": []}, **parts) is False
        assert truth({"size": "medium", "shape": "square", "marks": []}, **parts) is False
        assert truth({"size": "large", "shape": "square", "marks": ["stars"]}, **parts) is False

    def test_one_exception_may_stand_alone(self) -> None:
        """`unless` takes one mapping as well as a list of them."""
        assert compiled(unless={"shape": "round"}) == compiled(unless=[{"shape": "round"}])

    def test_no_condition_always_holds(self) -> None:
        assert compiled().truth(SPACE.open_state()) is True


class TestOpenQuestions:
    """An open question makes a condition undetermined only where it matters."""

    def test_undetermined_names_what_it_waits_for(self) -> None:
        condition = compiled(when={"size": "small", "shape": "round"})
        assert condition.truth(SPACE.state({"size": "small"})) is None
        assert {AXES[i].id for i in condition.reads()} == {"size", "shape"}

    def test_one_false_entry_decides(self) -> None:
        assert truth({"size": "large"}, when={"size": "small", "shape": "round"}) is False

    def test_one_true_alternative_decides(self) -> None:
        assert truth({"shape": "round"}, any=[{"size": "small"}, {"shape": "round"}]) is True

    def test_open_exception_leaves_it_undetermined(self) -> None:
        assert truth({"size": "small"}, when={"size": "small"}, unless=[{"shape": "round"}]) is None


class TestAgainstBruteForce:
    """Masks are a shortcut for trying every completion."""

    @small.tries(120)
    @given(st.data())
    def test_truth_holds_for_every_completion(self, data: st.DataObject) -> None:
        """True means true in all completions, false in none; with nothing open it is definite."""
        record = Conditional(**data.draw(small.conditions()))
        condition = compile_condition(record, HOLIDAYS, _refuse)
        state = data.draw(small.states(HOLIDAYS.axes, parts=True))
        found = {small.holds(condition, full) for full in small.completions(HOLIDAYS, state)}
        verdict = condition.truth(state)
        assert verdict is None or found == {verdict}
        if all(mask.bit_count() == 1 for mask in state):
            assert verdict is not None

    @small.tries(80)
    @given(st.data())
    def test_conjunctions_are_exact(self, data: st.DataObject) -> None:
        """Of a plain `when` it is undetermined exactly where completions differ."""
        record = Conditional(when=data.draw(small.clauses()))
        condition = compile_condition(record, HOLIDAYS, _refuse)
        state = data.draw(small.states(HOLIDAYS.axes, parts=True))
        found = {small.holds(condition, full) for full in small.completions(HOLIDAYS, state)}
        assert condition.truth(state) is (found.pop() if len(found) == 1 else None)

    @small.tries(40)
    @given(st.data())
    def test_order_of_entries_never_matters(self, data: st.DataObject) -> None:
        """Shuffled entries compile to the same condition."""
        clause = data.draw(small.clauses())
        shuffled = dict(data.draw(st.permutations(list(clause.items()))))
        one = compile_condition(Conditional(when=clause), HOLIDAYS, _refuse)
        assert one == compile_condition(Conditional(when=shuffled), HOLIDAYS, _refuse)


class TestFaults:
    """Each fault says where it is and offers the nearest right word."""

    @pytest.mark.parametrize(
        ("clause", "path", "words"),
        [
            ({"sise": "small"}, ("when", "sise"), "unknown question 'sise'; did you mean 'size'?"),
            (
                {"size": "smal"},
                ("when", "size"),
                "'size' has no option 'smal'; did you mean 'small'?",
            ),
            ({"size": []}, ("when", "size"), "an empty list never holds"),
            ({"size": {}}, ("when", "size"), "expected an option of 'size'"),
            ({"size": None}, ("when", "size"), "expected an option of 'size'"),
            ({"size": True}, ("when", "size"), "expected an option of 'size'"),
            ({"size": [["small"]]}, ("when", "size"), "has no option"),
            (
                {"size": {"at_lest": "small"}},
                ("when", "size", "at_lest"),
                "did you mean 'at_least'?",
            ),
            ({"shape": {"at_least": "round"}}, ("when", "shape", "at_least"), "has no order"),
            ({"size": {"at_least": ["small"]}}, ("when", "size", "at_least"), "has no option"),
            ({"size": {"tagged": "bigg"}}, ("when", "size", "tagged"), "did you mean 'big'?"),
            ({"size": {"tagged": []}}, ("when", "size", "tagged"), "expected a tag"),
            (
                {"size": {"not": {"not": "tiny"}}},
                ("when", "size", "not", "not"),
                "no option 'tiny'",
            ),
        ],
    )
    def test_of_one_entry(self, clause: Any, path: tuple[str, ...], words: str) -> None:
        ((where, message),) = faults(when=clause)
        assert where == path
        assert words in message

    def test_all_are_collected(self) -> None:
        """Faults in every part are found in one go."""
        found = faults(when={"x": "y", "size": "z"}, any=[{"u": "v"}], unless=[{"shape": "w"}])
        assert [path for path, _ in found] == [
            ("when", "x"),
            ("when", "size"),
            ("any", 0, "u"),
            ("unless", 0, "shape"),
        ]


def _refuse(error: ConditionError) -> None:
    raise error
