"""The report as PDF: the page's words on few pages, tagged, the same bytes each time."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from sourcing.report.model import LotView, Report
from sourcing.report.page import render_report
from sourcing.report.paper import ASSUMED, LEFT_OUT, on_paper
from sourcing.report.pdf.render import render_pdf
from sourcing.rulebook.compiled import Rulebook
from tests.report.conftest import FOUR, FULL, Reported

UNSAID = {
    "id", "letter", "place", "index", "number", "mark", "severity", "status", "verdict", "rank",
    "bar", "page_title", "parent", "child", "line", "notes",
}  # fmt: skip
"""Fields that name a mark, an anchor or a measure; their words stand in fields of their own."""

CALLED = {"ask", "evidence", "clause"}
"""What a concern calls for stands, as a sentence, in the checklists."""

QUIET = {("origin", "Answered"), ("origin", "Follows")}
"""Where an answer is from is told where it is no plain answer."""

LONG = 100
"""Letters from which a text may be divided between pages."""

MOST_PAGES = 6
LARGEST = 200_000
TWO_LOTS = {**FULL, "lots": FULL["lots"][:2]}


@pytest.fixture(scope="module")
def two_lots(reported: Reported) -> Report:
    return reported(TWO_LOTS)


@cache
def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in opened(content).pages]


def squeezed(text: str) -> str:
    """Return text without spaces, which a reader of PDF can only guess, and in small letters."""
    return re.sub(r"[\s\u200b]+", "", text).casefold()


def strings(part: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text that a report says, with the field that holds it."""
    if isinstance(part, str):
        yield name, part
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in UNSAID:
                yield from strings(getattr(part, field.name), field.name)
    elif isinstance(part, dict):
        yield from strings(tuple(part.values()), name)
    elif isinstance(part, tuple):
        for item in part:
            yield from strings(item, name)


def holds(text: str, name: str, said: str) -> bool:
    """Say whether text holds something said.

    A long text may be divided between two pages, and whose task an item is heads several items.
    """
    whole = squeezed(said).rstrip(".?")
    if name == "because" and whole not in text:
        first, _, rest = said.partition(". ")
        return squeezed(first) in text and squeezed(rest).rstrip(".") in text
    start = next((n for n in range(len(whole), 0, -1) if whole[:n] in text), 0)
    return start == len(whole) or (len(whole) > LONG and whole[start:] in text)


def body(report: Report, content: bytes) -> str:
    """Return what stands between heads and feet, squeezed."""
    text = ""
    for number, page in enumerate(pages(content), start=1):
        kept = squeezed(page)
        for edge in (
            report.running_head,
            f"page {number} of {len(pages(content))}",
            "Printed on by",
        ):
            kept = kept.replace(squeezed(edge), "", 1)
        text += kept
    return text


def missing(report: Report) -> list[tuple[str, str]]:
    """Return the texts of a report that its PDF does not hold."""
    content = render_pdf(report)
    text = body(report, content) + squeezed(report.running_head)
    return [
        (name, said)
        for name, said in strings(on_paper(report))
        if (name, said) not in QUIET and not holds(text, name, said)
    ]


