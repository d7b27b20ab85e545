"""The catalogue as a buyer uses it: found, filtered, read, and seen as a picture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest
from flask import Flask

from sourcing.rulebook.compiled import Rulebook
from sourcing.web.app import create_app
from tests import small
from tests.web.site import Page, Site

HEAVIEST = 15_000


def found(site: Site, **wanted: str) -> set[str]:
    """Return the organisations that a search lists."""
    return listed(site.get(f"/vendors?{urlencode(wanted)}"))


def sent(site: Site, path: str) -> int:
    """Return how many bytes come over the wire for a page with its style."""
    return len(site.client.get(path, headers={"Accept-Encoding": "gzip"}).data)


def listed(page: Page) -> set[str]:
    links = (link.removeprefix("/vendors/") for link in page.links())
    return {link for link in links if "/" not in link and "?" not in link} - {
        "graph",
        "",
        "#content",
    }


class TestFinding:
    def test_everybody_is_listed(self, site: Site, rulebook: Rulebook) -> None:
        assert found(site) == set(rulebook.organisations)

    @pytest.mark.parametrize(
        ("words", "first"),
        [
            ("Surge", "surge-ai"),
            ("TELUS International", "telus"),
            ("OUTLIER.AI", "outlier-ai"),
            ("Data Annotation", "dataannotation"),
            ("  mturk ", "mturk"),
        ],
    )
    def test_any_spelling_finds_it_and_puts_it_first(
        self, site: Site, words: str, first: str
    ) -> None:
        page = site.get(f"/vendors?{urlencode({'q': words})}")
        links = [link for link in page.links() if link.startswith("/vendors/")]
        assert next(link for link in links if link != "/vendors/graph") == f"/vendors/{first}"

    def test_words_of_the_summary_find_it(self, site: Site) -> None:
        assert "outlier-ai" in found(site, q="generalists STEM")

    @pytest.mark.parametrize(
        ("wanted", "inside", "outside"),
        [
            ({"channel": "crowd"}, "prolific", "mercor"),
            ({"kind": "lab"}, "openai", "mercor"),
            ({"country": "KE"}, "sama", "remotasks"),
            ({"country": "NZ"}, "dataannotation", "handshake-ai"),
            ({"compliance": "yes"}, "labelbox", "mercor"),
            ({"fee": "yes"}, "opentrain", "sama"),
            ({"fee": "no"}, "sama", "opentrain"),
            ({"incidents": "open"}, "mercor", "toptal"),
            ({"incidents": "none"}, "toptal", "mercor"),
            ({"group": "surge-ai"}, "taskup", "outlier-ai"),
            ({"employment": "salaried"}, "imerit", "appen"),
        ],
    )
    def test_a_filter(self, site: Site, wanted: dict[str, str], inside: str, outside: str) -> None:
        names = found(site, **wanted)
        assert inside in names
        assert outside not in names

    def test_filters_together_narrow(self, site: Site) -> None:
        both = found(site, channel="marketplace", fee="yes")
        assert both == found(site, channel="marketplace") & found(site, fee="yes")

    def test_the_form_keeps_what_was_chosen(self, site: Site) -> None:
        page = site.get("/vendors?q=a&channel=crowd&employment=contractors")
        assert page.value("q") == "a"
        assert page.value("channel") == "crowd"
        assert page.value("employment") == "contractors"
        assert page.value("kind") == ""

    def test_a_value_that_no_list_offers_counts_as_none(self, site: Site) -> None:
        page = site.get("/vendors?channel=telepathy&country=%3Cb%3E")
        assert page.value("channel") == ""
        assert "<b>" not in page.html

    def test_nobody_found_offers_what_to_drop(self, site: Site) -> None:
        page = site.get("/vendors?q=sama&channel=crowd")
        assert "Nobody in the catalogue fits" in page.text
        assert {"/vendors?channel=crowd", "/vendors?q=sama"} <= set(page.links())
        assert "sama" in listed(site.get("/vendors?q=sama"))

    def test_counts_are_told(self, site: Site, rulebook: Rulebook) -> None:
        sellers = sum(bool(o.channels) for o in rulebook.content.organisations)
        assert f"{sellers} sellers" in site.get("/vendors").text

    def test_nothing_needs_more_than_a_link_and_a_form(self, site: Site) -> None:
        page = site.get("/vendors")
        assert {"method": "get", "action": "/vendors"}.items() <= next(
            given for tag, given in page.elements if tag == "form"
        ).items()


class TestPage:
    def test_everything_said_of_everybody_stands_on_its_page(
        self, site: Site, rulebook: Rulebook
    ) -> None:
        for name, organisation in rulebook.organisations.items():
            page = site.get(f"/vendors/{name}")
            said = [
                *organisation.statements,
                *organisation.incidents,
                *((organisation.fee,) if organisation.fee else ()),
            ]
            for statement in said:
                assert " ".join(statement.says.split()) in page.text, f"{name}: {statement.fact}"
            for row in organisation.pay:
                assert row.role in page.text
            assert " ".join(organisation.owner_says.split()) in page.text

    def test_every_statement_has_its_source_and_age(self, site: Site) -> None:
        page = site.get("/vendors/mercor")
        for item in page.html.split('<ul class="statements">')[1:]:
            for line in item.partition("</ul>")[0].split("<li>")[1:]:
                assert "As of " in line
                assert "/rules/sources#source-" in line

    def test_ages_are_counted_to_today(self, another: Callable[..., Site]) -> None:
        now = another(today=date(2026, 11, 20)).get("/vendors/mercor").text
        later = another(today=date(2029, 11, 20)).get("/vendors/mercor").text
        assert "As of Jun 2026, 4 months old" in now
        assert "As of Jun 2026, 3 years old" in later

    def test_incidents_say_how_far_they_are_established(self, site: Site) -> None:
        text = site.get("/vendors/mercor").text
        assert "Data breach, reported." in text
        assert "Trade secret suit, before a court." in text

    def test_a_brand_points_to_the_firm_behind_it_and_its_incidents(self, site: Site) -> None:
        page = site.get("/vendors/gethybrid")
        assert "/vendors/surge-ai#incidents" in page.links()

    def test_contradicting_sources_stand_side_by_side(self, site: Site, rulebook: Rulebook) -> None:
        page = site.get("/vendors/sama")
        points = [c for c in rulebook.content.contradictions if "sama" in c.organisations]
        assert points
        for point in points:
            for side in point.sides:
                assert " ".join(side.says.split()) in page.text
            assert " ".join(point.taken.split()) in page.text

    def test_pages_are_light(self, site: Site, rulebook: Rulebook) -> None:
        for name in rulebook.organisations:
            assert sent(site, f"/vendors/{name}") < HEAVIEST, name
        assert sent(site, "/vendors") < HEAVIEST


class TestGraph:
    def test_every_tie_stands_in_a_table_and_every_party_leads_to_its_page(
        self, site: Site, rulebook: Rulebook
    ) -> None:
        page = site.get("/vendors/graph")
        links = set(page.links())
        for tie in rulebook.content.ownership:
            assert " ".join(tie.says.split()) in page.text, tie.id
            assert {f"/vendors/{tie.parent}", f"/vendors/{tie.child}"} <= links

    def test_each_unknown_owner_is_drawn_by_itself(self, site: Site, rulebook: Rulebook) -> None:
        unknown = sum(
            o.owner == "unknown" and bool(o.channels) for o in rulebook.content.organisations
        )
        boxes = [
            g
            for tag, g in site.get("/vendors/graph").elements
            if tag == "g" and "party-unknown" in g["class"]
        ]
        assert len(boxes) == unknown > 1

    def test_as_it_stood_on_another_day(self, site: Site) -> None:
        assert "49%, no votes" in site.get("/vendors/graph").text
        assert "49%, no votes" not in site.get("/vendors/graph?on=2024-12-31").text

    def test_a_day_that_is_none_is_told(self, site: Site) -> None:
        page = site.get("/vendors/graph?on=yesterday")
        assert "That is no date" in page.text
        assert page.value("on") == "2026-11-20"


def test_a_rulebook_without_vendors_has_the_pages_too(site: Site, app: Flask) -> None:
    del site
    office = app.extensions["sourcing"]
    app = create_app(small.rulebook_of(), records=office.records, secret_key="k" * 32)
    assert listed(Site(app).get("/vendors")) == set()
    Site(app).get("/vendors/graph")
