"""A brief from the first page to the issued decision, with nothing but a keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sourcing.records.archive import Records
from tests.web.keyboard import Keys

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

MOST_STROKES = 60


@pytest.fixture
def keys(window: BrowserPage) -> Keys:
    return Keys(window)


@pytest.mark.browser
@pytest.mark.parametrize("window", [True, False], indirect=True, ids=["scripts", "no scripts"])
def test_a_brief_is_written_and_issued_by_keyboard_alone(
    keys: Keys, address: str, records: Records
) -> None:
    keys.window.emulate_media(reduced_motion="reduce")
    keys.window.goto(address)
    keys.skip()
    keys.follow("Start a brief")
    keys.skip()
    for name, text in (
        ("title", "Support assistant"),
        ("organisation_name", "Acme Telecom"),
        ("competitors-0", "Google, Meta"),
        ("vendors-0", "Outlier, Sama"),
        ("lots-0-name", "Reply ratings"),
        ("lots-0-answer_task_type", "Rating replies"),
    ):
        keys.to(name)
        keys.type(text)
    for question, downs in (("credential_rarity", 0), ("data_sensitivity", 1), ("duration", 0)):
        keys.to(f"lots-0-answer_{question}")
        keys.press("Space")
        for _ in range(downs):
            keys.press("ArrowDown")
    keys.to("lots-0-hours")
    keys.type("4000")
    keys.enter()
    assert keys.window.url.endswith("/preview")
    keys.skip()
    keys.follow("Check the answers and issue")
    keys.skip()
    keys.to("issue the decision")
    keys.press("Enter")
    keys.follow("Issue this decision")
    assert "/decisions/D-" in keys.window.url
    (decision,) = records.decisions.newest(most=5)
    assert decision.title == "Support assistant"
    assert keys.strokes < MOST_STROKES, keys.strokes
