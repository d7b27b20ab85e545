"""A draft laid over the rulebook in use: its files, what they change, and what moved beneath them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import abort

from sourcing.records.rule_drafts import DraftFile, DraftLine
from sourcing.records.rule_versions import text_digest
from sourcing.web.office import office, standing


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft and the files in use; without a line nothing was saved yet."""

    id: str
    line: DraftLine | None
    own: Mapping[str, DraftFile]
    under: Mapping[str, str] = field(repr=False)

    @property
    def files(self) -> dict[str, str]:
        """All files as they would be."""
        files = {path: text for path, text in self.under.items() if path not in self.own}
        return files | {p: file.text for p, file in self.own.items() if file.text is not None}

    @property
    def name(self) -> str:
        """Whose draft it is."""
        return self.line.name if self.line else ""

    @property
    def behind(self) -> list[str]:
        """The files that changed in use since this draft took them up."""
        return [p for p, file in self.own.items() if file.base != base_of(self.under, p)]

    def text(self, path: str) -> str | None:
        """Return a file as the draft has it, or None where there is none."""
        file = self.own.get(path)
        return file.text if file else self.under.get(path)


def base_of(files: Mapping[str, str], path: str) -> str | None:
    """Return the digest of a file, or None where there is none."""
    text = files.get(path)
    return None if text is None else text_digest(text)


def new_draft_id() -> str:
    """Return an id for a new draft; drawn before the first save, so that saving twice is one."""
    return secrets.token_hex(6)


def draft_of(draft_id: str) -> Draft:
    """Return a draft by its id, or answer 404."""
    draft = draft_or_new(draft_id)
    if draft.line is None:
        abort(404)
    return draft


def draft_or_new(draft_id: str) -> Draft:
    """Return a draft by its id, or one in which nothing is saved yet."""
    found = office().records.rule_drafts.get(draft_id) if draft_id else None
    line, own = found or (None, {})
    return Draft(draft_id or new_draft_id(), line, own, standing().files)
