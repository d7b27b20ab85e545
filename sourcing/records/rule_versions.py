"""Every published version of the rule files: who, when, why, and the files to the letter."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from sourcing.records.database import Database
from sourcing.records.tables import RULE_TEXTS, RULE_VERSIONS

Origin = Literal["found", "published", "restored"]
Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version as a list shows it; one that was `found` came by way of the disk."""

    number: int
    fingerprint: str
    digest: str
    origin: Origin
    author: str
    message: str
    created: datetime


@dataclass(frozen=True, slots=True)
class StoredVersion(VersionLine):
    """A version with the texts of its files by path."""

    files: Files


def text_digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def files_digest(files: Files) -> str:
    """Return the SHA-256 of a set of files, comments and cases included."""
    return text_digest(
        json.dumps({path: text_digest(text) for path, text in files.items()}, sort_keys=True)
    )


class OvertakenError(Exception):
    """Somebody else stored a version meanwhile; `newest` is what stands now."""

    def __init__(self, newest: VersionLine) -> None:
        super().__init__(f"version {newest.number} is newer")
        self.newest = newest


class RuleVersions:
    """The versions of one database; none is ever changed or deleted."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def add(  # noqa: PLR0913 - what a version consists of
        self,
        files: Files,
        fingerprint: str,
        *,
        origin: Origin,
        author: str,
        message: str,
        after: int | None = None,
    ) -> VersionLine:
        """Store a version under the next number; the newest one is not stored twice in a row.

        Files that were merely found are stored only where they differ from the newest version.
        With `after` the newest version must still have that number; raises `OvertakenError`.
        """
        digest = files_digest(files)
        with self._database.write() as connection:
            last = _last(connection)
            if last is not None and last.digest == digest and origin == "found":
                return last
            if last is not None and after is not None and last.number != after:
                raise OvertakenError(last)
            number = last.number + 1 if last else 1
            values = {
                "number": number,
                "fingerprint": fingerprint,
                "digest": digest,
                "files": json.dumps(
                    {path: _keep(connection, text) for path, text in files.items()}
                ),
                "origin": origin,
                "author": author,
                "message": message,
                "created": self._now(),
            }
            connection.execute(insert(RULE_VERSIONS).values(**values))
            return _line(connection, number)

    def all(self) -> list[VersionLine]:
        """Return every version, the newest first."""
        query = select(*_COLUMNS).order_by(RULE_VERSIONS.c.number.desc())
        with self._database.read() as connection:
            return [VersionLine(*row) for row in connection.execute(query)]

    def get(self, number: int) -> StoredVersion | None:
        """Return a version, or None where there is none."""
        query = select(*_COLUMNS, RULE_VERSIONS.c.files).where(RULE_VERSIONS.c.number == number)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            named: dict[str, str] = json.loads(row.files)
            here = RULE_TEXTS.c.digest.in_(sorted(set(named.values())))
            wanted = select(RULE_TEXTS.c.digest, RULE_TEXTS.c.text).where(here)
            texts = {row.digest: row.text for row in connection.execute(wanted)}
        kept = {path: texts[digest] for path, digest in named.items()}
        line: tuple[Any, ...] = (*row[:-1], kept)
        return StoredVersion(*line)

    def newest(self) -> VersionLine | None:
        """Return the newest version; None where there is none, or where the database is silent."""
        try:
            with self._database.read() as connection:
                return _last(connection)
        except SQLAlchemyError:
            return None

    def stood_at(self, digest: str) -> bool:
        """Say whether some version held exactly these files."""
        query = select(RULE_VERSIONS.c.number).where(RULE_VERSIONS.c.digest == digest).limit(1)
        with self._database.read() as connection:
            return connection.execute(query).first() is not None


_COLUMNS: tuple[Any, ...] = tuple(
    RULE_VERSIONS.c[name]
    for name in ("number", "fingerprint", "digest", "origin", "author", "message", "created")
)


def _last(connection: Connection) -> VersionLine | None:
    number = connection.execute(select(func.max(RULE_VERSIONS.c.number))).scalar()
    return None if number is None else _line(connection, number)


def _line(connection: Connection, number: int) -> VersionLine:
    query = select(*_COLUMNS).where(RULE_VERSIONS.c.number == number)
    return VersionLine(*connection.execute(query).one())


def _keep(connection: Connection, text: str) -> str:
    digest = text_digest(text)
    known = select(RULE_TEXTS.c.digest).where(RULE_TEXTS.c.digest == digest)
    if connection.execute(known).first() is None:
        connection.execute(insert(RULE_TEXTS).values(digest=digest, text=text))
    return digest
