"""What became of the answers of a brief after its first result was seen; nothing here is ever changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from sourcing.records.database import Database
from sourcing.records.tables import ANSWER_CHANGES, ANSWER_REASONS, RESULTS_SHOWN


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer, in words: of which lot, to which question, from what to what."""

    lot: str
    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class KeptChange(AnswerChange):
    """A change as it was kept, numbered within its brief; person and reason are None until given."""

    number: int
    made: datetime
    person: str | None
    reason: str | None


class AnswerTrail:
    """The changes of answers of one database."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def result_shown(self, brief_id: str, decision_id: str | None = None) -> None:
        """Note that a result of this brief was seen, unless one was before.

        `decision_id` is the decision whose answers the brief started from.
        """
        if self.has_result(brief_id):
            return
        with self._database.write() as connection:
            if not _seen(connection, brief_id):
                values = {"brief_id": brief_id, "shown": self._now(), "decision_id": decision_id}
                connection.execute(insert(RESULTS_SHOWN).values(**values))

    def has_result(self, brief_id: str) -> bool:
        """Say whether a result of this brief was seen."""
        with self._database.read() as connection:
            return _seen(connection, brief_id)

    def explain(self, brief_id: str, person: str, reason: str, *, through: int) -> None:
        """Keep who made the changes that nobody has explained so far, and why.

        `through` is the number of the last change that this person saw: later ones are not theirs.
        """
        with self._database.write() as connection:
            if through > _explained(connection, brief_id):
                values = {
                    "brief_id": brief_id,
                    "through": through,
                    "person": person,
                    "reason": reason,
                    "given": self._now(),
                }
                connection.execute(insert(ANSWER_REASONS).values(**values))

    def of(self, brief_id: str, *, through: int | None = None) -> list[KeptChange]:
        """Return the changes of a brief in the order in which they were made, or the first of them."""
        c, r = ANSWER_CHANGES.c, ANSWER_REASONS.c
        changes = select(c.number, c.content, c.made).where(c.brief_id == brief_id)
        if through is not None:
            changes = changes.where(c.number <= through)
        reasons = select(r.through, r.person, r.reason).where(r.brief_id == brief_id)
        with self._database.read() as connection:
            rows = connection.execute(changes.order_by(c.number)).all()
            given = connection.execute(reasons.order_by(r.through)).all()
        kept = []
        for number, content, made in rows:
            lot, question, before, after = json.loads(content)
            by = next(((p, why) for through, p, why in given if number <= through), (None, None))
            person, reason = by
            kept.append(KeptChange(lot, question, before, after, number, made, person, reason))
        return kept


def add_changes(
    connection: Connection,
    brief_id: str,
    find: Callable[[], Iterable[AnswerChange]],
    *,
    made: datetime,
) -> None:
    """Keep the changes that are just being made; before a first result they are not looked for."""
    if not _seen(connection, brief_id):
        return
    for number, change in enumerate(find(), start=_last(connection, brief_id) + 1):
        content = [change.lot, change.question, change.before, change.after]
        values = {
            "brief_id": brief_id,
            "number": number,
            "content": json.dumps(content, ensure_ascii=False),
            "made": made,
        }
        connection.execute(insert(ANSWER_CHANGES).values(**values))


def _seen(connection: Connection, brief_id: str) -> bool:
    c = RESULTS_SHOWN.c
    query = select(c.brief_id).where(c.brief_id == brief_id)
    return connection.execute(query).first() is not None


def _last(connection: Connection, brief_id: str) -> int:
    c = ANSWER_CHANGES.c
    query = select(func.max(c.number)).where(c.brief_id == brief_id)
    return connection.execute(query).scalar() or 0


def _explained(connection: Connection, brief_id: str) -> int:
    r = ANSWER_REASONS.c
    query = select(func.max(r.through)).where(r.brief_id == brief_id)
    return connection.execute(query).scalar() or 0
