"""The rulebook as people read it: sentences, filters, shares, the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from sourcing.assurance.proof.shares import deciding
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.rulebook import shares
from sourcing.web.rulebook.sentences import when_words
from tests.small import gate, rulebook_of
from tests.web.bench import ON, Bench, write
from tests.web.site import Page, Site


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    opened = Bench(write(tmp_path / "rules"), tmp_path / "data")
    yield opened
    opened.close()


KINDS = ("gates-", "preferences-", "signal_rules-", "safeguards-", "practices-", "statuses-")


def rules_on(page: Page) -> set[str]:
    return {name.partition("-")[2] for name in page.ids if name.startswith(KINDS)}


WORKING = "still being worked out"


class TestSentences:
    @pytest.mark.parametrize(
        ("condition", "said"),
        [
            ({"when": {"weather": {"at_least": "mild"}}}, "When weather is at least mild"),
            ({"when": {"weather": ["cold", "mild"]}}, "When weather is cold or mild"),
            ({"when": {"wishes": "swim"}}, "When wishes includes swim"),
            ({"when": {"wishes": []}}, "When wishes is none"),
            (
                {"any": [{"purse": "fat"}, {"weather": {"not": "hot"}}]},
                "When either purse is fat or weather is not hot",
            ),
            (
                {"when": {"travellers": {"tagged": "adults"}}, "unless": [{"purse": "thin"}]},
                "When travellers is of the kind adults, unless purse is thin",
            ),
            ({}, "Always"),
        ],
    )
    def test_a_condition_in_words(self, condition: dict[str, object], said: str) -> None:
        book = rulebook_of(gates=[gate("g", "beach", **condition)])
        assert when_words(book, book.content.gates[0]) == said

    @pytest.mark.parametrize(
        ("matcher", "said"),
        [
            ("task-red-team", "When task type is \u201cAttacking a model to find harm (red-teaming)\u201d"),
            ({"tagged": "environment"}, "When task type is \u201cPractice worlds and tasks for agents\u201d"),
            ({"tagged": "legal"}, "\u201cLabels in contracts, statutes and judgments\u201d or \u201cLawyers"),
            ({"tagged": "commodity"}, "When task type is one of the 12 marked \u201ccommodity\u201d"),
            ({"not": "task-red-team"}, "When task type is not \u201cAttacking a model"),
        ],
    )  # fmt: skip
    def test_of_very_many_options_their_labels_are_said(
        self, rulebook: Rulebook, matcher: object, said: str
    ) -> None:
        (rule, *_) = rulebook.content.preferences
        asked = rule.model_copy(update={"when": {"task_type": matcher}, "any": (), "unless": ()})
        assert said in when_words(rulebook, asked)

    def test_a_question_goes_by_its_short_name(self, site: Site, rulebook: Rulebook) -> None:
        short = rulebook.questions["control"].short
        assert short
        assert f"When {short} is" in site.get("/rules").text
        assert "When control is" not in site.get("/rules").text
        assert f"Duration by {short}" in site.get("/rules/map?down=duration&across=control").text

    def test_a_rule_is_one_sentence_with_its_reason_and_age(self, bench: Bench) -> None:
        shares.work_out(bench.in_use.standing.rulebook)
        page = bench.site.get("/rules")
        assert "When weather is cold, beach is excluded." in page.text
        assert "The sea is freezing." in page.text
        assert "aunt, line 3 , 5 months old" in page.text
        assert "Fires in 33% of situations, decides in 33%" in page.text

    def test_nobody_waits_for_where_rules_decide(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where they fire is shown at once; where they decide as soon as it is known."""
        asked = Event()

        def slow(book: Rulebook) -> object:
            asked.wait()
            return deciding(book)

        monkeypatch.setattr(f"{shares.__name__}.deciding", slow)
        try:
            page = bench.site.get("/rules")
        finally:
            asked.set()
        assert WORKING in page.text
        assert "Fires in" in page.text
        assert "decides in" not in page.text
        assert "/rules" in page.links()
        shares.work_out(bench.in_use.standing.rulebook)
        page = bench.site.get("/rules")
        assert WORKING not in page.text
        assert "Fires in 33% of situations, decides in 33%" in page.text

    def test_where_the_shipped_rules_decide_is_told_of_each(
        self, site: Site, rulebook: Rulebook
    ) -> None:
        shares.work_out(rulebook)
        page = site.get("/rules")
        assert page.text.count(", decides in") == len(rulebook.channel_rules)

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
    def test_what_cannot_be_worked_out_is_left_out_and_not_tried_again(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried = []

        def fail(book: Rulebook) -> object:
            tried.append(book)
            raise RecursionError

        monkeypatch.setattr(f"{shares.__name__}.deciding", fail)
        for _ in range(3):
            shares.work_out(bench.in_use.standing.rulebook)
            page = bench.site.get("/rules")
            assert "Fires in 33% of situations" in page.text
            assert "decides in" not in page.text
            assert WORKING not in page.text
        assert len(tried) == 1

    def test_the_line_of_a_rule_is_one_click_away(self, bench: Bench) -> None:
        page = bench.site.get("/rules")
        assert "/rules/files/rules/where.yaml#line-3" in page.links()
        assert "line-3" in bench.editor().ids

    def test_worked_cases_are_those_of_today(
        self, another: Callable[..., Site], rulebook: Rulebook
    ) -> None:
        """Before anything had leaked from a vendor, no case came upon the rule about leaks."""
        untouched = []
        for day in (ON, date(2020, 1, 1), ON):
            page = another(rulebook, today=day).get("/rules/conflicts")
            _, _, rule = page.html.partition('id="conflict_rules-guidelines-leaked"')
            untouched.append("No worked case" in rule.partition("</article>")[0])
        assert untouched == [False, True, False]


class TestFilters:
    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ("question=weather", {"no-beach-in-the-cold", "heat-is-for-swimming", "mild-is-for-walking"}),
            ("question=purse", set()),
            ("answer=weather/hot", {"heat-is-for-swimming"}),
            ("answer=weather/lukewarm", set()),
            ("answer=nothing", set()),
            ("channel=hills", {"mild-is-for-walking"}),
            ("criterion=joy", {"heat-is-for-swimming", "mild-is-for-walking"}),
            ("source=aunt", {"no-beach-in-the-cold", "heat-is-for-swimming"}),
            ("fact=r1", {"no-beach-in-the-cold"}),
            ("source=aunt&channel=beach&answer=weather/cold", {"no-beach-in-the-cold"}),
            ("fact=%3Cscript%3E", set()),
        ],
    )  # fmt: skip
    def test_rules_are_found_by_what_they_speak_of(
        self, bench: Bench, wanted: str, found: set[str]
    ) -> None:
        page = bench.site.get(f"/rules?{wanted}")
        assert rules_on(page) == found
        assert f"{len(found)} rule" in page.text

    def test_every_section_is_searched(self, site: Site, rulebook: Rulebook) -> None:
        page = site.get("/rules?question=data_sensitivity")
        content = rulebook.content
        reading = {
            rule.id
            for kind in (content.gates, content.signal_rules, content.safeguards)
            for rule in kind
            if any("data_sensitivity" in c for c in (rule.when, *rule.any, *rule.unless))
        }
        assert reading <= rules_on(page)

    @pytest.mark.parametrize("name", ["facts", "sources"])
    def test_every_fact_and_source_of_a_gate_finds_it(
        self, site: Site, rulebook: Rulebook, name: str
    ) -> None:
        rule = rulebook.content.gates[0]
        for value in getattr(rule, name):
            page = site.get(f"/rules?{name.removesuffix('s')}={value.partition(':')[0]}")
            assert rule.id in rules_on(page)


