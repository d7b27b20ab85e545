"""A report as a page: within the application's layout, or as one file that needs nothing else."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from sourcing.places import templates_folder
from sourcing.report.model import Report
from sourcing.report.templating import environment

TEMPLATE = "report/report.html"
STANDALONE = "report/standalone.html"


def render_report(report: Report, *, standalone: bool = True) -> str:
    """Return the report as HTML.

    A standalone page carries its style sheet; otherwise the bare article is returned, for a frame
    of the caller's own. Served pages extend `report/report.html` in their own environment instead.
    """
    template = environment().get_template(TEMPLATE)
    if standalone:
        return template.render(report=report, layout=STANDALONE, style=_style())
    context = template.new_context({"report": report, "layout": STANDALONE})
    return "".join(template.blocks["content"](context))


@cache
def _style() -> Markup:
    """Return the style sheet; it is our own file, so it stands unescaped."""
    sheet = templates_folder() / "static" / "style.css"
    return Markup(sheet.read_text(encoding="utf-8"))  # noqa: S704 - shipped with the program
