"""The first page with nothing, a little and a lot on it."""

from __future__ import annotations

import pytest

from sourcing.records.archive import Records
from tests.conftest import ON
from tests.web.site import Page, Site

MANY = 120


@pytest.fixture
def full(site: Site, records: Records) -> Site:
    """A site whose team has written and issued a lot."""
    for n in range(1, MANY + 1):
        title = f"Ratings {n:03}"
        records.briefs.save(f"brief{n:03}", title, {"title": title, "lots": [{}]}, version=0)
        records.decisions.issue(
            "{}", title=title, on=ON, rulebook="sha256:0", departures=n % 60 == 0
        )
    return site


def shown(page: Page, start: str) -> list[str]:
    return [link for link in page.links() if link.startswith(start) and not link.endswith("delete")]


def test_the_first_page_shows_the_newest_few_of_each_and_leads_to_all(full: Site) -> None:
    page = full.get("/")
    decisions = shown(page, "/decisions/")
    assert decisions[0].endswith(f"-{MANY:04}")
    assert len(decisions) == len(shown(page, "/briefs/b")) == 10
    assert f"All {MANY} decisions" in page.text
    assert f"All {MANY} briefs" in page.text


@pytest.mark.parametrize(("name", "start"), [("decisions", "/decisions/"), ("briefs", "/briefs/b")])
def test_a_list_can_be_paged_through_to_its_end(full: Site, name: str, start: str) -> None:
    address, seen, pages = f"/?list={name}", [], 0
    while address:
        page = full.get(address)
        seen += shown(page, start)
        address = next((a["href"] for tag, a in page.elements if a.get("rel") == "next"), "")
        pages += 1
    assert pages == 3
    assert len(seen) == len(set(seen)) == MANY
    assert f"101 to {MANY} of {MANY}" in page.text


def test_what_is_found_can_be_paged_through_too(full: Site) -> None:
    page = full.get("/?q=ratings")
    assert "All decisions found" in page.text
    more = next(link for link in page.links() if "list=briefs" in link and "q=ratings" in link)
    assert len(shown(full.get(more), "/briefs/b")) == 50


def test_those_that_depart_are_told_apart(full: Site) -> None:
    page = full.get("/?departing=yes")
    assert len(shown(page, "/decisions/")) == 2
    assert not shown(page, "/briefs/b")


@pytest.mark.parametrize(
    "query",
    [
        "?list=decisions&page=99",
        "?list=x&page=2",
        "?list=briefs&page=-1",
        "?list=briefs&page=99999999999999999999",
        "?page=x&list=decisions",
    ],
)
def test_a_page_that_is_not_there_is_a_page_all_the_same(full: Site, query: str) -> None:
    assert full.get(f"/{query}").text
