"""What was proven of a rulebook, kept by fingerprint so that it is worked out only once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

import sourcing
from sourcing.records.database import Database
from sourcing.records.tables import PROVEN


class Proven:
    """The proofs of one database, each made by this version of the program."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def get(self, what: str, fingerprint: str) -> Any:  # noqa: ANN401 - plain values as kept
        """Return what was kept, or None."""
        query = select(PROVEN.c.content).where(PROVEN.c.key == _key(what, fingerprint))
        with self._database.read() as connection:
            text = connection.execute(query).scalar()
        return None if text is None else json.loads(text)

    def keep(self, what: str, fingerprint: str, content: Any) -> None:  # noqa: ANN401
        """Store plain values, unless something is there already."""
        key = _key(what, fingerprint)
        with self._database.write() as connection:
            if connection.execute(select(PROVEN.c.key).where(PROVEN.c.key == key)).first() is None:
                values = {"key": key, "content": json.dumps(content), "created": self._now()}
                connection.execute(insert(PROVEN).values(**values))


def _key(what: str, fingerprint: str) -> str:
    return f"{what} {sourcing.__version__} {fingerprint}"
