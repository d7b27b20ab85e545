"""Published versions: listed, shown, compared with each other, and restored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from sourcing.problems import InvalidInputError
from sourcing.records.rule_versions import StoredVersion
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_texts
from sourcing.web.office import office, standing
from sourcing.web.serving.addresses import LARGEST_NUMBER
from sourcing.web.serving.numbers import whole_number
from sourcing.web.workbench.differences import differences
from sourcing.web.workbench.files import name_sent
from sourcing.web.workbench.impacts import FEW, Words, impact_between
from sourcing.web.workbench.publishing import NotPublishedError, Publication, publish

bp = Blueprint("rule_versions", __name__, url_prefix="/rules/versions")

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422


@bp.get("")
def listing() -> str:
    """List all versions, the newest first."""
    return render_template(
        "pages/rule-versions.html",
        versions=office().records.rule_versions.all(),
        in_use_digest=standing().digest,
    )


@bp.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """Show a version: who published it, why, and what it changed."""
    return _page(_version(number))


@bp.get("/<int:number>/files/<path:path>")
def show_file(number: int, path: str) -> str:
    """Show a file as a version has it."""
    version = _version(number)
    if path not in version.files:
        abort(404)
    lines = version.files[path].splitlines()
    return render_template("pages/rule-version-file.html", version=version, path=path, lines=lines)


@bp.get("/compare")
def compare() -> str:
    """Show how two versions differ, and with `?impact=1` which outcomes do."""
    old, new = (_version(_number(name)) for name in ("old", "new"))
    found, fault = None, ""
    books = [_loaded(version) for version in (old, new)]
    if request.args.get("impact") == "1":
        before, after = books
        if before and after:
            found = impact_between(before, after, (old.digest, new.digest))
        else:
            fault = "One of the versions cannot be read by this program any more."
    return render_template(
        "pages/rule-compare.html",
        old=old,
        new=new,
        changes=differences(old.files, new.files),
        impact=found,
        fault=fault,
        words=Words(books[1] or standing().rulebook),
    )


@bp.post("/<int:number>/restore")
def restore(number: int) -> ResponseReturnValue:
    """Publish an old version again, as a new one."""
    version = _version(number)
    author = name_sent("author")
    session["editor"] = author
    if not author:
        return _page(version, said="Say who restores it.", at="author", status=UNPROCESSABLE)
    publication = Publication(
        version.files,
        request.form.get("replaces", ""),
        author,
        f"Version {number} restored: {version.message}",
        "restored",
    )
    try:
        made = publish(office().in_use, office().records, publication, on=office().today())
    except NotPublishedError as error:
        status = CONFLICT if error.overtaken else UNPROCESSABLE
        return _page(version, said=str(error), status=status, error=error)
    flash(f"Version {number} is in use again, as version {made.number}.")
    return redirect(url_for(".show", number=made.number), 303)


def _page(
    version: StoredVersion,
    *,
    said: str = "",
    at: str = "",
    status: int = OK,
    error: NotPublishedError | None = None,
) -> ResponseReturnValue:
    before = office().records.rule_versions.get(version.number - 1)
    page = render_template(
        "pages/rule-version.html",
        version=version,
        before=before,
        changes=differences(before.files, version.files) if before else [],
        used=version.digest == standing().digest,
        newest=office().records.rule_versions.newest(),
        replaces=standing().digest,
        said=said,
        at=at,
        problems=error.problems if error else (),
        author=session.get("editor", ""),
        read_only=office().in_use.read_only,
    )
    return page, status


def _version(number: int) -> StoredVersion:
    found = office().records.rule_versions.get(number)
    if found is None:
        abort(404)
    return found


def _number(name: str) -> int:
    number = whole_number(request.args.get(name), LARGEST_NUMBER)
    if number is None:
        abort(404)
    return number


def _loaded(version: StoredVersion) -> Rulebook | None:
    return _load(_Kept(version.digest, version.files))


@dataclass(frozen=True, slots=True)
class _Kept:
    """Files by their digest, so that the same ones are loaded once."""

    digest: str
    files: Mapping[str, str] = field(compare=False)


@lru_cache(maxsize=FEW)
def _load(kept: _Kept) -> Rulebook | None:
    try:
        return load_texts(kept.files)
    except InvalidInputError:
        return None
