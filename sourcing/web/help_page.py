"""What the tool does and what its words mean; the questions come from the rulebook."""

from __future__ import annotations

from flask import Blueprint, render_template

from sourcing.web.office import office

bp = Blueprint("help", __name__)


@bp.get("/help")
def show() -> str:
    """Show the help."""
    book = office().rulebook
    questions = list(book.questions.values())
    return render_template(
        "pages/help.html",
        grouped=[question for question in questions if question.groups],
        plain=[question for question in questions if not question.groups],
        channels=book.channels,
        criteria=book.content.criteria,
    )
