"""Forms of briefs that are refused before they are read: sent too late, or with too much."""

from __future__ import annotations

from typing import Final

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from sourcing.web.briefs.drafts import TooManyError
from sourcing.web.briefs.views import show_again
from sourcing.web.serving.errors import error_page

BAD, UNPROCESSABLE = 400, 422
EXPIRED: Final = (
    "This page was open for too long, or your browser keeps no cookies. Nothing is lost: your "
    "answers are below, not yet saved. Press the button again."
)


def show_refusals(app: Flask) -> None:
    """Have an application say what became of a form that it refuses."""
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(TooManyError, _too_many)


def _expired(_: CSRFError) -> ResponseReturnValue:
    if request.endpoint == "briefs.save" and request.view_args:
        try:
            return show_again(str(request.view_args["brief_id"]), EXPIRED, BAD)
        except TooManyError as error:  # what an error handler raises is not handled again
            return _too_many(error)
    title = "This page was open for too long"
    return error_page(
        BAD, title, "Nothing was changed. Go back, load the page again and repeat it."
    )


def _too_many(error: TooManyError) -> ResponseReturnValue:
    if request.endpoint == "briefs.standing":
        return {"problems": [{"level": "error", "message": f"{error}."}]}, UNPROCESSABLE
    return render_template("pages/too-many-lots.html", said=error), UNPROCESSABLE
