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

from sourcing.report.measures import QUESTIONS
from sourcing.report.model.report import LotView, Report
from sourcing.report.page import render_report
from sourcing.report.paper import (
    ASKED_ELSEWHERE,
    ASSUMED,
    CALLS,
    CHANGES,
    FLAGS,
    LEFT_OUT,
    POINTS,
    on_paper,
)
from sourcing.report.pdf.render import render_pdf
from sourcing.rulebook.compiled import Rulebook
from tests.report.conftest import FOUR, FULL, Reported

UNSAID = {
    "id", "letter", "place", "index", "number", "mark", "severity", "status", "verdict", "rank",
    "bar", "page_title", "parent", "child", "line", "notes", "says", "look", "kind", "anchor",
}  # fmt: skip
"""Fields that name a mark, an anchor or a measure, or that say a picture to who cannot see it."""

CALLED = {"ask", "evidence", "clause"}
"""What a concern calls for stands, as a sentence, in the checklists."""

QUIET = {("origin", "Answered"), ("origin", "Follows")}
"""Where an answer is from is told where it is no plain answer."""

LONG = 60
"""Letters from which a text may be divided between pages."""

MOST_PAGES = 6
SMALLEST = 8
"""Points of the smallest letters between head and foot."""
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
    if name == "because" and not _stands(text, said):
        first, _, rest = said.partition(". ")
        return _stands(text, first) and _stands(text, rest)
    return _stands(text, said)


def _stands(text: str, said: str) -> bool:
    whole = squeezed(said).rstrip(".?")
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


def sizes(content: bytes) -> set[float]:
    """Return the sizes in points of the letters of a PDF that are read, so not of marks."""
    found: set[float] = set()
    for page in opened(content).pages:
        contents = page.get_contents()
        assert contents is not None
        open_marks: list[bool] = []
        drawn = contents.get_data().decode("latin-1")
        for tag, begins, size in re.findall(
            r"(/\w+)?[^\n]{0,80}?\b(BDC|BMC|EMC)|([\d.]+) Tf", drawn
        ):
            if size and not any(open_marks):
                found.add(float(size))
            elif begins == "EMC":
                open_marks.pop()
            elif begins:
                open_marks.append(tag == "/Artifact")
    return found


def structure(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the tags of a PDF in reading order, each with its alternative text."""

    def below(node: Any) -> Iterator[tuple[str, str]]:
        if isinstance(node, dict):
            if "/S" in node:
                yield str(node["/S"]).lstrip("/"), str(node.get("/Alt", ""))
            inner = node.get("/K")
            inner = inner.get_object() if inner is not None else []
            for child in inner if isinstance(inner, list) else [inner]:
                yield from below(child.get_object())

    root: Any = opened(content).root_object["/StructTreeRoot"]
    yield from below(root.get_object())


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

    @pytest.mark.parametrize(
        "said", [LEFT_OUT, CALLS, ASKED_ELSEWHERE, FLAGS, CHANGES, ASSUMED, POINTS]
    )
    def test_what_is_left_out_is_said(self, full_report: Report, said: str) -> None:
        assert squeezed(said) in body(full_report, render_pdf(full_report))

    def test_nothing_of_weight_is_left_out(self, full_report: Report) -> None:
        """Each channel's price, each reason, gate, verdict, input used and thing to do is printed."""
        printed = on_paper(full_report)
        for lot, kept in zip(full_report.lots, printed.lots, strict=True):
            working = ("account", "ranked", "score", "prices", "answers", "changes", "money")
            assert replace(kept, **{name: getattr(lot, name) for name in working}) == lot
            assert _reasons(kept) == _reasons(lot)
            assert {row for row in lot.answers if row.origin == "Answered"} <= set(kept.answers)
            assert lot.prices
            assert kept.prices
            simulated = [
                replace(kept_row, p10=row.p10, p50=row.p50, p90=row.p90)
                for row, kept_row in zip(lot.prices.rows, kept.prices.rows, strict=True)
            ]
            assert tuple(simulated) == lot.prices.rows
            assert kept.prices.tables[0].taken
        shortened = ("lots", "inputs", "signals", "flags", "vendors", "ownership", "checklists")
        assert replace(printed, **{name: getattr(full_report, name) for name in shortened}) == (
            full_report
        )
        whole, short = (
            [
                item.text
                for checklist in report.checklists
                if checklist.title != QUESTIONS
                for item in checklist.items
            ]
            for report in (full_report, printed)
        )
        assert short == whole

    def test_questions_are_printed_where_there_is_room(self, reported: Reported) -> None:
        report = reported({**FULL, "lots": FULL["lots"][:2]})
        asked = [item.text for each in report.checklists for item in each.items]
        text = body(report, render_pdf(report))
        assert len(asked) > 50
        assert [said for said in asked if not _stands(text, said)] == []

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

    @pytest.mark.parametrize("size", ["a4", "letter"])
    def test_two_lots_print_on_few_pages(self, two_lots: Report, size: str) -> None:
        content = render_pdf(two_lots, size=size)
        assert len(pages(content)) <= MOST_PAGES
        assert len(content) <= LARGEST

    def test_no_letter_is_too_small_to_sign(self, two_lots: Report) -> None:
        found = sizes(render_pdf(two_lots))
        assert len(found) > 4
        assert min(found) >= SMALLEST

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

    def test_every_picture_has_the_words_that_stand_for_it(self, full_report: Report) -> None:
        drawn = [
            chart.says
            for lot in on_paper(full_report).lots
            if lot.money
            for chart in lot.money.charts
        ]
        told = [words for tag, words in structure(render_pdf(full_report)) if tag == "Figure"]
        assert told == drawn
        assert len(told) == 2 * len(full_report.lots)
        assert all(told)

    def test_its_headings_are_nested_and_its_tables_have_heads(self, full_report: Report) -> None:
        tags = [tag for tag, _ in structure(render_pdf(full_report))]
        levels = [0, *(int(tag[1:]) for tag in tags if re.fullmatch(r"H\d", tag))]
        assert all(below <= above + 1 for above, below in pairwise(levels))
        assert levels.count(1) == len(full_report.sections)
        assert tags.count("Table") == tags.count("THead") > len(full_report.lots)

    def test_what_was_made_before_changes_nothing(
        self, two_lots: Report, full_report: Report
    ) -> None:
        first = render_pdf(two_lots)
        render_pdf(full_report)
        render_pdf(replace(two_lots, title="Another"))
        assert render_pdf(two_lots) == first

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
