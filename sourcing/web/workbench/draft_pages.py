"""The pages of a draft: what it changes, what the check finds, its impact, and publishing it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from sourcing.problems import InvalidInputError, Problem
from sourcing.records.rule_versions import files_digest
from sourcing.web.office import office, standing
from sourcing.web.workbench.differences import differences
from sourcing.web.workbench.drafts import Draft, base_of, draft_of, new_draft_id
from sourcing.web.workbench.files import UNNAMED, name_sent, named
from sourcing.web.workbench.impacts import Words, impact_between
from sourcing.web.workbench.publishing import NotPublishedError, Publication, check, publish

bp = Blueprint("rule_drafts", __name__, url_prefix="/rules/drafts")

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422
MESSAGE_LENGTH = 2_000


@bp.get("/<draft_id>")
def show(draft_id: str) -> ResponseReturnValue:
    """Show what a draft changes and what the check finds in it."""
    return _page(draft_of(draft_id))


@bp.get("/<draft_id>/impact")
def impact(draft_id: str) -> str:
    """Show which outcomes a draft changes."""
    draft = draft_of(draft_id)
    found = check(draft.files, office().records, on=office().today())
    digests = (standing().digest, files_digest(draft.files))
    old, new = standing().rulebook, found.rulebook
    return render_template(
        "pages/rule-impact.html",
        title="Impact of a draft",
        what=f"The draft of {draft.name}, against the rulebook in use.",
        back=url_for(".show", draft_id=draft_id),
        back_words="Back to the draft",
        errors=found.errors if found.rulebook is None else (),
        impact=impact_between(old, new, digests) if new else None,
        words=Words(new or old),
    )


@bp.post("/<draft_id>/publish")
def publish_draft(draft_id: str) -> ResponseReturnValue:
    """Publish a draft, if nothing stands against it; the draft is then done with."""
    draft = draft_of(draft_id)
    author = name_sent("author")
    message = request.form.get("message", "").replace("\0", "").strip()[:MESSAGE_LENGTH]
    session["editor"] = author
    if not author or not message:
        said = "Say who publishes and what changes, so that others understand it later."
        at = "message" if author else "author"
        return _page(draft, said=said, at=at, status=UNPROCESSABLE, message=message)
    if request.form.get("files") != files_digest(draft.files):
        said = "The draft has changed since this page was made. Look at it again, then publish."
        return _page(draft, said=said, status=UNPROCESSABLE, message=message)
    if draft.behind:
        said = (
            f"Changed in use since the draft began: {', '.join(draft.behind)}. Open and save again."
        )
        return _page(draft, said=said, status=UNPROCESSABLE, message=message)
    replaces = request.form.get("replaces", "")
    over = request.form.get("over", "")
    publication = Publication(draft.files, replaces, author, message, over=over)
    try:
        version = publish(office().in_use, office().records, publication, on=office().today())
    except NotPublishedError as error:
        status = CONFLICT if error.overtaken else UNPROCESSABLE
        return _page(draft, said=str(error), status=status, message=message)
    office().records.rule_drafts.delete(draft_id)
    flash(f"Version {version.number} is published and in use.")
    return redirect(url_for("rule_versions.show", number=version.number), 303)


@bp.post("/<draft_id>/discard")
def discard(draft_id: str) -> ResponseReturnValue:
    """Delete a draft."""
    draft = draft_of(draft_id)
    office().records.rule_drafts.delete(draft_id)
    flash(f"The draft of {draft.name} is deleted.")
    return redirect(url_for("rule_files.listing"), 303)


@bp.post("/of-disk")
def of_disk() -> ResponseReturnValue:
    """Make a draft of what somebody changed in the files on disk, so that it can be mended here."""
    try:
        here = _on_disk()
    except (InvalidInputError, OSError):
        flash("The files on disk cannot be read as text; mend them there.")
        return redirect(url_for("rule_files.listing"), 303)
    under = standing().files
    draft_id = new_draft_id()
    for path in _differing(here, under):
        office().records.rule_drafts.save(
            draft_id,
            path,
            here.get(path),
            base=base_of(under, path),
            version=0,
            editor=session.get("editor") or UNNAMED,
            rulebook=standing().rulebook.fingerprint,
        )
    return redirect(url_for(".show", draft_id=draft_id), 303)


def _on_disk() -> Mapping[str, str]:
    """Return the files on disk; raises `InvalidInputError` or OSError where they cannot be read."""
    folder = office().in_use.folder
    return folder.texts() if folder else {}


def _differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return [path for path in sorted(one.keys() | other.keys()) if one.get(path) != other.get(path)]


def _over(draft: Draft) -> tuple[str, list[str]]:
    """Return the digest of the files on disk and where this draft replaces what is changed there.

    A draft may do so only where it holds a text of its own for every file that was changed.
    """
    if standing().refused is None:
        return "", []
    try:
        here = _on_disk()
    except (InvalidInputError, OSError):
        return "", []
    changed = _differing(here, draft.under)
    return (files_digest(here), changed) if draft.own.keys() >= set(changed) else ("", [])


def _page(
    draft: Draft, *, said: str = "", at: str = "", status: int = OK, message: str = ""
) -> ResponseReturnValue:
    """Show a draft; `said` stands against its publication, at a field if `at` names one."""
    files = draft.files
    found = check(files, office().records, on=office().today())
    known = check(standing().files, office().records, on=office().today())
    over, replaced = _over(draft)
    page = render_template(
        "pages/rule-draft.html",
        over=over,
        replaced=replaced,
        draft=draft,
        changes=differences(draft.under, files),
        checked=found,
        fresh=_fresh(found.problems, known.problems),
        said=said,
        at=at,
        message=message,
        author=session.get("editor", "") or named(draft.name),
        digest=files_digest(files),
        replaces=standing().digest,
        read_only=office().in_use.read_only,
    )
    return page, status


def _fresh(found: tuple[Problem, ...], known: tuple[Problem, ...]) -> list[Problem]:
    """Return what the check finds in a draft and does not find in the rulebook in use."""
    before = {(problem.place.path, problem.level, problem.message) for problem in known}
    return [p for p in found if (p.place.path, p.level, p.message) not in before]
