"""Drafts of briefs, as their authors typed them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from sourcing.records.answer_trail import AnswerChange, add_changes
from sourcing.records.database import Database
from sourcing.records.tables import BRIEFS


@dataclass(frozen=True, slots=True)
class BriefLine:
    """A brief as a list shows it."""

    id: str
    title: str
    version: int
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class StoredBrief(BriefLine):
    """A brief with its content; `version` grows by one with each change."""

    content: Mapping[str, Any]


class StaleVersionError(Exception):
    """Somebody else saved the brief since the page was made; `stored` is what stands now."""

    def __init__(self, stored: StoredBrief) -> None:
        super().__init__(f"brief {stored.id} stands at version {stored.version}")
        self.stored = stored


Compare = Callable[[Mapping[str, Any]], Iterable[AnswerChange]]


def _nothing(_: Mapping[str, Any]) -> Iterable[AnswerChange]:
    return ()


class Briefs:
    """The drafts of one database."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def save(
        self,
        brief_id: str,
        title: str,
        content: Mapping[str, Any],
        *,
        version: int,
        changes_from: Compare = _nothing,
    ) -> StoredBrief:
        """Store a draft that was made from `version`; 0 means that it is new.

        After a first result was seen, what `changes_from` finds between the draft that stood and
        this one is kept with it.

        Storing what already stands changes nothing; a deleted brief comes back. Raises
        `StaleVersionError` where the stored one has moved on to something else.
        """
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        with self._database.write() as connection:
            row = _row(connection, brief_id)
            if row is not None and row.content == text:
                return _stored(row)
            if row is not None and row.version != version:
                raise StaleVersionError(_stored(row))
            now = self._now()
            values = {"title": title, "content": text, "version": version + 1, "updated": now}
            if row is None:
                values |= {"id": brief_id, "created": now}
                connection.execute(insert(BRIEFS).values(**values))
            else:
                connection.execute(update(BRIEFS).where(BRIEFS.c.id == brief_id).values(**values))
                stood = json.loads(row.content)
                add_changes(connection, brief_id, lambda: changes_from(stood), made=now)
            return _stored(_row(connection, brief_id))

    def get(self, brief_id: str) -> StoredBrief | None:
        """Return a brief, or None where there is none."""
        with self._database.read() as connection:
            row = _row(connection, brief_id)
        return None if row is None else _stored(row)

    def delete(self, brief_id: str) -> None:
        """Delete a brief; one that is not there is no error."""
        with self._database.write() as connection:
            connection.execute(delete(BRIEFS).where(BRIEFS.c.id == brief_id))

    def newest(self, *, most: int, skip: int = 0, containing: str = "") -> list[BriefLine]:
        """Return briefs, the last changed first, whose title contains a text; `skip` leaves out the first."""
        c = BRIEFS.c
        query = (
            select(c.id, c.title, c.version, c.created, c.updated)
            .where(c.title.icontains(containing, autoescape=True))
            .order_by(c.updated.desc(), c.id)
            .limit(most)
            .offset(skip)
        )
        with self._database.read() as connection:
            return [BriefLine(*row) for row in connection.execute(query)]

    def count(self) -> int:
        """Return how many briefs there are."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(BRIEFS)).scalar_one()


def _row(connection: Connection, brief_id: str) -> Row[Any] | None:
    return connection.execute(select(BRIEFS).where(BRIEFS.c.id == brief_id)).one_or_none()


def _stored(row: Any) -> StoredBrief:  # noqa: ANN401 - a row of the table
    return StoredBrief(
        id=row.id,
        title=row.title,
        version=row.version,
        created=row.created,
        updated=row.updated,
        content=json.loads(row.content),
    )
