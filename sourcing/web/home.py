"""The first page: briefs being written and decisions issued."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request

from sourcing.web.office import office

bp = Blueprint("home", __name__)

MOST = 100


@bp.get("/")
def show() -> str:
    """List the newest briefs and decisions, or those whose title or number holds `?q=`.

    With `?departing=yes` only decisions that depart from the recommendation are listed.
    """
    wanted = " ".join(request.args.get("q", "").split())[:200]
    departing = request.args.get("departing") == "yes"
    records = office().records
    return render_template(
        "pages/home.html",
        wanted=wanted,
        most=MOST,
        briefs=records.briefs.newest(most=MOST, containing=wanted),
        briefs_in_all=records.briefs.count(),
        departing=departing,
        departing_in_all=records.decisions.count_departing(),
        decisions=records.decisions.newest(most=MOST, containing=wanted, departing=departing),
        decisions_in_all=records.decisions.count(),
    )


@bp.get("/favicon.ico")
def icon() -> Response:
    """Return the icon that browsers ask for on their own."""
    return current_app.send_static_file("icon.svg")
