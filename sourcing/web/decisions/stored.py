"""Decisions as they were stored, for every page about one."""

from __future__ import annotations

import json

from flask import abort

from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.decision.document.write import Document
from sourcing.records.decisions import StoredDecision
from sourcing.web.office import office


def stored_decision(decision_id: str) -> StoredDecision:
    """Return a decision, or answer 404."""
    found = office().records.decisions.get(decision_id)
    if found is None:
        abort(404)
    return found


def document_of(stored: StoredDecision) -> Document:
    """Return the document of a decision."""
    document: Document = json.loads(stored.document)
    return document


def brief_of(document: Document, name: str) -> Brief:
    """Return the brief that a decision was made of; raises `InvalidInputError`."""
    return parse_brief(document["brief"], nowhere(name))
