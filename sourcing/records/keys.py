"""Keys that all processes on one database share, each made once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert, select

from sourcing.records.database import Database
from sourcing.records.tables import KEYS

BYTES = 32


class Keys:
    """The keys of one database."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def kept(self, name: str) -> str:
        """Return the key of that name, made on the first call of any process."""
        with self._database.write() as connection:
            query = select(KEYS.c.value).where(KEYS.c.name == name)
            found: str | None = connection.execute(query).scalar()
            if found is not None:
                return found
            fresh = secrets.token_hex(BYTES)
            connection.execute(insert(KEYS).values(name=name, value=fresh, created=self._now()))
            return fresh
