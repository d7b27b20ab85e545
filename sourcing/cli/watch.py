"""Waiting for a rule file to be saved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from sourcing.rulebook.load import rule_files

SECONDS_BETWEEN_LOOKS = 0.5


def every_change(folder: Path) -> Iterator[None]:
    """Yield at once, and again whenever a rule file was changed, added or removed since."""
    while True:
        # Taken before the work that follows, so that a save during it is not missed.
        before = _state(folder)
        yield
        while _state(folder) == before:
            time.sleep(SECONDS_BETWEEN_LOOKS)


def _state(folder: Path) -> dict[Path, tuple[int, int]]:
    found = {}
    for path in rule_files(folder):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue  # removed since it was listed; the next look says so
        found[path] = (status.st_mtime_ns, status.st_size)
    return found
