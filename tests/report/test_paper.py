"""The PDF of briefs that are long, overridden, unpriced or named in any script: no page that embarrasses."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from sourcing.report.model.report import Report
from sourcing.report.pdf.document import paper_of
from sourcing.report.pdf.glyphs import NOTICE, by_name
from sourcing.report.pdf.render import render_pdf
from tests.report.conftest import FULL, Document, Reported
from tests.report.test_pdf import (
    LARGEST,
    MOST_PAGES,
    TWO_LOTS,
    missing,
    opened,
    pages,
    squeezed,
    structure,
)

REGULATED = {**FULL, "lots": [FULL["lots"][2], FULL["lots"][1]]}
CHOSEN = {
    "channel": "crowd",
    "reason": "the letters are public already",
    "person": "Ada Buyer",
    "second_person": "Grace Hopper",
    "second_reason": "nothing of it is new",
}
OVERRIDDEN = {**FULL, "lots": [FULL["lots"][0], {**FULL["lots"][2], "chosen": CHOSEN}]}
NO_FONT_HAS_IT = "\u0378"
"""A place in Unicode that holds no character."""


@pytest.fixture(scope="module")
def overridden(reported: Reported) -> Report:
    return reported(OVERRIDDEN)


def drawn(content: bytes, page: int = 0) -> str:
    contents = opened(content).pages[page].get_contents()
    assert contents is not None
    return contents.get_data().decode("latin-1")


def claims_the_standard(content: bytes) -> bool:
    root: Any = opened(content).root_object
    return b"pdfuaid" in root["/Metadata"].get_data()


class TestPages:
    """Few pages, each of them full, and the first one signed."""

    @pytest.mark.parametrize("size", ["a4", "letter"])
    def test_two_lots_with_personal_data_and_five_vendors_print_on_few_pages(
        self, reported: Reported, size: str
    ) -> None:
        content = render_pdf(reported(REGULATED), size=size)
        assert len(pages(content)) <= MOST_PAGES
        assert len(content) <= LARGEST
        assert "Signature" in pages(content)[0]

    def test_one_lot_prints_on_four_pages(self, reported: Reported) -> None:
        content = render_pdf(reported({**FULL, "lots": FULL["lots"][:1]}))
        assert len(pages(content)) == 4

    def test_a_preview_is_no_heavier_than_the_decision(self, reported: Reported) -> None:
        issued = reported(TWO_LOTS)
        preview = replace(issued, decision_id=None, preview="Preview, not issued.")
        assert len(render_pdf(preview)) < 1.1 * len(render_pdf(issued))

    def test_the_lines_of_two_lots_stand_in_one_table(self, reported: Reported) -> None:
        report = reported(TWO_LOTS)
        tags = [tag for tag, _ in structure(render_pdf(report))]
        prices, lines, answers = len(report.lots), 1, 1
        assert tags.count("Table") == prices + lines + answers

    def test_the_lines_of_vast_sums_stand_under_each_other(self, reported: Reported) -> None:
        lots = [{**lot, "volume": {"hours": "90000000"}} for lot in TWO_LOTS["lots"]]
        report = reported({**TWO_LOTS, "lots": lots})
        tags = [tag for tag, _ in structure(render_pdf(report))]
        prices, lines, answers = len(report.lots), len(report.lots), 1
        assert tags.count("Table") == prices + lines + answers
        assert missing(report) == []

    @pytest.mark.parametrize(
        "brief",
        [
            OVERRIDDEN,
            {**FULL, "vendors": [], "incumbent": {}, "lots": FULL["lots"][:1]},
            {"title": "Ratings", "lots": [{"name": "Ratings"}]},
            {**FULL, "lots": [{"name": "Not known"}, FULL["lots"][1]]},
        ],
        ids=["overridden", "no vendor", "no answer", "a lot without answers"],
    )
    def test_every_kind_of_brief_is_printed_whole(
        self, reported: Reported, brief: Document
    ) -> None:
        report = reported(brief)
        assert missing(report) == []
        assert claims_the_standard(render_pdf(report))


class TestOverride:
    """What was chosen against the recommendation is seen at once, and told once."""

    def test_it_is_framed(self, overridden: Report, reported: Reported) -> None:
        plain = {**OVERRIDDEN, "lots": [FULL["lots"][0], FULL["lots"][2]]}
        frames = [
            len(re.findall(r"\b1\.2 w\b", drawn(render_pdf(report))))
            for report in (overridden, reported(plain))
        ]
        assert frames[0] == frames[1] + 1

    def test_its_account_is_told_once(self, overridden: Report) -> None:
        text = squeezed("".join(pages(render_pdf(overridden))))
        assert text.count(squeezed("Nothing of it is new.")) == 1

    def test_it_prints_on_few_pages_and_a_single_lot_is_signed_on_the_first(
        self, overridden: Report, reported: Reported
    ) -> None:
        assert len(pages(render_pdf(overridden))) <= MOST_PAGES
        single = reported({**OVERRIDDEN, "lots": OVERRIDDEN["lots"][1:]})
        assert "Signature" in pages(render_pdf(single))[0]


class TestScripts:
    """Names in any script; a character that no font holds is named, never an empty box."""

    def test_a_character_that_no_font_holds_is_printed_by_name(self, reported: Reported) -> None:
        report = replace(reported(TWO_LOTS), title=f"Ratings {NO_FONT_HAS_IT} in spring")
        content = render_pdf(report)
        first = squeezed(pages(content)[0])
        assert squeezed("Ratings [U+0378] in spring") in first
        assert squeezed(NOTICE) in first
        assert claims_the_standard(content)

    def test_a_character_has_the_name_that_unicode_gives_it(self, reported: Reported) -> None:
        paper = paper_of(replace(reported(TWO_LOTS), title="Ratings \N{SLIGHTLY SMILING FACE}"))
        told = by_name(paper, lambda text: "\N{SLIGHTLY SMILING FACE}" not in text)
        assert told.title == "Ratings [slightly smiling face]"
        assert told.notice == NOTICE
        assert by_name(paper, lambda _: True) == paper

    @pytest.mark.parametrize(
        "name",
        [
            "\u0634\u0631\u0643\u0629 \u0627\u0644\u0628\u064a\u0627\u0646\u0627\u062a",
            "\u05e2\u05d1\u05e8\u05d9\u05ea",
            "\u682a\u5f0f\u4f1a\u793e",
            "\u0394\u03b7\u03bc\u03cc\u03c3\u03b9\u03b1",
        ],
        ids=["Arabic", "Hebrew", "Japanese", "Greek"],
    )
    def test_names_in_any_script_are_printed(self, reported: Reported, name: str) -> None:
        lots = [{**lot, "name": f"{name} {n}"} for n, lot in enumerate(TWO_LOTS["lots"])]
        brief = {**TWO_LOTS, "vendors": [name, *TWO_LOTS["vendors"][:-1]], "lots": lots}
        content = render_pdf(reported(brief))
        assert claims_the_standard(content)
        assert len(pages(content)) <= MOST_PAGES + 1
