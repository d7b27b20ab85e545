"""Drafts: what was typed, as plain values, and the changes that buttons make to it.

A draft holds the fields of the form by name, those left empty left out; `lots` is a list of such
mappings, in which the answer to a question stands under its id with `answer_` before it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from sourcing.brief import MOST_LOTS
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.briefs.fields import BriefForm, form_class

Draft = dict[str, Any]

REMOVED: Final = "removed"
MOST_REMOVED: Final = 5
MOST_ROWS: Final = 1000
FEWEST_NAMES: Final = 3
SPARE_NAMES: Final = 2
# The form library takes every digit of Unicode and any length for the number of a lot.
_FIELD_NAME: Final = re.compile(r"(?!.*[0-9]{5})[A-Za-z0-9_.-]{1,200}")
_LOT_FIELD: Final = re.compile(r"lots-([0-9]{1,4})-")
_ROW_FIELD: Final = re.compile(
    r"((?:lots-[0-9]{1,4}-quotes|declarations|competitors|vendors)-[0-9]{1,4})"
)


class TooManyError(Exception):
    """A form was sent with more of something than a brief may hold; none of it was read."""

    def __init__(self, most: int, what: str) -> None:
        super().__init__(f"A brief holds at most {most} {what}")


def new_id() -> str:
    """Return an id for a new brief; drawn before the first save, so that saving twice is one."""
    return secrets.token_hex(6)


def blank_draft() -> Draft:
    """Return the draft of a brief of which nothing is known."""
    return {"lots": [{}]}


def posted_form(rulebook: Rulebook, posted: MultiDict[str, str]) -> BriefForm:
    """Return the form as it was sent; raises `TooManyError`."""
    if _posted(_LOT_FIELD, posted) > MOST_LOTS:
        raise TooManyError(MOST_LOTS, "lots")
    if _posted(_ROW_FIELD, posted) > MOST_ROWS:
        raise TooManyError(MOST_ROWS, "quotes, names and declarations")
    sound = [(k, v) for k, v in posted.items(multi=True) if _FIELD_NAME.fullmatch(k)]
    return _with_room(form_class(rulebook)(MultiDict([*sound, ("version", "0")])))


def form_of(rulebook: Rulebook, draft: Mapping[str, Any], version: int) -> BriefForm:
    """Return the form that shows a draft."""
    known = {name: value for name, value in draft.items() if name != REMOVED}
    return _with_room(form_class(rulebook)(data={**known, "version": str(version)}))


def draft_of_form(form: BriefForm) -> Draft:
    """Return what a form holds, without the fields left empty."""
    typed = dict(form.data)
    lots = [_filled(lot) for lot in typed.pop("lots")]
    typed.pop("version")
    return {**_filled(typed), "lots": lots or [{}]}


def is_blank(draft: Mapping[str, Any]) -> bool:
    """Say whether nothing at all was typed."""
    return not any(value for name, value in draft.items() if name != "lots") and not any(
        draft["lots"]
    )


def with_lot_added(draft: Draft) -> Draft:
    """Return the draft with an empty lot at its end."""
    return {**draft, "lots": [*draft["lots"], {}]}


def with_lot_copied(draft: Draft, n: int) -> Draft:
    """Return the draft with a copy of its lot `n` (from 0) after it."""
    lots = list(draft["lots"])
    copy = deepcopy(lots[n])
    copy["name"] = f"{copy.get('name') or f'Lot {n + 1}'} (copy)"
    return {**draft, "lots": [*lots[: n + 1], copy, *lots[n + 1 :]]}


def with_lot_removed(draft: Draft, n: int) -> Draft:
    """Return the draft without its lot `n`, which is set aside so that it can come back."""
    lots = list(draft["lots"])
    aside = {"place": n, "lot": lots.pop(n)}
    removed = [*draft.get(REMOVED, []), aside][-MOST_REMOVED:]
    return {**draft, "lots": lots or [{}], REMOVED: removed}


def with_row_removed(draft: Draft, lot: int | None, key: str, n: int) -> Draft:
    """Return the draft without row `n` of a list of rows, of a lot or of the brief itself."""
    holder = draft if lot is None else draft["lots"][lot]
    rows = list(holder[key])
    aside = {"place": n, "row": rows.pop(n), "key": key, "of": lot}
    removed = [*draft.get(REMOVED, []), aside][-MOST_REMOVED:]
    return {**_with_rows(draft, lot, key, rows), REMOVED: removed}


def with_restored(draft: Draft) -> Draft:
    """Return the draft with what was removed last back in its place."""
    *removed, last = draft[REMOVED]
    if "row" in last:
        lot = last["of"] if last["of"] is None else min(last["of"], len(draft["lots"]) - 1)
        holder = draft if lot is None else draft["lots"][lot]
        rows = list(holder.get(last["key"], ()))
        rows.insert(last["place"], last["row"])
        return {**_with_rows(draft, lot, last["key"], rows), REMOVED: removed}
    lots = list(draft["lots"])
    if lots == [{}]:
        lots = []
    lots.insert(last["place"], last["lot"])
    return {**draft, "lots": lots, REMOVED: removed}


def with_lot_replaced(draft: Draft, n: int, slices: list[Draft]) -> Draft:
    """Return the draft with lot `n` replaced by slices; the lot as it stood is set aside."""
    shortened = with_lot_removed(draft, n)
    lots = shortened["lots"] if len(draft["lots"]) > 1 else []
    return {**shortened, "lots": [*lots[:n], *slices, *lots[n:]]}


def _posted(entry: re.Pattern[str], names: Iterable[str]) -> int:
    """Return how many lots or rows a form holds, by the names of its fields."""
    return len({match[1] for name in names if (match := entry.match(name))})


def _with_rows(draft: Draft, lot: int | None, key: str, rows: list[Any]) -> Draft:
    if lot is None:
        return {**draft, key: rows}
    lots = list(draft["lots"])
    lots[lot] = {**lots[lot], key: rows}
    return {**draft, "lots": lots}


def _filled(typed: Mapping[str, Any]) -> Draft:
    """Return the fields that hold something; rows keep their places, but for empty ones at the end."""
    kept: Draft = {}
    for name, value in typed.items():
        inner = value
        if isinstance(value, list):
            inner = [_filled(entry) if isinstance(entry, Mapping) else entry for entry in value]
            rows = any(isinstance(entry, Mapping) for entry in inner)
            while rows and inner and not inner[-1]:
                inner.pop()
            inner = inner if rows else [entry for entry in inner if entry]
        if inner:
            kept[name] = inner
    return kept


def _with_room(form: BriefForm) -> BriefForm:
    """Add the empty fields in which one more name, declaration or quote can be typed."""
    for entries in (form.competitors, form.vendors):
        used = sum(bool(entry.data) for entry in entries)
        while len(entries) < max(FEWEST_NAMES, used + SPARE_NAMES):
            entries.append_entry()
        for n, entry in enumerate(entries, start=1):
            entry.label.text = f"{entry.label.text} {n}"
    for rows in (form.declarations, *(lot.form.quotes for lot in form.lots)):
        if not len(rows) or any(rows[-1].form.data.values()):
            rows.append_entry()
    return form
