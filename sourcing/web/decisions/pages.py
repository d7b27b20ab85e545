"""Decisions as issued: the report, the document, the packet."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sourcing.decision.document.write import to_json
from sourcing.report.pdf.render import SIZES, render_pdf
from sourcing.report.rfp import as_request
from sourcing.report.tables_csv import as_csv
from sourcing.report.view import report_of
from sourcing.report.workbook.file import as_workbook
from sourcing.web.briefs.drafts import new_id
from sourcing.web.briefs.writing import draft_of_brief
from sourcing.web.decisions.stored import document_of, stored_decision
from sourcing.web.office import office

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

bp = Blueprint("decisions", __name__, url_prefix="/decisions")


@bp.get("/<decision_id>")
def show(decision_id: str) -> str:
    """Show the report of a decision, made from the stored document alone."""
    stored = stored_decision(decision_id)
    return render_template(
        "pages/decision.html",
        decision=stored,
        report=report_of(document_of(stored), decision_id=stored.id, issued=stored.created),
        packed=office().records.rulebooks.has(stored.rulebook),
        brief=office().records.briefs.get(stored.brief_id) if stored.brief_id else None,
    )


@bp.get("/<decision_id>.json")
def download(decision_id: str) -> Response:
    """Return the document, to the byte as it was issued."""
    stored = stored_decision(decision_id)
    return _file(stored.document, f"{stored.id}.json")


@bp.get("/<decision_id>.pdf")
def printed(decision_id: str) -> Response:
    """Return the report as PDF, on A4 or, with `?paper=letter`, on Letter."""
    stored = stored_decision(decision_id)
    size = request.args.get("paper", "a4")
    if size not in SIZES:
        abort(404)
    report = report_of(document_of(stored), decision_id=stored.id, issued=stored.created)
    return _file(render_pdf(report, size=size), f"{stored.id}.pdf", "application/pdf")


@bp.get("/<decision_id>.xlsx")
def workbook(decision_id: str) -> Response:
    """Return the prices as a workbook with live formulas."""
    stored = stored_decision(decision_id)
    content = as_workbook(document_of(stored), decision_id=stored.id)
    return _file(content, f"{stored.id}.xlsx", WORKBOOK)


@bp.get("/<decision_id>.csv")
def cost_lines(decision_id: str) -> Response:
    """Return every cost line of every priced channel."""
    stored = stored_decision(decision_id)
    return _file(as_csv(document_of(stored)), f"{stored.id}.csv", "text/csv")


@bp.get("/<decision_id>.packet.json")
def packet(decision_id: str) -> Response:
    """Return the document with the content of its rulebook inside, so that it can be made again."""
    stored = stored_decision(decision_id)
    content = office().records.rulebooks.get(stored.rulebook)
    if content is None:
        abort(404)
    return _file(to_json({**document_of(stored), "content": content}), f"{stored.id}.packet.json")


@bp.get("/<decision_id>/questions.md")
def questions(decision_id: str) -> Response:
    """Return what to ask of vendors, as a document to send to them."""
    stored = stored_decision(decision_id)
    text = as_request(document_of(stored))
    return _file(text, f"{stored.id}-questions.md", "text/markdown")


@bp.post("/<decision_id>/brief")
def start_brief(decision_id: str) -> ResponseReturnValue:
    """Start a new brief with the answers of a decision."""
    stored = stored_decision(decision_id)
    draft = draft_of_brief(office().rulebook, document_of(stored)["brief"])
    brief = office().records.briefs.save(new_id(), stored.title, draft, version=0)
    office().records.answer_trail.result_shown(brief.id, stored.id)
    flash(f"This brief starts with the answers of {stored.id}.")
    return redirect(url_for("briefs.edit", brief_id=brief.id), 303)


def _file(content: str | bytes, name: str, kind: str = "application/json") -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
