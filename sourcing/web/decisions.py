"""Decisions as issued: the report, the document, the packet."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from sourcing.decision.document import Document, to_json
from sourcing.records.decisions import StoredDecision
from sourcing.report.view import report_of
from sourcing.web.briefs.views import new_id
from sourcing.web.briefs.writing import draft_of_brief
from sourcing.web.office import office

bp = Blueprint("decisions", __name__, url_prefix="/decisions")


@bp.get("/<decision_id>")
def show(decision_id: str) -> str:
    """Show the report of a decision, made from the stored document alone."""
    stored = _stored(decision_id)
    return render_template(
        "pages/decision.html",
        decision=stored,
        report=report_of(_document(stored), decision_id=stored.id, issued=stored.created),
        packed=office().records.rulebooks.has(stored.rulebook),
        brief=office().records.briefs.get(stored.brief_id) if stored.brief_id else None,
    )


@bp.get("/<decision_id>.json")
def download(decision_id: str) -> Response:
    """Return the document, to the byte as it was issued."""
    stored = _stored(decision_id)
    return _file(stored.document, f"{stored.id}.json")


@bp.get("/<decision_id>.packet.json")
def packet(decision_id: str) -> Response:
    """Return the document with the content of its rulebook inside, so that it can be made again."""
    stored = _stored(decision_id)
    content = office().records.rulebooks.get(stored.rulebook)
    if content is None:
        abort(404)
    return _file(to_json({**_document(stored), "content": content}), f"{stored.id}.packet.json")


@bp.post("/<decision_id>/brief")
def start_brief(decision_id: str) -> ResponseReturnValue:
    """Start a new brief with the answers of a decision."""
    stored = _stored(decision_id)
    draft = draft_of_brief(office().rulebook, _document(stored)["brief"])
    brief = office().records.briefs.save(new_id(), stored.title, draft, version=0)
    flash(f"This brief starts with the answers of {stored.id}.")
    return redirect(url_for("briefs.edit", brief_id=brief.id), 303)


def _stored(decision_id: str) -> StoredDecision:
    found = office().records.decisions.get(decision_id)
    if found is None:
        abort(404)
    return found


def _document(stored: StoredDecision) -> Document:
    document: Document = json.loads(stored.document)
    return document


def _file(text: str, name: str) -> Response:
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
