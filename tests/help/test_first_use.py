"""An empty installation offers an example, and developers find every component on one page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sourcing.records.archive import Records, open_records
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.app import create_app
from tests.conftest import ON, RULES
from tests.small import rulebook_of
from tests.web.site import Site

MACROS = RULES.parent / "templates" / "macros"
WHOLE = {"_brief", "_lot", "_lots", "_impact"}
"""Whole forms and reports, which the pages show in all their states."""


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = open_records(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def fresh(rulebook: Rulebook, records: Records) -> Site:
    """Return a site on which nothing was ever written."""
    return Site(create_app(rulebook, records=records, secret_key="k" * 32, today=lambda: ON))


class TestExample:
    """The first minute of somebody who has never seen the tool."""

    def test_it_can_be_opened_read_and_changed(self, fresh: Site) -> None:
        home = fresh.get("/")
        assert "/example" in home.actions()
        report = fresh.follow("/example", {"csrf_token": home.value("csrf_token")})
        assert "example" in report.title
        (brief,) = {link for link in report.links() if re.fullmatch(r"/briefs/\w+", link)}
        form = fresh.get(brief)
        assert form.value("title").endswith("(example)")
        assert fresh.issue(brief).startswith("/decisions/")

    def test_a_home_with_briefs_no_longer_offers_it(self, fresh: Site) -> None:
        fresh.brief()
        assert "/example" not in fresh.get("/").actions()

    def test_a_rulebook_without_one_offers_none(self, records: Records) -> None:
        book = rulebook_of()
        site = Site(create_app(book, records=records, secret_key="k" * 32, today=lambda: ON))
        home = site.get("/")
        assert "/example" not in home.actions()
        token = site.get("/briefs/new").value("csrf_token")
        site.refused("/example", {"csrf_token": token}, status=404)


def _shared() -> list[Path]:
    """Return the templates beside the pages whose macros several of them use."""
    texts = [path.read_text("utf-8") for path in MACROS.parent.rglob("*.html")]
    return [
        path
        for path in MACROS.parent.glob("*/_*.html")
        if path.stem not in WHOLE
        and sum(f'"{path.parent.name}/{path.name}"' in text for text in texts) > 1
    ]


class TestDesign:
    """The gallery of components."""

    def test_readers_never_see_it(self, fresh: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SOURCING_DEV", raising=False)
        fresh.get("/design", status=404)

    @pytest.mark.parametrize("query", ["", "?scheme=light", "?scheme=dark", "?scheme=none"])
    def test_it_is_a_page_like_all(
        self, fresh: Site, monkeypatch: pytest.MonkeyPatch, query: str
    ) -> None:
        monkeypatch.setenv("SOURCING_DEV", "1")
        assert fresh.get(f"/design{query}").text

    def test_it_shows_every_component(self, fresh: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCING_DEV", "1")
        shown = set(re.findall(r"<code>(\w+\.\w+)</code>", fresh.get("/design").html))
        made = {
            f"{path.stem.lstrip('_')}.{name}"
            for path in (*MACROS.glob("*.html"), *_shared())
            for name in re.findall(r"{% macro ([a-z]\w*)", path.read_text("utf-8"))
        }
        assert made <= shown

    def test_both_schemes_come_from_the_style_sheet(
        self, fresh: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCING_DEV", "1")
        text = fresh.client.get("/design/schemes.css").text
        light, dark = (text.partition(f".in-{name} {{")[2] for name in ("light", "dark"))
        for token in ("--paper", "--ink", "--accent", "--high"):
            assert light.partition(f"{token}:")[2][:9] != dark.partition(f"{token}:")[2][:9]
