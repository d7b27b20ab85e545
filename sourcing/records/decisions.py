"""Decisions as they were issued, to the byte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select

from sourcing.records.database import Database
from sourcing.records.tables import DECISIONS, DEPARTURES, OUTCOMES


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as a list shows it; `rulebook` is the fingerprint that it was made under.

    `departures` counts the lots for which another channel was chosen than the recommended one;
    `status` and `channels` tell the outcome in short, and are empty where none was kept.
    """

    id: str
    title: str
    date: date
    rulebook: str
    brief_id: str | None
    created: datetime
    departures: int
    status: str
    channels: str


@dataclass(frozen=True, slots=True)
class StoredDecision(DecisionLine):
    """A decision with its document: JSON text exactly as issued, and the SHA-256 of it."""

    document: str
    digest: str


def digest_of(document: str) -> str:
    """Return the SHA-256 of a document's text."""
    return hashlib.sha256(document.encode()).hexdigest()


_JOINED = DECISIONS.outerjoin(DEPARTURES, DECISIONS.c.id == DEPARTURES.c.decision_id).outerjoin(
    OUTCOMES, DECISIONS.c.id == OUTCOMES.c.decision_id
)
_TOLD = (
    func.coalesce(DEPARTURES.c.lots, 0).label("departures"),
    func.coalesce(OUTCOMES.c.status, "").label("status"),
    func.coalesce(OUTCOMES.c.channels, "").label("channels"),
)
_WHOLE = select(DECISIONS, *_TOLD).select_from(_JOINED)


class Decisions:
    """The decisions of one database; nothing here changes or deletes any."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def issue(  # noqa: PLR0913 - one row
        self,
        document: str,
        *,
        title: str,
        on: date,
        rulebook: str,
        brief_id: str | None = None,
        departures: int = 0,
        status: str = "",
        channels: str = "",
    ) -> StoredDecision:
        """Store a document under the next number of its year, as `D-2026-0042`.

        The same document from the same brief is issued once: a second press of the button finds
        the first decision.
        """
        digest = digest_of(document)
        with self._database.write() as connection:
            found = _same(connection, brief_id, digest)
            if found is not None:
                return _stored(found)
            number = _next_number(connection, on.year)
            values = {
                "id": f"D-{on.year}-{number:04}",
                "year": on.year,
                "number": number,
                "title": title,
                "date": on,
                "rulebook": rulebook,
                "document": document,
                "digest": digest,
                "brief_id": brief_id,
                "created": self._now(),
            }
            connection.execute(insert(DECISIONS).values(**values))
            if departures:
                departed = insert(DEPARTURES).values(decision_id=values["id"], lots=departures)
                connection.execute(departed)
            if status:
                told = insert(OUTCOMES).values(
                    decision_id=values["id"], status=status, channels=channels
                )
                connection.execute(told)
            return _stored(_row(connection, str(values["id"])))

    def get(self, decision_id: str) -> StoredDecision | None:
        """Return a decision, or None where there is none."""
        with self._database.read() as connection:
            row = _row(connection, decision_id)
        return None if row is None else _stored(row)

    def newest(
        self, *, most: int, skip: int = 0, containing: str = "", departing: bool = False
    ) -> list[DecisionLine]:
        """Return decisions, the last issued first, whose title or number contains a text.

        With `departing`, only those that depart from the recommendation; `skip` leaves out the
        first.
        """
        c = DECISIONS.c
        named = or_(
            c.title.icontains(containing, autoescape=True),
            c.id.icontains(containing, autoescape=True),
        )
        order = (c.year.desc(), c.number.desc())
        wanted = and_(named, DEPARTURES.c.lots > 0) if departing else named
        return self._lines(wanted, order=order, most=most, skip=skip)

    def of_brief(self, brief_id: str) -> list[DecisionLine]:
        """Return the decisions issued from a brief, the last first."""
        c = DECISIONS.c
        return self._lines(c.brief_id == brief_id, order=(c.year.desc(), c.number.desc()), most=100)

    def count(self) -> int:
        """Return how many decisions there are."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(DECISIONS)).scalar_one()

    def count_departing(self) -> int:
        """Return how many decisions depart from the recommendation for some lot."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(DEPARTURES)).scalar_one()

    def _lines(
        self,
        condition: Any,  # noqa: ANN401
        *,
        order: Any,  # noqa: ANN401
        most: int,
        skip: int = 0,
    ) -> list[DecisionLine]:
        c = DECISIONS.c
        query = (
            select(c.id, c.title, c.date, c.rulebook, c.brief_id, c.created, *_TOLD)
            .select_from(_JOINED)
            .where(condition)
            .order_by(*order)
            .limit(most)
            .offset(skip)
        )
        with self._database.read() as connection:
            return [DecisionLine(*row) for row in connection.execute(query)]


def _next_number(connection: Connection, year: int) -> int:
    last = select(func.max(DECISIONS.c.number)).where(DECISIONS.c.year == year)
    return (connection.execute(last).scalar() or 0) + 1


def _same(connection: Connection, brief_id: str | None, digest: str) -> Row[Any] | None:
    if brief_id is None:
        return None
    same = and_(DECISIONS.c.brief_id == brief_id, DECISIONS.c.digest == digest)
    return connection.execute(_WHOLE.where(same)).one_or_none()


def _row(connection: Connection, decision_id: str) -> Row[Any] | None:
    return connection.execute(_WHOLE.where(DECISIONS.c.id == decision_id)).one_or_none()


def _stored(row: Any) -> StoredDecision:  # noqa: ANN401 - a row of the table
    return StoredDecision(
        id=row.id,
        title=row.title,
        date=row.date,
        rulebook=row.rulebook,
        brief_id=row.brief_id,
        created=row.created,
        departures=row.departures,
        status=row.status,
        channels=row.channels,
        document=row.document,
        digest=row.digest,
    )
