"""A brief of several lots: one part on a page, the rest carried along, and pages that stay light."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from sourcing.places import templates_folder
from tests.web.site import FOUR_ANSWERS, Page, Site, filled

LIGHT = 30 * 1024
LIGHT_REPORT = 45 * 1024
LOTS_PRICED = 2
SECOND = {
    name.replace("-0-", "-1-"): value for name, value in FOUR_ANSWERS.items() if "-0-" in name
}
TWO = {
    "lots-0-name": "Ratings",
    "lots-0-quotes-0-source": "Sama",
    "lots-0-quotes-0-bill_rate": "20",
    "lots-0-answer_data_sensitivity": "regulated",
    "lots-0-answer_data_regime": ["gdpr", "hipaa"],
    "lots-1-name": "Cases",
    **SECOND,
    "competitors-0": "Google",
    "competitors-1": "Meta",
    "declarations-0-person": "Ana",
}


def seen(page: Page) -> set[str]:
    """Return the names of the fields that a reader sees."""
    return {
        given["name"]
        for tag, given in page.elements
        if tag in ("input", "select") and given.get("type") != "hidden"
    }


def buttons(page: Page) -> set[str]:
    """Return what the buttons of a page do."""
    return {given["value"] for tag, given in page.elements if tag == "button" and "value" in given}


def pressed(site: Site, address: str, page: Page, button: str, **changes: Any) -> Page:
    return site.follow(address, {**filled(page), **changes, "do": button})


class TestOnePartAtATime:
    def test_the_brief_comes_first_and_each_lot_is_a_press_away(self, site: Site) -> None:
        address = site.brief(**TWO)
        page = site.get(address)
        assert "title" in seen(page)
        assert not [name for name in seen(page) if name.startswith("lots-")]
        second = pressed(site, address, page, "part-2")
        assert "lots-1-answer_task_type" in seen(second)
        assert not {"title", "lots-0-name"} & seen(second)

    @pytest.mark.parametrize("part", [0, 1, 2])
    def test_what_is_not_shown_is_not_lost(self, site: Site, part: int) -> None:
        address = site.brief(**TWO)
        wanted = {name: value for name, value in TWO.items() if name.count("-") < 3}
        page = pressed(site, address, site.get(address), f"part-{part}")
        again = pressed(site, address, page, "save")
        for name, value in {**wanted, "title": FOUR_ANSWERS["title"]}.items():
            values = [value] if isinstance(value, str) else value
            assert again.fields[name] == values, name
        assert again.fields["lots-0-quotes-0-bill_rate"] == ["20"]

    def test_what_is_typed_is_kept_on_the_way_to_another_part(self, site: Site) -> None:
        address = site.brief(**TWO)
        first = site.get(f"{address}?lot=1")
        second = pressed(site, address, first, "part-2", **{"lots-0-hours": "4000"})
        assert second.value("lots-0-hours") == "4000"

    def test_saving_stays_where_one_is(self, site: Site) -> None:
        address = site.brief(**TWO)
        page = pressed(site, address, site.get(f"{address}?lot=2"), "save")
        assert "lots-1-name" in seen(page)

    @pytest.mark.parametrize("part", ["9", "x", "", "-1", "\N{SUPERSCRIPT TWO}"])
    def test_a_part_that_is_not_there_is_the_brief(self, site: Site, part: str) -> None:
        address = site.brief(**TWO)
        assert "title" in seen(site.get(f"{address}?lot={part}"))
        assert "title" in seen(pressed(site, address, site.get(address), f"part-{part}"))

    def test_the_part_in_which_something_is_wrong_is_shown(self, site: Site) -> None:
        address = site.brief(**TWO, **{"lots-1-hours": "some", "declarations-0-interest": "Shares"})
        page = site.get(f"{address}?lot=2")
        refused = site.refused(address, {**filled(page), "do": "preview"})
        assert "#lots-1-hours" in refused.links()
        assert "to-declarations-0-date" in buttons(refused)
        again = site.get(f"{address}/preview", status=422)
        assert "title" in seen(again)
        assert "to-lots-1-hours" in buttons(again)

    def test_the_way_to_what_is_wrong_elsewhere_loses_nothing(self, site: Site) -> None:
        address = site.brief(**TWO, **{"lots-1-hours": "some"})
        page = site.get(f"{address}?lot=1")
        refused = site.refused(address, {**filled(page), "do": "preview"})
        wanted = next(name for name in buttons(refused) if name.startswith("to-"))
        typed = {"lots-1-name": "Typed since", "do": wanted}
        answer = site.post(address, {**filled(refused), **typed})
        field = wanted.removeprefix("to-")
        assert answer.location.endswith(f"all=1#{field}")
        led_to = site.get(answer.location)
        assert field in led_to.ids
        assert led_to.value("lots-1-name") == "Typed since"

    @pytest.mark.parametrize(
        "button", ["to-", "to-lots-9-hours", "to-a b", "to-\N{MULTIPLICATION X}"]
    )
    def test_a_way_to_a_field_that_is_not_there_only_saves(self, site: Site, button: str) -> None:
        address = site.brief()
        sent = {**filled(site.get(address)), "title": "Changed", "do": button}
        site.post(address, sent)
        assert site.get(address).value("title") == "Changed"

    def test_the_answers_to_check_lead_to_their_lot(self, site: Site) -> None:
        four = {name: value for name, value in TWO.items() if not name.startswith("decl")}
        check = site.get(f"{site.brief(**four)}/check")
        (leading,) = {x for x in check.links() if x.endswith("#lots-1-answer_duration")}
        assert "lots-1-answer_duration" in seen(site.get(leading))

    def test_what_if_shows_a_lot_at_a_time_too(self, site: Site) -> None:
        four = {name: value for name, value in TWO.items() if not name.startswith("decl")}
        address = f"{site.issue(site.brief(**four))}/what-if"
        page = site.get(address)
        assert "lots-0-answer_duration" in seen(page)
        sent = {**filled(page), "lots-0-answer_duration": "ongoing", "do": "part-2"}
        second = site.refused(address, sent, status=200)
        assert "lots-1-answer_duration" in seen(second)
        assert second.value("lots-0-answer_duration") == "ongoing"
        compared = site.refused(address, {**filled(second), "do": "compare"}, status=200)
        assert "What you changed" in compared.text

    def test_what_if_leads_to_what_is_wrong_in_another_lot_and_loses_nothing(
        self, site: Site
    ) -> None:
        four = {name: value for name, value in TWO.items() if not name.startswith("decl")}
        address = f"{site.issue(site.brief(**four))}/what-if"
        sent = {**filled(site.get(address)), "lots-0-hours": "x", "lots-1-hours": "y"}
        refused = site.refused(address, {**sent, "do": "compare"})
        assert "to-lots-1-hours" in buttons(refused)
        wanted = {**filled(refused), "lots-0-name": "Typed since", "do": "to-lots-1-hours"}
        second = site.refused(address, wanted, status=200)
        assert "lots-1-hours" in seen(second)
        assert second.value("lots-0-name") == "Typed since"


class TestWeight:
    """Pages as they come over the wire at first visit."""

    @pytest.fixture
    def addresses(self, site: Site) -> list[str]:
        four = {name: value for name, value in TWO.items() if not name.startswith("decl")}
        one, two = site.brief(), site.brief(**four)
        many = site.brief(**{f"lots-{n}-name": f"Lot {n}" for n in range(50)})
        decided = site.issue(two)
        parts = [two, f"{two}?lot=2&all=1", f"{decided}/what-if", many, f"{many}?lot=50"]
        return ["/briefs/new", one, *parts]

    def test_a_page_of_questions_is_light(self, site: Site, addresses: list[str]) -> None:
        for address in addresses:
            page = site.get(address)
            files = [
                given.get("href") or given.get("src") or given["data-src"]
                for tag, given in page.elements
                if (tag == "link" and given["rel"] == "stylesheet") or tag == "script"
            ]
            assert len(files) <= 1, address
            folder = templates_folder() / "static"
            sent = [page.html.encode(), *((folder / f.split("/")[-1]).read_bytes() for f in files)]
            assert sum(len(gzip.compress(each, 6)) for each in sent) <= LIGHT, address

    def test_a_report_is_light_with_all_its_pictures(self, site: Site) -> None:
        four = {name: value for name, value in TWO.items() if not name.startswith("decl")}
        decided = site.issue(site.brief(**four))
        answer = site.client.get(decided, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(answer.data).count(b'<svg class="chart"') > LOTS_PRICED
        assert len(answer.data) <= LIGHT_REPORT
