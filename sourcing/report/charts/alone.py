"""A picture as an SVG of its own, with its looks as attributes, for documents without our style sheet."""

from __future__ import annotations

from sourcing.report.charts.drawing import Chart
from sourcing.report.templating import environment

INK, SOFT, FAINT = "#000", "#444", "#aaa"
HUES = ("#7a4800", "#6b2e66", "#245530", "#0a5661", "#5c3f31", "#3f447a")
"""The channels' hues in print, by place."""

LOOKS = {
    "label": {},
    "strong": {"font-weight": "600"},
    "tick": {"fill": SOFT},
    "grid": {"stroke": FAINT, "stroke-width": ".7"},
    "axis": {"stroke": SOFT, "stroke-width": ".7"},
    "whisker": {"stroke": INK, "stroke-width": "1.5"},
    "likely": {"stroke": INK, "stroke-width": "3.5"},
    "stated": {"stroke": INK, "stroke-dasharray": "2 3"},
}


def svg_of(chart: Chart, *, width: int, size: int = 14, font: str = "sans-serif") -> str:
    """Return a picture `width` pixels wide with letters of `size` pixels; the same chart, the same text."""
    macros = environment().get_template("macros/charts.html").module
    return str(macros.alone(chart, width, size, font, LOOKS, HUES))  # type: ignore[attr-defined]
