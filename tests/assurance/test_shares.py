"""Where rules fire and decide, against trying every combination of answers one by one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from sourcing.assurance.proof.shares import deciding, firing
from sourcing.decision.ranking.rank import rank
from sourcing.rulebook.compiled import Rulebook
from tests.small import completions, gate, holds, preference, rulebook_of, rulebooks, tries


def cells(rulebook: Rulebook) -> list[list[int]]:
    every = completions(rulebook.space, rulebook.space.open_state())
    return [s for s in every if not any(holds(r.condition, s) for r in rulebook.impossible)]


@given(rulebooks())
@tries(60)
def test_shares_are_those_of_trying_every_answer(rulebook: Rulebook) -> None:
    possible = cells(rulebook)
    fires, decides = firing(rulebook), deciding(rulebook)
    for place, rule in enumerate(rulebook.channel_rules):
        held = changed = 0
        for state in possible:
            held += holds(rule.condition, state)
            with_it, without = rank(rulebook, state), rank(rulebook, state, without={place})
            changed += (with_it.best, with_it.eligible) != (without.best, without.eligible)
        total = max(len(possible), 1)
        kind = "gates" if rule.excludes else "preferences"
        assert fires[kind, rule.record.id] == pytest.approx(float(Fraction(held, total)))
        assert decides[rule.record.id] == pytest.approx(float(Fraction(changed, total)))


def test_a_gate_behind_another_decides_only_where_it_stands_alone() -> None:
    book = rulebook_of(
        gates=[
            gate("wide", "beach", when={"weather": ["cold", "mild"]}),
            gate("narrow", "beach", when={"weather": "cold"}),
        ]
    )
    assert deciding(book) == {"narrow": 0, "wide": pytest.approx(1 / 3)}


def test_what_a_rule_sets_aside_counts_as_decided() -> None:
    book = rulebook_of(
        gates=[gate("stay", "beach", when={"weather": "hot"})],
        preferences=[
            preference("go", **{"for": ["beach"]}, when={"weather": "hot"}, overrides=["stay"])
        ],
    )
    assert deciding(book)["go"] == pytest.approx(1 / 3)
    assert deciding(book)["stay"] == 0


def test_the_shipped_rulebook_knows_where_every_rule_fires(rulebook: Rulebook) -> None:
    fires = firing(rulebook)
    assert all(0 < share <= 1 for share in fires.values())
