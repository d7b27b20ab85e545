"""The pictures of money: their places are the figures, and the same figures stand in words."""

from __future__ import annotations

import html
import re
from copy import deepcopy
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from sourcing.report.charts.alone import svg_of
from sourcing.report.charts.drawing import Bar, Chart, Letter, Line, Text, axis_to
from sourcing.report.model.report import Report
from sourcing.report.page import render_report
from sourcing.report.view import report_of
from tests.leftout import browser
from tests.report.conftest import FOUR, FULL, Decided, Document, Reported

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page(full_report: Report) -> str:
    return render_report(full_report, standalone=False)


def charts(report: Report) -> list[Chart]:
    return [chart for lot in report.lots if lot.money for chart in lot.money.charts]


def one(report: Report, number: int, lot: int = 0) -> Chart:
    """Return a lot's picture: 1 ranges, 2 dollars, 3 break-even, 4 tornado."""
    money = report.lots[lot].money
    assert money
    return next(chart for chart in money.charts if chart.id == f"chart-{lot + 1}-{number}")


def words(page: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def without_money(document: Document) -> Document:
    changed = deepcopy(document)
    for lot in changed["lots"]:
        lot["money"] = None
        for outcome in lot["channels"]:
            if outcome["cost"]:
                outcome["cost"] |= {"p10": None, "p50": None, "p90": None}
    return changed


class TestPlaces:
    """Every picture is to scale."""

    def test_a_range_begins_and_ends_where_the_simulations_do(
        self, full: Document, full_report: Report
    ) -> None:
        costs = [out["cost"] for out in full["lots"][0]["channels"] if out["cost"]]
        end = axis_to(max(Decimal(cost["high"]) for cost in costs)).end
        bars = [shape for shape in one(full_report, 1).drawing.shapes if isinstance(shape, Bar)]
        for bar, cost in zip(bars, costs, strict=True):
            assert bar.x == pytest.approx(float(Decimal(cost["p10"]) / end * 100), abs=0.01)
            width = (Decimal(cost["p90"]) - Decimal(cost["p10"])) / end * 100
            assert bar.width == pytest.approx(float(width), abs=0.02)

    def test_bars_of_a_dollar_have_one_scale(self, full: Document, full_report: Report) -> None:
        bars = [shape for shape in one(full_report, 2).drawing.shapes if isinstance(shape, Bar)]
        shares = sorted(
            float(part["share"])
            for flow in full["lots"][0]["money"]["where_it_goes"]
            for part in flow["parts"]
            if float(part["share"])
        )
        widths = sorted(bar.width for bar in bars)
        scale = widths[-1] / shares[-1]
        assert widths == [pytest.approx(share * scale, abs=0.02) for share in shares]

    def test_lines_cross_where_the_break_even_says(self, full: Document) -> None:
        found = full["lots"][0]["money"]["break_even"]
        by_channel = {line["channel"]: line for line in found["lines"]}
        own = by_channel[found["channel"]]
        for against in found["against"]:
            other, hours = by_channel[against["channel"]], against["hours"]["likely"]
            if hours and Decimal(hours):
                ours, theirs = (
                    float(line["once"]) + float(line["hour"]) * float(hours)
                    for line in (own, other)
                )
                assert ours == pytest.approx(theirs, rel=0.02)

    def test_a_line_rises_as_the_cost_of_an_hour_does(
        self, full: Document, full_report: Report
    ) -> None:
        names = list(full["names"]["channels"])
        hours = {
            names.index(line["channel"]) + 1: float(line["hour"])
            for line in full["lots"][0]["money"]["break_even"]["lines"]
        }
        rises = {
            shape.place: (shape.y1 - shape.y2) / hours[shape.place]
            for shape in one(full_report, 3).drawing.shapes
            if isinstance(shape, Line) and shape.look == "course"
        }
        assert rises.keys() == hours.keys()
        assert max(rises.values()) == pytest.approx(min(rises.values()), rel=0.01)

    def test_the_widest_bar_of_the_tornado_is_the_input_that_moves_most(
        self, full: Document, full_report: Report
    ) -> None:
        lot = full["lots"][0]
        bars = lot["money"]["tornado"][lot["recommended"]]
        shapes = one(full_report, 4).drawing.shapes
        widths = [shape.width for shape in shapes if isinstance(shape, Bar)]
        assert widths == sorted(widths, reverse=True)
        assert bars[0]["label"] in one(full_report, 4).title

    def test_nothing_leaves_the_picture(self, reported: Reported, full_report: Report) -> None:
        units = {
            "lots": [
                {
                    "answers": {**FOUR, "task_type": "task-env-design"},
                    "volume": {"units": "3", "unit": "environment"},
                }
            ]
        }
        for chart in (*charts(full_report), *charts(reported(units))):
            for shape in chart.drawing.shapes:
                across = [shape.x1, shape.x2] if isinstance(shape, Line) else [shape.x]
                down = [shape.y1, shape.y2] if isinstance(shape, Line) else [shape.y]
                if isinstance(shape, Bar):
                    across.append(shape.x + shape.width)
                    down.append(shape.y + shape.height)
                assert all(-0.01 <= x <= 100.01 for x in across), chart.title
                assert all(0 <= y <= chart.drawing.height for y in down), chart.title

    def test_labels_at_the_ends_of_lines_do_not_lie_on_each_other(
        self, full_report: Report
    ) -> None:
        for chart in charts(full_report):
            letters = [shape for shape in chart.drawing.shapes if isinstance(shape, Letter)]
            places = sorted(letter.y for letter in letters)
            assert all(b - a > 1.4 for a, b in pairwise(places))


class TestWords:
    """The reading stands in the title, the figures in a table."""

    def test_each_picture_tells_what_to_read_from_it(
        self, full: Document, full_report: Report
    ) -> None:
        titles = [chart.title for chart in charts(full_report)]
        assert len(titles) == len(set(titles)) == 12
        cheaper = full["lots"][0]["money"]["cheaper"]
        share = round(Decimal(cheaper["crowd"]["direct"]) * 100)
        assert (
            f"Open crowd costs less than Direct sourcing in {share} percent of simulations"
            in titles
        )

    def test_every_figure_of_a_picture_stands_in_a_table_of_the_section(
        self, full: Document, page: str
    ) -> None:
        said = words(page)
        for lot in full["lots"]:
            amounts = [
                out["cost"][name]
                for out in lot["channels"]
                if out["cost"]
                for name in ("p10", "p50", "p90")
            ]
            amounts += [
                part["amount"] for flow in lot["money"]["where_it_goes"] for part in flow["parts"]
            ]
            bars = lot["money"]["tornado"][lot["recommended"]]
            amounts += [bar[end] for bar in bars for end in ("total_at_low", "total_at_high")]
            assert [amount for amount in amounts if f"${Decimal(amount):,.2f}" not in said] == []

    def test_a_break_even_that_never_comes_is_said(self, full: Document) -> None:
        document = deepcopy(full)
        for against in document["lots"][0]["money"]["break_even"]["against"]:
            against["hours"] = against["months"] = dict.fromkeys(("low", "likely", "high"))
        report = report_of(document, decision_id=None, issued=None)
        chart = one(report, 3)
        assert "never pays" in chart.title
        assert chart.grid
        assert {cell for row in chart.grid.rows for cell in row[1:]} == {"Never"}
        money = report.lots[0].money
        assert money
        told = [saying.text for matter in money.matters for saying in matter.sayings]
        assert any("never costs less" in text for text in told)

    def test_a_decision_without_simulations_or_prices_has_no_picture(
        self, full: Document, reported: Reported
    ) -> None:
        report = report_of(without_money(full), decision_id=None, issued=None)
        assert charts(report) == []
        assert 'id="chart-' not in render_report(report, standalone=False)
        assert charts(reported({"lots": [{"answers": {"credential_rarity": "none"}}]})) == []

    def test_pictures_have_name_and_description_for_who_does_not_see_them(self, page: str) -> None:
        said = dict(re.findall(r'id="(chart-[^"]+)"[^>]*>([^<]+)<', page))
        found = re.findall(
            r'<svg class="chart" role="img"[^>]*aria-labelledby="([^"]+)" aria-describedby="([^"]+)"',
            page,
        )
        assert len(found) == len(set(found)) == 12
        assert len({said[name] for name, _ in found}) == 12
        assert all(said[note] for _, note in found)


class TestAlone:
    """A picture by itself, for documents without our style sheet."""

    def test_it_is_well_formed_and_carries_its_looks(self, full_report: Report) -> None:
        for chart in charts(full_report):
            root = ET.fromstring(svg_of(chart, width=340))  # noqa: S314 - our own
            assert root.find(f"{SVG}title") is not None
            tags = list(root.iter())
            assert not [tag for tag in tags if "class" in tag.attrib or "style" in tag.attrib]
            ids = {tag.attrib["id"] for tag in tags if "id" in tag.attrib}
            used = set(re.findall(r"url\(#([^)]+)\)", ET.tostring(root, encoding="unicode")))
            assert used <= ids

    def test_it_draws_what_the_page_draws(self, full_report: Report, page: str) -> None:
        for chart in charts(full_report):
            texts = [shape.text for shape in chart.drawing.shapes if isinstance(shape, Text)]
            alone = html.unescape(svg_of(chart, width=340))
            assert all(f">{text}<" in alone for text in texts)
            assert all(text in html.unescape(page) for text in texts)

    def test_the_same_chart_gives_the_same_text(
        self, document_of: Decided, full_report: Report
    ) -> None:
        again = report_of(document_of(FULL), decision_id="D-2026-0042", issued=None)
        for first, second in zip(charts(full_report), charts(again), strict=True):
            assert svg_of(first, width=340) == svg_of(second, width=340)

    def test_hostile_labels_stay_words(self, full: Document) -> None:
        document = deepcopy(full)
        for channel in document["names"]["channels"].values():
            channel["label"] = channel["letter"] = "<b>&\"'"
        report = report_of(document, decision_id=None, issued=None)
        for chart in charts(report):
            assert ET.fromstring(svg_of(chart, width=340)) is not None  # noqa: S314 - our own
        assert "<b>" not in render_report(report)


@pytest.mark.parametrize(
    ("largest", "end"),
    [("0", "1"), ("3", "3"), ("258414.29", "300000"), ("410", "600"), ("0.07", "0.075")],
)
def test_an_axis_ends_at_a_round_mark_no_less_than_all_it_holds(largest: str, end: str) -> None:
    axis = axis_to(Decimal(largest))
    assert axis.end >= Decimal(largest)
    assert len(axis.marks) <= 4
    assert axis.marks[0] == 0
    assert axis.end == Decimal(end)


@pytest.mark.browser
def test_letters_lie_over_their_halo(full_report: Report) -> None:
    """A halo keeps words legible on a hatch; drawn last it would cover them."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - missing where left out

    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        opened = program.new_page()
        opened.set_content(render_report(full_report))
        found = opened.eval_on_selector_all(
            ".chart text, .tie-label",
            "all => all.map(each => [getComputedStyle(each), each.textContent])"
            ".filter(([style]) => style.stroke !== 'none' && parseFloat(style.strokeWidth) > 1)"
            ".filter(([style]) => !style.paintOrder.startsWith('stroke')).map(([, text]) => text)",
        )
        program.close()
    assert found == []
