"""The content of every rulebook that a decision was made under, by fingerprint."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from sourcing.records.database import Database
from sourcing.records.tables import RULEBOOKS


class Rulebooks:
    """The rulebook versions of one database."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def keep(self, fingerprint: str, content: Mapping[str, Any]) -> None:
        """Store the canonical content of a rulebook, unless it is there already."""
        text = json.dumps(content, ensure_ascii=False)
        with self._database.write() as connection:
            known = select(RULEBOOKS.c.fingerprint).where(RULEBOOKS.c.fingerprint == fingerprint)
            if connection.execute(known).first() is None:
                values = {"fingerprint": fingerprint, "content": text, "created": self._now()}
                connection.execute(insert(RULEBOOKS).values(**values))

    def has(self, fingerprint: str) -> bool:
        """Say whether a rulebook was kept."""
        query = select(RULEBOOKS.c.fingerprint).where(RULEBOOKS.c.fingerprint == fingerprint)
        with self._database.read() as connection:
            return connection.execute(query).first() is not None

    def find(self, digits: str) -> str | None:
        """Return the one fingerprint that begins with these hexadecimal digits, or None."""
        column = RULEBOOKS.c.fingerprint
        query = select(column).where(column.startswith(f"sha256:{digits}", autoescape=True))
        with self._database.read() as connection:
            found = connection.execute(query).scalars().all()
        return found[0] if len(found) == 1 else None

    def get(self, fingerprint: str) -> dict[str, Any] | None:
        """Return the canonical content of a rulebook, or None where it was never kept."""
        query = select(RULEBOOKS.c.content).where(RULEBOOKS.c.fingerprint == fingerprint)
        with self._database.read() as connection:
            text = connection.execute(query).scalar()
        if text is None:
            return None
        content: dict[str, Any] = json.loads(text)
        return content
