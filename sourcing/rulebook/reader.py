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

Mark: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class _Frame:
    """A mapping or list under construction; `marks` has one child mark tree per key or item."""

    start: Mark
    values: dict[str, Value] | list[Value]
    marks: dict[str | int, _Marks]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class _Marks:
    start: Mark
    children: dict[str | int, _Marks] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The plain values of a file, with the place of each."""

    path: str
    value: Value
    _marks: _Marks

    def locate(self, path: tuple[int | str, ...]) -> Place:
        """Return the place of the value that `path` leads to, or of its nearest parent."""
        marks = self._marks
        for step in path:
            if marks.children is None or step not in marks.children:
                break
            marks = marks.children[step]
        return Place(self.path, *marks.start)


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
        self.root: tuple[Value, _Marks] = (None, _Marks((1, 1)))

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
            self._unreadable(error)
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
            self._add(frame.values, _Marks(frame.start, frame.marks))
        elif isinstance(event, AliasEvent):
            self._refuse(event, f"uses the alias '*{event.anchor}'; write the values out")
            self._add(None, _Marks(_mark(event)))

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
        self._plain(event)
        if self._awaits_key():
            self._key(event)
            return
        value = _resolve(event.value) if event.implicit[0] else event.value
        self._add(value, _Marks(_mark(event)))

    def _key(self, event: Any) -> None:  # noqa: ANN401
        frame, key = self.stack[-1], event.value
        if key == "<<" and event.implicit[0]:
            self._refuse(event, "merges with '<<'; write the values out")
        if key in frame.values:
            first = frame.marks[key].start[0]
            fault = f"the key '{key}' stands twice (first on line {first}); keep one of them"
            self._refuse(event, fault)
        frame.key = key
        frame.marks[key] = _Marks(_mark(event))

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
            frame.marks[key] = _Marks(frame.marks[key].start, marks.children)
            frame.values[key] = value

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].values, dict) and self.stack[-1].key is None

    def _plain(self, event: Any) -> None:  # noqa: ANN401
        if event.anchor is not None:
            self._refuse(event, f"uses the anchor '&{event.anchor}'; write the values out")
        if event.tag is not None and event.tag != "!":
            self._refuse(event, f"uses the tag '{event.tag}'; write plain values")

    def _refuse(self, event: Any, message: str) -> None:  # noqa: ANN401
        self.problems.append(Problem(Place(self.path, *_mark(event)), "error", message))

    def _unreadable(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        place = Place(self.path, mark.line + 1, mark.column + 1) if mark else Place(self.path)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
        message = f"is not well-formed YAML ({what}); look at this line and the one above it"
        self.problems.append(Problem(place, "error", message))


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
