"""The last step: all answers on one page, who changed some and why, and the decision issued."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from sourcing.decision.document.write import to_json
from sourcing.records.briefs import StoredBrief
from sourcing.report.first_screen.glance import outcome_in_short
from sourcing.report.formats import day, listed, sentence
from sourcing.report.model.report import Report
from sourcing.report.view import report_of
from sourcing.rulebook.fingerprint import canonical
from sourcing.web.briefs.fields import ANSWER, text_field
from sourcing.web.briefs.made import Made, make
from sourcing.web.briefs.views import complain, stored_brief
from sourcing.web.office import office
from sourcing.web.vendors.countries import COUNTRY_NAMES

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


@dataclass(frozen=True, slots=True)
class Row:
    """A line to check: its question, its answer, where the answer is from, the field to change."""

    label: str
    value: str
    origin: str
    field: str


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
    if request.form.get("digest") != made.digest:
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
        office().records.answer_trail.explain(brief_id, person, reason)
    return redirect(url_for("decisions.show", decision_id=_issued(stored, made)), 303)


def _issued(stored: StoredBrief, made: Made) -> str:
    book, records = office().rulebook, office().records
    # The rulebook first: a decision must never stand without the rules that it was made under.
    records.rulebooks.keep(book.fingerprint, canonical(book.content))
    status, channels = outcome_in_short(made.document)
    decision = records.decisions.issue(
        to_json(made.whole(records.answer_trail.of(stored.id))),
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
        lots=[_rows(report, made.document, n) for n in range(len(report.lots))],
        facts=[("Title", report.title), *report.facts, *_facts(made.document["brief"])],
        chosen=[_chosen(made.document, lot) for lot in made.document["lots"]],
        made=made,
        form=form,
        summary=summary or [],
    )
    return page, UNPROCESSABLE if summary else OK


def _facts(brief: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what the brief says beside the facts of the report."""
    if countries := brief.get("worker_countries"):
        yield "People may work from", listed([COUNTRY_NAMES.get(c, c) for c in countries])
    if rate := brief.get("exchange"):
        worth = f"1 {rate['currency']} is {rate['one_is_worth']} {rate['of']}"
        yield "Exchange rate", f"{worth}, on {day(rate['as_of'])}, from {rate['source']}"
    for row in brief.get("declarations") or ():
        handled = f"{sentence(row['interest'])} {sentence(row['handling'])}"
        yield f"Declared by {row['person']}", f"{day(row['date'])}: {handled}"


def _chosen(document: dict[str, Any], lot: dict[str, Any]) -> str:
    """Say which channel the buyer takes, who decided so and who agreed; empty where nobody did."""
    choice = lot["chosen"]
    if not choice:
        return ""
    label = document["names"]["channels"][choice["channel"]]["label"]
    said = f"{label}, because {sentence(choice['reason'])} Decided by {choice['person']}."
    if choice["second_person"]:
        agreed = f"{choice['second_person']} agrees, because {sentence(choice['second_reason'])}"
        said = f"{said} A policy excludes it; {agreed}"
    return said if choice["differs"] else f"As recommended: {said}"


def _rows(report: Report, document: dict[str, Any], n: int) -> list[Row]:
    """Return a lot's answers with the field of each, in the order in which they are asked.

    What follows them in the report was worked out and cannot be changed by itself.
    """
    lot, at = report.lots[n], f"lots-{n}-"
    names = document["names"]["questions"]
    return [
        Row(row.question, row.answer, row.origin, f"{at}{ANSWER}{name}")
        for name, row in zip(names, lot.answers[: len(names)], strict=True)
    ] + [Row(label, value, "Entered", f"{at}name") for label, value in lot.facts]
