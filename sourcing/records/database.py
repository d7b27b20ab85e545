"""The database: where it is, how it is opened, and what a transaction on it promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from sourcing.records.tables import METADATA

FILE_NAME = "sourcing.sqlite3"
WAIT_SECONDS = 20


def database_url(chosen: str | None, folder: Path) -> str:
    """Return the URL chosen, or that of the SQLite file in the data folder, which is made."""
    if chosen:
        return chosen
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{folder / FILE_NAME}"


class Database:
    """Connections in read or write transactions; the tables are made where they are missing."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._writing = self._engine.execution_options(writes=True)
        with self.write() as connection:
            METADATA.create_all(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the database throughout."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that is written as a whole or not at all, after all earlier ones."""
        with self._writing.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
    # The driver would begin transactions late and on its own; ours begin where `_begin` says.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # FULL, not NORMAL: in WAL mode NORMAL may lose the last commits when the power fails, and
    # who was shown a decision number must find it again. Writes are few, so it costs nothing felt.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once and so waits its turn; begun as a reader it would fail
    # instead of waiting when another had written in between.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
