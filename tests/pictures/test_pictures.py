"""The pictures for review are taken of the real program in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.leftout import browser
from tests.pictures.scene import bare, served
from tests.pictures.sights import BROKEN, EMPTY, Sight

pytestmark = pytest.mark.browser


def test_no_two_sights_share_a_name() -> None:
    names = [sight.name for sight in (*EMPTY, *BROKEN)]
    assert len(names) == len(set(names))


def test_a_page_is_seen_in_every_way_and_weighed(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - missing where left out

    from tests.pictures.camera import WAYS, photograph  # noqa: PLC0415 - as above

    with served(bare(tmp_path / "site")) as address, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        seen = photograph(opened, address, Sight("new", "/briefs/new"), tmp_path, WAYS)
        opened.close()
    assert seen.status == 200
    assert not seen.faults
    assert 0 < seen.sent_bytes < seen.page_bytes
    assert {path.name for path in seen.pictures} >= {f"new-{way}.png" for way in WAYS}
    assert all(path.stat().st_size for path in seen.pictures)
