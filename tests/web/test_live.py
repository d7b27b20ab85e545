"""The line that says where a lot stands: on the page, and renewed as answers come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sourcing.decision.decide import decide
from sourcing.places import templates_folder
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.briefs.reading import read_draft
from sourcing.web.briefs.standing import standings
from tests.web.conftest import ON
from tests.web.site import FOUR_ANSWERS, Site

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

MISSION = {name: value for name, value in FOUR_ANSWERS.items() if name != "title"}


def ask(site: Site, **given: Any) -> dict[str, Any]:
    token = site.get("/briefs/new").value("csrf_token")
    answer = site.client.post("/briefs/standing", data={"csrf_token": token, **given})
    assert answer.status_code == 200, answer.text[:300]
    assert answer.json is not None
    found: dict[str, Any] = answer.json
    return found


class TestTheLine:
    def test_it_counts_and_says_what_could_still_win(self, site: Site) -> None:
        line = ask(site, **MISSION)["line"]
        assert line.startswith("4 of 17 answered: Open crowd so far; ")
        assert "could still make it" in line

    def test_with_a_first_question_open_it_says_how_many_answers_are_needed(
        self, site: Site
    ) -> None:
        given = {**MISSION, "lots-0-answer_duration": "-open-"}
        assert ask(site, **given)["line"].startswith("3 of 17 answered: 1 answer still needed. ")
        assert ask(site)["line"].startswith("0 of 17 answered: 4 answers still needed. ")

    def test_what_is_wrong_elsewhere_hides_nothing(self, site: Site) -> None:
        given = {**MISSION, "lots-0-hours": "a few", "lots-0-quotes-0-pay": "x", "start": "soon"}
        assert ask(site, **given)["line"] == ask(site, **MISSION)["line"]

    def test_what_is_assumed_follows_the_answers(self, site: Site, rulebook: Rulebook) -> None:
        usual = ask(site)["assumed"]
        assert set(usual) == {q.id for q in rulebook.questions.values() if not q.mission}
        sensitive = {**MISSION, "lots-0-answer_data_sensitivity": "regulated"}
        assert ask(site, **sensitive)["assumed"] != usual

    def test_a_press_without_the_pages_token_is_refused(self, site: Site) -> None:
        assert site.client.post("/briefs/standing", data=MISSION).status_code == 400

    def test_it_says_what_the_decision_says(self, rulebook: Rulebook) -> None:
        """Settled or not, and by which channel: for every worked case."""
        labels = {channel.id: channel.label for channel in rulebook.channels}
        for case in rulebook.content.cases:
            answers = {f"answer_{k}": v for k, v in case.brief["lots"][0]["answers"].items()}
            draft = {"title": "x", "lots": [{n: v for n, v in answers.items() if v}]}
            brief = read_draft(rulebook, draft, on=ON).brief
            assert brief is not None, case.id
            lot = decide(rulebook, brief, on=ON).lots[0]
            line = standings(rulebook, draft, on=ON)[0].line
            if lot.recommended:
                assert f": {labels[lot.recommended]}" in line, case.id
            assert lot.settled == ("whatever" in line or "no open question" in line), case.id


class TestTheTaskList:
    def test_several_lots_have_a_line_each(self, site: Site) -> None:
        page = site.get(site.brief(**{"lots-0-name": "First", "lots-1-name": "Second"}))
        assert "First 4 of 17 answered: Open crowd so far" in page.text
        assert "Second 0 of 17 answered: 4 answers still needed" in page.text

    def test_one_lot_needs_none(self, site: Site) -> None:
        assert 'class="tasks"' not in site.get(site.brief()).html


def test_all_scripts_together_stay_small() -> None:
    scripts = (templates_folder() / "static").glob("*.js")
    assert sum(path.stat().st_size for path in scripts) <= 8 * 1024


def fill(window: BrowserPage) -> None:
    window.fill("#title", "Support assistant")
    window.select_option("#lots-0-answer_task_type", "task-support-rating")
    for question, value in (
        ("credential_rarity", "none"),
        ("data_sensitivity", "public"),
        ("duration", "one_off"),
    ):
        window.check(f'input[name="lots-0-answer_{question}"][value="{value}"]')


@pytest.mark.browser
class TestInABrowser:
    def test_it_is_renewed_in_place(self, window: BrowserPage, address: str) -> None:
        said: list[str] = []
        window.on("console", lambda message: said.append(message.text))
        window.goto(f"{address}/briefs/new")
        fill(window)
        line = window.locator("#lots-0-standing")
        line.filter(has_text="4 of 17 answered: Open crowd so far").wait_for()
        window.check('input[name="lots-0-answer_data_sensitivity"][value="competitive"]')
        line.filter(has_not_text="Open crowd").wait_for()
        assert line.is_visible()
        assert line.get_attribute("role") == "status"
        assert said == []

    def test_going_back_loses_nothing(self, window: BrowserPage, address: str) -> None:
        window.goto(f"{address}/briefs/new")
        fill(window)
        window.goto(f"{address}/help")
        window.go_back()
        assert window.input_value("#title") == "Support assistant"
        assert window.is_checked('input[name="lots-0-answer_duration"][value="one_off"]')
        line = window.locator("#lots-0-standing")
        line.filter(has_text="4 of 17 answered").wait_for()

    @pytest.mark.parametrize("window", [False], indirect=True)
    def test_without_scripts_it_is_there_once_saved(
        self, window: BrowserPage, address: str
    ) -> None:
        window.goto(f"{address}/briefs/new")
        fill(window)
        window.click('button[value="save"]')
        line = window.locator("#lots-0-standing")
        assert line.inner_text().startswith("4 of 17 answered: Open crowd so far")
