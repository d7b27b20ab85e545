"""Answers sent small: a questionnaire of many lots is mostly repetition, and so is a style sheet."""

from __future__ import annotations

import gzip
from typing import Final

from flask import Flask, Response, request

WORTH_IT: Final = 2_000
LEVEL: Final = 9
WHOLE: Final = 200
TYPES: Final = ("text/html", "application/json", "text/css", "text/javascript")


def compress(app: Flask) -> None:
    """Have an application send pages and JSON compressed to browsers that take it."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if response.mimetype not in TYPES:
        return response
    if request.endpoint == "static" and response.status_code == WHOLE:
        response.direct_passthrough = False
    elif response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) >= WORTH_IT and request.accept_encodings["gzip"]:
        # Without a time inside, the same page is the same bytes.
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
