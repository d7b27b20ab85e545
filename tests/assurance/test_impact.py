"""What a change of rules changes, over all answers and in single briefs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from sourcing.assurance.impact.compare import impact
from sourcing.brief import nowhere, parse_brief
from sourcing.decision.ranking.rank import Ranking, rank
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from tests.small import (
    QUESTIONS,
    brief_of,
    completions,
    gate,
    holds,
    preference,
    rulebook_of,
    rulebooks,
    tries,
)

ON = date(2026, 11, 20)


def leading(rulebook: Rulebook, ranking: Ranking) -> str:
    names = (n for i, n in enumerate(rulebook.channel_ids) if ranking.best >> i & 1)
    return " or ".join(names) or "no channel"


class TestOverAllAnswers:
    """Shares of the answer space, exactly."""

    @given(rulebooks())
    @tries(30)
    def test_nothing_changes_between_a_rulebook_and_itself(self, rulebook: Rulebook) -> None:
        again = load_content(canonical(rulebook.content), "again")
        found = impact(rulebook, again, on=ON)
        assert (found.records, found.unchanged, found.outcomes_change) == ((), 1.0, False)

    @given(rulebooks(), rulebooks())
    @tries(60)
    def test_moves_are_those_of_trying_every_combination(
        self, old: Rulebook, new: Rulebook
    ) -> None:
        moves: Counter[tuple[str, str]] = Counter()
        total = 0
        impossible = [rule.condition for book in (old, new) for rule in book.impossible]
        for state in completions(old.space, old.space.open_state()):
            if any(holds(condition, state) for condition in impossible):
                continue
            total += 1
            pair = leading(old, rank(old, state)), leading(new, rank(new, state))
            if pair[0] != pair[1]:
                moves[pair] += 1
        found = impact(old, new, on=ON)
        shares = {
            (change.before, change.after): change.share for change in found.recommendations.found
        }
        assert shares == pytest.approx({pair: count / total for pair, count in moves.items()})

    def test_a_change_comes_with_a_brief_and_its_rules(self) -> None:
        """The example lies in the change, and the rules that differ there are named."""
        rules = [preference("sun", when={"weather": "hot"}, **{"for": ["beach"]})]
        old = rulebook_of(preferences=rules)
        new = rulebook_of(
            preferences=[
                *rules,
                preference("kids", when={"travellers": "family"}, against=["beach"]),
                preference("hike", when={"travellers": "family"}, **{"for": ["hills"]}),
            ]
        )
        found = impact(old, new, on=ON)
        change = next(c for c in found.recommendations.found if c.before == "beach")
        assert change.after == "hills"
        assert change.where == "weather is hot; travellers is family"
        assert change.rules == ("hike", "kids")
        assert (change.example["weather"], change.example["travellers"]) == ("hot", "family")

    def test_nearly_everywhere_is_told_by_what_it_leaves_out(self) -> None:
        """Of six months the one that stays as it was is named, not the five others."""
        months = [{"id": m, "label": m.title()} for m in ("may", "june", "july", "august", "fall")]
        asked = {"id": "month", "kind": "choice", "order": 3, "label": "When?", "assumed": "may"}
        questions = [*QUESTIONS, {**asked, "options": [*months, {"id": "snow", "label": "Snow"}]}]
        gates = [gate("shut", "town", when={"month": {"not": "snow"}})]
        found = impact(
            rulebook_of(questions=questions), rulebook_of(questions=questions, gates=gates), on=ON
        )
        assert [change.where for change in found.exclusions.found] == ["month is not snow"]

    def test_exclusions_count_though_the_winner_stays(self) -> None:
        """A gate on a channel that would not win anyway is a change of exclusions."""
        likes = [preference("sun", **{"for": ["beach"]})]
        shut = [gate("shut", "town", when={"weather": "hot"})]
        found = impact(
            rulebook_of(preferences=likes), rulebook_of(preferences=likes, gates=shut), on=ON
        )
        assert not found.recommendations
        assert [(c.before, c.after) for c in found.exclusions.found] == [("nothing", "town")]
        assert found.exclusions.found[0].share == pytest.approx(1 / 3)


class TestOtherQuestions:
    """Rulebooks that do not ask the same."""

    def test_a_new_option_is_named_and_the_rest_compared(self) -> None:
        """An option that only the new rulebook knows is said, and shared answers are compared."""
        rules = [preference("sun", when={"weather": {"at_least": "hot"}}, **{"for": ["beach"]})]
        wider: list[dict[str, Any]] = [dict(question) for question in QUESTIONS]
        wider[0] = {
            **wider[0],
            "options": [*wider[0]["options"], {"id": "torrid", "label": "Hotter"}],
        }
        old = rulebook_of(preferences=rules)
        new = rulebook_of(preferences=rules, questions=wider)
        found = impact(old, new, on=ON)
        assert found.vocabulary == ("+weather/torrid",)
        assert found.unchanged == 1.0


class TestBriefs:
    """Worked cases and saved briefs."""

    def test_a_saved_brief_that_changes_is_told_in_words(self) -> None:
        """The lot, what it was and what it becomes."""
        old = rulebook_of(preferences=[preference("sun", **{"for": ["beach"]})])
        new = rulebook_of(preferences=[preference("sun", **{"for": ["hills"]})])
        briefs = [("D-1", brief_of(weather="hot", travellers="alone"))]
        (found,) = impact(old, new, on=ON, briefs=briefs).briefs
        assert found.name == "D-1"
        assert "Lot 1: recommended beach -> hills" in found.changes

    def test_a_verdict_that_changes_is_told(self, rulebook: Rulebook) -> None:
        """Without the rule that puts a rival's vendor out, the worked cases say what it becomes."""
        content = canonical(rulebook.content)
        content["conflict_rules"] = [
            rule for rule in content["conflict_rules"] if rule["id"] != "rival-owns-sensitive"
        ]
        lot = {
            "answers": {
                "task_type": "task-support-rating",
                "credential_rarity": "none",
                "data_sensitivity": "competitive",
                "duration": "one_off",
            }
        }
        brief = {"competitors": ["meta"], "vendors": ["scale-ai"], "lots": [lot]}
        briefs = [("D-1", parse_brief(brief, nowhere("brief")))]
        found = impact(rulebook, load_content(content, "without"), on=ON, briefs=briefs)
        assert "conflict_rules/rival-owns-sensitive" in found.screening
        (told,) = found.briefs
        assert "Lot 1: vendor scale-ai excluded -> conditional" in told.changes
