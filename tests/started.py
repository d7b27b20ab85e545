"""Servers started as people start them, on a port that is free."""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import RULES

ROOT = RULES.parent
PATIENCE_SECONDS = 120


@contextmanager
def started(command: Sequence[str], surroundings: Mapping[str, str]) -> Iterator[str]:
    """Run a server that was told to take port 0; yield the address that it prints, and end it."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        with (
            said.open("w", encoding="utf-8") as file,
            subprocess.Popen(command, cwd=ROOT, env=surroundings, stderr=file) as server,
        ):
            try:
                yield _address(server, said)
                server.terminate()
                server.wait(PATIENCE_SECONDS)
            finally:
                server.kill()


def _address(server: subprocess.Popen[bytes], said: Path) -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < until:
        if found := re.search(r"http://\S+:\d+(?=\s)", said.read_text("utf-8")):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"the server did not start: {said.read_text('utf-8')}")
