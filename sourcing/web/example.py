"""A worked example that newcomers can open, print and change."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.cases import Case
from sourcing.web.briefs.drafts import new_id
from sourcing.web.briefs.writing import draft_of_brief
from sourcing.web.office import office

bp = Blueprint("example", __name__)


def example_of(rulebook: Rulebook) -> Case | None:
    """Return the worked case that the rulebook offers to newcomers, if it offers one."""
    offered = (case for case in rulebook.content.cases if case.for_newcomers)
    return min(offered, key=lambda case: case.id, default=None)


@bp.post("/example")
def open_example() -> ResponseReturnValue:
    """Keep the example as a brief of the reader's own, and show what is recommended for it."""
    book = office().rulebook
    case = example_of(book)
    if case is None:
        abort(404)
    draft = {"title": case.title, **draft_of_brief(book, case.brief)}
    brief = office().records.briefs.save(new_id(), draft["title"], draft, version=0)
    flash("This is the example. It is yours now: change its answers, print it, delete it.")
    return redirect(url_for("previews.show", brief_id=brief.id), 303)
