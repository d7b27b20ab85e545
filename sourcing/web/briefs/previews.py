"""What would be decided: shown, split as proposed, and issued."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sourcing.brief import MOST_LOTS
from sourcing.decision.decide import decide
from sourcing.decision.document import Document, decision_document, to_json
from sourcing.decision.model import Decision
from sourcing.records.briefs import StaleVersionError, StoredBrief
from sourcing.records.decisions import digest_of
from sourcing.report.view import report_of
from sourcing.rulebook.fingerprint import canonical
from sourcing.web.briefs import drafts
from sourcing.web.briefs.reading import Reading, read_draft
from sourcing.web.briefs.views import complain, stored_brief, title_of
from sourcing.web.briefs.writing import draft_of_lot
from sourcing.web.office import office

bp = Blueprint("previews", __name__, url_prefix="/briefs")


@dataclass(frozen=True, slots=True)
class _Made:
    """A decision as it would be issued now; the digest tells whether it is the one shown before."""

    decision: Decision
    document: Document
    digest: str


@bp.get("/<brief_id>/preview")
def show(brief_id: str) -> ResponseReturnValue:
    """Show the report of a brief as it stands, before anything is issued."""
    stored = stored_brief(brief_id)
    reading, made = _make(stored)
    if made is None:
        return complain(stored, reading.complaints)
    return render_template(
        "pages/preview.html",
        brief=stored,
        report=report_of(made.document, decision_id=None, issued=None),
        digest=made.digest,
        issued=office().records.decisions.of_brief(brief_id),
    )


@bp.post("/<brief_id>/split/<int:n>")
def split(brief_id: str, n: int) -> ResponseReturnValue:
    """Replace a lot by the slices that the rules propose for it."""
    stored = stored_brief(brief_id)
    _, made = _make(stored)
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
        office().records.briefs.save(
            brief_id, title_of(changed), changed, version=_posted_version(stored)
        )
    except StaleVersionError:
        flash("The brief was changed meanwhile. Look at it again before you split it.")
    else:
        flash(f"Lot {n + 1} is split. You can bring it back from the brief.")
    return redirect(url_for(".show", brief_id=brief_id), 303)


@bp.post("/<brief_id>/issue")
def issue(brief_id: str) -> ResponseReturnValue:
    """Issue the decision that the preview showed; if it would differ now, show it again."""
    stored = stored_brief(brief_id)
    reading, made = _make(stored)
    if made is None:
        return complain(stored, reading.complaints)
    if request.form.get("digest") != made.digest:
        flash("The brief, the rules or the date have changed since. Look again before you issue.")
        return redirect(url_for(".show", brief_id=brief_id), 303)
    book, records = office().rulebook, office().records
    # The rulebook first: a decision must never stand without the rules that it was made under.
    records.rulebooks.keep(book.fingerprint, canonical(book.content))
    decision = records.decisions.issue(
        to_json(made.document),
        title=made.decision.brief.title,
        on=made.decision.date,
        rulebook=book.fingerprint,
        brief_id=brief_id,
    )
    return redirect(url_for("decisions.show", decision_id=decision.id), 303)


def _make(stored: StoredBrief) -> tuple[Reading, _Made | None]:
    book = office().rulebook
    reading = read_draft(book, stored.content)
    if reading.brief is None:
        return reading, None
    decision = decide(book, reading.brief, on=office().today())
    document = decision_document(book, decision)
    return reading, _Made(decision, document, digest_of(json.dumps(document)))


def _posted_version(stored: StoredBrief) -> int:
    text = request.form.get("version", "")
    return stored.version if text == str(stored.version) else -1
