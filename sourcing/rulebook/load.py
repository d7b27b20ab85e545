"""A folder of rule files to a rulebook, or to all the problems that stand in its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sourcing.problems import InvalidInputError, Place, Problem, offered
from sourcing.rulebook.compile import compile_rulebook
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.content import KINDS, Content
from sourcing.rulebook.reader import Document, read_file, read_text
from sourcing.validation import Locate, problems_of
from sourcing.values import Record

ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record and where it stands: its file, and its number under its kind there."""

    record: Record
    document: Document
    kind: str
    number: int

    @property
    def key(self) -> tuple[str, str, int]:
        name = getattr(self.record, "id", None) or getattr(self.record, "fact", "")
        return str(name), self.document.path, self.number


def rule_files(folder: Path) -> list[Path]:
    """Return the rule files of a folder, in the order of their paths; hidden ones are left out."""
    found = (
        path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file()
    )
    shown = (
        p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts)
    )
    return sorted(shown, key=lambda path: path.relative_to(folder).as_posix())


def load_rulebook(folder: Path) -> Rulebook:
    """Load, check and compile a folder.

    Raises `InvalidInputError` with the problems of all files, or OSError where the folder or a
    file in it cannot be read.
    """
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    documents, problems = _documents(folder)
    return _compiled(documents, problems)


def load_texts(files: Mapping[str, str]) -> Rulebook:
    """Load, check and compile rule files given as texts by path, as a draft or a version has them.

    Raises `InvalidInputError` with the problems of all files.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for path, text in sorted(files.items()):
        try:
            documents.append(read_text(text, path))
        except InvalidInputError as error:
            problems += error.problems
    if not files:
        problems.append(Problem(Place("."), "error", "there are no rule files; write at least one"))
    return _compiled(documents, problems)


def load_content(content: dict[str, Any], name: str) -> Rulebook:
    """Compile a rulebook from its canonical content, as a packet or the database holds it."""
    try:
        records = Content.model_validate(content)
    except ValidationError as error:
        raise InvalidInputError(problems_of(error, _within(name), Content)) from None
    return compile_rulebook(records, lambda kind, i, _: Place(f"{name}/{kind}/{i}"))


def _within(name: str) -> Locate:
    return lambda path: Place("/".join((name, *map(str, path))))


def _documents(folder: Path) -> tuple[list[Document], list[Problem]]:
    """Return the files that can be read, and what is wrong with the others."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in rule_files(folder):
        try:
            documents.append(read_file(path, shown=_shown(path)))
        except InvalidInputError as error:
            problems += error.problems
            continue
        if _cut_off(path):
            last = path.read_bytes().count(b"\n") + 1
            message = "ends in the middle of a line, as a file does that was cut off; end it with a line break"
            problems.append(Problem(Place(_shown(path), last, 1), "error", message))
    if not documents and not problems:
        message = "holds no rule files; a rulebook is a folder of .yaml files"
        raise InvalidInputError([Problem(Place(str(folder)), "error", message)])
    return documents, problems


def _cut_off(path: Path) -> bool:
    """Say whether a file ends in the middle of a line: half a rule file may still be sound YAML."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - 1, 0))
        return file.read(1) not in (b"", b"\n", b"\r", b"}", b"]")


def _shown(path: Path) -> str:
    """Return the path as a reader would type it: from here where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _compiled(documents: Iterable[Document], problems: list[Problem]) -> Rulebook:
    entries: dict[str, list[_Entry]] = {kind: [] for kind in KINDS}
    for document in documents:
        problems += _collect(document, entries)
    if problems:
        raise InvalidInputError(problems)
    for found in entries.values():
        found.sort(key=lambda entry: entry.key)
    records = {kind: tuple(entry.record for entry in found) for kind, found in entries.items()}
    content = Content().model_copy(update=records)

    def locate(kind: str, index: int, path: tuple[str | int, ...]) -> Place:
        entry = entries[kind][index]
        return entry.document.locate((entry.kind, entry.number, *path))

    return compile_rulebook(content, locate)


def _collect(document: Document, entries: dict[str, list[_Entry]]) -> list[Problem]:
    value = document.value
    if value is None:
        return []
    if not isinstance(value, dict):
        message = f"expected one of the kinds at the left margin: {', '.join(KINDS)}"
        return [Problem(document.locate(()), "error", message)]
    problems = [
        Problem(document.locate((key,)), "error", f"unknown kind '{key}'{offered(key, KINDS)}")
        for key in value
        if key not in KINDS
    ]
    try:
        part = Content.model_validate(
            {k: v for k, v in value.items() if k in KINDS and v is not None}
        )
    except ValidationError as error:
        return problems + problems_of(error, document.locate, Content)
    for kind, found in entries.items():
        for number, record in enumerate(getattr(part, kind)):
            found.append(_Entry(record, document, kind, number))
    return problems
