"""Pages for what went wrong: what happened, what was kept, where to go."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, SecurityError

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


def show_errors(app: Flask) -> None:
    """Have an application answer every error with a page, or with JSON under /api."""
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(500, _page)


def _page(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if isinstance(error, SecurityError):  # not asked for by a name of ours: no address to link to
        return Response("This name is not served here.\n", code, mimetype="text/plain")
    if code < 400:  # noqa: PLR2004 - a redirect is no error
        return error.get_response()
    title, advice = WORDS.get(code, (error.name, error.description or ""))
    if request.path.startswith("/api/"):
        return {"problems": [{"level": "error", "message": f"{title}. {advice}"}]}, code
    return error_page(code, title, advice)


def error_page(code: int, title: str, advice: str) -> ResponseReturnValue:
    """Return the page that says what went wrong, and what to do."""
    page = render_template("pages/error.html", code=code, title=title, advice=advice)
    return page, code
