"""The tables, and the triggers that keep what was issued as it was issued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    DDL,
    Column,
    Date,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    event,
)
from sqlalchemy.schema import ExecutableDDLElement

METADATA: Final = MetaData()


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC, with its zone: SQLite would forget it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the time as it is stored."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the stored time with its zone."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


BRIEFS = Table(
    "briefs",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("title", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False, index=True),
)

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", String(20), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("date", Date, nullable=False),
    Column("rulebook", String(80), nullable=False),
    Column("document", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    # No foreign key: a draft may be deleted, the decision made from it stands.
    Column("brief_id", String(40), nullable=True),
    Column("created", Moment, nullable=False),
    UniqueConstraint("year", "number"),
    UniqueConstraint("brief_id", "digest"),
)

RULEBOOKS = Table(
    "rulebooks",
    METADATA,
    Column("fingerprint", String(80), primary_key=True),
    Column("content", Text, nullable=False),
    Column("created", Moment, nullable=False),
)

RULE_TEXTS = Table(
    "rule_texts",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)

RULE_VERSIONS = Table(
    "rule_versions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", String(80), nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("files", Text, nullable=False),
    Column("origin", String(12), nullable=False),
    Column("author", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("created", Moment, nullable=False),
)

RULE_DRAFTS = Table(
    "rule_drafts",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("base", String(80), nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
)

RULE_DRAFT_FILES = Table(
    "rule_draft_files",
    METADATA,
    Column("draft_id", String(40), primary_key=True),
    Column("path", String(240), primary_key=True),
    Column("text", Text, nullable=True),
    Column("base", String(64), nullable=True),
    Column("version", Integer, nullable=False),
    Column("editor", Text, nullable=False),
    Column("updated", Moment, nullable=False),
)

KEYS = Table(
    "keys",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
    Column("created", Moment, nullable=False),
)

DEPARTURES = Table(
    "departures",
    METADATA,
    Column("decision_id", String(20), primary_key=True),
    Column("lots", Integer, nullable=False),
)

OUTCOMES = Table(
    "outcomes",
    METADATA,
    Column("decision_id", String(20), primary_key=True),
    Column("status", String(20), nullable=False),
    Column("channels", Text, nullable=False),
)

RESULTS_SHOWN = Table(
    "results_shown",
    METADATA,
    Column("brief_id", String(40), primary_key=True),
    Column("shown", Moment, nullable=False),
    Column("decision_id", String(20), nullable=True),
)

ANSWER_CHANGES = Table(
    "answer_changes",
    METADATA,
    Column("brief_id", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
    Column("made", Moment, nullable=False),
)

ANSWER_REASONS = Table(
    "answer_reasons",
    METADATA,
    Column("brief_id", String(40), primary_key=True),
    Column("through", Integer, primary_key=True, autoincrement=False),
    Column("person", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("given", Moment, nullable=False),
)

PROVEN = Table(
    "proven",
    METADATA,
    Column("key", String(160), primary_key=True),
    Column("content", Text, nullable=False),
    Column("created", Moment, nullable=False),
)


def _only(dialect: str, statement: str) -> ExecutableDDLElement:
    ddl: ExecutableDDLElement = DDL(statement)  # type: ignore[no-untyped-call]
    return ddl.execute_if(dialect=dialect)


def _keep_unchanged(table: Table, key: str) -> None:
    """Have the database refuse every change to rows of a table once they are written."""
    for statement in _sqlite_triggers(table.name, key):
        event.listen(table, "after_create", _only("sqlite", statement))
    for statement in _postgres_triggers(table.name):
        event.listen(table, "after_create", _only("postgresql", statement))


def _sqlite_triggers(name: str, key: str) -> Iterator[str]:
    for act in ("UPDATE", "DELETE"):
        yield (
            f"CREATE TRIGGER {name}_refuse_{act.lower()} BEFORE {act} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{name} are never changed or deleted'); END"
        )
    # INSERT OR REPLACE deletes without waking the trigger above.
    taken = f"EXISTS (SELECT 1 FROM {name} WHERE {key})"  # noqa: S608 - our own names
    yield (
        f"CREATE TRIGGER {name}_refuse_replace BEFORE INSERT ON {name} WHEN {taken} "
        f"BEGIN SELECT RAISE(ABORT, '{name} are never replaced'); END"
    )


def _postgres_triggers(name: str) -> Iterator[str]:
    # Before each statement and not each row: a change that happens to meet no row is refused too.
    # INSERT ... ON CONFLICT DO UPDATE wakes the trigger of UPDATE, and TRUNCATE has one of its own.
    yield (
        f"CREATE FUNCTION {name}_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{name} are never changed or deleted' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    yield (
        f"CREATE TRIGGER {name}_refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_refuse_change()"
    )


_keep_unchanged(
    DECISIONS,
    "id = NEW.id OR (year = NEW.year AND number = NEW.number)"
    " OR (brief_id = NEW.brief_id AND digest = NEW.digest)",
)
_keep_unchanged(DEPARTURES, "decision_id = NEW.decision_id")
_keep_unchanged(OUTCOMES, "decision_id = NEW.decision_id")
_keep_unchanged(RESULTS_SHOWN, "brief_id = NEW.brief_id")
_keep_unchanged(ANSWER_CHANGES, "brief_id = NEW.brief_id AND number = NEW.number")
_keep_unchanged(ANSWER_REASONS, "brief_id = NEW.brief_id AND through = NEW.through")
_keep_unchanged(RULEBOOKS, "fingerprint = NEW.fingerprint")
_keep_unchanged(RULE_TEXTS, "digest = NEW.digest")
_keep_unchanged(RULE_VERSIONS, "number = NEW.number")
