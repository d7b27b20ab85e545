"""Tests that drive a real browser are left out where there is none, and the run says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence

import pytest

MARKER = "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome")
LEFT_OUT = pytest.StashKey[int]()


def browser() -> str | None:
    """Return the browser to drive: `SOURCING_CHROMIUM`, or the first one installed."""
    chosen = os.environ.get("SOURCING_CHROMIUM")
    return chosen or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Skip browser tests where no browser is installed."""
    if browser():
        return
    marked = [item for item in items if item.get_closest_marker(MARKER)]
    for item in marked:
        item.add_marker(pytest.mark.skip(reason="no Chromium is installed"))
    config.stash[LEFT_OUT] = len(marked)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say at the end of the run what was left out."""
    count = config.stash.get(LEFT_OUT, 0)
    if count:
        terminalreporter.section("left out")
        terminalreporter.line(f"{count} browser tests: no Chromium is installed. They run in CI.")
