"""Pages for what went wrong: what happened, what was kept, where to go."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from sourcing.web.briefs.views import show_again

WORDS: Final = {
    400: ("This request cannot be read", "Go back and try again. Nothing was changed."),
    404: (
        "There is nothing here",
        "The address may be mistyped, or the brief was deleted. Decisions are never deleted.",
    ),
    405: ("This address cannot do that", "Go back and use the buttons of the page."),
    413: (
        "That is more than can be sent at once",
        "Nothing was saved. Go back, where your answers still stand, and make two briefs of it.",
    ),
    500: (
        "Something broke on our side",
        "The fault is written to the log. What was saved before is safe; go back and try again.",
    ),
}
EXPIRED: Final = (
    "This page was open for too long, or your browser keeps no cookies. Nothing is lost: your "
    "answers are below, not yet saved. Press the button again."
)


def show_errors(app: Flask) -> None:
    """Have an application answer every error with a page, or with JSON under /api."""
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(500, _page)


def _expired(_: CSRFError) -> ResponseReturnValue:
    if request.endpoint == "briefs.save" and request.view_args:
        return show_again(str(request.view_args["brief_id"]), EXPIRED, 400)
    title = "This page was open for too long"
    return _render(400, title, "Nothing was changed. Go back, load the page again and repeat it.")


def _page(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if isinstance(error, SecurityError):  # not asked for by a name of ours: no address to link to
        return Response("This name is not served here.\n", code, mimetype="text/plain")
    if code < 400:  # noqa: PLR2004 - a redirect is no error
        return error.get_response()
    title, advice = WORDS.get(code, (error.name, error.description or ""))
    if request.path.startswith("/api/"):
        return {"problems": [{"level": "error", "message": f"{title}. {advice}"}]}, code
    return _render(code, title, advice)


def _render(code: int, title: str, advice: str) -> ResponseReturnValue:
    page = render_template("pages/error.html", code=code, title=title, advice=advice)
    return page, code
