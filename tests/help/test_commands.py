"""Every command on the help pages is typed, in the order in which it stands there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import RULES
from tests.help.conftest import Chapter
from tests.help.helppages import ADDRESSES, Help
from tests.started import PATIENCE_SECONDS, ROOT, started

WITH_COMMANDS = ("/help/guide", "/help/decision", "/help/editing")


def blocks(page: Help, kind: str) -> list[str]:
    return [text for found, text in page.examples.values() if found == kind]


def test_commands_stand_where_they_are_tried(chapter: Chapter) -> None:
    found = [address for address in ADDRESSES if blocks(chapter(address), "commands")]
    assert found == list(WITH_COMMANDS)


@pytest.mark.parametrize("address", WITH_COMMANDS)
def test_commands_end_well(chapter: Chapter, run: Run, address: str) -> None:
    page = chapter(address)
    if address == "/help/editing":
        shutil.copytree(RULES, "rules")
        shutil.copytree(RULES, "my-rules")
    if briefs := blocks(page, "brief"):
        Path("brief.yaml").write_text(briefs[0], encoding="utf-8")
    for line in "".join(blocks(page, "commands")).splitlines():
        program, *arguments = shlex.split(line)
        assert program == "sourcing"
        ran = run(*arguments)
        assert ran.code == 0, f"{line}: {ran.out}{ran.err}"


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which `sourcing` and its server are the ones under test."""
    programs = folder / "programs"
    programs.mkdir()
    for name, module in (("sourcing", "sourcing"), ("waitress-serve", "waitress")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n')
        program.chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SOURCING_RULES")}
    return {
        **kept,
        "PATH": f"{programs}:{kept['PATH']}",
        "PYTHONPATH": str(ROOT),
        "SOURCING_DATA": str(folder / "data"),
    }


def test_the_administrators_commands_work_together(chapter: Chapter, tmp_path: Path) -> None:
    """Settings, backup, restore and upgrade, with a program that keeps data in between."""
    shutil.copytree(RULES, tmp_path / "rules")
    page = chapter("/help/administrator")
    keep = "python3 -c \"import wsgi; wsgi.app.test_client().get('/')\"".replace(
        "python3", shlex.quote(sys.executable)
    )
    first, *others = blocks(page, "shell")
    script = "\n".join(["set -e", first, keep, *others])
    ran = subprocess.run(
        [shutil.which("bash") or "/bin/bash", "-c", script],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (tmp_path / "backup.sqlite3").stat().st_size > 0


@pytest.mark.parametrize("name", ["serve-command", "waitress-command", "prefix-command"])
def test_servers_answer(chapter: Chapter, tmp_path: Path, name: str) -> None:
    _, text = chapter("/help/administrator").examples[name]
    command = shlex.split(re.sub(r"\b8[0-9]{3}\b", "0", text))
    prefix = next((part.partition("=")[2] for part in command if "url-prefix" in part), "")
    with started(command, environment(tmp_path)) as address:
        page = f"{address}{prefix}/help"
        with urllib.request.urlopen(page, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - our own server
            assert f'href="{prefix}/help/guide"' in answer.read().decode()
