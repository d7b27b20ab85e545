"""Which rulebook answered, said on every page, in every header and by the health check."""

from __future__ import annotations

from flask import Flask, Response, request

from sourcing.web.office import office, standing
from sourcing.web.rulebook_in_use import Standing

SHORT = 12


def show_standing(app: Flask) -> None:
    """Have an application name the rulebook that answered, in its pages and its headers."""
    app.context_processor(_shared)
    app.after_request(_with_headers)


def newer(found: Standing) -> str | None:
    """Return what became of newer files: refused, being checked, or None where there are none."""
    return "refused" if found.refused else "being checked" if found.checking else None


def short_fingerprint(fingerprint: str) -> str:
    """Return enough of a fingerprint to tell it from others."""
    return (fingerprint.partition(":")[2] or fingerprint)[:SHORT]


def _shared() -> dict[str, object]:
    """Return what every page shows."""
    found = standing()
    about = found.rulebook.content.about
    return {
        "legal_advice": about[0].advice if about else "",
        "in_use": found,
        "newer": newer(found),
        "has_folder": office().in_use.folder is not None,
    }


def _with_headers(response: Response) -> Response:
    if request.endpoint != "static":
        found = standing()
        response.headers["Rulebook"] = found.rulebook.fingerprint
        response.headers["Rulebook-Since"] = found.since.isoformat()
        if word := newer(found):
            response.headers["Rulebook-Newer"] = word
    return response
