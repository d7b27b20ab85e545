"""What all commands share: help, exit codes, and how faults of ours are told."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from sourcing.cli.main import COMMANDS
from tests.cli.conftest import BRIEF, Run
from tests.conftest import RULES


class TestHelp:
    """Every command explains itself."""

    @pytest.mark.parametrize("name", COMMANDS)
    def test_has_an_example(self, run: Run, name: str) -> None:
        """A command without an example that names it fails this test."""
        ran = run(name, "--help")
        assert ran.code == 0
        _, _, example = ran.out.partition("Example:")
        assert f"sourcing {name}" in example

    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_option_is_described(self, name: str) -> None:
        command = importlib.import_module(f"sourcing.cli.{name}").command
        options = [p for p in command.params if isinstance(p, click.Option)]
        silent = [option.name for option in options if not option.help]
        assert not silent

    def test_of_the_group_names_all_commands(self, run: Run) -> None:
        ran = run("--help")
        assert all(f"  {name} " in ran.out for name in COMMANDS)

    def test_without_a_command(self, run: Run) -> None:
        """What to do is shown, and the exit code says that nothing was done."""
        ran = run()
        assert ran.code == 2
        assert "Commands:" in ran.out + ran.err

    def test_version(self, run: Run) -> None:
        assert run("--version").out.startswith("sourcing, version ")


class TestExitCodes:
    """0 fine, 1 a finding, 2 wrong usage or input, 3 a fault of ours."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ("nonsense",),
            ("check", "--nonsense"),
            ("check", "nowhere"),
            ("test", "nowhere"),
            ("check", "brief.yaml"),
            ("decide",),
            ("decide", "brief.yaml", "--format", "docx"),
            ("decide", "brief.yaml", "--on", "tomorrow"),
            ("decide", "brief.yaml", "--on", "2026-02-30"),
            ("decide", "brief.yaml", "--rules", "nowhere"),
            ("serve", "--port", "70000"),
            ("schema", "everything"),
        ],
        ids=" ".join,
    )
    def test_wrong_usage(self, run: Run, arguments: tuple[str, ...]) -> None:
        ran = run(*arguments)
        assert ran.code == 2
        assert ran.out == ""
        assert "Error: " in ran.err

    def test_a_fault_of_ours_apologises(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """One short apology with what to do, and no traceback."""

        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("a screw\nis loose")

        monkeypatch.setattr("sourcing.cli.test.run_cases", broken)
        ran = run("test", str(RULES))
        assert ran.code == 3
        assert ran.out == ""
        assert "RuntimeError: a screw is loose" in ran.err
        assert "report" in ran.err

    def test_details_on_request(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sourcing.cli.test.run_cases", lambda *_, **__: 1 / 0)
        monkeypatch.setenv("SOURCING_DEBUG", "1")
        with pytest.raises(AssertionError, match="Traceback"):  # the fixture forbids it elsewhere
            run("test", str(RULES))


class TestAsAProcess:
    """What only a process of its own shows."""

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "sourcing", *arguments],
            cwd=RULES.parent, capture_output=True, check=False, timeout=120,
            env={**os.environ, **environment},
        )  # fmt: skip

    def test_deciding_loads_neither_web_nor_database(self, tmp_path: Path) -> None:
        """The command line stays quick because it loads what it uses."""
        brief = tmp_path / "brief.yaml"
        brief.write_text(BRIEF, encoding="utf-8")
        code = (
            "import sys; from sourcing.cli.main import run; "
            f"assert run(['decide', {str(brief)!r}, '--format', 'json']) == 0; "
            "print(sorted({'flask', 'sqlalchemy', 'waitress', 'wtforms', 'jinja2'} & set(sys.modules)),"
            " file=sys.stderr)"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=RULES.parent, capture_output=True, check=True, timeout=120,
        )  # fmt: skip
        assert ran.stderr.split() == [b"[]"]

    def test_output_is_utf_8_in_any_locale(self, tmp_path: Path) -> None:
        brief = tmp_path / "brief.yaml"
        brief.write_text(BRIEF.replace("Support", "Señor \U0001f600"), encoding="utf-8")
        ran = self.run(
            "decide", str(brief), "--format", "json", LC_ALL="C", PYTHONUTF8="0",
            PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="latin-1",
        )  # fmt: skip
        assert json.loads(ran.stdout.decode())["brief"]["title"] == "Señor \U0001f600 assistant"

    def test_a_reader_that_leaves_early_is_no_fault(self) -> None:
        """`sourcing schema | head -1` ends quietly."""
        with subprocess.Popen(
            [sys.executable, "-m", "sourcing", "schema"],
            cwd=RULES.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0
