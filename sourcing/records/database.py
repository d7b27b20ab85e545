"""The database: where it is, how it is opened, and what a transaction on it promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from sourcing.records.tables import METADATA

FILE_NAME = "sourcing.sqlite3"
WAIT_SECONDS = 20
WRITERS: Final = 7_300_411_962
"""The advisory lock of PostgreSQL that our writers take in turn; any number of our own would do."""
NOT_STORED, STANDS_FOR_IT = "\x00", "\N{REPLACEMENT CHARACTER}"
"""The one character that PostgreSQL cannot hold in a text, and what is kept in its place."""


class DatabaseUnusableError(OSError):
    """The database cannot be opened; the message says why, and what would mend it."""


def database_url(chosen: str | None, folder: Path) -> str:
    """Return the URL chosen, or that of the SQLite file in the data folder, which is made."""
    if chosen:
        return chosen
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{folder / FILE_NAME}"


class Database:
    """Connections in read or write transactions; the tables are made where they are missing."""

    def __init__(self, url: str) -> None:
        """Open the database at a URL; raises `DatabaseUnusableError`."""
        address = _address(url)
        self._engine = _engine(address)
        reads, writes = _modes(address)
        self._reading = self._engine.execution_options(**reads)
        self._writing = self._engine.execution_options(**writes, writes=True)
        try:
            with self.write() as connection:
                METADATA.create_all(connection)
        except OperationalError as error:
            why = " ".join(str(error.orig).split())
            raise DatabaseUnusableError(f"the database at {address} does not open: {why}") from None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the database throughout."""
        with self._reading.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that is written as a whole or not at all, after all earlier ones."""
        with self._writing.begin() as connection:
            yield connection

    @property
    def is_shared(self) -> bool:
        """Whether processes on other hosts may be at work on it too."""
        return self._engine.dialect.name != "sqlite"

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _address(url: str) -> URL:
    """Return a database's URL; one that says just PostgreSQL gets the driver that we bring."""
    try:
        address = make_url(url)
    except ArgumentError:
        example = "postgresql+psycopg://user@host/name"
        raise DatabaseUnusableError(f"DATABASE_URL is no database URL, such as {example}") from None
    if address.drivername in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    return address


def _modes(address: URL) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return how transactions that read and transactions that write are isolated."""
    if address.get_backend_name() == "sqlite":
        return {}, {}
    # A writer must see what was written while it waited for its turn, whatever the server's default.
    return {"isolation_level": "REPEATABLE READ"}, {"isolation_level": "READ COMMITTED"}


def _engine(address: URL) -> Engine:
    if address.get_backend_name() != "sqlite":
        return _postgres(address)
    engine = create_engine(address, connect_args={"timeout": WAIT_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _postgres(address: URL) -> Engine:
    try:
        engine = create_engine(address, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        mend = "install it with: pip install 'sourcing[postgres]'"
        raise DatabaseUnusableError(f"the driver {error.name} is missing; {mend}") from None
    event.listen(engine, "begin", _take_turn)
    event.listen(engine, "before_cursor_execute", _storable, retval=True)
    return engine


def _take_turn(connection: Connection) -> None:
    # As in SQLite: a writer waits until all earlier ones are done, and so sees what they wrote. A
    # number counted on from the last one is then never counted twice, and nothing has to be retried.
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def _storable(
    _connection: Connection,
    _cursor: object,
    statement: str,
    parameters: Any,  # noqa: ANN401 - one set of values, or several
    _context: object,
    many: bool,  # noqa: FBT001 - as above
) -> tuple[str, Any]:
    if many:
        return statement, [_without_nul(values) for values in parameters]
    return statement, _without_nul(parameters)


def _without_nul(values: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(values, dict):
        return {name: _replaced(value) for name, value in values.items()}
    return tuple(_replaced(value) for value in values)


def _replaced(value: object) -> object:
    return value.replace(NOT_STORED, STANDS_FOR_IT) if isinstance(value, str) else value


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
