"""A site over the shipped rulebook and a database of its own; every page fetched is checked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from werkzeug.serving import ThreadedWSGIServer

from sourcing.records.archive import Records, open_records
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.app import create_app
from tests.leftout import browser
from tests.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

ON = date(2026, 11, 20)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    opened = open_records(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def app(rulebook: Rulebook, records: Records) -> Flask:
    return create_app(rulebook, records=records, secret_key="k" * 32, today=lambda: ON)


@pytest.fixture
def site(app: Flask) -> Site:
    return Site(app)


@pytest.fixture
def another(rulebook: Rulebook, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Return a maker of sites over the same database, as after a restart or on another host."""
    opened: list[Records] = []

    def site(book: Rulebook = rulebook, *, today: date = ON) -> Site:
        records = open_records(tmp_path)
        opened.append(records)
        return Site(create_app(book, records=records, secret_key="k" * 32, today=lambda: today))

    yield site
    for records in opened:
        records.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the site on this machine, for a browser."""
    with served(app) as found:
        yield found


@pytest.fixture
def window(request: pytest.FixtureRequest) -> Iterator[BrowserPage]:
    """Open a browser; `request.param` may say how: False without scripts, or a window's options."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - missing where left out

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        given = getattr(request, "param", True)
        options = given if isinstance(given, dict) else {"java_script_enabled": given}
        context = opened.new_context(**options)
        yield context.new_page()
        opened.close()


class Server(ThreadedWSGIServer):
    """A server that answers what it was asked before it closes."""

    daemon_threads = False  # so that closing waits for the requests at work

    def __init__(self, app: Flask) -> None:
        super().__init__("127.0.0.1", 0, app)
        self._connections: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, client = super().get_request()
        self._connections.append(connection)
        return connection, client

    def server_close(self) -> None:
        for connection in self._connections:
            # A browser that is still open keeps its connections: nothing more is read from them.
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RD)
        super().server_close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on this machine, and yield its address."""
    server = Server(app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
