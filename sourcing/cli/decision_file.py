"""A decision's file as it was written: one decision, or a list of them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import click

from sourcing.cli.common import unreadable
from sourcing.decision.document.replay import PARTS
from sourcing.problems import InvalidInputError, Place, Problem

LARGEST_DECISION = 64 * 1024 * 1024
LONGEST_NUMBER = 300
DEEPEST = 100
TOO_DEEP = "is nested too deeply for a decision; the file is damaged"
NOT_A_DECISION = "is not a decision; give the file that `sourcing decide --format json` wrote"
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def read_decisions(path: Path) -> tuple[list[dict[str, Any]], bool]:
    """Return the decisions in a file, at least one, and whether they are a list.

    Raises `InvalidInputError` where it is not sound JSON or holds something else, and a usage error
    where it cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST_DECISION:
            raise _fault(path, f"holds more than {LARGEST_DECISION:,} bytes, the most that is read")
        content = path.read_bytes()
    except OSError as error:
        raise click.UsageError(unreadable(path, error)) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = f"byte {error.start + 1} is not UTF-8; the file is damaged"
        raise _fault(
            path, fault, line, error.start - content.rfind(b"\n", 0, error.start)
        ) from None
    if not text.strip():
        raise _fault(path, f"is empty; {NOT_A_DECISION.partition('; ')[2]}")
    value = _parsed(text, path)
    if _is_too_deep(value):
        raise _fault(path, TOO_DEEP)
    _refuse_halves(value, text, path)
    return _decisions(value, path)


def _decisions(value: Any, path: Path) -> tuple[list[dict[str, Any]], bool]:  # noqa: ANN401 - any JSON
    several = isinstance(value, list)
    found = value if several else [value]
    problems = [
        Problem(Place(f"{path}/{n}" if several else str(path)), "error", NOT_A_DECISION)
        for n, document in enumerate(found)
        if not isinstance(document, dict) or document.keys().isdisjoint(PARTS)
    ]
    if not found:
        fault = f"holds an empty list; {NOT_A_DECISION.partition('; ')[2]}"
        problems = [Problem(Place(str(path)), "error", fault)]
    if problems:
        raise InvalidInputError(problems)
    return found, several


def _parsed(text: str, path: Path) -> Any:  # noqa: ANN401 - any JSON
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise _fault(path, f"the key '{twice}' stands twice in one object; the file is damaged")
        return found

    def refuse(constant: str) -> NoReturn:
        raise _fault(path, f"{constant} is no number that JSON knows; the file is damaged")

    def fraction(digits: str) -> float:
        found = float(digits)
        return found if math.isfinite(found) else too_large(digits)

    def whole(digits: str) -> int:
        return int(digits) if len(digits) <= LONGEST_NUMBER else too_large(digits)

    def too_large(digits: str) -> NoReturn:
        raise _fault(path, f"{digits[:12]}... is too large for a number; the file is damaged")

    try:
        return json.loads(
            text,
            object_pairs_hook=once,
            parse_constant=refuse,
            parse_float=fraction,
            parse_int=whole,
        )
    except json.JSONDecodeError as error:
        fault = f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}; the file is damaged"
        raise _fault(path, fault, error.lineno, error.colno) from None
    except RecursionError:
        raise _fault(path, TOO_DEEP) from None


def _is_too_deep(value: Any) -> bool:  # noqa: ANN401 - any JSON
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(level)


def _refuse_halves(value: Any, text: str, path: Path) -> None:  # noqa: ANN401 - any JSON
    """Refuse half a character, which JSON can name, but no file can hold."""
    if "\\ud" not in text.lower():
        return
    problems = [
        Problem(Place(place), "error", "holds half a character; the file is damaged")
        for place in _halves(value, str(path))
    ]
    if problems:
        raise InvalidInputError(problems)


def _halves(value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yield the places of texts that hold half a character."""
    if isinstance(value, str) and _HALF_CHARACTER.search(value):
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            if _HALF_CHARACTER.search(key):
                yield path
            yield from _halves(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _halves(inner, f"{path}/{n}")


def _fault(path: Path, message: str, line: int = 1, column: int = 1) -> InvalidInputError:
    return InvalidInputError([Problem(Place(str(path), line, column), "error", message)])
