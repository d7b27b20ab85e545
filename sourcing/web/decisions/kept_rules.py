"""The rules that a decision was made under, compiled again from what was kept with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sourcing.problems import InvalidInputError
from sourcing.records.archive import Records
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_content
from sourcing.web.office import office

FEW: Final = 4


@dataclass(frozen=True, slots=True)
class _Kept:
    fingerprint: str
    records: Records


class _GoneError(Exception):
    """Raised in place of an answer that would be kept: what is not there now may come."""


def rules_of(fingerprint: str) -> Rulebook | None:
    """Return the rulebook with this fingerprint.

    None where it was not kept, or where this version of the program cannot read it any more.
    """
    book = office().rulebook
    if book.fingerprint == fingerprint:
        return book
    try:
        return _compiled(_Kept(fingerprint, office().records))
    except (_GoneError, InvalidInputError):
        return None


@lru_cache(maxsize=FEW)
def _compiled(kept: _Kept) -> Rulebook:
    content = kept.records.rulebooks.get(kept.fingerprint)
    if content is None:
        raise _GoneError
    return load_content(content, kept.fingerprint)
