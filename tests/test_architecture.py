"""What the code may know and whom it may call: held by tests, not by good intentions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sourcing
from sourcing.brief import Brief, Lot, Volume
from sourcing.quotes.quote import Quote
from sourcing.rulebook.compiled import Rulebook

PACKAGE = Path(sourcing.__file__).resolve().parent
ROOT = PACKAGE.parent
MODULES = sorted(PACKAGE.rglob("*.py"))
TOP_LEVEL = {
    "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", "requirements-dev.txt",
    "requirements.txt", "rules", "sourcing", "templates", "tests", "wsgi.py",
}  # fmt: skip
PURE = (
    "assurance",
    "brief.py",
    "decision",
    "problems.py",
    "report",
    "rulebook",
    "validation.py",
    "values.py",
)
CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}
DRAWS = {"seed", "random", "uniform", "shuffle", "choice", "urandom", "token_hex", "uuid4"}
LONGEST = 400
LONGEST_TEST = 500

FILE_FORMAT = {
    *(name for model in (Brief, Lot, Quote, Volume) for name in model.model_fields),
    "is",
}
"""Words that the fixed file formats use themselves."""

ALLOWED = {
    ("sourcing/rulebook/model/vendors.py", "crowd"): "a kind of organisation, in the vendor files",
    ("sourcing/rulebook/model/vendors.py", "marketplace"): "as above",
    ("sourcing/rulebook/model/vendors.py", "managed_vendor"): "as above",
    ("sourcing/web/vendors/words.py", "crowd"): "a kind of organisation, as a reader knows it",
    ("sourcing/web/vendors/words.py", "marketplace"): "as above",
    ("sourcing/web/vendors/words.py", "managed_vendor"): "as above",
    ("sourcing/web/vendors/words.py", "control"): "a field of statements on vendors",
    ("sourcing/rulebook/model/money.py", "field"): "how specific a figure is: a rank",
    ("sourcing/decision/cost/formula/inputs.py", "field"): "as above",
}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def words(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every text in a module but its docstrings, with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def names(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every name that a module defines or uses, with its line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for key in ("id", "attr", "arg", "name"):
            name = getattr(node, key, None)
            if isinstance(name, str):
                yield getattr(node, "lineno", 0), name


class TestTheEngineKnowsNoMarket:
    """Channels, questions and organisations are data; no line of Python speaks of them."""

    def test_no_text_is_an_id(self, rulebook: Rulebook) -> None:
        """No text in the code equals an id of the rulebook, but for the fixed files' own words."""
        ids = {*rulebook.channel_ids, *rulebook.questions, *rulebook.organisations} - FILE_FORMAT
        found = [
            f"{shown(path)}:{line}: {word!r}"
            for path in MODULES
            for line, word in words(path)
            if word in ids and (shown(path), word) not in ALLOWED
        ]
        assert not found

    def test_no_name_holds_a_channel(self, rulebook: Rulebook) -> None:
        """No function, argument or variable is made for one channel."""
        # "direct" is a word of the language as well, so a name has to be that word alone.
        channels = [name for name in rulebook.channel_ids if name != "direct"]
        found = [
            f"{shown(path)}:{line}: {name}"
            for path in MODULES
            for line, name in names(path)
            if any(channel in name.lower() for channel in channels) or name == "direct"
        ]
        assert not found

    def test_no_template_or_style_names_one(self, rulebook: Rulebook) -> None:
        """Pages mark channels by their letter and order, so a fifth one needs no new style.

        The examples of the help do name them: each is run beside the rulebook.
        """
        ids = [i for i in (*rulebook.channel_ids, *rulebook.questions) if "_" in i or i == "crowd"]
        ids += [name for name in rulebook.organisations if "-" in name]
        pattern = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, ids)) + r")(?![\w-])")
        found = [
            f"{shown(path)}: {match.group()}"
            for path in sorted((ROOT / "templates").rglob("*"))
            if path.suffix in {".html", ".css", ".txt"} and path.parent.name != "help"
            for match in pattern.finditer(path.read_text("utf-8"))
            if match.group() not in FILE_FORMAT
        ]
        assert not found

    def test_exceptions_are_still_needed(self) -> None:
        """An allowance that nothing uses is taken back."""
        found = {(shown(path), word) for path in MODULES for _, word in words(path)}
        assert set(ALLOWED) <= found


class TestPurity:
    """The core is given the day and the rulebook; it looks nothing up."""

    @pytest.mark.parametrize("part", PURE)
    def test_no_clock_and_no_dice(self, part: str) -> None:
        folder = PACKAGE / part
        paths = [folder] if folder.suffix else sorted(folder.rglob("*.py"))
        called = [
            f"{shown(path)}:{node.lineno}: {node.func.attr}()"
            for path in paths
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CLOCKS | DRAWS
        ]
        assert not called

    def test_imports_point_one_way(self) -> None:
        """The contracts in pyproject.toml hold."""
        linted = subprocess.run(
            [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert linted.returncode == 0, linted.stdout + linted.stderr


class TestSize:
    """Things stay small enough to be read in one go."""

    @pytest.mark.parametrize("path", MODULES, ids=shown)
    def test_no_long_modules(self, path: Path) -> None:
        assert len(path.read_text("utf-8").splitlines()) <= LONGEST

    @pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=shown)
    def test_no_long_tests(self, path: Path) -> None:
        assert len(path.read_text("utf-8").splitlines()) <= LONGEST_TEST

    @pytest.mark.parametrize("path", [p for p in MODULES if p.name == "__init__.py"], ids=shown)
    def test_every_folder_says_what_may_live_there(self, path: Path) -> None:
        assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


class TestLayout:
    """The top level is fixed, and files that name hosts or indexes have no place in it."""

    def test_top_level(self) -> None:
        """Nothing stands at the top but what a newcomer expects, besides dot-files and builds."""
        listed = ["git", "-C", str(ROOT), "ls-files"]  # what a user keeps beside is no concern
        done = subprocess.run(listed, capture_output=True, text=True, check=False, timeout=120)
        paths = (
            done.stdout.split("\n") if done.returncode == 0 else [p.name for p in ROOT.iterdir()]
        )
        found = {path.partition("/")[0] for path in paths if path and not path.startswith(".")}
        assert found - {"build", "dist"} == TOP_LEVEL

    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
    def test_requirements_are_pinned_and_name_no_index(self, name: str) -> None:
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"https?:|--(index|extra-index|find-links|trusted)", text)
        pins = re.findall(r"^[a-z0-9][\w.-]*(.*)$", text, re.MULTILINE)
        assert pins
        assert all(pin.startswith("==") for pin in pins)
        assert text.count("--hash=sha256:") >= len(pins)

    def test_development_pins_agree(self) -> None:
        """What is tested is what is installed."""
        pins = [
            set(re.findall(r"^\S+==[^\s;]+", (ROOT / name).read_text("utf-8"), re.MULTILINE))
            for name in ("requirements.txt", "requirements-dev.txt")
        ]
        assert pins[0] < pins[1]
