"""The README says only what is so: its commands run, its paths exist."""

from __future__ import annotations

import re
from pathlib import Path

from sourcing.rulebook.load import load_rulebook
from sourcing.rulebook.reader import read_text
from tests.cli.conftest import Run, run  # noqa: F401 - a fixture
from tests.conftest import RULES

ROOT = RULES.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.partition("-m sourcing ")[2]
    for language, block in BLOCKS
    if language == "sh"
    for line in block.splitlines()
    if "-m sourcing " in line and "serve" not in line
]


class TestReadme:
    """What a newcomer reads first."""

    def test_two_commands(self) -> None:
        """One runs it and one tests it; each is a single line, from nothing, with pinned hashes."""
        lines = [line for line in README.splitlines() if line.startswith("python3 -m venv ")]
        assert len(lines) == 2
        assert all("--require-hashes -r requirements" in line for line in lines)
        assert lines[0].endswith("-m sourcing serve")
        assert lines[1].endswith("-m pytest")

    def test_examples_run(self, run: Run) -> None:  # noqa: F811 - the fixture
        """In the order of the page, since later ones read what earlier ones wrote."""
        brief = next(block for language, block in BLOCKS if "title:" in block)
        Path("brief.yaml").write_text(brief, encoding="utf-8")
        for command in COMMANDS:
            ran = run(*command.split())
            assert ran.code == 0, (command, ran.err)

    def test_paths_exist(self) -> None:
        for path in re.findall(r"`((?:rules|sourcing|templates|\.ci)/[\w./-]*)`", README):
            assert (ROOT / path).exists(), path

    def test_the_rule_shown_is_a_rule(self, tmp_path: Path) -> None:
        """The example takes the place of the shipped gate of that name."""
        shown = next(block for _, block in BLOCKS if block.startswith("gates:"))
        (rule,) = read_text(shown, "README.md").value["gates"]
        gates = next(RULES.rglob("gates.yaml")).read_text("utf-8")
        assert f"id: {rule['id']}\n" in gates
        for path in RULES.rglob("*.yaml"):
            text = path.read_text("utf-8").replace(f"id: {rule['id']}\n", "id: the-shipped-one\n")
            copy = tmp_path / path.relative_to(RULES)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(text, encoding="utf-8")
        (tmp_path / "readme.yaml").write_text(shown, encoding="utf-8")
        assert rule["id"] in {gate.id for gate in load_rulebook(tmp_path).content.gates}
