"""Briefs over their life: lots, copies, deletion, two people at once, restarts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from sourcing.records.archive import Records
from tests.web.site import FOUR_ANSWERS, Site, filled

SPLIT = {
    "lots-0-answer_credential_rarity": "specialist",
    "lots-0-hours": "4000",
    "lots-0-name": "Ratings",
}


class TestLots:
    def press(self, site: Site, address: str, button: str, **changes: str) -> None:
        page = site.get(address)
        site.post(address, {**filled(page), **changes, "do": button})

    def test_a_lot_is_added_and_what_was_typed_is_kept(self, site: Site) -> None:
        address, data = site.blank()
        sent = {**data, **FOUR_ANSWERS, "lots-0-hours": "a few", "do": "add-lot"}
        answer = site.post(address, sent)
        assert answer.location.endswith("#lot-2")
        page = site.get(answer.location)
        assert page.value("lots-0-hours") == "a few"
        assert page.value("lots-1-hours") == ""
        assert "lot-2" in page.ids

    def test_a_lot_is_copied_with_all_its_answers(self, site: Site) -> None:
        address = site.brief(**{"lots-0-name": "First", "lots-0-quotes-0-source": "Mercor"})
        self.press(site, address, "copy-lot-0")
        page = site.get(address)
        assert page.value("lots-1-name") == "First (copy)"
        assert page.value("lots-1-answer_task_type") == "task-support-rating"
        assert page.value("lots-1-quotes-0-source") == "Mercor"

    def test_a_removed_lot_can_be_brought_back(self, site: Site) -> None:
        address = site.brief(**{"lots-0-name": "First", "lots-1-name": "Second"})
        self.press(site, address, "remove-lot-0")
        assert "lots-1-name" not in site.get(address).fields
        assert site.get(address).value("lots-0-name") == "Second"
        self.press(site, address, "restore-lot", **{"lots-0-name": "Second, changed"})
        page = site.get(address)
        assert page.value("lots-0-name") == "First"
        assert page.value("lots-1-name") == "Second, changed"

    def test_the_last_lot_leaves_an_empty_one(self, site: Site) -> None:
        address = site.brief(**{"lots-0-name": "Only"})
        self.press(site, address, "remove-lot-0")
        assert site.get(address).value("lots-0-name") == ""
        self.press(site, address, "restore-lot")
        assert site.get(address).value("lots-0-name") == "Only"

    @pytest.mark.parametrize("button", ["copy-lot-9", "remove-lot-9", "copy-lot-x", "restore-lot"])
    def test_a_button_for_a_lot_that_is_not_there_only_saves(self, site: Site, button: str) -> None:
        address = site.brief()
        self.press(site, address, button, title="Changed")
        assert site.get(address).value("title") == "Changed"

    def test_no_more_lots_than_a_brief_may_hold(self, site: Site, records: Records) -> None:
        lots = [{"name": f"Lot {n}"} for n in range(200)]
        records.briefs.save("full", "Full", {"title": "Full", "lots": lots}, version=0)
        stored = records.briefs.get("full")
        assert stored is not None
        data = {f"lots-{n}-name": lot["name"] for n, lot in enumerate(lots)}
        token = site.get("/briefs/new").value("csrf_token")
        sent = {**data, "title": "Full", "csrf_token": token, "version": "1", "do": "add-lot"}
        site.post("/briefs/full", sent)
        stored = records.briefs.get("full")
        assert stored is not None
        assert len(stored.content["lots"]) == 200


class TestSplit:
    def test_a_proposed_split_is_accepted_in_one_step(self, site: Site) -> None:
        address = site.brief(**SPLIT)
        preview = site.get(f"{address}/preview")
        sent = {name: preview.value(name) for name in ("csrf_token", "version")}
        page = site.follow(f"{address}/split/0", sent)
        assert page.path == f"{address}/preview"
        form = site.get(address)
        assert [form.value(f"lots-{n}-name") for n in (0, 1)] == [
            "Ratings: general bulk",
            "Ratings: expert cases",
        ]
        assert [form.value(f"lots-{n}-hours") for n in (0, 1)] == ["3600", "400"]

    def test_a_split_that_is_no_longer_proposed_is_not_made(self, site: Site) -> None:
        address = site.brief()
        token = site.get(address).value("csrf_token")
        site.follow(f"{address}/split/0", {"csrf_token": token, "version": "1"})
        assert "lots-1-name" not in site.get(address).fields

    def test_a_split_of_what_somebody_changed_is_not_made(self, site: Site) -> None:
        address = site.brief(**SPLIT)
        preview = site.get(f"{address}/preview")
        sent = {name: preview.value(name) for name in ("csrf_token", "version")}
        site.post(address, {**filled(site.get(address)), "title": "Changed", "do": "save"})
        page = site.follow(f"{address}/split/0", sent)
        assert "changed meanwhile" in page.text
        assert "lots-1-name" not in site.get(address).fields


class TestTwoPeople:
    def test_the_second_to_save_sees_both_and_loses_nothing(self, site: Site) -> None:
        address = site.brief()
        first, second = filled(site.get(address)), filled(site.get(address))
        site.post(address, {**first, "title": "From the first", "do": "save"})
        sent = {**second, "title": "From the second", "do": "save"}
        page = site.refused(address, sent, status=409)
        assert page.value("title") == "From the second"
        assert "From the first" in page.text
        assert site.get(address).value("title") == "From the first"
        site.post(address, {**filled(page), "do": "save"})
        assert site.get(address).value("title") == "From the second"

    def test_the_second_can_keep_both(self, site: Site) -> None:
        address = site.brief()
        first, second = filled(site.get(address)), filled(site.get(address))
        site.post(address, {**first, "title": "From the first", "do": "save"})
        page = site.refused(address, {**second, "title": "From the second"}, status=409)
        answer = site.post(address, {**filled(page), "do": "save-as-copy"})
        assert answer.location != address
        assert site.get(answer.location).value("title") == "From the second"
        assert site.get(address).value("title") == "From the first"

    def test_sending_the_same_twice_is_no_conflict(self, site: Site, records: Records) -> None:
        address, data = site.blank()
        sent = {**data, **FOUR_ANSWERS, "do": "save"}
        site.post(address, sent)
        site.post(address, sent)
        assert records.briefs.count() == 1

    def test_saving_a_brief_that_was_deleted_brings_it_back(self, site: Site) -> None:
        address = site.brief()
        page = site.get(address)
        token = page.value("csrf_token")
        site.post(f"{address}/delete", {"csrf_token": token})
        site.get(address, status=404)
        site.post(address, {**filled(page), "do": "save"})
        assert site.get(address).value("title") == "Support assistant"


class TestCopyAndDelete:
    def test_deleting_asks_first_and_says_what_stays(self, site: Site) -> None:
        address = site.brief()
        decision = site.issue(address)
        page = site.get(f"{address}/delete")
        assert "Delete “Support assistant”?" in page.text
        assert decision.rpartition("/")[2] in page.text
        site.follow(f"{address}/delete", {"csrf_token": page.value("csrf_token")})
        site.get(address, status=404)
        site.get(decision)

    def test_a_copy_is_a_brief_of_its_own(self, site: Site) -> None:
        address = site.brief()
        home = site.get("/")
        page = site.follow(f"{address}/copy", {"csrf_token": home.value("csrf_token")})
        assert page.value("title") == "Support assistant (copy)"
        assert page.path != address
        assert page.value("lots-0-answer_task_type") == "task-support-rating"


class TestHome:
    def test_briefs_and_decisions_are_listed(self, site: Site) -> None:
        address = site.brief()
        decision = site.issue(address)
        links = site.get("/").links()
        assert address in links
        assert decision in links

    def test_they_are_found_by_title_or_number(self, site: Site) -> None:
        address = site.brief(title="Alpha 100%")
        other = site.brief(title="Beta")
        decision = site.issue(address)
        assert address in site.get("/?q=alpha").links()
        assert address in site.get("/?q=100%25").links()
        assert other not in site.get("/?q=100%25").links()
        assert decision in site.get(f"/?q={decision[-9:]}").links()
        assert "No brief is called" in site.get("/?q=<b>nothing").text

    def test_each_decision_is_listed_with_its_outcome(self, site: Site) -> None:
        site.issue(site.brief())
        assert "Ready : Open crowd" in site.get("/").text
        site.issue(site.brief(**{"lots-0-answer_data_sensitivity": "regulated"}))
        assert "Conditional : Managed vendor" in site.get("/").text


def test_a_brief_is_there_after_a_restart(site: Site, another: Callable[..., Site]) -> None:
    address = site.brief(**{"lots-0-hours": "about four"})
    assert another().get(address).value("lots-0-hours") == "about four"


def test_many_people_save_at_once(site: Site, another: Callable[..., Site]) -> None:
    """Each of several processes' worth of connections waits its turn; none fails, none is lost."""
    people = [another() for _ in range(4)]

    def write(person: Site) -> list[str]:
        return [person.brief(title=f"Brief {n}") for n in range(4)]

    with ThreadPoolExecutor(len(people)) as pool:
        addresses = [address for written in pool.map(write, people) for address in written]
    assert len(set(addresses)) == 16
    for n, address in enumerate(addresses):
        assert site.get(address).value("title") == f"Brief {n % 4}"
