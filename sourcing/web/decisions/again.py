"""A decision run again under today's rules: what differs, and which change of rules it comes from."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, render_template

from sourcing.assurance.impact.briefs import changed_records
from sourcing.brief import Brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import Document, decision_document
from sourcing.problems import InvalidInputError
from sourcing.report.explained.causes import causes, others
from sourcing.report.explained.compared import any_differs, compared
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.decisions.kept_rules import rules_of
from sourcing.web.decisions.stored import brief_of, document_of, stored_decision
from sourcing.web.office import office

bp = Blueprint("again", __name__, url_prefix="/decisions")


@bp.get("/<decision_id>/today")
def show(decision_id: str) -> str:
    """Show a decision beside what its brief comes to today; nothing is kept."""
    stored = stored_decision(decision_id)
    before, book = document_of(stored), office().rulebook
    try:
        brief = brief_of(before, stored.id)
        after = _document(book, brief)
    except InvalidInputError as error:
        problems = [problem.message for problem in error.problems]
        return render_template("pages/again.html", decision=stored, problems=problems)
    own = rules_of(stored.rulebook)
    meanwhile = before
    if own is not None:
        # The same rules on another day: what they make of it no change of rules has brought about.
        with suppress(InvalidInputError):  # with a newer program they may not take it any more
            meanwhile = _document(own, brief)
    records = list(changed_records(own, book)) if own is not None else []
    found = causes(meanwhile, after, records)
    parts = compared(before, after)
    return render_template(
        "pages/again.html",
        decision=stored,
        problems=[],
        parts_compared=parts,
        differs=any_differs(parts),
        same_rules=stored.rulebook == book.fingerprint,
        rules_kept=own is not None,
        by_day=[part for part in compared(before, meanwhile) if part.differs],
        causes=found,
        others=others(found, records),
        today=office().today(),
    )


def _document(rulebook: Rulebook, brief: Brief) -> Document:
    return decision_document(rulebook, decide(rulebook, brief, on=office().today()))
