"""Every component of the templates in all its states, for those who develop the pages."""

from __future__ import annotations

import os
import re
from typing import Final

from flask import Blueprint, Response, abort, current_app, render_template, request
from wtforms import BooleanField, Form, StringField, TextAreaField

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.places import templates_folder
from sourcing.problems import Place, Problem
from sourcing.report.explained.compared import CHANGED, SAME, ComparedPart, ComparedRow
from sourcing.report.model.report import Report
from sourcing.report.view import report_of
from sourcing.web.briefs.fields import Checkboxes, Choice, Radios
from sourcing.web.briefs.widgets import TextInput
from sourcing.web.example import example_of
from sourcing.web.help.chapters import CHAPTERS
from sourcing.web.office import office
from sourcing.web.workbench.checking import Checked
from sourcing.web.workbench.differences import difference

bp = Blueprint("design", __name__, url_prefix="/design")

SCHEMES: Final = ("light", "dark")
COMPLAINT: Final = "Say what is wrong and how to mend it."
PROBLEMS: Final = (
    Problem(Place("about.yaml", 2, 1), "error", COMPLAINT),
    Problem(Place("about.yaml"), "warning", "What could be better."),
    Problem(Place("about.yaml"), "info", "What is good to know."),
)
COMPARED: Final = ComparedPart(
    "One lot",
    "What became of it.",
    (
        ComparedRow("Channel", "Open crowd", "Managed vendor", CHANGED),
        ComparedRow("Status", "Ready", "Ready", SAME),
    ),
    "And 3 things that are the same.",
)
_TOKENS = re.compile(r":root \{(.*?)\}", re.DOTALL)


class SampleForm(Form):
    """One field of each kind, with what options look like."""

    text = StringField("A line of text", description="A hint under the label.", widget=TextInput())
    area = TextAreaField("Several lines", description="Say as much as you like.")
    choice = Choice("One from a list", choices={"": "Not known yet", "a": "This", "b": "That"})
    radios = Radios("One of a few", choices={"a": "This", "b": "That"}, validate_choice=False)
    several = Checkboxes("Any of these", choices={"a": "This", "b": "That"}, validate_choice=False)
    single = BooleanField("I have read it", description="A single yes or no.")


@bp.before_request
def _for_developers() -> None:
    if os.environ.get("SOURCING_DEV") != "1" and not current_app.debug:
        abort(404)


@bp.get("")
def show() -> str:
    """Show the components, in the scheme of the reader's system or in that of `?scheme=`."""
    wanted = request.args.get("scheme", "")
    return render_template(
        "pages/design.html",
        scheme=wanted if wanted in SCHEMES else "",
        schemes=SCHEMES,
        forms=_forms(),
        report=_report(),
        channels=office().rulebook.channels,
        chapters=CHAPTERS,
        problems=PROBLEMS,
        checked=Checked(None, PROBLEMS),
        change=difference("about.yaml", "title: Old\nauthor: Ada\n", "title: New\nauthor: Ada\n"),
        side_by_side=(COMPARED,),
    )


@bp.get("/schemes.css")
def schemes() -> Response:
    """Return the tokens of both schemes under a class each, taken from the style sheet."""
    style = (templates_folder() / "static" / "style.css").read_text(encoding="utf-8")
    light, dark = _TOKENS.findall(style)[:2]
    text = (
        f".in-light, .in-dark {{{light} background: var(--paper); color: var(--ink); padding: 1.5rem; }}\n"
        f".in-light {{ color-scheme: light; }}\n.in-dark {{{dark} color-scheme: dark; }}\n"
    )
    return Response(text, mimetype="text/css")


def _forms() -> dict[str, Form]:
    """Return the sample empty, filled in, and with an error at every field."""
    filled = {"text": "Typed", "area": "Typed", "choice": "a", "radios": "a", "several": ["b"]}
    wrong = SampleForm(prefix="wrong")
    for field in wrong:
        field.errors = [COMPLAINT]
    return {
        "Empty": SampleForm(prefix="empty"),
        "Filled in": SampleForm(data={**filled, "single": True}, prefix="filled"),
        "With an error": wrong,
    }


def _report() -> Report | None:
    """Return the report on the newcomers' example, if the rulebook has one."""
    book = office().rulebook
    case = example_of(book)
    if case is None:
        return None
    decision = decide(book, parse_brief(case.brief, nowhere("example")), on=office().today())
    return report_of(decision_document(book, decision), decision_id=None, issued=None)
