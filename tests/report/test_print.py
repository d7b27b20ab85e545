"""The page as a browser prints it: the same words as the PDF, and nothing that belongs to the screen."""

from __future__ import annotations

import re
from collections.abc import Container
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sourcing.report.model.report import Report
from sourcing.report.page import render_report
from sourcing.report.paper import ASSUMED, CALLS, CHANGES, FLAGS, LEFT_OUT, POINTS, on_paper
from sourcing.report.pdf.render import render_pdf
from tests.leftout import browser
from tests.report.conftest import FULL, Reported
from tests.report.test_pdf import (
    MOST_PAGES,
    QUIET,
    SMALLEST,
    body,
    holds,
    pages,
    squeezed,
    strings,
)

SCREEN_ONLY = {"unprinted", "unseen", "contents", "score", "figures", "net", "actions"}
"""Classes that the style sheet takes off paper."""

VOID = {"br", "hr", "img", "input", "link", "meta"}
HEADS = {"th", "summary", "h3"}
"""What heads a table or a list; on paper these are headed otherwise."""

WORTH_CHECKING = 30
POINTS_IN_A_PIXEL = 0.75
SMALLEST_LETTERS = """
() => Math.min(...[...document.querySelectorAll("main *")]
  .filter(part => !part.closest("svg, .unseen") && part.getClientRects().length)
  .filter(part => [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .map(part => parseFloat(getComputedStyle(part).fontSize)))
"""
"""The smallest letters, in pixels, of the texts that are printed; marks draw their own."""
TWO_LOTS = {**FULL, "lots": FULL["lots"][:2]}


class Printed(HTMLParser):
    """Collects the texts of a page that are printed, one for each piece between tags.

    The texts of elements in `skipped` are left out.
    """

    def __init__(self, page: str, skipped: Container[str] = ()) -> None:
        super().__init__()
        self._skipped = skipped
        self.texts: list[str] = []
        self._open: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        classes = set((dict(attrs).get("class") or "").split())
        hidden = bool(classes & SCREEN_ONLY) or tag in {"style", "title"} or tag in self._skipped
        self._open.append(hidden or bool(self._open and self._open[-1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave elements that hold nothing alone."""

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1]) and data.strip():
            self.texts.append(data)


@pytest.fixture(scope="module")
def two_lots(reported: Reported) -> Report:
    return reported(TWO_LOTS)


@pytest.fixture(scope="module")
def printed(two_lots: Report) -> list[str]:
    return Printed(render_report(two_lots, standalone=False)).texts


def test_print_holds_every_text_that_belongs_on_paper(two_lots: Report, printed: list[str]) -> None:
    text = squeezed("".join(printed)) + squeezed(two_lots.running_head)
    missing = [
        (name, said)
        for name, said in strings(on_paper(two_lots))
        if (name, said) not in QUIET and not holds(text, name, said)
    ]
    assert missing == []


def test_what_is_printed_stands_in_the_pdf_too(two_lots: Report) -> None:
    text = body(two_lots, render_pdf(two_lots))
    printed = Printed(render_report(two_lots, standalone=False), HEADS).texts
    long = [said for said in printed if len(said.strip()) > WORTH_CHECKING]
    assert len(long) > 100
    assert [said for said in long if not holds(text, "", said.strip(" :"))] == []


@pytest.mark.parametrize("said", [LEFT_OUT, CALLS, FLAGS, CHANGES, ASSUMED, POINTS])
def test_what_paper_leaves_out_is_said(printed: list[str], said: str) -> None:
    assert squeezed(said) in squeezed("".join(printed))


@pytest.mark.browser
def test_no_letter_is_printed_too_small(two_lots: Report, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - missing where left out

    file = tmp_path / "report.html"
    file.write_text(render_report(two_lots), encoding="utf-8")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = opened.new_page()
        page.goto(file.as_uri())
        page.emulate_media(media="print")
        smallest = page.evaluate(SMALLEST_LETTERS)
        opened.close()
    assert smallest * POINTS_IN_A_PIXEL >= SMALLEST


@pytest.mark.browser
@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("face", ["narrow", "usual"])
def test_two_lots_print_on_few_pages_in_a_browser(
    two_lots: Report, tmp_path: Path, face: str, size: str
) -> None:
    """Also on a machine that has no narrow face."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - missing where left out

    whole = render_report(two_lots)
    narrow = re.search(r'--text:("Arial Narrow".*?)Fitting', whole)
    assert narrow
    file = tmp_path / "report.html"
    file.write_text(whole if face == "narrow" else whole.replace(narrow[1], ""), encoding="utf-8")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = opened.new_page()
        page.goto(file.as_uri())
        content = page.pdf(format=size)
        opened.close()
    found = pages(content)
    assert len(found) <= MOST_PAGES
    for number, text in enumerate(found, start=1):
        assert squeezed(two_lots.running_head) in squeezed(text)
        assert squeezed(f"page {number} of {len(found)}") in squeezed(text)
    first = squeezed(found[0])
    answered = [lot.headline.advice for lot in two_lots.lots]
    answered += [point.text for doubt in two_lots.doubts for point in doubt.points]
    assert [said for said in (*answered, two_lots.signing) if squeezed(said) not in first] == []
    titles = {squeezed(section.title) for section in two_lots.sections.values()}
    last = [squeezed(page.strip().splitlines()[-2]).lstrip("0123456789") for page in found]
    assert titles.isdisjoint(last)
