"""Proofs over the whole space give what trying every combination gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import prod

import pytest
from hypothesis import given

from sourcing.assurance.proof.prove import Proof, prove
from sourcing.assurance.space import cells
from sourcing.decision.ranking.rank import Ranking, rank
from sourcing.rulebook.compiled import Rulebook
from tests.small import completions, gate, holds, preference, rulebook_of, rulebooks, tries


def every(rulebook: Rulebook) -> Iterator[tuple[list[int], Ranking]]:
    """Yield every combination of answers that is not impossible, with its ranking."""
    for state in completions(rulebook.space, rulebook.space.open_state()):
        if not any(holds(rule.condition, state) for rule in rulebook.impossible):
            yield state, rank(rulebook, state)


def kinds(proof: Proof) -> Counter[str]:
    return Counter(finding.kind for finding in proof.findings)


def named(proof: Proof, kind: str) -> set[str]:
    return {f.record[1] for f in proof.findings if f.kind == kind and f.record}


@pytest.fixture(scope="class", params=[3, cells.MOST_CELLS_OF_A_BLOCK])
def _cells_of_a_block(request: pytest.FixtureRequest) -> Iterator[None]:
    """Cut the space into many small blocks, as it is where a rulebook is large, and into few."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "MOST_CELLS_OF_A_BLOCK", request.param)
        yield


@pytest.mark.usefixtures("_cells_of_a_block")
class TestAgainstBruteForce:
    """The same counts and the same findings as a loop over all combinations."""

    @given(rulebooks())
    @tries(40)
    def test_shares_of_channels(self, rulebook: Rulebook) -> None:
        """Each channel's share is the share of combinations in which it leads, ties included."""
        seen = list(every(rulebook))
        proof = prove(rulebook)
        total = prod(axis.everything.bit_length() for axis in rulebook.space.axes)
        assert (proof.combinations, proof.impossible) == (total, total - len(seen))
        for place, name in enumerate(rulebook.channel_ids):
            won = sum(found.best >> place & 1 for _, found in seen)
            assert proof.shares[name] == pytest.approx(won / len(seen) if seen else 0)

    @given(rulebooks())
    @tries(40)
    def test_ties_and_empty_outcomes(self, rulebook: Rulebook) -> None:
        """Ties and places where no channel fits have their exact share and a true example."""
        seen = list(every(rulebook))
        proof = prove(rulebook)
        names = rulebook.channel_ids
        expected = {}
        for one, other in combinations(range(len(names)), 2):
            tied = sum(found.best >> one & found.best >> other & 1 for _, found in seen)
            if tied:
                expected[f"{names[one]} and {names[other]}"] = tied / len(seen)
        found = {
            f.message.partition(" share")[0]: f.share for f in proof.findings if f.kind == "tie"
        }
        assert found == pytest.approx(expected)
        empty = sum(not ranking.eligible for _, ranking in seen)
        shares = [f.share for f in proof.findings if f.kind == "no_channel_fits"]
        assert shares == ([pytest.approx(empty / len(seen))] if empty else [])
        for finding in proof.findings:
            if finding.kind == "no_channel_fits" and finding.example:
                assert not rank(rulebook, rulebook.space.state(finding.example)).eligible

    @given(rulebooks())
    @tries(40)
    def test_rules_that_never_fire_or_decide(self, rulebook: Rulebook) -> None:
        """A rule is named exactly when no combination needs it."""
        seen = list(every(rulebook))
        dead, idle = set(), set()
        for place, rule in enumerate(rulebook.channel_rules):
            if not any(holds(rule.condition, state) for state, _ in seen):
                dead.add(rule.record.id)
                continue
            changes = False
            for state, found in seen:
                without = rank(rulebook, state, without={place})
                if rule.excludes:
                    changes |= without.eligible != found.eligible
                else:
                    changes |= without.best != found.best
            if not changes:
                idle.add(rule.record.id)
        proof = prove(rulebook)
        assert named(proof, "never_fires") == dead
        assert named(proof, "never_decides") == idle

    @given(rulebooks())
    @tries(40)
    def test_pairs_of_rules(self, rulebook: Rulebook) -> None:
        """An override never acts, and a contradiction has its share, as counted one by one."""
        states = [state for state, _ in every(rulebook)]
        conditions = {rule.record.id: rule.condition for rule in rulebook.channel_rules}

        def together(one: str, other: str) -> int:
            both = (conditions[one], conditions[other])
            return sum(all(holds(condition, state) for condition in both) for state in states)

        proof = prove(rulebook)
        assert named(proof, "override_never_acts") == {
            rule.record.id
            for rule in rulebook.channel_rules
            for overridden in rule.record.overrides
            if not together(rule.record.id, overridden)
        }
        for finding in proof.findings:
            if finding.kind == "contradiction" and finding.record:
                preference_id = finding.message.split("'")[1]
                count = together(finding.record[1], preference_id)
                assert finding.share == pytest.approx(count / len(states))


