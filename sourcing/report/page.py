"""A report as a page: within the application's layout, or as one file that needs nothing else."""

from __future__ import annotations

from markupsafe import Markup

from sourcing.report.model.report import Report
from sourcing.report.sheets import needed, sheet
from sourcing.report.templating import environment
from sourcing.report.tight import tight

TEMPLATE = "report/report.html"
STANDALONE = "report/standalone.html"
SHEETS = ("style.css", "pictures.css", "report.css", "print.css")


def render_report(report: Report, *, standalone: bool = True) -> str:
    """Return the report as HTML.

    A standalone page carries what it needs of the style sheets and is written small; otherwise the
    bare article is returned, for a frame of the caller's own. Served pages extend `report/report.html` in their
    own environment instead.
    """
    template = environment().get_template(TEMPLATE)
    if standalone:
        return template.render(report=report, layout=STANDALONE, style_for=_style, tight=_tight)
    context = template.new_context({"report": report, "layout": STANDALONE})
    return "".join(template.blocks["content"](context))


def _style(body: str) -> Markup:
    """Return the rules for the body of a page; the sheets are our own, so they stand unescaped."""
    return Markup(needed("".join(map(sheet, SHEETS)), body))  # noqa: S704 - shipped with the program


def _tight(body: str) -> Markup:
    """Return the body of a page, escaped by its templates, written small."""
    return Markup(tight(body))  # noqa: S704 - escaped by the templates
