"""The one reader of YAML (and so of JSON): plain values, and where each of them stands.

Stricter than YAML: keys may not repeat, anchors, aliases, merges and tags are refused, and words
that YAML 1.1 would turn into something else (`no`, `12:30`, dates) stay text. Numbers with a
point become `Decimal`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sourcing.problems import InvalidInputError, Place, Problem

DEEPEST = 40
LARGEST_FILE = 32 * 1024 * 1024

Value: TypeAlias = Any
_INTEGER = re.compile(r"[-+]?[0-9]{1,30}")
_FRACTION = re.compile(r"[-+]?[0-9]{1,30}\.[0-9]{1,30}")
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_WORDS: Mapping[str, Value] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}

_MENDS: Mapping[str, str] = {
    "control characters": "remove the hidden character, or save the file as UTF-8",
    "unknown escape": "write text with a backslash in single quotes",
    "quoted scalar": "close the quotes that were opened, or double those within the text",
    "flow sequence": "close the list that is opened with '[', or look for a missing comma",
    "flow mapping": "close the braces that are opened with '{', or look for a missing comma",
    "flow node": "close what is opened with '[' or '{', and look for a comma too many",
    "incompatible YAML": "remove the line that starts with '%'",
    "mapping values are not allowed": "put text that holds a colon in quotes, or mend the indent",
    "could not find expected ':'": "add the colon after the key, or mend the indent",
    "block mapping": "give all keys of a record the same indent, and all entries of a list",
    "block collection": "give all entries of a list the same indent",
}
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Mark: TypeAlias = tuple[int, int]
# Line, column, and the marks within a list or mapping: plain, for a large file has millions.
_Marks: TypeAlias = "tuple[int, int, dict[str | int, _Marks] | None]"


@dataclass(slots=True)
class _Frame:
    """A mapping or list under construction; `marks` has one child mark tree per key or item.

    In a mapping, `key` is the key whose value comes next, and stands at `key_mark`.
    """

    start: Mark
    values: dict[str, Value] | list[Value]
    marks: dict[str | int, _Marks]
    key: str | None = None
    key_mark: Mark = (1, 1)


@dataclass(frozen=True, slots=True)
class Document:
    """The plain values of a file, with the place of each."""

    path: str
    value: Value
    _marks: _Marks

    def locate(self, path: tuple[int | str, ...]) -> Place:
        """Return the place of the value that `path` leads to, or of its nearest parent."""
        line, column, within = self._marks
        for step in path:
            if within is None or step not in within:
                break
            line, column, within = within[step]
        return Place(self.path, line, column)


def read_file(path: Path, *, shown: str | None = None, largest: int = LARGEST_FILE) -> Document:
    """Read a YAML or JSON file; raises `InvalidInputError`, or OSError where it cannot be read."""
    size = path.stat().st_size
    name = shown or str(path)
    if size > largest:
        message = f"is {size:,} bytes; the most that is read is {largest:,}. Split it"
        raise InvalidInputError([Problem(Place(name), "error", message)])
    return read_bytes(path.read_bytes(), name)


def read_bytes(content: bytes, path: str) -> Document:
    """Read YAML or JSON from bytes, which must be UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "is not UTF-8 text; save the file as UTF-8"
        raise InvalidInputError([Problem(Place(path, line, 1), "error", message)]) from None
    return read_text(text, path)


def read_text(text: str, path: str) -> Document:
    """Read YAML or JSON from text; raises `InvalidInputError` with every problem found."""
    if text.lstrip()[:1] in ("{", "["):
        text = _PAIR.sub(_joined, text)
    return _Reader(path).read(text)


