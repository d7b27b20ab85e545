"""A site over the shipped rulebook and a database of its own; every page fetched is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from sourcing.records.archive import Records, open_records
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.app import create_app
from tests.web.site import Site

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