def page_words(report: Report) -> str:
    page = re.sub(r"<style>.*?</style>", "", render_report(report), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


class TestWords:
    """Page, print and PDF say the same."""

    def test_the_pdf_holds_every_text_of_the_report(self, full_report: Report) -> None:
        assert missing(full_report) == []

    def test_so_it_does_for_every_worked_case(self, rulebook: Rulebook, reported: Reported) -> None:
        for case in rulebook.content.cases[::9]:
            assert missing(reported(case.brief)) == []

    def test_every_figure_of_the_pdf_stands_on_the_page(self, full_report: Report) -> None:
        content = render_pdf(full_report)
        figures = {
            figure.rstrip(".,")
            for page in pages(content)
            for figure in re.findall(r"\$?\d[\d,.]*%?", page)
        }
        words = page_words(full_report)
        numbers = {str(n) for n in range(len(full_report.inputs) + 1)}
        assert len(figures) > 100
        assert {figure for figure in figures - numbers if figure not in words} == set()

    def test_what_is_left_out_is_said(self, full_report: Report) -> None:
        text = body(full_report, render_pdf(full_report))
        assert squeezed(LEFT_OUT) in text
        assert squeezed(ASSUMED) in text

    def test_nothing_of_weight_is_left_out(self, full_report: Report) -> None:
        """Each channel's price, each reason, gate, verdict, input used and thing to do is printed."""
        printed = on_paper(full_report)
        for lot, kept in zip(full_report.lots, printed.lots, strict=True):
            working = ("ranked", "score", "prices", "answers", "changes", "money")
            assert replace(kept, **{name: getattr(lot, name) for name in working}) == lot
            assert _reasons(kept) == _reasons(lot)
            assert {row for row in lot.answers if row.origin == "Answered"} <= set(kept.answers)
            assert lot.prices
            assert kept.prices
            assert kept.prices.rows == lot.prices.rows
            assert kept.prices.tables[0].recommended
        shortened = ("lots", "inputs", "flags", "vendors", "ownership", "checklists")
        assert replace(printed, **{name: getattr(full_report, name) for name in shortened}) == (
            full_report
        )
        whole, short = (
            [item.text for checklist in report.checklists for item in checklist.items]
            for report in (full_report, printed)
        )
        assert short == whole

    def test_what_a_flag_calls_for_stands_in_the_checklists(self, full_report: Report) -> None:
        listed = {item.text for checklist in full_report.checklists for item in checklist.items}
        told = {squeezed(text).rstrip(".?") for text in listed}
        for flag in full_report.flags:
            calls = [getattr(flag, name) for name in CALLED if getattr(flag, name)]
            assert {squeezed(call).rstrip(".?") for call in calls} <= told


def _reasons(lot: LotView) -> list[str]:
    return [reason.because for ranked in lot.ranked for reason in ranked.reasons]


class TestPaper:
    """A document that one would bind."""

    def test_two_lots_print_on_few_pages(self, two_lots: Report) -> None:
        content = render_pdf(two_lots)
        assert len(pages(content)) <= MOST_PAGES
        assert len(content) <= LARGEST

    def test_the_first_page_answers_and_is_signed(self, two_lots: Report) -> None:
        first = squeezed(pages(render_pdf(two_lots))[0])
        said = [lot.headline.advice for lot in two_lots.lots]
        said += [doubt.label for doubt in two_lots.doubts]
        said += ["Signature", dict(two_lots.record)["Rulebook"]]
        places = [first.index(squeezed(text)) for text in said]
        assert all(before < after for before, after in pairwise(places))

    def test_every_page_is_numbered_and_every_further_page_has_the_head(
        self, two_lots: Report
    ) -> None:
        found = pages(render_pdf(two_lots))
        for number, page in enumerate(found, start=1):
            assert squeezed(f"page {number} of {len(found)}") in squeezed(page)
            assert (squeezed(two_lots.running_head) in squeezed(page)) == (number > 1)

    @pytest.mark.parametrize(("size", "points"), [("a4", (595, 842)), ("letter", (612, 792))])
    def test_the_paper_is_the_one_asked_for(
        self, two_lots: Report, size: str, points: tuple[int, int]
    ) -> None:
        box = opened(render_pdf(two_lots, size=size)).pages[0].mediabox
        assert (round(box.width), round(box.height)) == points

    def test_no_heading_stands_alone_at_the_foot_of_a_page(self, full_report: Report) -> None:
        titles = {squeezed(section.title) for section in full_report.sections.values()}
        content = render_pdf(full_report)
        for page in pages(content):
            last = [line for line in page.splitlines() if line.strip()][-1]
            assert squeezed(last).lstrip("0123456789") not in titles


class TestFile:
    """A file that readers, screen readers and archives can rely on."""

    def test_it_is_tagged_titled_and_in_a_language(self, full_report: Report) -> None:
        reader = opened(render_pdf(full_report))
        root: Any = reader.root_object
        assert root["/MarkInfo"]["/Marked"]
        assert root["/StructTreeRoot"]
        assert str(root["/Lang"]).startswith("en")
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata
        assert reader.metadata.title == full_report.title
        assert b"pdfuaid" in root["/Metadata"].get_data()

    def test_its_date_is_that_of_the_decision(self, full_report: Report) -> None:
        metadata = opened(render_pdf(full_report)).metadata
        assert metadata
        assert metadata.creation_date
        assert metadata.creation_date.date().isoformat() == "2026-11-20"

    def test_its_bookmarks_are_the_sections(self, full_report: Report) -> None:
        outline = opened(render_pdf(full_report)).outline
        found = [entry.title for entry in outline if isinstance(entry, Destination)]
        sections = full_report.sections.values()
        assert list(map(squeezed, map(str, found))) == [
            squeezed(f"{section.number}{section.title}") for section in sections
        ]

    def test_its_fonts_are_shipped(self, full_report: Report) -> None:
        fonts = {
            str(font.get_object()["/BaseFont"])
            for page in opened(render_pdf(full_report)).pages
            for font in cast("Any", page["/Resources"])["/Font"].values()
        }
        assert {font.partition("+")[2].partition("-")[0] for font in fonts} == {"SourceSansPro"}

    def test_the_same_report_gives_the_same_bytes_also_at_once(self, two_lots: Report) -> None:
        with ThreadPoolExecutor(4) as pool:
            made = set(pool.map(lambda _: render_pdf(two_lots), range(4)))
        assert len(made) == 1

    def test_nothing_is_left_on_the_disk(
        self, two_lots: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.chdir(tmp_path)
        render_pdf(two_lots)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "title",
        [
            "#panic() *bold* $x$ <label> @ref \\",
            "\u65e5\u672c \U0001f600",
            "\u0001\ue000",
            "x" * 150,
        ],
    )
    def test_any_title_is_printed(self, reported: Reported, title: str) -> None:
        named = replace(reported({"lots": [{"name": "Ratings", "answers": FOUR}]}), title=title)
        content = render_pdf(named)
        assert opened(content).metadata
        if title.isascii() and title.isprintable():
            assert squeezed(title) in squeezed(pages(content)[0])
