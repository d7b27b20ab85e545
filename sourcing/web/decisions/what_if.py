"""What if: other answers beside a decision as it was issued. Nothing is kept unless asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sourcing.decision.decide import decide
from sourcing.decision.document.write import Document, decision_document
from sourcing.records.decisions import StoredDecision
from sourcing.report.explained.compared import ComparedPart, compared
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.briefs.complaints import show_complaints
from sourcing.web.briefs.differences import Difference, differences
from sourcing.web.briefs.drafts import Draft, draft_of_form, form_of, new_id, posted_form
from sourcing.web.briefs.fields import OPEN, BriefForm
from sourcing.web.briefs.parts import (
    TO_A_FIELD,
    carried,
    field_pressed,
    part_asked,
    part_complained_of,
    part_of_field,
    part_pressed,
)
from sourcing.web.briefs.reading import read_draft
from sourcing.web.briefs.standing import standings
from sourcing.web.briefs.trail import keep
from sourcing.web.briefs.writing import draft_of_brief
from sourcing.web.decisions.kept_rules import rules_of
from sourcing.web.decisions.stored import document_of, stored_decision
from sourcing.web.office import office

bp = Blueprint("what_if", __name__, url_prefix="/decisions")

OK, BAD, UNPROCESSABLE = 200, 400, 422


@dataclass(frozen=True, slots=True)
class _Base:
    """A decision with the rules that it is held against: its own where they were kept."""

    stored: StoredDecision
    document: Document
    rulebook: Rulebook
    own_rules: bool

    @property
    def draft(self) -> Draft:
        """The brief of the decision as the form shows it."""
        return draft_of_brief(self.rulebook, self.document["brief"])


@bp.get("/<decision_id>/what-if")
def ask(decision_id: str) -> ResponseReturnValue:
    """Show the answers of a decision, to be changed."""
    base = _base(decision_id)
    return _page(base, form_of(base.rulebook, base.draft, 0))


@bp.post("/<decision_id>/what-if")
def answer(decision_id: str) -> ResponseReturnValue:
    """Show the decision beside what the changed answers come to, or keep them as a new draft."""
    base = _base(decision_id)
    form = posted_form(base.rulebook, request.form)
    draft = draft_of_form(form)
    if len(draft["lots"]) != len(base.document["lots"]):
        abort(BAD)
    button = request.form.get("do", "")
    if button == "keep":
        return _kept(base, draft)
    if part_pressed(button) is not None or field_pressed(button) is not None:
        return _page(base, form)
    reading = read_draft(base.rulebook, draft, on=base.stored.date)
    if reading.brief is None:
        summary = show_complaints(form, reading.complaints)
        return _page(base, form, summary=summary)
    decision = decide(base.rulebook, reading.brief, on=base.stored.date)
    parts = compared(base.document, decision_document(base.rulebook, decision))
    return _page(base, form, parts=parts, changed=_changed(base, draft))


def _kept(base: _Base, draft: Draft) -> ResponseReturnValue:
    """Keep the changed answers as a brief that remembers which decision it started from."""
    stored = base.stored
    draft = {**draft, "title": draft.get("title") or stored.title}
    records = office().records
    brief = records.briefs.save(new_id(), stored.title, base.draft, version=0)
    records.answer_trail.result_shown(brief.id, stored.id)
    keep(brief.id, draft, brief.version)
    flash(f"This draft starts from {stored.id}. What you changed is noted with it.")
    return redirect(url_for("briefs.edit", brief_id=brief.id), 303)


def _base(decision_id: str) -> _Base:
    stored = stored_decision(decision_id)
    document = document_of(stored)
    own = rules_of(stored.rulebook)
    if own is not None:
        return _Base(stored, document, own, own_rules=True)
    book = office().rulebook
    reading = read_draft(book, draft_of_brief(book, document["brief"]), on=stored.date)
    if reading.brief is not None:
        document = decision_document(book, decide(book, reading.brief, on=stored.date))
    return _Base(stored, document, book, own_rules=False)


def _changed(base: _Base, draft: Draft) -> list[Difference]:
    """Return what was changed, as labels with both answers."""
    before = draft_of_form(form_of(base.rulebook, base.draft, 0))
    return differences(base.rulebook, _without_open(before), _without_open(draft))


def _without_open(draft: Mapping[str, Any]) -> Draft:
    lots = [{name: value for name, value in lot.items() if value != OPEN} for lot in draft["lots"]]
    return {**draft, "lots": lots}


def _page(
    base: _Base,
    form: BriefForm,
    *,
    summary: list[tuple[str, str]] | None = None,
    parts: tuple[ComparedPart, ...] = (),
    changed: list[Difference] | None = None,
) -> ResponseReturnValue:
    book, draft = base.rulebook, draft_of_form(form)
    button = request.form.get("do", "")
    field = field_pressed(button)
    asked = str(part_of_field(field)) if field else part_pressed(button)
    asked = asked or request.form.get("part")
    part = part_asked(asked, len(form.lots), otherwise=1)
    part = part_complained_of((target for target, _ in summary or () if target), part)
    page = render_template(
        "pages/what-if.html",
        decision=base.stored,
        own_rules=base.own_rules,
        form=form,
        questions=list(book.questions.values()),
        channels=book.channels,
        currency=book.currency,
        organisations=sorted((o.name for o in book.content.organisations), key=str.casefold),
        standings=[
            replace(found, line="") for found in standings(book, draft, on=base.stored.date)
        ],
        part=part,
        carried=carried(draft, part),
        summary=[_reached(target, said, part) for target, said in summary or ()],
        parts_compared=parts,
        changed=changed,
    )
    return page, UNPROCESSABLE if summary else OK


def _reached(target: str, said: str, part: int | None) -> tuple[str, str]:
    """Return a line of the summary; a button leads to another part, with what was typed."""
    here = not target or part in (None, part_of_field(target))
    return (target if here else f"{TO_A_FIELD}{target}", said)
