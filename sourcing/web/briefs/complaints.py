"""Complaints shown: at their fields, and in the summary that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wtforms import Field, FieldList, Form, FormField

from sourcing.web.briefs.fields import BriefForm, Checkboxes, Radios
from sourcing.web.briefs.sheet import FIELD, Complaint


def show_complaints(form: BriefForm, complaints: Iterable[Complaint]) -> list[tuple[str, str]]:
    """Put complaints at their fields; return (target, text) for each line of the summary."""
    fields = {field.id: field for field in _fields(form)}
    several = len(form.lots) > 1
    summary = []
    for complaint in complaints:
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
