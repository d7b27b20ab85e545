"""The rule files in the browser: listed, and edited one at a time within a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from sourcing.problems import Problem
from sourcing.records.rule_drafts import DraftFile, StaleDraftError
from sourcing.web.office import office, standing
from sourcing.web.serving.addresses import LARGEST_NUMBER
from sourcing.web.serving.numbers import whole_number
from sourcing.web.workbench.differences import FileDifference, difference
from sourcing.web.workbench.drafts import Draft, base_of, draft_or_new, new_draft_id
from sourcing.web.workbench.folder import LONGEST_PATH, UnsafePathError, safe_path
from sourcing.web.workbench.publishing import check

bp = Blueprint("rule_files", __name__, url_prefix="/rules/files")

OK, CONFLICT = 200, 409
UNNAMED: Final = "Unnamed editor"
NAME_LENGTH: Final = 80
SPARE_LINES: Final = 200
AROUND: Final = 1
_DRAFT_ID: Final = re.compile(r"[A-Za-z0-9]{1,40}")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A problem and the lines around its spot: (number, text, whether it is the one)."""

    problem: Problem
    lines: tuple[tuple[int, str, bool], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What an editor sent, or what stands where nobody sent anything."""

    text: str
    base: str | None
    version: int
    editor: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Why what was sent is shown again instead of saved, and how it differs from what stands."""

    title: str
    said: str
    difference: FileDifference


@bp.get("")
def listing() -> ResponseReturnValue:
    """List the files of the rulebook in use, or of a draft."""
    draft = draft_or_new(request.args.get("draft", ""))
    return render_template(
        "pages/rule-files.html",
        draft=draft if draft.line else None,
        drafts=office().records.rule_drafts.all(),
        paths=sorted({*draft.under, *draft.own}),
        sizes={path: text.count("\n") for path, text in draft.files.items()},
        **_folder(),
    )


@bp.get("/new")
def new_file() -> ResponseReturnValue:
    """Lead to the editor of a file that is not there yet."""
    path = request.args.get("path", "").strip().replace("\\", "/")
    draft_id = request.args.get("draft", "")
    if not path.lower().endswith((".yaml", ".yml")):
        path += ".yaml"
    try:
        safe_path(path)
    except UnsafePathError:
        flash(
            "A file's name is made of letters, digits, hyphens and underscores, as in "
            f"channel-rules/more-gates.yaml, and is at most {LONGEST_PATH} characters long."
        )
        return redirect(url_for(".listing", draft=draft_id or None), 303)
    return redirect(url_for(".edit", path=path, draft=draft_id or None), 303)


@bp.get("/<path:path>")
def edit(path: str) -> ResponseReturnValue:
    """Show a file in the editor; with `?check=1` what the check finds stands at its lines."""
    _safe_or_404(path)
    draft = draft_or_new(request.args.get("draft", ""))
    own = draft.own.get(path)
    typed = Typed(
        text=draft.text(path) or "",
        base=base_of(draft.under, path),
        version=own.version if own else 0,
        editor=session.get("editor", "") or named(draft.name),
    )
    return _page(path, draft, typed, checks=request.args.get("check") == "1")


@bp.post("/<path:path>")
def save(path: str) -> ResponseReturnValue:
    """Save a file in its draft, then do what the pressed button says."""
    _safe_or_404(path)
    button = request.form.get("do", "save")
    draft_id = request.form.get("draft", "")
    if button == "save-as-new-draft" or not _DRAFT_ID.fullmatch(draft_id):
        draft_id = new_draft_id()
    draft = draft_or_new(draft_id)
    if button == "drop":
        office().records.rule_drafts.drop_file(draft_id, path)
        flash(f"{path} is as it stands in use again.")
        return redirect(url_for(".edit", path=path, draft=draft_id), 303)
    typed = _typed(draft, path)
    session["editor"] = typed.editor
    if draft.line and typed.editor and not named(draft.name):
        office().records.rule_drafts.name(draft_id, typed.editor)
    if path not in draft.own and typed.text == draft.text(path) and button != "remove":
        return _after(button, path, draft_id if draft.line else None)
    if typed.base != base_of(draft.under, path):
        return _moved(path, draft, typed)
    try:
        _save(draft_id, path, None if button == "remove" else typed.text, typed)
    except StaleDraftError as stale:
        return _stale(path, draft, typed, stale.stored)
    return _after(button, path, draft_id)


def named(name: str | None) -> str:
    """Return a draft's name where somebody gave it one; empty where nobody did."""
    return name if name and name != UNNAMED else ""


def _save(draft_id: str, path: str, text: str | None, typed: Typed) -> DraftFile:
    return office().records.rule_drafts.save(
        draft_id,
        path,
        text,
        base=typed.base,
        version=typed.version,
        editor=typed.editor or UNNAMED,
        rulebook=standing().rulebook.fingerprint,
    )


def _after(button: str, path: str, draft_id: str | None) -> ResponseReturnValue:
    """Lead to where a button leads once everything is saved."""
    if draft_id is None and button != "check":
        flash("Nothing differs from the rulebook in use, so there is nothing to save.")
    elif draft_id and button in ("save", "save-as-new-draft"):
        flash("Saved in the draft. The rulebook in use is untouched.")
    if draft_id and button == "impact":
        return redirect(url_for("rule_drafts.impact", draft_id=draft_id), 303)
    if draft_id and button in ("publish", "remove"):
        return redirect(url_for("rule_drafts.show", draft_id=draft_id), 303)
    checks = "1" if button == "check" else None
    return redirect(url_for(".edit", path=path, draft=draft_id, check=checks), 303)


def _moved(path: str, draft: Draft, typed: Typed) -> ResponseReturnValue:
    """Show what was sent beside what came into use meanwhile."""
    now = draft.under.get(path)
    clash = Clash(
        "The file in use has changed since you opened it",
        "Nothing is saved yet. Below is how your text differs from what is in use now; saving "
        "again means that you have seen it.",
        difference(path, now, typed.text),
    )
    fresh = Typed(typed.text, base_of(draft.under, path), typed.version, typed.editor)
    return _page(path, draft, fresh, clash=clash)


def _stale(path: str, draft: Draft, typed: Typed, stored: DraftFile) -> ResponseReturnValue:
    """Show what was sent beside what somebody else saved in the same draft."""
    clash = Clash(
        f"{stored.editor} saved this file in the same draft while you were editing",
        "Nothing is overwritten. Below is how your text differs from theirs: save again to put "
        "yours in its place, or keep both by saving yours as a draft of its own.",
        difference(path, stored.text, typed.text),
    )
    fresh = Typed(typed.text, typed.base, stored.version, typed.editor)
    return _page(path, draft, fresh, clash=clash)


def _typed(draft: Draft, path: str) -> Typed:
    """Return what was sent, with the line ends that the file has; browsers send their own."""
    text = request.form.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")  # not every database can store it
    before = draft.text(path) or ""
    if "\r\n" in before:
        text = text.replace("\n", "\r\n")
    return Typed(
        text=text,
        base=request.form.get("base") or None,
        version=whole_number(request.form.get("version"), LARGEST_NUMBER) or 0,
        editor=name_sent("editor"),
    )


def name_sent(field: str) -> str:
    """Return a person's name as it was sent, in one line."""
    shown = "".join(c if c.isprintable() else " " for c in request.form.get(field, ""))
    return " ".join(shown.split())[:NAME_LENGTH]


def _page(
    path: str, draft: Draft, typed: Typed, *, checks: bool = False, clash: Clash | None = None
) -> ResponseReturnValue:
    found = None
    if checks:
        found = check(draft.files, office().records, on=office().today())
    mine = found.of(path) if found else ()
    marked = {problem.place.line: problem.level for problem in reversed(mine)}
    lines = typed.text.replace("\r\n", "\n").split("\n")
    page = render_template(
        "pages/rule-file.html",
        path=path,
        draft=draft,
        typed=typed,
        own=draft.own.get(path),
        exists=path in draft.under,
        behind=path in draft.behind and clash is None,
        changed=_changed(draft, path),
        checked=found,
        excerpts=[_excerpt(problem, lines) for problem in mine],
        others=_others(found.problems if found else (), path),
        gutter=[(n, marked.get(n)) for n in range(1, len(lines) + 1)],
        spare=range(len(lines) + 1, len(lines) + SPARE_LINES),
        clash=clash,
        fault=_fault(path),
        **_folder(),
    )
    return page, CONFLICT if clash else OK


def _changed(draft: Draft, path: str) -> FileDifference | None:
    """Return how a draft's file differs from the one in use."""
    if path not in draft.own or draft.own[path].text == draft.under.get(path):
        return None
    return difference(path, draft.under.get(path), draft.text(path))


def _excerpt(problem: Problem, lines: list[str]) -> Excerpt:
    here = problem.place.line
    span = range(max(1, here - AROUND), min(len(lines), here + AROUND) + 1)
    return Excerpt(problem, tuple((n, lines[n - 1], n == here) for n in span))


def _others(problems: Iterable[Problem], path: str) -> list[tuple[str, int, int]]:
    """Return where else something was found: (path, errors, everything).

    An empty path stands for the rulebook as a whole.
    """
    counts: dict[str, list[int]] = {}
    for problem in problems:
        if problem.place.path != path:
            where = problem.place.path if problem.place.line else ""
            count = counts.setdefault(where, [0, 0])
            count[0] += problem.level == "error"
            count[1] += 1
    return [(name, errors, everything) for name, (errors, everything) in sorted(counts.items())]


def _safe_or_404(path: str) -> None:
    try:
        safe_path(path)
    except UnsafePathError:
        abort(404)
    if office().in_use.folder is None:
        abort(404)


def _fault(path: str) -> str | None:
    folder = office().in_use.folder
    return folder.fault(path) if folder else None


def _folder() -> dict[str, object]:
    return {"folder": office().in_use.folder, "read_only": office().in_use.read_only}
