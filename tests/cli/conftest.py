"""The command line as its users meet it: arguments in; exit code, output and talk out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sourcing.cli import main

BRIEF = """\
title: Support assistant
lots:
  - name: Reply ratings
    answers: {task_type: task-support-rating, credential_rarity: none, data_sensitivity: public, duration: one_off}
    volume: {hours: 4000}
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]
Edit = Callable[[dict[str, Any]], object]


def edited(file: str, edit: Edit) -> str:
    """Write a decision anew with something changed in it, and return the file's name."""
    document = json.loads(Path(file).read_text("utf-8"))
    edit(document)
    Path("edited.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return "edited.json"


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Run:
    """Run a command in this process, in a folder of its own that holds `brief.yaml`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCING_DEBUG", raising=False)
    (tmp_path / "brief.yaml").write_text(BRIEF, encoding="utf-8")

    def of(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main.run(arguments)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return of
