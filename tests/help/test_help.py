"""The chapters of the help: found, linked, small, and true in what they name."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.reader import read_text
from tests.conftest import ON, RULES
from tests.help.conftest import Chapter
from tests.help.helppages import ADDRESSES, EXAMPLES
from tests.web.site import Site

ROOT = RULES.parent
LARGEST = 20_000
TERMS = (
    "brief",
    "lot",
    "channel",
    "gate",
    "preference",
    "take-rate",
    "mark-up",
    "pay-rate",
    "bill-rate",
    "burden",
    "p10-p50-p90",
    "break-even",
    "safeguard",
    "signal",
    "verdict",
    "settled",
    "fingerprint",
    "conversion-fee",
    "rl-environment",
)


@pytest.mark.parametrize("address", ADDRESSES)
class TestEveryChapter:
    def test_its_contents_name_its_sections(self, chapter: Chapter, address: str) -> None:
        page = chapter(address)
        assert page.headings
        assert page.contents == page.headings

    def test_it_is_light(self, site: Site, address: str) -> None:
        answer = site.client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.data) < LARGEST

    def test_every_example_says_what_it_is(self, chapter: Chapter, address: str) -> None:
        page = chapter(address)
        assert not page.unmarked, f"a <pre> is none of {EXAMPLES}"
        assert "" not in page.examples

    def test_links_lead_somewhere(self, chapter: Chapter, site: Site, address: str) -> None:
        for link in chapter(address).links:
            path, _, anchor = link.partition("#")
            if path.startswith("/help"):
                assert not anchor or anchor in chapter(path).anchors, link
            elif path.startswith("/"):
                assert site.client.get(path).status_code == 200, link


def test_chapters_lead_from_one_to_the_next(chapter: Chapter) -> None:
    for before, after in pairwise(ADDRESSES):
        assert after in chapter(before).links
        assert before in chapter(after).links


def test_an_unknown_chapter_says_so(site: Site) -> None:
    site.get("/help/nothing", status=404)
    site.get("/help/start", status=404)


def test_the_glossary_has_the_words_of_the_pages(chapter: Chapter) -> None:
    assert set(TERMS) <= chapter("/help/glossary").anchors


def test_every_link_to_a_term_leads_to_it(chapter: Chapter) -> None:
    known = chapter("/help/glossary").anchors
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        wanted = re.findall(r'\bterm\("[^"]+", "([^"]+)"\)', text)
        missing = set(wanted) - known
        assert not missing, f"{path.name}: {missing}"


def test_every_question_and_option_is_explained(site: Site, rulebook: Rulebook) -> None:
    page = site.get("/help/questions")
    for question in rulebook.questions.values():
        assert question.id in page.ids
        for option in question.options:
            assert " ".join((option.hint or "").split()) in page.text


def test_the_brief_shown_can_be_decided(chapter: Chapter, rulebook: Rulebook) -> None:
    _, text = chapter("/help/guide").examples["brief-file"]
    brief = parse_brief(read_text(text, "the help").value, nowhere("brief"))
    recommended = [lot.recommended for lot in decide(rulebook, brief, on=ON).lots]
    assert None not in recommended


class TestArchitecture:
    """The page about the code says what is so."""

    def test_paths_exist(self, site: Site) -> None:
        named = re.findall(r"<code>((?:\w+/)[\w./]*)</code>", site.get("/help/architecture").html)
        assert named
        for path in named:
            assert (ROOT / path).exists(), path

    def test_every_package_is_named(self, site: Site) -> None:
        html = site.get("/help/architecture").html
        for path in (ROOT / "sourcing").iterdir():
            if (path / "__init__.py").exists():
                assert f"<code>sourcing/{path.name}/</code>" in html

    def test_layers_are_those_that_imports_keep_to(self, site: Site) -> None:
        settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
        contracts = settings["tool"]["importlinter"]["contracts"]
        (layers,) = (found["layers"] for found in contracts if found["type"] == "layers")
        html = site.get("/help/architecture").html
        (drawn,) = re.findall(r'<ol class="layers">(.*?)</ol>', html, re.DOTALL)
        rows = [re.findall(r"<code>(\w+)</code>", row) for row in drawn.split("</li>")]
        assert [row for row in rows if row] == [
            layer.split(" | ") for layer in layers if layer != "__main__"
        ]


def test_settings_named_are_read_by_the_program(site: Site) -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "sourcing").rglob("*.py"))
    named = set(
        re.findall(r"\b(?:SOURCING_[A-Z]+|DATABASE_URL)\b", site.get("/help/administrator").text)
    )
    assert named == {"SOURCING_DATA", "SOURCING_RULES", "DATABASE_URL"}
    assert all(f'"{name}"' in code for name in named)


def test_the_first_command_is_that_of_the_readme(chapter: Chapter) -> None:
    kind, text = chapter("/help/administrator").examples["install-commands"]
    assert kind == "readme"
    assert text in Path(ROOT / "README.md").read_text("utf-8")
