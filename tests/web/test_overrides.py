"""Another channel than the recommended one: who may take it, where it shows, how it is counted."""

from __future__ import annotations

import pytest

from sourcing.rulebook.compiled import Rulebook
from tests.web.site import Page, Site, filled

INSTEAD = {
    "lots-0-chosen_channel": "direct",
    "lots-0-chosen_reason": "We know them",
    "lots-0-chosen_person": "Ana",
}
# Competitive data: a policy keeps the crowd out.
BARRED = {
    **INSTEAD,
    "lots-0-answer_data_sensitivity": "competitive",
    "lots-0-chosen_channel": "crowd",
}
SECOND = {"lots-0-chosen_second_person": "Ben", "lots-0-chosen_second_reason": "It is a pilot"}


def refused(site: Site, **changes: str) -> Page:
    return site.get(f"{site.brief(**changes)}/preview", status=422)


class TestWhatAPolicyExcludes:
    def test_it_needs_somebody_else_who_agrees(self, site: Site) -> None:
        page = refused(site, **BARRED)
        targets = {"#lots-0-chosen_second_person", "#lots-0-chosen_second_reason"}
        assert targets <= set(page.links())
        assert "“Open crowd” is excluded by policy" in page.text

    def test_all_that_it_needs_is_asked_for_at_once(self, site: Site) -> None:
        without = {**BARRED, "lots-0-chosen_reason": "", "lots-0-chosen_person": ""}
        parts = ("reason", "person", "second_person", "second_reason")
        links = set(refused(site, **without).links())
        assert {f"#lots-0-chosen_{part}" for part in parts} <= links
        assert "#lots-0-chosen_channel" not in links

    def test_the_policy_is_named_by_its_sentence(self, site: Site, rulebook: Rulebook) -> None:
        page = refused(site, **BARRED)
        rules = [rule.record for rule in rulebook.channel_rules]
        assert not [rule for rule in rules if rule.id in page.text]
        words = {rule.because.rstrip(".") for rule in rules}
        assert [said for said in words if f"excluded by policy ({said})" in page.text]

    def test_it_can_be_taken_by_two(self, site: Site) -> None:
        decision = site.issue(site.brief(**BARRED, **SECOND))
        document = site.client.get(f"{decision}.json").json
        assert document is not None
        chosen = document["lots"][0]["chosen"]
        assert (chosen["person"], chosen["second_person"]) == ("Ana", "Ben")
        assert chosen["differs"]
        assert chosen["gates"]

    def test_nobody_agrees_with_themselves(self, site: Site) -> None:
        page = refused(site, **BARRED, **{**SECOND, "lots-0-chosen_second_person": "ana"})
        assert "#lots-0-chosen_second_person" in page.links()
        assert "#lots-0-chosen_second_reason" not in page.links()

    def test_all_of_it_comes_back_in_the_form(self, site: Site) -> None:
        page = site.get(site.brief(**BARRED, **SECOND))
        for name, value in SECOND.items():
            assert page.value(name) == value

    def test_the_last_look_says_who_chose_and_who_agreed(self, site: Site) -> None:
        page = site.get(f"{site.brief(**BARRED, **SECOND)}/check")
        assert "Decided by Ana" in page.text
        assert "Ben agrees, because It is a pilot." in page.text


def test_a_choice_before_there_is_a_recommendation_is_told_at_the_channel(site: Site) -> None:
    page = refused(site, **INSTEAD, **{"lots-0-answer_duration": "-open-"})
    assert "#lots-0-chosen_channel" in page.links()


class TestTheFirstPage:
    def test_it_counts_and_marks_what_departs(self, site: Site) -> None:
        site.issue(site.brief(title="As advised"))
        assert "recommendation" not in site.get("/").text.partition("Decisions")[2]
        site.issue(site.brief(title="Otherwise", **INSTEAD))
        page = site.get("/")
        assert "1 of 2 decisions departs from the recommendation." in page.text
        assert "Departs from the recommendation in 1 lot" in page.text
        only = site.get("/?departing=yes")
        assert "D-2026-0002" in only.text
        assert "D-2026-0001" not in only.text

    @pytest.mark.parametrize("channel", ["crowd"])
    def test_the_recommended_channel_named_as_the_choice_is_no_departure(
        self, site: Site, channel: str
    ) -> None:
        site.issue(site.brief(**{**INSTEAD, "lots-0-chosen_channel": channel}))
        assert "departs" not in site.get("/").text

    def test_a_second_press_counts_once(self, site: Site) -> None:
        address = site.brief(**INSTEAD)
        assert site.issue(address) == site.issue(address)
        assert "1 of 1 decision departs" in site.get("/").text


def test_taking_the_choice_back_leaves_nothing_of_it(site: Site) -> None:
    address = site.brief(**BARRED, **SECOND)
    page = site.get(address)
    emptied = {**filled(page), **dict.fromkeys([*BARRED, *SECOND], ""), "do": "save"}
    emptied["lots-0-answer_data_sensitivity"] = "competitive"
    site.post(address, emptied)
    document = site.client.get(f"{site.issue(address)}.json").json
    assert document is not None
    assert document["lots"][0]["chosen"] is None
