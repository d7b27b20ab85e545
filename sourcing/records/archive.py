"""All that is kept, opened together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from sourcing.records.answer_trail import AnswerTrail
from sourcing.records.briefs import Briefs
from sourcing.records.database import Database, database_url
from sourcing.records.decisions import Decisions
from sourcing.records.keys import Keys
from sourcing.records.proven import Proven
from sourcing.records.rule_drafts import RuleDrafts
from sourcing.records.rule_versions import RuleVersions
from sourcing.records.rulebooks import Rulebooks


@dataclass(frozen=True, slots=True)
class Records:
    """The stores of one database."""

    database: Database
    briefs: Briefs
    answer_trail: AnswerTrail
    decisions: Decisions
    rulebooks: Rulebooks
    rule_drafts: RuleDrafts
    rule_versions: RuleVersions
    proven: Proven
    keys: Keys

    def answers(self) -> bool:
        """Say whether the database answers and holds our tables."""
        try:
            self.decisions.count()
        except SQLAlchemyError:
            return False
        return True

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def _now() -> datetime:
    return datetime.now(UTC)


def open_records(
    folder: Path, *, url: str | None = None, now: Callable[[], datetime] = _now
) -> Records:
    """Open the database at `url`, or the one in the data folder; make it where there is none."""
    database = Database(database_url(url, folder))
    return Records(
        database=database,
        briefs=Briefs(database, now),
        answer_trail=AnswerTrail(database, now),
        decisions=Decisions(database, now),
        rulebooks=Rulebooks(database, now),
        rule_drafts=RuleDrafts(database, now),
        rule_versions=RuleVersions(database, now),
        proven=Proven(database, now),
        keys=Keys(database, now),
    )
