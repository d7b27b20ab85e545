"""What is sound and wants a look: never more and never less than trying everything finds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from sourcing.assurance.proof.lints import lints, signal_findings
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content, load_texts
from sourcing.rulebook.writer import yaml_text
from tests.assurance.calling import calling, outcomes
from tests.small import completions, content, holds, preference, rule, rulebook_of, tries

ON = date(2026, 11, 20)
SIGNALS = [{"id": name, "label": name.title()} for name in ("late", "wet", "sold")]


def said(rulebook: Rulebook, *, on: date = ON) -> list[str]:
    return [str(problem) for problem in lints(rulebook, on=on)]


class TestSignals:
    """Names that everything raises, and names that nothing can raise."""

    @given(calling())
    @tries(40)
    def test_they_are_those_of_trying_every_answer(self, book: Rulebook) -> None:
        impossible = [r.condition for r in book.impossible]
        every = [
            outcome
            for state in completions(book.space, book.space.open_state())
            if not any(holds(condition, state) for condition in impossible)
            for outcome in outcomes(book, state)
        ]
        expected = set()
        for name in ("late", "wet"):
            rules = [r.condition for r in book.signal_rules if r.record.signal == name]
            raised = [any(holds(c, outcome) for c in rules) for outcome in every]
            if not any(raised):
                expected.add((name, "never_raised"))
            elif all(raised):
                expected.add((name, "always_raised"))
        found = {(f.record[1], f.kind) for f in signal_findings(book) if f.record}
        assert found == expected

    @pytest.mark.parametrize(
        ("flagged", "found"),
        [
            ([], ("never_raised", "no rule raises it")),
            ([{"when": {"listed": "yes", "weather": "hot"}}], None),
            ([{}], ("always_raised", "whatever the answers")),
            (
                [{"when": {"listed": "yes"}}, {"when": {"listed": {"not": "yes"}}}],
                ("always_raised", "whatever the answers"),
            ),
            (
                [{"when": {"weather": "hot"}, "unless": [{"weather": {"at_least": "mild"}}]}],
                ("never_raised", "never hold"),
            ),
            (
                [{"when": {"listed": "yes", "recommended": "hills"}}],
                ("never_raised", "never hold"),
            ),
        ],
    )
    def test_flags_on_vendors_count(
        self, flagged: list[dict[str, Any]], found: tuple[str, str] | None
    ) -> None:
        """A flag is looked for over all that can be known of a vendor."""
        book = rulebook_of(
            preferences=[preference("sun", **{"for": ["beach"]})],
            signals=[{"id": "sold", "label": "Sold"}],
            conflict_rules=[
                rule(f"c{n}", flag="sold", severity="low", **condition)
                for n, condition in enumerate(flagged)
            ],
        )
        findings = list(signal_findings(book))
        assert [(f.kind, f.record) for f in findings] == (
            [(found[0], ("signals", "sold"))] if found else []
        )
        assert not found or found[1] in findings[0].message

    def test_a_signal_of_the_last_rule_that_is_gone(self) -> None:
        """Impossible answers raise nothing."""
        book = rulebook_of(
            signals=SIGNALS[:1],
            signal_rules=[rule("s", signal="late", severity="low", when={"weather": "hot"})],
            impossible=[{"id": "i", "when": {"weather": "hot"}, "because": "x"}],
        )
        assert [f.kind for f in signal_findings(book)] == ["never_raised"]


SOURCE = {
    "id": "atlas",
    "title": "Atlas",
    "author": "A",
    "date": "2026",
    "bias": "x",
    "dated": "2026-01-01",
    "review_after": "2027-01-01",
}
VENDOR = {"id": "sea", "name": "Sea", "kind": "crowd", "channels": ["beach"], "summary": "x"}
TIE = {"id": "t", "parent": "peak", "child": "sea", "kind": "stake", "says": "x"}
DATED = {"as_of": "2026", "confidence": "reported"}
OWNER = {**VENDOR, "id": "peak", "name": "Peak", "owner": "unknown", "owner_says": "x"}


class TestSources:
    """Documents and statements without the other."""

    def test_a_source_that_nothing_cites(self) -> None:
        cites = preference("p", **{"for": ["beach"]}, sources=["atlas:3"])
        assert said(rulebook_of(sources=[SOURCE], preferences=[cites])) == []
        (line,) = said(rulebook_of(sources=[SOURCE]))
        assert "warning: nothing cites 'atlas'; cite it where it speaks, or remove it" in line

    def test_a_citation_deep_within_a_record_counts(self) -> None:
        side = {"says": "x", "sources": ["atlas:3"]}
        point = {"id": "c", "topic": "x", "sides": [side], "taken": "x"}
        assert said(rulebook_of(sources=[SOURCE], contradictions=[point])) == []

    def test_a_source_past_its_date(self) -> None:
        book = rulebook_of(
            sources=[SOURCE],
            preferences=[preference("p", **{"for": ["beach"]}, sources=["atlas:3"])],
        )
        (line,) = said(book, on=date(2027, 1, 2))
        assert "was due for review after 2027-01-01" in line

    @pytest.mark.parametrize(
        ("owner", "words"),
        [
            ({"owner": "unknown"}, []),
            ({"owner": "founders_or_none_known", "owner_sources": ["atlas:3"]}, []),
            ({"owner": "founders_or_none_known"}, ["without a source"]),
            ({"owner": "part_owned", "owner_sources": ["atlas:3"]}, ["no tie leads to it"]),
            ({"owner": "brand"}, ["without a source", "no tie leads to it"]),
        ],
    )
    def test_a_vendor_whose_owner_rests_on_nothing(
        self, owner: dict[str, Any], words: list[str]
    ) -> None:
        cites = preference("p", **{"for": ["beach"]}, sources=["atlas:3"])
        book = rulebook_of(
            sources=[SOURCE],
            preferences=[cites],
            organisations=[{**VENDOR, "owner_says": "x", **owner}],
        )
        lines = said(book)
        assert len(lines) == len(words)
        assert all(word in line for word, line in zip(words, lines, strict=True))

    def test_a_stake_without_a_source(self) -> None:
        vendor = {**VENDOR, "owner": "unknown", "owner_says": "x"}
        tie = {**TIE, **DATED, "stake_pct": "49"}
        (line,) = said(rulebook_of(organisations=[vendor, OWNER], ownership=[tie]))
        assert "the stake of 't' has no source" in line

    def test_thresholds_that_are_nobodys(self) -> None:
        bands = {"measure": "hours", "thresholds": ["100"], "typical": {"few": "10", "many": "200"}}
        many = {
            "id": "days",
            "kind": "scale",
            "order": 9,
            "label": "How long?",
            "assumed": "few",
            "options": [{"id": "few", "label": "Few"}, {"id": "many", "label": "Many"}],
        }

        def lines(**more: Any) -> list[str]:
            questions = [*content()["questions"], {**many, "bands": {**bands, **more}}]
            return said(rulebook_of(questions=questions))

        assert "the thresholds of 'days' have no source" in lines()[0]
        assert lines(assumption=True, reason="Our own.") == []


class TestLookAlikes:
    """An id that looks like another works as it stands, and nobody can see which one is meant."""

    def load(self, name: str, beside: str = "storm") -> Rulebook:
        gates = [rule(n, kind="policy", excludes=["town"]) for n in (name, beside)]
        gates[0]["when"] = {"weather": "hot"}
        gates[1]["when"] = {"weather": "cold"}
        return load_texts({"rules.yaml": yaml_text(content(gates=gates))})

    @pytest.mark.parametrize(
        ("name", "letter"),
        [
            ("fl\N{CYRILLIC SMALL LETTER O}od", "CYRILLIC SMALL LETTER O"),
            ("\N{FULLWIDTH LATIN SMALL LETTER F}lood", "FULLWIDTH LATIN SMALL LETTER F"),
            ("fl\N{GREEK SMALL LETTER OMICRON}od", "GREEK SMALL LETTER OMICRON"),
        ],
    )
    def test_it_is_warned_of_at_its_place(self, name: str, letter: str) -> None:
        (problem,) = lints(self.load(name), on=ON)
        assert problem.level == "warning"
        assert problem.place.path == "rules.yaml"
        assert problem.place.line > 1
        assert letter in problem.message

    def test_the_id_that_it_reads_like_is_named(self) -> None:
        (problem,) = lints(self.load("st\N{CYRILLIC SMALL LETTER O}rm"), on=ON)
        assert "beside 'storm', which reads the same" in problem.message

    @pytest.mark.parametrize("name", ["flood", "flöde", "été"])
    def test_letters_of_their_own_are_no_look_alikes(self, name: str) -> None:
        assert lints(self.load(name), on=ON) == []

    def test_options_within_a_question_count(self) -> None:
        text = yaml_text(content()).replace("id: fat", "id: f\N{CYRILLIC SMALL LETTER A}t")
        (problem,) = lints(load_texts({"rules.yaml": text}), on=ON)
        assert "CYRILLIC SMALL LETTER A" in problem.message


class TestShipped:
    """The shipped rulebook wants no look."""

    def test_nothing_but_age_is_ever_found(self, rulebook: Rulebook) -> None:
        assert said(rulebook, on=date(2020, 1, 1)) == []

    def test_what_is_taken_away_is_missed(self, rulebook: Rulebook) -> None:
        """Without its rules a signal is never raised, and each says so."""
        plain = canonical(rulebook.content)
        bare = load_content({**plain, "signal_rules": [], "laws": []}, "bare")
        silent = {f.record[1] for f in signal_findings(bare) if f.record}
        flags = {rule.flag for rule in rulebook.content.conflict_rules}
        assert silent == {signal.id for signal in rulebook.content.signals} - flags
