"""Laws are proven or refuted as a loop over all combinations would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.assurance.laws.prove import refuted
from sourcing.assurance.space import cells
from sourcing.decision.ranking.rank import rank
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from tests.small import (
    PLACES,
    clauses,
    completions,
    gate,
    holds,
    preference,
    rulebook_of,
    rulebooks,
    tries,
    wavering,
)


def with_law(rulebook: Rulebook, **law: Any) -> Rulebook:
    """Return the rulebook with one law more."""
    content = canonical(rulebook.content)
    content["laws"] = [{"id": "law", "says": "A law.", **law}]
    return load_content(content, "with-law")


def outcomes(rulebook: Rulebook) -> list[tuple[list[int], set[str], set[str]]]:
    """Return every possible combination with its leading and its excluded places."""
    found = []
    for state in completions(rulebook.space, rulebook.space.open_state()):
        if any(holds(rule.condition, state) for rule in rulebook.impossible):
            continue
        ranking = rank(rulebook, state)
        best = {name for i, name in enumerate(rulebook.channel_ids) if ranking.best >> i & 1}
        out = {name for i, name in enumerate(rulebook.channel_ids) if not ranking.eligible >> i & 1}
        found.append((state, best, out))
    return found


class TestAgainstBruteForce:
    """The verdict on a law is that of trying every combination."""

    @given(rulebooks(), clauses(), st.sampled_from(PLACES))
    @tries(60)
    def test_never_recommended(self, plain: Rulebook, when: dict[str, Any], place: str) -> None:
        """A place is never recommended exactly when it leads nowhere under the condition."""
        rulebook = with_law(plain, when=when, never={"recommended": [place]})
        law = rulebook.laws[0].condition
        broken = any(place in best and holds(law, state) for state, best, _ in outcomes(rulebook))
        found = refuted(rulebook)
        assert bool(found) == broken
        for refutation in found:
            state = rulebook.space.state(refutation.example)
            places = rulebook.channel_ids
            assert holds(law, state)
            assert rank(rulebook, state).best >> places.index(place) & 1

    @given(rulebooks(), clauses(), st.sampled_from(PLACES))
    @tries(60)
    def test_always_excluded(self, plain: Rulebook, when: dict[str, Any], place: str) -> None:
        """A place is always excluded exactly when no combination leaves it."""
        rulebook = with_law(plain, when=when, always={"excluded": [place]})
        law = rulebook.laws[0].condition
        broken = any(place not in out and holds(law, state) for state, _, out in outcomes(rulebook))
        assert bool(refuted(rulebook)) == broken

    @given(rulebooks(), clauses(), st.lists(st.sampled_from(PLACES), min_size=1, unique=True))
    @tries(60)
    def test_always_recommended(
        self, plain: Rulebook, when: dict[str, Any], allowed: list[str]
    ) -> None:
        """Only these places are recommended exactly when no other leads anywhere."""
        rulebook = with_law(plain, when=when, always={"recommended": allowed})
        law = rulebook.laws[0].condition
        broken = any(
            best - set(allowed) and holds(law, state) for state, best, _ in outcomes(rulebook)
        )
        assert bool(refuted(rulebook)) == broken


SHIFTING = st.one_of(rulebooks(), rulebooks().map(wavering))


def unusual(rulebook: Rulebook, state: Sequence[int]) -> int:
    """Return how many questions are answered otherwise than is assumed while they are open."""
    return sum(state[a.question] != a.bit(list(state)) for a in rulebook.assumptions)


class TestSmallest:
    """Of all that breaks a law, the example has the fewest answers beside the assumed ones."""

    @given(SHIFTING, clauses(0), st.sampled_from(PLACES))
    @tries(60)
    def test_of_claims(self, plain: Rulebook, when: dict[str, Any], place: str) -> None:
        """As found by trying every combination, also where what is assumed depends on answers."""
        rulebook = with_law(plain, when=when, never={"recommended": [place]})
        law = rulebook.laws[0].condition
        broken = [s for s, best, _ in outcomes(rulebook) if place in best and holds(law, s)]
        for refutation in refuted(rulebook):
            example = rulebook.space.state(refutation.example)
            assert unusual(rulebook, example) == min(unusual(rulebook, s) for s in broken)

    @given(SHIFTING, st.permutations([1, 2, 2]))
    @tries(60)
    def test_of_steps(self, plain: Rulebook, levels: list[int]) -> None:
        """As found by trying every step."""
        openness = dict(zip(PLACES, levels, strict=True))
        rulebook = never_wilder(plain, openness)
        broken = opened(rulebook, openness)
        for refutation in refuted(rulebook):
            example = tuple(rulebook.space.state(refutation.example))
            assert example in broken
            assert unusual(rulebook, example) == min(unusual(rulebook, s) for s in broken)


OPENNESS = {"beach": 3, "hills": 2, "town": 1}


def never_wilder(plain: Rulebook, openness: Mapping[str, int], **law: Any) -> Rulebook:
    """Return the rulebook with one law: warmer weather never makes a more open place win."""
    content = canonical(plain.content)
    content["channels"] = [{**c, "openness": openness[c["id"]]} for c in content["channels"]]
    content["laws"] = [{"id": "law", "says": "Never wilder.", "along": "weather", **law}]
    return load_content(content, "monotone")


def opened(rulebook: Rulebook, openness: Mapping[str, int]) -> set[tuple[int, ...]]:
    """Return, trying one by one, from where a step up opens what can win."""
    axis = rulebook.space.index["weather"]
    leading = {tuple(state): best for state, best, _ in outcomes(rulebook)}
    found = set()
    for state, before in leading.items():
        above = (*state[:axis], state[axis] << 1, *state[axis + 1 :])
        after = [openness[place] for place in leading.get(above, ())]
        was = [openness[place] for place in before]
        opens = after and (not was or max(after) > max(was) or min(after) > min(was))
        if opens and holds(rulebook.laws[0].condition, state):
            found.add(state)
    return found


class TestMonotone:
    """Laws along a scale."""

    @staticmethod
    def rulebook(*preferences: dict[str, Any]) -> Rulebook:
        return never_wilder(rulebook_of(preferences=preferences), OPENNESS)

    @pytest.mark.parametrize("most", [3, cells.MOST_CELLS_OF_A_BLOCK])
    @given(rulebooks(), clauses(0), st.permutations([1, 2, 2]))
    @tries(40)
    def test_against_brute_force(
        self, most: int, plain: Rulebook, when: dict[str, Any], levels: list[int]
    ) -> None:
        """It is broken exactly where a step up, tried one by one, opens what can win."""
        openness = dict(zip(PLACES, levels, strict=True))
        rulebook = never_wilder(plain, openness, when=when)
        broken = opened(rulebook, openness)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cells, "MOST_CELLS_OF_A_BLOCK", most)
            found = refuted(rulebook)
        assert bool(found) == bool(broken)
        for refutation in found:
            assert tuple(rulebook.space.state(refutation.example)) in broken

    def test_holds_where_each_step_closes(self) -> None:
        """Open in the cold and closed in the heat obeys the law."""
        rulebook = self.rulebook(
            preference("a", when={"weather": "cold"}, **{"for": ["beach"]}),
            preference("b", when={"weather": {"at_least": "mild"}}, **{"for": ["town"]}),
        )
        assert not refuted(rulebook)

    def test_fails_where_a_step_opens(self) -> None:
        """The step that opens is named."""
        rulebook = self.rulebook(
            preference("a", when={"weather": {"at_most": "mild"}}, **{"for": ["town"]}),
            preference("b", when={"weather": "hot"}, **{"for": ["hills"]}),
        )
        (refutation,) = refuted(rulebook)
        assert refutation.found == "from mild to hot, hills wins"
        assert refutation.example["weather"] == "mild"


class TestShippedLaws:
    """The laws of the shipped rulebook."""

    def test_all_are_proven(self, rulebook: Rulebook) -> None:
        """At least twelve laws, and none refuted."""
        assert len(rulebook.laws) >= 12
        assert refuted(rulebook) == []

    @pytest.mark.parametrize(
        ("kind", "rule", "law"),
        [
            ("gates", "no-open-crowd-for-sensitive-data", "sensitive-data-never-to-a-crowd"),
            ("conflict_rules", "rival-owns-sensitive", "rival-owned-vendor-is-out"),
            ("statuses", "unlawful-material", "unlawful-material-stops"),
            ("signal_rules", "graders-get-gamed", "environments-never-from-a-crowd"),
        ],
    )
    def test_each_guards_a_rule(self, rulebook: Rulebook, kind: str, rule: str, law: str) -> None:
        """Without the rule that it guards, a law is refuted, with a brief that breaks it."""
        content = canonical(rulebook.content)
        content[kind] = [record for record in content[kind] if record["id"] != rule]
        for record in (*content["gates"], *content["preferences"]):
            record["overrides"] = [o for o in record.get("overrides", []) if o != rule]
        found = {r.law.id: r for r in refuted(load_content(content, "without"))}
        assert law in found
        assert found[law].example


class TestClaims:
    """What a law may claim."""

    def test_a_gate_makes_a_place_excluded(self) -> None:
        """A claim on exclusion holds where the gate's condition covers the law's."""
        shut = rulebook_of(gates=[gate("shut", "beach", when={"weather": {"at_least": "mild"}})])
        assert not refuted(with_law(shut, when={"weather": "hot"}, always={"excluded": ["beach"]}))
        assert refuted(with_law(shut, when={"weather": "cold"}, always={"excluded": ["beach"]}))
