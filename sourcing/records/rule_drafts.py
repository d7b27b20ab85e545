"""Drafts of rule files: what editors are about to change, beside the rulebook in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from sourcing.records.database import Database
from sourcing.records.tables import RULE_DRAFT_FILES, RULE_DRAFTS


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as a list shows it; `base` is the fingerprint of the rulebook that it began with."""

    id: str
    name: str
    base: str
    created: datetime
    updated: datetime
    files: int


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file as a draft has it: no text means that it is to go.

    `base` is the digest of the text in use that its editor had before them, or None where there
    was none; `version` grows by one with each change.
    """

    path: str
    text: str | None
    base: str | None
    version: int
    editor: str
    updated: datetime


class StaleDraftError(Exception):
    """Somebody else saved the file in this draft meanwhile; `stored` is what stands now."""

    def __init__(self, stored: DraftFile) -> None:
        super().__init__(f"{stored.path} stands at version {stored.version}")
        self.stored = stored


class RuleDrafts:
    """The drafts of one database."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def save(  # noqa: PLR0913 - one file as it was sent
        self,
        draft_id: str,
        path: str,
        text: str | None,
        *,
        base: str | None,
        version: int,
        editor: str,
        rulebook: str,
    ) -> DraftFile:
        """Store a file that was made from `version`; 0 means that the draft did not have it yet.

        Storing what already stands changes nothing; the draft is made by its first file. Raises
        `StaleDraftError` where the stored one has moved on to something else.
        """
        with self._database.write() as connection:
            found = _file(connection, draft_id, path)
            if found is not None and (found.text, found.base) == (text, base):
                return found
            if found is not None and found.version != version:
                raise StaleDraftError(found)
            now = self._now()
            _touch(connection, draft_id, editor, rulebook, now)
            values = {
                "text": text,
                "base": base,
                "version": version + 1,
                "editor": editor,
                "updated": now,
            }
            if found is None:
                values |= {"draft_id": draft_id, "path": path}
                connection.execute(insert(RULE_DRAFT_FILES).values(**values))
            else:
                here = _here(draft_id, path)
                connection.execute(update(RULE_DRAFT_FILES).where(here).values(**values))
            return DraftFile(path, text, base, version + 1, editor, now)

    def get(self, draft_id: str) -> tuple[DraftLine, dict[str, DraftFile]] | None:
        """Return a draft and its files by path, or None where there is none."""
        c = RULE_DRAFT_FILES.c
        query = select(*_FILE).where(c.draft_id == draft_id).order_by(c.path)
        with self._database.read() as connection:
            row = connection.execute(_lines().where(RULE_DRAFTS.c.id == draft_id)).one_or_none()
            files = {row.path: DraftFile(*row) for row in connection.execute(query)}
        return None if row is None else (DraftLine(*row), files)

    def all(self) -> list[DraftLine]:
        """Return every draft, the last changed first."""
        query = _lines().order_by(RULE_DRAFTS.c.updated.desc(), RULE_DRAFTS.c.id)
        with self._database.read() as connection:
            return [DraftLine(*row) for row in connection.execute(query)]

    def name(self, draft_id: str, name: str) -> None:
        """Give a draft another name; one that is not there is no error."""
        with self._database.write() as connection:
            here = RULE_DRAFTS.c.id == draft_id
            connection.execute(update(RULE_DRAFTS).where(here).values(name=name))

    def drop_file(self, draft_id: str, path: str) -> None:
        """Take a file out of a draft, so that it stays as it is in use."""
        with self._database.write() as connection:
            connection.execute(delete(RULE_DRAFT_FILES).where(_here(draft_id, path)))

    def delete(self, draft_id: str) -> None:
        """Delete a draft; one that is not there is no error."""
        with self._database.write() as connection:
            files = RULE_DRAFT_FILES.c.draft_id == draft_id
            connection.execute(delete(RULE_DRAFT_FILES).where(files))
            connection.execute(delete(RULE_DRAFTS).where(RULE_DRAFTS.c.id == draft_id))


_FILE: tuple[Any, ...] = tuple(
    RULE_DRAFT_FILES.c[name] for name in ("path", "text", "base", "version", "editor", "updated")
)


def _here(draft_id: str, path: str) -> Any:  # noqa: ANN401 - a condition of a query
    return and_(RULE_DRAFT_FILES.c.draft_id == draft_id, RULE_DRAFT_FILES.c.path == path)


def _file(connection: Connection, draft_id: str, path: str) -> DraftFile | None:
    row = connection.execute(select(*_FILE).where(_here(draft_id, path))).one_or_none()
    return None if row is None else DraftFile(*row)


def _touch(connection: Connection, draft_id: str, name: str, rulebook: str, now: datetime) -> None:
    here = RULE_DRAFTS.c.id == draft_id
    if connection.execute(update(RULE_DRAFTS).where(here).values(updated=now)).rowcount:
        return
    values = {"id": draft_id, "name": name, "base": rulebook, "created": now, "updated": now}
    connection.execute(insert(RULE_DRAFTS).values(**values))


def _lines() -> Any:  # noqa: ANN401 - a query
    files = select(func.count()).where(RULE_DRAFT_FILES.c.draft_id == RULE_DRAFTS.c.id)
    c = RULE_DRAFTS.c
    return select(c.id, c.name, c.base, c.created, c.updated, files.scalar_subquery())
