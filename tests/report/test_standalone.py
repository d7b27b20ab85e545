"""The report as one file: written small, and to a browser the same page as the one written in full."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sourcing.places import templates_folder
from sourcing.report.model.report import Report
from sourcing.report.page import SHEETS, render_report
from tests.leftout import browser
from tests.report.conftest import FULL, Reported

if TYPE_CHECKING:
    from playwright.sync_api import Page

LARGEST = 120_000
SENT = 40_000
ONE_LOT = {
    **FULL,
    "lots": FULL["lots"][:1],
    "vendors": ["outlier-ai", "sama"],
    "competitors": ["google"],
}
EVERY_PICTURE = 5
WAYS = [(1280, "light"), (1280, "dark"), (390, "light"), (760, "print")]


@pytest.fixture(scope="module")
def one_lot(reported: Reported) -> Report:
    return reported(ONE_LOT)


@pytest.mark.parametrize("lot", FULL["lots"], ids=lambda lot: lot["name"])
def test_a_report_of_one_lot_is_a_light_file_with_all_its_pictures(
    reported: Reported, lot: object
) -> None:
    page = render_report(reported({**ONE_LOT, "lots": [lot]}))
    assert page.count("<svg class=chart") == EVERY_PICTURE
    assert len(page.encode()) < LARGEST


def test_a_report_of_several_lots_is_light_where_it_is_sent(full_report: Report) -> None:
    for standalone in (True, False):
        page = render_report(full_report, standalone=standalone)
        assert len(gzip.compress(page.encode(), 9)) < 1.25 * SENT


def test_it_carries_no_rule_for_what_is_not_on_it(one_lot: Report) -> None:
    page = render_report(one_lot)
    style = page[page.index("<style>") : page.index("</style>")]
    assert "/*" not in style
    assert [
        name for name in (".field", ".masthead", ".finder", "textarea", "select") if name in style
    ] == []


@pytest.fixture(scope="module")
def opened() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - missing where left out

    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        yield program.new_page()
        program.close()


@pytest.mark.browser
class TestInABrowser:
    """What is left out goes without saying."""

    def test_it_is_built_of_the_same_elements(self, opened: Page, one_lot: Report) -> None:
        built = []
        for page in (render_report(one_lot), whole(one_lot)):
            opened.set_content(page)
            built.append(re.sub(r"\s*(<[^>]+>)\s*", r"\1", opened.inner_html("main")))
        sources = re.findall(r'#s-([\w-]+)"', built[1])
        for number, name in enumerate(dict.fromkeys(sources), start=1):
            built[1] = re.sub(f'(["#]s)-{name}"', rf'\g<1>{number}"', built[1])
        assert built[0] == built[1]

    @pytest.mark.parametrize(("width", "scheme"), WAYS)
    def test_it_looks_the_same_to_the_pixel(
        self, opened: Page, one_lot: Report, width: int, scheme: str, tmp_path: Path
    ) -> None:
        opened.set_viewport_size({"width": width, "height": 900})
        opened.emulate_media(
            media="print" if scheme == "print" else "screen",
            color_scheme="dark" if scheme == "dark" else "light",
        )
        seen = []
        for name, page in (("small", render_report(one_lot)), ("whole", whole(one_lot))):
            opened.set_content(page)
            seen.append(opened.screenshot(full_page=True, path=tmp_path / f"{name}.png"))
        assert seen[0] == seen[1]


def whole(report: Report) -> str:
    """Return the page with whole style sheets and nothing left out."""
    folder = templates_folder() / "static"
    style = "\n".join((folder / name).read_text("utf-8") for name in SHEETS)
    return (
        f'<!doctype html><html lang="en" data-running="{report.running_head}"><head><style>{style}'
        f'</style></head><body><main id="content" class="content">'
        f"{render_report(report, standalone=False)}</main></body></html>"
    )
