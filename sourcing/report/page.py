"""A report as a page: within the application's layout, or as one file that needs nothing else."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from sourcing.places import templates_folder
from sourcing.report.model.report import Report
from sourcing.report.templating import environment

TEMPLATE = "report/report.html"
STANDALONE = "report/standalone.html"
SHEETS = ("style.css", "report.css")


def render_report(report: Report, *, standalone: bool = True) -> str:
    """Return the report as HTML.

    A standalone page carries its style sheets; otherwise the bare article is returned, for a frame
    of the caller's own. Served pages extend `report/report.html` in their own environment instead.
    """
    template = environment().get_template(TEMPLATE)
    if standalone:
        return template.render(report=report, layout=STANDALONE, style=_style())
    context = template.new_context({"report": report, "layout": STANDALONE})
    return "".join(template.blocks["content"](context))


@cache
def _style() -> Markup:
    """Return the style sheets; they are our own files, so they stand unescaped."""
    folder = templates_folder() / "static"
    sheets = ((folder / name).read_text(encoding="utf-8") for name in SHEETS)
    return Markup("\n".join(sheets))  # noqa: S704 - shipped with the program
