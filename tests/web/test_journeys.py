"""What the three kinds of reader come for, in a browser: at a desk, on a phone, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from sourcing.cli.verify import command as verify
from tests.report.conftest import FULL
from tests.web.bench import CHANGED, RULES, Bench, write
from tests.web.conftest import served
from tests.web.keyboard import Keys
from tests.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
PHONE_WITHOUT_SCRIPTS = {**PHONE, "java_script_enabled": False}
EVERYWHERE = pytest.mark.parametrize(
    "window", [True, PHONE, PHONE_WITHOUT_SCRIPTS], indirect=True, ids=["desk", "phone", "bare"]
)
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

pytestmark = pytest.mark.browser


def press(window: BrowserPage, words: str) -> None:
    """Press a link or a button by its words; nothing on the page that follows sticks out."""
    window.get_by_text(words, exact=True).locator("visible=true").last.click()
    window.wait_for_load_state()
    assert not window.evaluate(WIDE), f"{window.url} scrolls sideways"


@EVERYWHERE
def test_a_buyer_writes_a_brief_of_two_lots_and_changes_an_answer(
    window: BrowserPage, address: str
) -> None:
    window.goto(address)
    press(window, "Start a brief")
    window.fill("#title", "Support assistant")
    for lot in (0, 1):
        window.fill(f"#lots-{lot}-name", f"Part {lot + 1}")
        window.select_option(f"#lots-{lot}-answer_task_type", index=3 + lot)
        for question, value in (
            ("credential_rarity", "none" if lot == 0 else "licensed"),
            ("data_sensitivity", "public"),
            ("duration", "one_off"),
        ):
            window.check(f'[name="lots-{lot}-answer_{question}"][value="{value}"]')
        if lot == 0:
            press(window, "Add a lot")
    press(window, "See the recommendation")
    assert window.locator(".outcome-advice").count() >= 2
    press(window, "Change the answers")
    press(window, "Part 2")
    window.check('[name="lots-1-answer_data_sensitivity"][value="regulated"]')
    press(window, "See the recommendation")
    press(window, "Check the answers and issue")
    window.fill("#person", "Jo Buyer")
    window.fill("#reason", "The cases hold names")
    press(window, "Issue this decision")
    assert "/decisions/D-" in window.url
    assert "Jo Buyer" in window.content()


@EVERYWHERE
def test_an_approver_reads_prints_and_verifies_a_decision(
    window: BrowserPage, address: str, site: Site, tmp_path: Path
) -> None:
    lot = {f"lots-0-answer_{name}": value for name, value in FULL["lots"][0]["answers"].items()}
    decision = site.issue(site.brief(**lot))
    window.goto(f"{address}{decision}")
    paper = PdfReader(BytesIO(window.pdf(format="A4", prefer_css_page_size=True)))
    printed = " ".join(page.extract_text() for page in paper.pages)
    for words in (
        "Requested by",
        "Bought by",
        "Approved by",
        "Signature",
        "Buy from an open crowd",
    ):
        assert words in printed
    with window.expect_download() as coming:
        window.get_by_text("Download as PDF", exact=True).click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
    window.locator("summary").evaluate_all("all => all.forEach(each => each.click())")
    with window.expect_download() as coming:
        window.get_by_text("Decision with its rules (JSON)").click()
    packet = tmp_path / "packet.json"
    coming.value.save_as(packet)
    told = CliRunner().invoke(verify, [str(packet)], standalone_mode=False)
    assert told.output.startswith("Identical")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    opened = Bench(write(tmp_path / "rules"), tmp_path / "data")
    yield opened
    opened.close()


@pytest.mark.parametrize("window", [True, False], indirect=True, ids=["scripts", "no scripts"])
def test_a_rule_editor_edits_checks_publishes_and_restores_by_keyboard(
    window: BrowserPage, bench: Bench
) -> None:
    window.emulate_media(reduced_motion="reduce")
    keys = Keys(window)
    with served(bench.app) as address:
        window.goto(f"{address}/rules")
        keys.skip()
        keys.follow("Files")
        keys.skip()
        keys.follow("rules/where.yaml")
        keys.to("editor-name")
        keys.type("Ada")
        keys.to("text")
        keys.press("Control+a")
        window.keyboard.insert_text(CHANGED)
        keys.follow("Check")
        assert "Sound." in window.content()
        keys.follow("See the impact")
        assert "33% of all answers" in window.content()
        keys.follow("Back to the draft")
        keys.to("message")
        keys.type("Beach when it is mild")
        keys.follow("Publish")
        assert bench.text() == CHANGED
        keys.follow("Versions")
        keys.follow("Version 1")
        keys.to("author")
        keys.follow("Restore version 1")
    assert bench.text() == RULES
    assert bench.recommended("mild") == "hills"


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_a_rule_editor_mends_an_error_on_a_phone(window: BrowserPage, bench: Bench) -> None:
    with served(bench.app) as address:
        window.goto(f"{address}/rules/files/rules/where.yaml")
        window.fill("#editor-name", "Ada")
        window.fill("#text", RULES.replace("because: Nobody", "becuase: Nobody"))
        press(window, "Check")
        assert "becuase" in window.locator(".findings").inner_text()
        window.fill("#text", CHANGED)
        press(window, "Publish with a message")
        window.fill("#message", "Beach when it is mild")
        press(window, "Publish")
    assert bench.text() == CHANGED
