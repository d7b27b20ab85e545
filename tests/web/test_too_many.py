"""More lots or rows than a brief may hold: refused at every door, before any of it is read."""

from __future__ import annotations

import pytest

from tests.web.site import Site, filled

LOTS = {f"lots-{n}-name": "x" for n in range(1000)}
ROWS = {
    "quotes": {f"lots-0-quotes-{n}-source": "x" for n in range(1001)},
    "declarations": {f"declarations-{n}-person": "x" for n in range(1001)},
    "rivals": {f"competitors-{n}": "x" for n in range(1001)},
}


def test_too_many_lots_are_refused_and_what_stood_stands(site: Site) -> None:
    address = site.brief()
    _, data = site.blank()
    page = site.refused(address, {**data, **LOTS, "title": "Too many"})
    assert "at most 200 lots" in page.text
    assert site.get(address).value("title") == "Support assistant"


@pytest.mark.parametrize("kind", ROWS)
def test_too_many_rows_are_refused(site: Site, kind: str) -> None:
    address, data = site.blank()
    page = site.refused(address, {**data, **ROWS[kind]})
    assert "at most 1000 quotes, names and declarations" in page.text


def test_so_are_they_from_a_page_that_was_open_for_too_long(site: Site) -> None:
    address, data = site.blank()
    page = site.refused(address, {**data, **LOTS, "csrf_token": "expired"})
    assert "at most 200 lots" in page.text


def test_so_are_they_where_a_decision_is_asked_what_if(site: Site) -> None:
    address = f"{site.issue(site.brief())}/what-if"
    page = site.refused(address, {**filled(site.get(address)), **LOTS})
    assert "at most 200 lots" in page.text


def test_so_are_they_in_an_address(site: Site) -> None:
    lots = "&".join(f"lots-{n}-quotes-0-pay=1" for n in range(201))
    assert "at most 200 lots" in site.get(f"/briefs/new?{lots}", status=422).text


def test_the_line_that_is_kept_up_to_date_is_told_in_its_own_words(site: Site) -> None:
    _, data = site.blank()
    answer = site.post("/briefs/standing", {**data, **LOTS}, status=422)
    assert answer.json == {
        "problems": [{"level": "error", "message": "A brief holds at most 200 lots."}]
    }
