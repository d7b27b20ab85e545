"""The page as a browser prints it: the same words as the PDF, and nothing that belongs to the screen."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from sourcing.report.model import Report
from sourcing.report.page import render_report
from sourcing.report.paper import on_paper
from sourcing.report.pdf.render import render_pdf
from tests.report.conftest import FULL, Reported
from tests.report.test_pdf import QUIET, body, holds, squeezed, strings

SCREEN_ONLY = {"unprinted", "unseen", "contents", "score", "figures-beside", "net", "actions"}
"""Classes that the style sheet takes off paper."""

VOID = {"br", "hr", "img", "input", "link", "meta"}
TOLD_OTHERWISE = re.compile(r"line,andhowitisreckoned|reason,criterion,ruleandsource|inputs")
WORTH_CHECKING = 30
TWO_LOTS = {**FULL, "lots": FULL["lots"][:2]}


class Printed(HTMLParser):
    """Collects the texts of a page that are printed, one for each piece between tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        classes = set((dict(attrs).get("class") or "").split())
        hidden = bool(classes & SCREEN_ONLY) or tag in {"style", "title"}
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
    return Printed(render_report(two_lots)).texts


def test_print_holds_every_text_that_belongs_on_paper(two_lots: Report, printed: list[str]) -> None:
    text = squeezed("".join(printed)) + squeezed(two_lots.running_head)
    missing = [
        (name, said)
        for name, said in strings(on_paper(two_lots))
        if (name, said) not in QUIET and not holds(text, name, said)
    ]
    assert missing == []


def test_what_is_printed_stands_in_the_pdf_too(two_lots: Report, printed: list[str]) -> None:
    text = body(two_lots, render_pdf(two_lots))
    long = [said for said in printed if len(said.strip()) > WORTH_CHECKING]
    assert len(long) > 100
    assert [said for said in long if not holds(text, "", said.strip(" :"))] == []