class TestMap:
    def cells(self, page: Page) -> list[str]:
        return [given["aria-label"] for tag, given in page.elements if given.get("role") == "img"]

    def test_it_shows_what_leads_for_every_pair(self, bench: Bench) -> None:
        page = bench.site.get("/rules/map?down=weather&across=purse")
        # Cold to hot, each for a thin and a fat purse.
        assert self.cells(page) == ["Hills", "Hills", "Hills", "Hills", "Beach", "Beach"]

    def test_ties_show_both(self, bench: Bench) -> None:
        text = bench.text().replace("when: {weather: mild}", "when: {weather: cold}")
        bench.publish(bench.draft(text))
        page = bench.site.get("/rules/map?down=weather&across=purse")
        assert self.cells(page)[2:6] == ["Beach", "Hills", "Beach", "Hills"]

    def test_other_answers_are_held(self, site: Site, rulebook: Rulebook) -> None:
        page = site.get("/rules/map?down=duration&across=control&data_sensitivity=defence")
        assert page.value("data_sensitivity") == "defence"
        assert page.value("volume") == rulebook.questions["volume"].assumed
        crowd = next(channel.label for channel in rulebook.channels if channel.id == "crowd")
        assert crowd not in self.cells(page)

    @pytest.mark.parametrize(
        "query",
        ["", "down=task_type&across=task_type", "down=%3Cx%3E&across=data_regime", "volume=x"],
    )
    def test_any_address_gives_a_map(self, site: Site, query: str) -> None:
        assert self.cells(site.get(f"/rules/map?{query}"))
