"""What would be decided: shown, and split as proposed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sourcing.brief import MOST_LOTS
from sourcing.records.briefs import StaleVersionError, StoredBrief
from sourcing.report.view import report_of
from sourcing.web.briefs import drafts
from sourcing.web.briefs.made import make
from sourcing.web.briefs.trail import keep
from sourcing.web.briefs.views import complain, stored_brief
from sourcing.web.briefs.writing import draft_of_lot
from sourcing.web.office import office

bp = Blueprint("previews", __name__, url_prefix="/briefs")


@bp.get("/<brief_id>/preview")
def show(brief_id: str) -> ResponseReturnValue:
    """Show the report of a brief as it stands, before anything is issued."""
    stored = stored_brief(brief_id)
    reading, made = make(stored)
    if made is None:
        return complain(stored, reading.complaints)
    records = office().records
    records.answer_trail.result_shown(brief_id)
    return render_template(
        "pages/preview.html",
        brief=stored,
        report=report_of(made.whole(made.changes), decision_id=None, issued=None),
        undecided=made.undecided,
        issued=records.decisions.of_brief(brief_id),
    )


@bp.post("/<brief_id>/split/<int:n>")
def split(brief_id: str, n: int) -> ResponseReturnValue:
    """Replace a lot by the slices that the rules propose for it."""
    stored = stored_brief(brief_id)
    _, made = make(stored)
    proposed = made.decision.lots[n].split if made and n < len(made.decision.lots) else None
    if proposed is None:
        flash("There is no split to accept any more; the brief or the rules have changed.")
        return redirect(url_for(".show", brief_id=brief_id), 303)
    if len(stored.content["lots"]) + len(proposed.slices) - 1 > MOST_LOTS:
        flash(
            f"The split would make more than {MOST_LOTS} lots. Copy the brief and share them out."
        )
        return redirect(url_for(".show", brief_id=brief_id), 303)
    slices = [
        draft_of_lot(
            office().rulebook,
            part.lot.model_dump(mode="json", exclude_none=True, exclude_unset=True),
        )
        for part in proposed.slices
    ]
    changed = drafts.with_lot_replaced(dict(stored.content), n, slices)
    try:
        keep(brief_id, changed, _posted_version(stored))
    except StaleVersionError:
        flash("The brief was changed meanwhile. Look at it again before you split it.")
    else:
        flash(f"Lot {n + 1} is split. You can bring it back from the brief.")
    return redirect(url_for(".show", brief_id=brief_id), 303)


def _posted_version(stored: StoredBrief) -> int:
    text = request.form.get("version", "")
    return stored.version if text == str(stored.version) else -1
