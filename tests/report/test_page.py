"""The report as a page: every figure on it, nothing on it that could run, every link leading somewhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest

from sourcing.report.model.report import Report
from sourcing.report.page import render_report
from sourcing.report.text import text_of
from tests.report.conftest import FOUR, FULL, Document, Reported

PICTURES = 5
LARGEST = 120_000
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{ 7*7 }}"


class Tags(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, name: str) -> list[str]:
        return [value for _, attrs in self.found if (value := attrs.get(name))]


@pytest.fixture(scope="module")
def page(full_report: Report) -> str:
    return render_report(full_report, standalone=True)


def _words(page: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def _amounts(part: Any) -> Iterator[Decimal]:
    """Yield every total and every money line of a document's costs."""
    if isinstance(part, dict):
        if "accepted_unit" in part:
            yield from (Decimal(part[name]) for name in ("low", "likely", "high"))
            for line in part["lines"]:
                if line["is_money"]:
                    yield from (Decimal(line[name]) for name in ("low", "likely", "high"))
        for key, value in part.items():
            if key != "split":
                yield from _amounts(value)
    elif isinstance(part, list):
        for item in part:
            yield from _amounts(item)


def test_every_amount_of_the_document_stands_on_the_page_to_the_cent(
    full: Document, page: str
) -> None:
    words = _words(page)
    amounts = set(_amounts(full["lots"]))
    assert amounts
    assert [amount for amount in amounts if f"${amount:,.2f}" not in words] == []


def test_every_reason_gate_and_rule_stands_on_the_page(full: Document, page: str) -> None:
    words = _words(page)
    for lot in full["lots"]:
        for outcome in lot["channels"]:
            for reason in (*outcome["reasons"], *outcome["excluded_by"]):
                assert " ".join(reason["because"].split()) in words
                assert reason["rule"] in words


def test_every_input_stands_on_the_page_with_source_or_assumption(
    full: Document, page: str
) -> None:
    words = _words(page)
    for lot in full["lots"]:
        for outcome in lot["channels"]:
            for line in (outcome["cost"] or {"lines": []})["lines"]:
                for item in line["inputs"]:
                    assert item["label"] in words
                    assert (item["assumption"] or "") in words


def test_ids_are_unique_and_links_within_the_page_lead_somewhere(page: str) -> None:
    tags = Tags(page)
    ids = tags.values("id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in tags.values("href") if href.startswith("#")}
    assert targets <= set(ids)
    assert set(tags.values("aria-labelledby")) <= set(ids)


def test_a_standalone_page_loads_nothing(page: str) -> None:
    tags = Tags(page)
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in tags.found}
    assert set(re.findall(r"url\(([^)]*)\)", page)) <= {f"#{name}" for name in tags.values("id")}
    assert "@import" not in page
    assert all(href.startswith("#") for href in tags.values("href"))


def test_nothing_is_styled_inline(full_report: Report) -> None:
    tags = Tags(render_report(full_report, standalone=False))
    assert tags.values("style") == []
    assert "style" not in {tag for tag, _ in tags.found}


def test_hostile_text_is_shown_and_never_run(reported: Reported) -> None:
    brief = {
        "title": HOSTILE,
        "organisation": {"name": HOSTILE},
        "competitors": [f"{HOSTILE} & rival"],
        "vendors": [HOSTILE],
        "incumbent": {"vendor": HOSTILE, "bill_rate": "10"},
        "lots": [
            {
                "name": HOSTILE,
                "answers": FOUR,
                "chosen": {"channel": "direct", "reason": HOSTILE, "person": HOSTILE},
            },
            {"name": HOSTILE, "answers": FOUR, "volume": {"units": "5", "unit": HOSTILE}},
        ],
    }
    page = render_report(reported(brief), standalone=True)
    tags = Tags(page)
    assert not {"script", "img"} & {tag for tag, _ in tags.found}
    assert not [name for _, attrs in tags.found for name in attrs if name.startswith("on")]
    assert "{{ 7*7 }}" in page
    assert "49" not in Tags(page).values("title")
    assert _words(page).count("<script>alert(1)</script>") > 1


def test_the_title_of_the_page_tells_which_decision_and_rulebook(page: str, full: Document) -> None:
    title = re.search(r"<title>(.*?)</title>", page)
    assert title
    assert "Support assistant, spring training, Decision D-2026-0042" in title[1]
    assert full["rulebook"].removeprefix("sha256:")[:12] in title[1]


def test_the_print_head_carries_title_and_fingerprint(page: str, full_report: Report) -> None:
    assert Tags(page).values("data-running") == [full_report.running_head]


def test_page_and_text_agree_on_every_headline(page: str, full_report: Report) -> None:
    words, text = _words(page), " ".join(text_of(full_report).split())
    for lot in full_report.lots:
        head = lot.headline
        for said in (
            head.advice,
            head.cost,
            head.cost_range,
            head.why,
            head.settled,
            head.next_best,
        ):
            assert (said or "") in words
            assert (said or "") in text


def test_long_words_without_a_break_do_not_break_the_page(
    reported: Reported, one_lot: Document
) -> None:
    page = render_report(reported({**one_lot, "title": "x" * 200}), standalone=True)
    assert "x" * 200 in page


def test_a_lot_has_one_table_of_lines_with_a_column_for_each_price(
    full: Document, full_report: Report
) -> None:
    page = render_report(full_report, standalone=False)
    tables = re.findall(r'<table class="lines">.*?</table>', page, flags=re.DOTALL)
    priced = [[out for out in lot["channels"] if out["cost"]] for lot in full["lots"]]
    assert len(tables) == len(priced)
    for table, outcomes, lot in zip(tables, priced, full["lots"], strict=True):
        rows = re.findall(r"<tr.*?</tr>", table)
        columns = 1 + len(outcomes) + (lot["today"] is not None)
        assert all(len(re.findall(r"<t[hd]\b", row)) == columns for row in rows)


def test_a_page_of_one_lot_is_light_with_all_its_pictures(reported: Reported) -> None:
    page = render_report(reported({**FULL, "lots": FULL["lots"][:1]}), standalone=False)
    assert page.count('<svg class="chart"') == PICTURES
    assert len(page.encode()) < LARGEST
