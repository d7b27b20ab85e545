"""What a change of rules changes beside the ranking, against trying every combination."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.assurance.impact.changes import Changes
from sourcing.assurance.impact.compare import impact
from sourcing.decision.cost.formula.figures import select
from sourcing.decision.outcome.split import proposed_split
from sourcing.decision.ranking.rank import rank
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from tests.assurance.calling import calling, outcomes
from tests.small import (
    PLACES,
    clauses,
    completions,
    gate,
    holds,
    preference,
    rule,
    rulebook_of,
    rulebooks,
    tries,
)

ON = date(2026, 11, 20)
Plain = dict[str, Any]


def called(book: Rulebook, state: list[int]) -> dict[str, dict[str, set[str]]]:
    """Return by kind and name what is called for; several things where channels tie."""
    found: dict[str, dict[str, set[str]]] = {k: {} for k in ("signals", "measures", "statuses")}
    for outcome in outcomes(book, state):
        for name in ("late", "wet"):
            raised = {
                rule.record.severity
                for rule in book.signal_rules
                if rule.record.signal == name and holds(rule.condition, outcome)
            }
            word = "high" if "high" in raised else "low" if raised else "not raised"
            found["signals"].setdefault(name, set()).add(word)
        asked = {rule.record.id for rule in book.practices if holds(rule.condition, outcome)}
        for name in ("p0", "p1"):
            word = "called for" if name in asked else "not called for"
            found["measures"].setdefault(name, set()).add(word)
        words = {rule.record.status for rule in book.statuses if holds(rule.condition, outcome)}
        stops = "stop" in words or not rank(book, state).eligible
        status = "stop" if stops else "conditional" if words else "ready"
        found["statuses"].setdefault("", set()).add(status)
    return found


def shares(changes: Changes) -> dict[tuple[str, str, str], float]:
    return {(c.what, c.before, c.after): c.share for c in changes.found}


def possible(old: Rulebook, new: Rulebook) -> list[list[int]]:
    impossible = [r.condition for book in (old, new) for r in book.impossible]
    every = completions(old.space, old.space.open_state())
    return [state for state in every if not any(holds(c, state) for c in impossible)]


def tally(
    states: list[list[int]], pairs: Mapping[int, list[tuple[str, str, str]]]
) -> tuple[dict[tuple[str, str, str], float], float]:
    counts = Counter(pair for found in pairs.values() for pair in found)
    total = max(len(states), 1)
    touched = sum(bool(found) for found in pairs.values())
    return {pair: count / total for pair, count in counts.items()}, touched / total


@given(calling(), calling())
@tries(30)
def test_calls_are_those_of_trying_every_combination(old: Rulebook, new: Rulebook) -> None:
    states = possible(old, new)
    before = [called(old, state) for state in states]
    after = [called(new, state) for state in states]
    found = impact(old, new, on=ON).kinds
    for kind in ("signals", "measures", "statuses"):
        pairs = {
            n: [
                (name, " or ".join(sorted(was[kind][name])), " or ".join(sorted(now[kind][name])))
                for name in was[kind]
                if was[kind][name] != now[kind][name]
            ]
            for n, (was, now) in enumerate(zip(before, after, strict=True))
        }
        expected, share = tally(states, pairs)
        assert shares(found[kind]) == pytest.approx(expected)
        assert found[kind].share == pytest.approx(share)


@given(calling(), calling())
@tries(20)
def test_splits_are_those_of_trying_every_combination(old: Rulebook, new: Rulebook) -> None:
    states = possible(old, new)
    differ = 0
    for state in states:
        proposed = [proposed_split(book, state) for book in (old, new)]
        differ += (proposed[0] and proposed[0].id) != (proposed[1] and proposed[1].id)
    found = impact(old, new, on=ON).splits
    assert found.share == pytest.approx(differ / max(len(states), 1))


@given(calling())
@tries(30)
def test_nothing_changes_between_a_rulebook_and_itself(book: Rulebook) -> None:
    found = impact(book, load_content(canonical(book.content), "again"), on=ON)
    assert not found.outcomes_change
    assert not any(found.kinds.values())


def figure(name: str, likely: int, **more: Any) -> Plain:
    return {
        "id": name,
        "input": "pay",
        "label": name,
        "rank": "general",
        "low": likely,
        "likely": likely,
        "high": likely,
        "unit": "USD/hour",
        "assumption": True,
        "reason": "x",
        **more,
    }


@st.composite
def priced(draw: st.DrawFn) -> Rulebook:
    """Draw a rulebook in which some channels have a price, from figures at several ranks."""
    content = canonical(draw(rulebooks()).content)
    for channel in content["channels"]:
        if draw(st.booleans()):
            channel["pricing"] = draw(st.sampled_from(["take_rate", "employer"]))
    figures = []
    for rank_ in ("task", "family", "general"):
        clause = draw(clauses(0))
        if draw(st.booleans()):
            clause["channel"] = draw(st.sampled_from([*PLACES, ["beach", "hills"]]))
        figures.append(figure(f"f-{rank_}", draw(st.integers(1, 2)), rank=rank_, when=clause))
    return load_content({**content, "cost_figures": figures}, "holidays")


@given(priced(), priced())
@tries(30)
def test_costs_are_those_of_trying_every_combination(old: Rulebook, new: Rulebook) -> None:
    states = possible(old, new)
    axis = old.cost_space.axes[-1]
    pairs: dict[int, list[tuple[str, str, str]]] = {}
    for n, state in enumerate(states):
        pairs[n] = []
        left = rank(old, state).eligible & rank(new, state).eligible
        for place, name in enumerate(PLACES):
            charges = [book.pricing[name] for book in (old, new)]
            if not left >> place & 1 or None in charges:
                continue
            chosen = [select(book, "pay", [*state, axis.answer(name)]) for book in (old, new)]
            was, now = (f"{f.likely} USD/hour" if f else "no figure" for f in chosen)
            if was != now:
                pairs[n].append((f"{name}: pay", was, now))
            if charges[0] != charges[1]:
                pairs[n].append((f"{name}: way of charging", str(charges[0]), str(charges[1])))
    expected, share = tally(states, pairs)
    found = impact(old, new, on=ON).costs
    assert shares(found) == pytest.approx(expected)
    assert found.share == pytest.approx(share)


class TestWhatIsSaid:
    """Each change names its rules and shows a brief."""

    def test_a_signal_that_follows_the_recommendation(self) -> None:
        """The rule behind it is the one that moved the recommendation."""
        signal = {
            "signals": [{"id": "sunburn", "label": "Sunburn"}],
            "signal_rules": [
                rule("burn", signal="sunburn", severity="low", when={"recommended": "beach"})
            ],
        }
        likes = preference("sun", **{"for": ["beach"]}, when={"weather": "hot"})
        old = rulebook_of(preferences=[likes], **signal)
        new = rulebook_of(
            preferences=[
                likes,
                preference("kids", when={"travellers": "family"}, against=["beach"]),
            ],
            **signal,
        )
        changes = impact(old, new, on=ON).signals
        gone = next(c for c in changes.found if c.before == "low")
        assert (gone.what, gone.rules, gone.example["travellers"]) == (
            "sunburn",
            ("kids",),
            "family",
        )

    def test_a_signal_whose_own_rule_changes(self) -> None:
        def book(severity: str) -> Rulebook:
            raised = rule("burn", signal="sunburn", severity=severity, when={"weather": "hot"})
            return rulebook_of(
                signals=[{"id": "sunburn", "label": "Sunburn"}], signal_rules=[raised]
            )

        (change,) = impact(book("low"), book("high"), on=ON).signals.found
        assert (change.what, change.before, change.after) == ("sunburn", "low", "high")
        assert change.share == pytest.approx(1 / 3)
        assert (change.rules, change.example["weather"]) == (("burn",), "hot")

    def test_a_price_counts_by_its_value(self) -> None:
        """Other words for the same amount change no cost; another amount does, with its figure."""

        def book(**figures: Any) -> Rulebook:
            channels = canonical(rulebook_of().content)["channels"]
            for channel in channels:
                channel["pricing"] = "employer"
            return rulebook_of(channels=channels, cost_figures=[figure("all", **figures)])

        old = book(likely=20)
        assert not impact(old, book(likely=20, label="Other", reason="y"), on=ON).outcomes_change
        dearer = impact(old, book(likely=30), on=ON)
        assert dearer.costs.share == 1
        assert {c.what for c in dearer.costs.found} == {f"{place}: pay" for place in PLACES}
        assert dearer.costs.rules == ("all",)
        assert (dearer.costs.found[0].before, dearer.costs.found[0].after) == (
            "20 USD/hour",
            "30 USD/hour",
        )

    def test_a_lot_that_nothing_fits_is_stopped(self) -> None:
        shut = gate("shut", *PLACES, when={"weather": "cold"})
        (change,) = impact(rulebook_of(), rulebook_of(gates=[shut]), on=ON).statuses.found
        assert (change.before, change.after, change.rules) == ("ready", "stop", ("shut",))

    def test_rules_on_vendors_count_by_what_they_do(self) -> None:
        """Other words change nothing; another severity may change what a brief is told."""

        def book(**more: Any) -> Rulebook:
            flag = rule("owned", flag="sold", **{"severity": "low", **more}, when={"listed": "yes"})
            return rulebook_of(signals=[{"id": "sold", "label": "Sold"}], conflict_rules=[flag])

        assert not impact(book(), book(because="Said otherwise."), on=ON).outcomes_change
        found = impact(book(), book(severity="high"), on=ON)
        assert found.outcomes_change
        assert found.screening == ("conflict_rules/owned",)
