"""A decision's file as it was written: one decision, or a list of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import click

from sourcing.cli.common import unreadable
from sourcing.problems import InvalidInputError, Place, Problem

LARGEST_DECISION = 64 * 1024 * 1024


def read_decisions(path: Path) -> tuple[list[Any], bool]:
    """Return the decisions in a file, and whether they are a list.

    Raises `InvalidInputError` where it is not sound JSON, and a usage error where it cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST_DECISION:
            raise _fault(path, f"holds more than {LARGEST_DECISION:,} bytes, the most that is read")
        content = path.read_bytes()
    except OSError as error:
        raise click.UsageError(unreadable(path, error)) from None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fault = f"byte {error.start + 1} is not UTF-8; the file is damaged"
        raise _fault(
            path, fault, line, error.start - content.rfind(b"\n", 0, error.start)
        ) from None
    value = _parsed(text, path)
    return (value, True) if isinstance(value, list) else ([value], False)


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

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=refuse)
    except json.JSONDecodeError as error:
        fault = f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise _fault(path, fault, error.lineno, error.colno) from None
    except RecursionError:
        raise _fault(path, "is nested too deeply for a decision; the file is damaged") from None
    except ValueError as error:
        raise _fault(path, f"is not JSON: {error}") from None


def _fault(path: Path, message: str, line: int = 1, column: int = 1) -> InvalidInputError:
    return InvalidInputError([Problem(Place(str(path), line, column), "error", message)])
