"""The first page: briefs being written and decisions issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, current_app, render_template, request

from sourcing.records.briefs import BriefLine
from sourcing.records.decisions import DecisionLine
from sourcing.web.office import office
from sourcing.web.serving.numbers import whole_number

bp = Blueprint("home", __name__)

FEW: Final = 10
PAGE: Final = 50
LISTS: Final = ("decisions", "briefs")
LAST_PAGE: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Listed:
    """Some lines of a list, whether more follow, and how many it holds in all, found or not."""

    lines: Sequence[BriefLine | DecisionLine]
    more: bool
    in_all: int


@bp.get("/")
def show() -> str:
    """List the newest briefs and decisions, or those whose title or number holds `?q=`.

    With `?list=decisions` or `?list=briefs` that list alone is shown, by pages of `?page=`. With
    `?departing=yes` only decisions that depart from the recommendation are listed.
    """
    wanted = " ".join(request.args.get("q", "").split())[:200]
    departing = request.args.get("departing") == "yes"
    alone = "decisions" if departing else request.args.get("list", "")
    alone = alone if alone in LISTS else ""
    page = _page() if alone else 1
    records = office().records
    size = PAGE if alone else FEW
    span = {"most": size + 1, "skip": (page - 1) * size}
    decisions = records.decisions.newest(**span, containing=wanted, departing=departing)
    briefs = records.briefs.newest(**span, containing=wanted)
    return render_template(
        "pages/home.html",
        wanted=wanted,
        departing=departing,
        departing_in_all=records.decisions.count_departing(),
        alone=alone,
        page=page,
        size=size,
        decisions=_listed(decisions, size, records.decisions.count()),
        briefs=_listed(briefs, size, records.briefs.count()),
    )


def _page() -> int:
    return whole_number(request.args.get("page"), LAST_PAGE) or 1


def _listed(found: Sequence[BriefLine | DecisionLine], size: int, in_all: int) -> _Listed:
    return _Listed(found[:size], len(found) > size, in_all)


@bp.get("/favicon.ico")
def icon() -> Response:
    """Return the icon that browsers ask for on their own."""
    return current_app.send_static_file("icon.svg")
