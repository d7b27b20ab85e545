"""The addresses of the help."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from sourcing.web.help.chapters import CHAPTERS, found

bp = Blueprint("help", __name__)


@bp.get("/help")
def show() -> str:
    """Show where the help begins."""
    return _page(0)


@bp.get("/help/<name>")
def chapter(name: str) -> str:
    """Show a chapter, or answer 404; the first has an address of its own."""
    place = found(name)
    if not place:
        abort(404)
    return _page(place)


def _page(place: int) -> str:
    return render_template(
        f"help/{CHAPTERS[place].id}.html",
        chapters=CHAPTERS,
        chapter=CHAPTERS[place],
        before=CHAPTERS[place - 1] if place else None,
        after=CHAPTERS[place + 1] if place + 1 < len(CHAPTERS) else None,
    )
