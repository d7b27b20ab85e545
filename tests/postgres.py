"""A PostgreSQL server of one's own for a test run: made, started, thrown away."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

ROOT = 0
FOLDERS = ("", "/usr/lib/postgresql/15/bin", *map(str, Path("/usr/lib/postgresql").glob("*/bin")))
UNPRIVILEGED = ("postgres", "nobody")
_numbers = count(1)


def postgres_programs() -> str | None:
    """Return the folder of `initdb` and `pg_ctl`; None where they or the driver are missing."""
    if importlib.util.find_spec("psycopg") is None:
        return None
    chosen = os.environ.get("SOURCING_POSTGRES", "")
    paths = os.pathsep.join(filter(None, (chosen, os.environ.get("PATH"), *FOLDERS)))
    found = shutil.which("initdb", path=paths)
    return str(Path(found).resolve().parent) if found else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """Return the folder of the socket of a server that is ours alone."""
    programs = postgres_programs()
    assert programs is not None
    with _private_folder() as folder, _server(Path(programs), folder):
        yield folder


@pytest.fixture
def postgres_url(postgres_server: Path) -> str:
    """Return the URL of an empty database on that server."""
    import psycopg  # noqa: PLC0415 - missing where these tests are left out

    name = f"test_{next(_numbers)}"
    where = f"host={postgres_server} user=sourcing dbname=postgres"
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql://sourcing@/{name}?host={postgres_server}"


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Yield a folder of the user that the server runs as: PostgreSQL refuses to be root."""
    # The folders that pytest makes lie in one that only root may enter; a socket's path is short.
    with tempfile.TemporaryDirectory(prefix="sourcing-pg-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        if os.geteuid() == ROOT:
            user = pwd.getpwnam(_user())
            os.chown(folder, user.pw_uid, user.pw_gid)
        yield folder


@contextmanager
def _server(programs: Path, folder: Path) -> Iterator[None]:
    data = str(folder / "data")
    _run(
        folder, programs / "initdb", "-D", data, "-U", "sourcing", "--auth=trust", "--no-sync",
        "--encoding=UTF8", "--locale=C",
    )  # fmt: skip
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    log = str(folder / "log")
    _run(folder, programs / "pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start")
    try:
        yield
    finally:
        _run(folder, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(folder: Path, program: Path, *arguments: str) -> None:
    # `pg_ctl` leaves the server behind: a pipe that it inherited would never end.
    given: dict[str, Any] = {"user": _user(), "extra_groups": []} if os.geteuid() == ROOT else {}
    said = folder / "said"
    with said.open("w", encoding="utf-8") as file:
        done = subprocess.run(
            [program, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=120,
            **given,
        )
    assert done.returncode == 0, said.read_text("utf-8", errors="replace")


def _user() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)