class TestFindings:
    """Each finding on a rulebook made to show it."""

    def test_rule_that_cannot_fire(self) -> None:
        """A condition that impossible answers cover can never hold."""
        found = prove(
            rulebook_of(
                preferences=[preference("beach", when={"weather": "cold"}, **{"for": ["beach"]})],
                impossible=[{"id": "i", "when": {"weather": "cold"}, "because": "x"}],
            )
        )
        assert named(found, "never_fires") == {"beach"}

    def test_gate_against_strong_preference(self) -> None:
        """A gate that shuts what a strong preference asks for is named with the region."""
        proof = prove(
            rulebook_of(
                gates=[gate("shut", "hills", when={"weather": "hot"})],
                preferences=[
                    preference("climb", when={"travellers": "alone"}, **{"for": ["hills"]})
                ],
            )
        )
        (finding,) = (f for f in proof.findings if f.kind == "contradiction")
        assert finding.record == ("gates", "shut")
        assert "'climb'" in finding.message
        assert finding.where == "weather is hot; travellers is alone"
        assert finding.share == pytest.approx(1 / 9)

    def test_override_that_never_meets_its_rule(self) -> None:
        """An override between rules that never hold together is named."""
        proof = prove(
            rulebook_of(
                preferences=[
                    preference("a", when={"weather": "hot"}, overrides=["b"], **{"for": ["beach"]}),
                    preference("b", when={"weather": "cold"}, **{"for": ["hills"]}),
                ]
            )
        )
        assert named(proof, "override_never_acts") == {"a"}

    def test_gate_behind_a_chain_of_overrides(self) -> None:
        """Whether a gate acts may turn on a rule that overrides what overrides its overrider."""
        preferences = [
            preference(name, when={"weather": "hot"}, overrides=[behind], **{"for": ["town"]})
            for name, behind in [("third", "second"), ("second", "first"), ("first", "shut")]
        ]
        shut = gate("shut", "beach", when={"weather": "hot"})
        proof = prove(rulebook_of(gates=[shut], preferences=preferences))
        assert "shut" in named(proof, "never_decides")

    def test_same_rule_twice(self) -> None:
        """Two rules with one condition and one effect are duplicates."""
        proof = prove(
            rulebook_of(
                preferences=[
                    preference("a", when={"weather": "hot"}, **{"for": ["beach"]}),
                    preference("b", when={"weather": {"at_least": "hot"}}, **{"for": ["beach"]}),
                ]
            )
        )
        assert kinds(proof)["duplicate"] == 1

    def test_question_that_nothing_reads(self) -> None:
        """A question that no rule reads is named."""
        rules = [preference("a", when={"weather": "hot"}, **{"for": ["beach"]})]
        assert "wishes" in named(prove(rulebook_of(preferences=rules)), "unread")


class TestShippedRulebook:
    """What the shipped rulebook promises."""

    def test_is_complete_and_free_of_idle_rules(self, rulebook: Rulebook) -> None:
        """Over all combinations some channel fits, and each rule fires and decides somewhere."""
        proof = prove(rulebook)
        assert proof.combinations > 10**9
        assert not {f.kind for f in proof.findings} & {
            "no_channel_fits",
            "never_fires",
            "never_decides",
            "override_never_acts",
            "duplicate",
        }
