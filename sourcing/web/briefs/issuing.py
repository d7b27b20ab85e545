"""The last step: all answers on one page, who changed some and why, and the decision issued."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from sourcing.decision.document.write import to_json
from sourcing.records.briefs import StoredBrief
from sourcing.report.first_screen.glance import outcome_in_short
from sourcing.report.formats import listed
from sourcing.report.view import report_of
from sourcing.rulebook.fingerprint import canonical
from sourcing.web.briefs.fields import text_field
from sourcing.web.briefs.last_look import chosen_in, facts_of, rows_of
from sourcing.web.briefs.made import Made, make
from sourcing.web.briefs.views import complain, stored_brief
from sourcing.web.office import office

bp = Blueprint("issuing", __name__, url_prefix="/briefs")

LONGEST_NAME, LONGEST_REASON = 200, 2000
OK, UNPROCESSABLE = 200, 422


class WhoForm(Form):
    """Who changed answers after a first result, and why."""

    person = text_field("Who changed them?", autocomplete="name", maxlength=str(LONGEST_NAME))
    reason = text_field(
        "Why?",
        "For example: legal found that the records hold patient names",
        maxlength=str(LONGEST_REASON),
    )


@bp.get("/<brief_id>/check")
def check(brief_id: str) -> ResponseReturnValue:
    """Show all answers of a brief, so that they are read once more before it is issued."""
    stored = stored_brief(brief_id)
    reading, made = make(stored)
    if made is None:
        return complain(stored, reading.complaints)
    office().records.answer_trail.result_shown(brief_id)
    return _page(stored, made, WhoForm())


@bp.post("/<brief_id>/issue")
def issue(brief_id: str) -> ResponseReturnValue:
    """Issue the decision that was shown; if it would differ now, show it again."""
    stored = stored_brief(brief_id)
    reading, made = make(stored)
    if made is None:
        return complain(stored, reading.complaints)
    if request.form.get("digest") != made.digest or _moved_on(stored):
        flash("The brief, the rules or the date have changed since. Look again before you issue.")
        return redirect(url_for("previews.show", brief_id=brief_id), 303)
    if made.undecided:
        flash(f"Nothing to issue yet: answer the first questions of {listed(made.undecided)}.")
        return redirect(url_for("previews.show", brief_id=brief_id), 303)
    if made.unexplained:
        form = WhoForm(request.form)
        if complaints := _complaints(form):
            return _page(stored, made, form, complaints)
        person, reason = (" ".join(field.data.split()) for field in form)
        office().records.answer_trail.explain(brief_id, person, reason, through=made.last_change)
    decision_id = _issued(stored, made)
    flash(f"Issued as {decision_id}. It is kept as it stands and cannot be changed.")
    return redirect(url_for("decisions.show", decision_id=decision_id), 303)


def _moved_on(stored: StoredBrief) -> bool:
    """Say whether somebody saved the brief, or deleted it, since it was read."""
    now = office().records.briefs.get(stored.id)
    return now is None or now.version != stored.version


def _issued(stored: StoredBrief, made: Made) -> str:
    book, records = office().rulebook, office().records
    # The rulebook first: a decision must never stand without the rules that it was made under.
    records.rulebooks.keep(book.fingerprint, canonical(book.content))
    status, channels = outcome_in_short(made.document)
    changes = records.answer_trail.of(stored.id, through=made.last_change)
    decision = records.decisions.issue(
        to_json(made.whole(changes)),
        title=made.decision.brief.title,
        on=made.decision.date,
        rulebook=book.fingerprint,
        brief_id=stored.id,
        departures=made.departures,
        status=status,
        channels=channels,
    )
    return decision.id


def _complaints(form: WhoForm) -> list[tuple[str, str]]:
    """Put what is missing at its field; return (field, message) for the summary."""
    asked = {
        form.person: ("Name the person who changed the answers", LONGEST_NAME),
        form.reason: ("Say why the answers were changed", LONGEST_REASON),
    }
    found = []
    for field, (message, longest) in asked.items():
        text = (field.data or "").strip()
        if not text or len(text) > longest:
            said = message if not text else f"Write at most {longest} characters"
            field.errors = (said,)
            found.append((str(field.id), said))
    return found


def _page(
    stored: StoredBrief,
    made: Made,
    form: WhoForm,
    summary: list[tuple[str, str]] | None = None,
) -> ResponseReturnValue:
    report = report_of(made.whole(made.changes), decision_id=None, issued=None)
    page = render_template(
        "pages/check.html",
        brief=stored,
        report=report,
        lots=[rows_of(office().rulebook, made, report, n) for n in range(len(report.lots))],
        facts=[("Title", report.title), *report.facts, *facts_of(made.document["brief"])],
        chosen=[chosen_in(made.document, lot) for lot in made.document["lots"]],
        made=made,
        form=form,
        summary=summary or [],
    )
    return page, UNPROCESSABLE if summary else OK