def _joined(pair: re.Match[str]) -> str:
    """Return the character behind a JSON escape in two halves, which YAML does not know."""
    return str(json.loads(f'"{pair[0]}"'))


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.stack: list[_Frame] = []
        self.root: tuple[Value, _Marks] = (None, (1, 1, None))

    def read(self, text: str) -> Document:
        try:
            documents = 0
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                documents += isinstance(event, DocumentStartEvent)
                if documents > 1:
                    self._refuse(event, "holds more than one document; remove the line '---'")
                    break
                self._take(event)
        except yaml.YAMLError as error:
            self._unreadable(error, text)
        if self.problems:
            raise InvalidInputError(self.problems)
        return Document(self.path, *self.root)

    def _take(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events share no useful base
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._open(event)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            frame = self.stack.pop()
            self._add(frame.values, (*frame.start, frame.marks))
        elif isinstance(event, AliasEvent):
            self._refuse(event, f"uses the alias '*{event.anchor}'; write the values out")
            self._add(None, (*_mark(event), None))

    def _open(self, event: Any) -> None:  # noqa: ANN401
        self._plain(event)
        if len(self.stack) >= DEEPEST:
            self._refuse(event, f"is nested more than {DEEPEST} levels deep; flatten it")
            raise InvalidInputError(self.problems)
        if self._awaits_key():
            self._refuse(event, "a key must be a single word or number, not a list or mapping")
            raise InvalidInputError(self.problems)
        values: dict[str, Value] | list[Value] = {} if isinstance(event, MappingStartEvent) else []
        self.stack.append(_Frame(_mark(event), values, {}))

    def _scalar(self, event: Any) -> None:  # noqa: ANN401
        if event.anchor is not None or event.tag is not None:
            self._plain(event)
        if self._awaits_key():
            self._key(event)
            return
        value = _resolve(event.value) if event.implicit[0] else event.value
        self._add(value, (*_mark(event), None))

    def _key(self, event: Any) -> None:  # noqa: ANN401
        frame, key = self.stack[-1], event.value
        if key == "<<" and event.implicit[0]:
            self._refuse(event, "merges with '<<'; write the values out")
        if key in frame.values:
            first = frame.marks[key][0]
            fault = f"the key '{key}' stands twice (first on line {first}); keep one of them"
            self._refuse(event, fault)
        frame.key = key
        frame.key_mark = _mark(event)

    def _add(self, value: Value, marks: _Marks) -> None:
        if not self.stack:
            self.root = (value, marks)
            return
        frame = self.stack[-1]
        if isinstance(frame.values, list):
            frame.marks[len(frame.values)] = marks
            frame.values.append(value)
        elif frame.key is not None:
            key, frame.key = frame.key, None
            frame.marks[key] = (*frame.key_mark, marks[2])
            frame.values[key] = value

    def _awaits_key(self) -> bool:
        return (
            bool(self.stack)
            and isinstance(self.stack[-1].values, dict)
            and self.stack[-1].key is None
        )

    def _plain(self, event: Any) -> None:  # noqa: ANN401
        if event.anchor is not None:
            self._refuse(event, f"uses the anchor '&{event.anchor}'; write the values out")
        if event.tag is not None and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(event, f"uses the tag '{tag}'; write plain values")

    def _refuse(self, event: Any, message: str) -> None:  # noqa: ANN401
        self.problems.append(Problem(Place(self.path, *_mark(event)), "error", message))

    def _unreadable(self, error: yaml.YAMLError, text: str) -> None:
        mark = getattr(error, "problem_mark", None)
        place = Place(self.path, mark.line + 1, mark.column + 1) if mark else Place(self.path)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        if hidden := _HIDDEN.search(text):
            line = text.count("\n", 0, hidden.start()) + 1
            column = hidden.start() - text.rfind("\n", 0, hidden.start())
            place = Place(self.path, line, column)
        context = getattr(error, "context", None) or ""
        mend = _mend(str(what), context, _rest(text, mark))
        begun = getattr(error, "context_mark", None)
        if begun and mark and begun.line < mark.line and ("flow" in context or "quoted" in context):
            mend += f"; it starts on line {begun.line + 1}"
        message = f"is not well-formed YAML ({what}); {mend}"
        self.problems.append(Problem(place, "error", message))


def _rest(text: str, mark: Any) -> str:  # noqa: ANN401
    """Return the line at a mark, from the mark on."""
    lines = text.splitlines()
    return lines[mark.line][mark.column :] if mark and mark.line < len(lines) else ""


def _mend(what: str, context: str, rest: str) -> str:
    """Say what to do about a fault that the parser tells in its own words."""
    if rest.startswith("\t"):
        return "indent with spaces, not with tabs"
    if rest[:1] in ("]", "}"):
        return f"remove the '{rest[:1]}' that nothing opens"
    if "cannot start any token" in what:
        return f"put text that starts with '{rest[:1]}' in quotes"
    for words, mend in _MENDS.items():
        if words in what or words in context:
            return mend
    return "look at this line and the one above it"


def _mark(event: Any) -> Mark:  # noqa: ANN401
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _resolve(text: str) -> Value:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FRACTION.fullmatch(text):
        return Decimal(text)
    return text
