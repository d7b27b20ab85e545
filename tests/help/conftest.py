"""The help served over the shipped rulebook: read only, so one site serves all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from sourcing.records.archive import open_records
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.app import create_app
from tests.cli.conftest import run  # noqa: F401 - a fixture
from tests.conftest import ON
from tests.help.helppages import Help
from tests.web.site import Site

Chapter = Callable[[str], Help]


@pytest.fixture(scope="session")
def site(rulebook: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site over the shipped rulebook."""
    records = open_records(tmp_path_factory.mktemp("help"))
    yield Site(create_app(rulebook, records=records, secret_key="k" * 32, today=lambda: ON))
    records.close()


@pytest.fixture(scope="session")
def chapter(site: Site) -> Chapter:
    """Return a chapter by its address, as it is read."""
    return cache(lambda address: Help(site.get(address).html))
