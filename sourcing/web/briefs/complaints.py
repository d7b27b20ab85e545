"""Complaints shown: at their fields, and in the summary that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wtforms import Field, FieldList, Form, FormField

from sourcing.web.briefs.fields import BriefForm, Checkboxes, Radios
from sourcing.web.briefs.sheet import FIELD, Complaint

PAGE_ORDER = (
    "title",
    "organisation_name",
    "competitors",
    "vendors",
    "budget",
    "start",
    "end",
    "incumbent",
    "worker_countries",
    "organisation_is",
    "exchange",
    "declarations",
    "lots",
)
LOT_ORDER = ("name", "answer", "", "quotes", "chosen")
"""How the names of fields begin, as they follow one another on the page; sizes are the rest."""


def show_complaints(form: BriefForm, complaints: Iterable[Complaint]) -> list[tuple[str, str]]:
    """Put complaints at their fields; return (target, text) of each, as they follow on the page."""
    fields = {field.id: field for field in _fields(form)}
    several = len(form.lots) > 1
    summary = []
    for complaint in sorted(complaints, key=_place):
        field = fields.get(complaint.field)
        if field is None:
            summary.append(("", complaint.message))
            continue
        message = complaint.message.replace(FIELD, f"“{field.label.text}”")
        if several and field.id.startswith("lots-"):
            message = f"Lot {int(field.id.split('-')[1]) + 1}. {message}"
        field.errors = (*field.errors, message)
        summary.append((_target(field), message))
    return summary


def _place(complaint: Complaint) -> tuple[int, ...]:
    part, _, rest = complaint.field.partition("-")
    at = _first(PAGE_ORDER, part)
    if part != "lots":
        return (at, 0, 0)
    lot, _, name = rest.partition("-")
    return (at, int(lot) if lot.isdigit() else 0, _first(LOT_ORDER, name))


def _first(starts: tuple[str, ...], name: str) -> int:
    """Return the place of the longest start that a name has; the last of all where it has none."""
    found = [start for start in starts if name.startswith(start)]
    return starts.index(max(found, key=len)) if found else len(starts)


def _fields(form: Form) -> Iterator[Field]:
    for field in form:
        if isinstance(field, FieldList):
            for entry in field:
                yield from _fields(entry.form) if isinstance(entry, FormField) else (entry,)
        else:
            yield field


def _target(field: Field) -> str:
    """Return the id that a link must name so that the focus lands on something to answer."""
    return f"{field.id}-0" if isinstance(field, Radios | Checkboxes) else str(field.id)
