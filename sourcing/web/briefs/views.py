"""The pages of a brief: questionnaire, copy, deletion, and every button of the form."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sourcing.brief import MOST_LOTS
from sourcing.records.briefs import StaleVersionError, StoredBrief
from sourcing.web.briefs import drafts
from sourcing.web.briefs.buttons import change_of
from sourcing.web.briefs.complaints import show_complaints
from sourcing.web.briefs.differences import differences
from sourcing.web.briefs.drafts import Draft, draft_of_form, form_of, is_blank, new_id, posted_form
from sourcing.web.briefs.fields import BriefForm
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
from sourcing.web.briefs.sheet import Complaint
from sourcing.web.briefs.standing import standings
from sourcing.web.briefs.trail import keep
from sourcing.web.office import office
from sourcing.web.serving.addresses import LARGEST_NUMBER
from sourcing.web.serving.numbers import whole_number

bp = Blueprint("briefs", __name__, url_prefix="/briefs")

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422
QUOTES_BROUGHT = "lots-0-quotes-"


def stored_brief(brief_id: str) -> StoredBrief:
    """Return a stored brief, or answer 404."""
    brief = office().records.briefs.get(brief_id)
    if brief is None:
        abort(404)
    return brief


@bp.get("/new")
def new() -> ResponseReturnValue:
    """Show an empty questionnaire, or one with the quotes that the address brings."""
    book = office().rulebook
    brought = any(name.startswith(QUOTES_BROUGHT) for name in request.args)
    form = posted_form(book, request.args) if brought else form_of(book, drafts.blank_draft(), 0)
    return _page(new_id(), form, stored=None)


@bp.get("/<brief_id>")
def edit(brief_id: str) -> ResponseReturnValue:
    """Show a stored brief in the questionnaire."""
    stored = stored_brief(brief_id)
    return _page(brief_id, form_of(office().rulebook, stored.content, stored.version), stored)


@bp.post("/<brief_id>")
def save(brief_id: str) -> ResponseReturnValue:
    """Save what was typed, whatever it is, and do what the pressed button says."""
    stored = office().records.briefs.get(brief_id)
    form = posted_form(office().rulebook, request.form)
    draft = draft_of_form(form)
    if stored is not None and stored.content.get(drafts.REMOVED):
        draft[drafts.REMOVED] = stored.content[drafts.REMOVED]
    button = request.form.get("do", "preview")
    if stored is None and is_blank(draft):
        return _nothing_typed(brief_id, form)
    if button == "save-as-copy":
        brief_id, form.version.data = new_id(), "0"
    try:
        return _press(button, brief_id, draft, form)
    except StaleVersionError as stale:
        return _conflict(brief_id, form, draft, stale.stored)


def _press(button: str, brief_id: str, draft: Draft, form: BriefForm) -> ResponseReturnValue:
    """Save the draft, then do what the button says; raises `StaleVersionError`."""
    kept = keep(brief_id, draft, whole_number(form.version.data, LARGEST_NUMBER) or 0)
    changed = change_of(button, draft)
    if changed is not None:
        keep(brief_id, changed.draft, kept.version)
        flash(changed.said)
        return _to_part(brief_id, len(changed.draft["lots"]), changed.part, changed.anchor)
    if (part := part_pressed(button)) is not None:
        return _to_part(brief_id, len(draft["lots"]), part, "part")
    if (field := field_pressed(button)) is not None:
        return redirect(_place_of(brief_id, field), 303)
    if button in ("save", "save-as-copy"):
        flash("Saved.")
        return _to_part(brief_id, len(draft["lots"]), request.form.get("part"))
    reading = read_draft(office().rulebook, draft, on=office().today())
    if reading.brief is None:
        return complain(kept, reading.complaints)
    return redirect(url_for("previews.show", brief_id=brief_id), 303)


def _to_part(
    brief_id: str, lots: int, part: str | None, anchor: str | None = None
) -> ResponseReturnValue:
    shown = part_asked(part, lots)
    return redirect(url_for(".edit", brief_id=brief_id, lot=shown or None, _anchor=anchor), 303)


@bp.post("/standing")
def standing() -> ResponseReturnValue:
    """Say where one lot stands, sent as the first of a form; nothing is kept."""
    draft = draft_of_form(posted_form(office().rulebook, request.form))
    found = standings(office().rulebook, {**draft, "lots": draft["lots"][:1]}, on=office().today())[
        0
    ]
    return {"line": found.line, "assumed": found.assumed}


@bp.get("/<brief_id>/delete")
def ask_delete(brief_id: str) -> ResponseReturnValue:
    """Ask before a brief is deleted."""
    decisions = office().records.decisions.of_brief(brief_id)
    return render_template(
        "pages/brief-delete.html", brief=stored_brief(brief_id), decisions=decisions
    )


@bp.post("/<brief_id>/delete")
def delete(brief_id: str) -> ResponseReturnValue:
    """Delete a brief; decisions made from it stand."""
    brief = stored_brief(brief_id)
    office().records.briefs.delete(brief_id)
    flash(f"The brief “{brief.title}” is deleted.")
    return redirect(url_for("home.show"), 303)


@bp.post("/<brief_id>/copy")
def copy(brief_id: str) -> ResponseReturnValue:
    """Make a second brief like this one."""
    brief = stored_brief(brief_id)
    content = {**brief.content, "title": f"{brief.title} (copy)"[:200]}
    fresh = office().records.briefs.save(new_id(), content["title"], content, version=0)
    flash("This is a copy. Change what differs.")
    return redirect(url_for(".edit", brief_id=fresh.id), 303)


def complain(stored: StoredBrief, complaints: tuple[Complaint, ...]) -> ResponseReturnValue:
    """Show a stored brief with what stands in the way of a recommendation."""
    form = form_of(office().rulebook, stored.content, stored.version)
    summary = show_complaints(form, complaints)
    return _page(stored.id, form, stored, summary=summary, status=UNPROCESSABLE)


def show_again(brief_id: str, notice: str, status: int) -> ResponseReturnValue:
    """Show a form that was sent and could not be taken, with all that was typed."""
    form = posted_form(office().rulebook, request.form)
    stored = office().records.briefs.get(brief_id)
    return _page(brief_id, form, stored, summary=[("", notice)], status=status)


def _nothing_typed(brief_id: str, form: BriefForm) -> ResponseReturnValue:
    reading = read_draft(office().rulebook, drafts.blank_draft(), on=office().today())
    summary = show_complaints(form, reading.complaints)
    return _page(brief_id, form, stored=None, summary=summary, status=UNPROCESSABLE)


def _conflict(
    brief_id: str, form: BriefForm, draft: Draft, theirs: StoredBrief
) -> ResponseReturnValue:
    form.version.data = str(theirs.version)
    found = differences(office().rulebook, draft, theirs.content)
    return _page(brief_id, form, theirs, conflict=found, status=CONFLICT)


def _page(  # noqa: PLR0913 - one page, shown for several reasons
    brief_id: str,
    form: BriefForm,
    stored: StoredBrief | None,
    *,
    summary: list[tuple[str, str]] | None = None,
    conflict: list[tuple[str, str, str]] | None = None,
    status: int = OK,
) -> ResponseReturnValue:
    book = office().rulebook
    draft = draft_of_form(form)
    part = part_asked(request.form.get("part") or request.args.get("lot"), len(form.lots))
    part = part_complained_of((target for target, _ in summary or () if target), part)
    page = render_template(
        "pages/brief.html",
        brief_id=brief_id,
        form=form,
        stored=stored,
        questions=list(book.questions.values()),
        channels=book.channels,
        organisations=sorted((o.name for o in book.content.organisations), key=str.casefold),
        standings=standings(book, draft, on=office().today()),
        part=part,
        carried=carried(draft, part),
        currency=book.currency,
        unfold=bool(request.args.get("all")),
        removed=(stored.content.get(drafts.REMOVED, []) if stored else []),
        summary=[(_reached(target, part), said) for target, said in summary or ()],
        conflict=conflict,
        most_lots=MOST_LOTS,
    )
    return page, status


def _reached(target: str, part: int | None) -> str:
    """Return the address of a field on this page, or the button that saves and leads to its part."""
    here = not target or part in (None, part_of_field(target))
    return target if here else f"{TO_A_FIELD}{target}"


def _place_of(brief_id: str, field: str) -> str:
    part = part_of_field(field) or None
    return url_for(".edit", brief_id=brief_id, lot=part, all=1, _anchor=field)
