"""Tests that drive a real program are left out where there is none, and the run says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence

import pytest

from tests.postgres import postgres_programs

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
LEFT_OUT = pytest.StashKey[dict[str, int]]()


def browser() -> str | None:
    """Return the browser to drive: `SOURCING_CHROMIUM`, or the first one installed."""
    chosen = os.environ.get("SOURCING_CHROMIUM")
    return chosen or next(filter(None, map(shutil.which, CHROMIUMS)), None)


def language_server() -> str | None:
    """Return what editors ask about YAML: `SOURCING_YAML_LS`, or the one installed."""
    return os.environ.get("SOURCING_YAML_LS") or shutil.which("yaml-language-server")


def spreadsheet() -> str | None:
    """Return the spreadsheet program to reckon with: `SOURCING_SOFFICE`, or the one installed."""
    return os.environ.get("SOURCING_SOFFICE") or shutil.which("soffice")


NEEDED: Mapping[str, tuple[Callable[[], str | None], str]] = {
    "browser": (browser, "no Chromium is installed"),
    "editor": (language_server, "no yaml-language-server is installed"),
    "spreadsheet": (spreadsheet, "no LibreOffice Calc is installed"),
    "postgres": (postgres_programs, "no PostgreSQL with its driver is installed"),
}
"""What tests with a marker drive, and what to say where it is missing."""


def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Skip tests whose program is not installed."""
    left_out = config.stash.setdefault(LEFT_OUT, {})
    for marker, (find, reason) in NEEDED.items():
        marked = [item for item in items if item.get_closest_marker(marker)]
        if not marked or find():
            continue
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=reason))
        left_out[marker] = len(marked)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say at the end of the run what was left out."""
    counts = config.stash.get(LEFT_OUT, {})
    if counts:
        terminalreporter.section("left out")
    for marker, count in counts.items():
        terminalreporter.line(f"{count} {marker} tests: {NEEDED[marker][1]}. They run in CI.")
