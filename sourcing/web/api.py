"""The API: a brief in, its decision out; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document, to_json
from sourcing.decision.intake.brief import take_brief
from sourcing.problems import InvalidInputError, Problem
from sourcing.rulebook.reader import read_bytes
from sourcing.web.office import office

bp = Blueprint("api", __name__, url_prefix="/api/v1")

NAME = "brief"


@bp.post("/decisions")
def decisions() -> ResponseReturnValue:
    """Decide a brief given as JSON (or YAML); answer 422 with all problems where it is wrong."""
    book, on = office().rulebook, office().today()
    try:
        source = read_bytes(request.get_data(cache=False), NAME)
        brief = take_brief(book, source.value, source.locate, on=on)
    except InvalidInputError as error:
        return _refusal(error.problems), 422
    decision = decide(book, brief, on=on)
    return Response(to_json(decision_document(book, decision)), mimetype="application/json")


def _refusal(problems: Iterable[Problem]) -> dict[str, object]:
    return {
        "problems": [
            {
                "line": problem.place.line,
                "column": problem.place.column,
                "level": problem.level,
                "message": problem.message,
            }
            for problem in problems
        ]
    }
