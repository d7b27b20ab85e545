"""The folder of rule files: read as a whole, written as a whole, or not at all.

New texts are first written beside the others, into a hidden folder that is also the lock of all
who publish. Once a list of what is to happen stands there the publication will be completed, if
need be by whoever comes upon it after a fall; before that it never happened.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TypeAlias

from sourcing.problems import InvalidInputError, Place, Problem
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import rule_files
from sourcing.rulebook.schema import rules_schema

Files: TypeAlias = dict[str, str]
Changes: TypeAlias = Mapping[str, str | None]
Stamp: TypeAlias = tuple[tuple[str, int, int, int], ...]

STAGE: Final = ".publishing"
PLAN: Final = "plan.json"
ABANDONED_SECONDS: Final = 30.0
PATIENCE_SECONDS: Final = 10.0
QUIET_SECONDS: Final = 0.1
SCHEMA: Final = ".schema/rules.json"
LONGEST_PATH: Final = 200
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_. -]*"
_PATH: Final = re.compile(rf"(?:{_NAME}/)*{_NAME}\.ya?ml")


class UnsafePathError(ValueError):
    """A path that is no rule file of the folder."""


class BusyFolderError(OSError):
    """Somebody else is writing to the folder and did not finish in time."""


def safe_path(path: str) -> str:
    """Return the path of a rule file, or raise `UnsafePathError`; nothing leads out of the folder."""
    parts = path.split("/")
    sound = _PATH.fullmatch(path) and len(path) <= LONGEST_PATH
    if not sound or any(part.endswith((".", " ")) for part in parts):
        raise UnsafePathError(path)
    return path


def _ours(path: str) -> str:
    """Return the path of a file that publishing may write."""
    return path if path == SCHEMA else safe_path(path)


class RulesFolder:
    """A folder of rule files; all paths are relative to it, with forward slashes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stage = path / STAGE

    def stamp(self) -> Stamp:
        """Return what tells cheaply whether any file changed."""
        found = []
        for path in rule_files(self.path):
            seen = path.stat()
            name = path.relative_to(self.path).as_posix()
            found.append((name, seen.st_mtime_ns, seen.st_size, seen.st_ino))
        return tuple(found)

    def read(self) -> tuple[Files, Stamp]:
        """Return all texts, as they stood together at one time.

        Raises `InvalidInputError` where one is no UTF-8, `BusyFolderError` while somebody writes,
        and OSError where the folder cannot be read.
        """
        if not self.path.is_dir():
            raise NotADirectoryError(self.path)
        self._recover()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            before = self.stamp()
            if not self._stage.exists():
                contents = {name: (self.path / name).read_bytes() for name, *_ in before}
                # Whoever saves several files, one after the other, is waited for.
                time.sleep(QUIET_SECONDS)
                if not self._stage.exists() and self.stamp() == before:
                    return _texts(contents), before
            time.sleep(QUIET_SECONDS)
        raise BusyFolderError(f"{self.path} keeps changing")

    def fault(self, path: str) -> str | None:
        """Return why a file cannot be written here, in words, or None where it can."""
        target = self.path / safe_path(path)
        if target.is_symlink() or not target.parent.resolve().is_relative_to(self.path.resolve()):
            return "is a link to somewhere else"
        return None

    @property
    def read_only(self) -> bool:
        """Whether this process may not write to the folder."""
        folders = {self.path, *(path.parent for path in rule_files(self.path))}
        return not all(os.access(folder, os.W_OK | os.X_OK) for folder in folders)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep all others who publish out meanwhile; raises `BusyFolderError` or OSError."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            self._recover()
            try:
                self._stage.mkdir()
                break
            except FileExistsError:
                if time.monotonic() > deadline:
                    fault = "somebody else is publishing; try again in a moment"
                    raise BusyFolderError(fault) from None
                time.sleep(QUIET_SECONDS)
        try:
            yield
        finally:
            if not (self._stage / PLAN).exists():
                shutil.rmtree(self._stage, ignore_errors=True)

    def texts(self) -> Files:
        """Return all texts without waiting, for one who is `alone`."""
        return _texts(
            {p.relative_to(self.path).as_posix(): p.read_bytes() for p in rule_files(self.path)}
        )

    def with_schema(self, changes: Changes, rulebook: Rulebook) -> Changes:
        """Return changes with the schema that editors go by, where the folder keeps one."""
        schema = self.path / SCHEMA
        if not schema.is_file() or schema.is_symlink() or not os.access(schema.parent, os.W_OK):
            return changes
        text = json.dumps(rules_schema(rulebook), ensure_ascii=False, indent=1)
        return {**changes, SCHEMA: f"{text}\n"}

    def replace(self, changes: Changes) -> None:
        """Write new texts, all of them or none, for one who is `alone`."""
        self.stage(changes)
        self.complete(changes)

    def stage(self, changes: Changes) -> None:
        """Write new texts beside the others, to the disk; None stands for a file to remove."""
        for number, (path, text) in enumerate(sorted(changes.items())):
            _ours(path)
            if text is not None:
                staged = self._stage / f"{number}.new"
                _write(staged, text)
                if (self.path / path).exists():
                    shutil.copymode(self.path / path, staged)
        _sync(self._stage)

    def complete(self, changes: Changes) -> None:
        """Put what was staged in place; from here on it will happen, whatever falls."""
        plan = [(path, text is not None) for path, text in sorted(changes.items())]
        _write(self._stage / f"{PLAN}.part", json.dumps(plan))
        (self._stage / f"{PLAN}.part").replace(self._stage / PLAN)
        _sync(self._stage)
        self._follow(plan)

    def _follow(self, plan: list[tuple[str, bool]]) -> None:
        touched = {self.path}
        for number, (path, stays) in enumerate(plan):
            target = self.path / _ours(path)
            staged = self._stage / f"{number}.new"
            if stays:
                target.parent.mkdir(parents=True, exist_ok=True)
                # Gone where another process, or this one before its fall, has moved it already.
                with suppress(FileNotFoundError):
                    staged.replace(target)
            else:
                target.unlink(missing_ok=True)
            if target.parent.exists():
                touched.add(target.parent)
        for folder in touched:
            _sync(folder)
        (self._stage / PLAN).unlink(missing_ok=True)
        shutil.rmtree(self._stage, ignore_errors=True)

    def _recover(self) -> None:
        """Complete or clear away what a process left that fell while it published."""
        try:
            left = time.time() - self._stage.stat().st_mtime
        except FileNotFoundError:
            return
        if left < ABANDONED_SECONDS:
            return
        if (self._stage / PLAN).exists():
            self._follow(json.loads((self._stage / PLAN).read_text(encoding="utf-8")))
        else:
            shutil.rmtree(self._stage, ignore_errors=True)


def _texts(contents: Mapping[str, bytes]) -> Files:
    texts: Files = {}
    problems = []
    for name, content in contents.items():
        try:
            texts[name] = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            message = "is not UTF-8 text; save the file as UTF-8"
            problems.append(Problem(Place(name, line, 1), "error", message))
    if problems:
        raise InvalidInputError(problems)
    return texts


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the names in a folder written to the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
