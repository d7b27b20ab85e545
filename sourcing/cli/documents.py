"""What users hand to a command: a file in YAML or JSON, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from sourcing.problems import InvalidInputError, Place, Problem
from sourcing.rulebook.reader import Document, read_bytes, read_file

LARGEST = 1024 * 1024
STANDARD_INPUT = "-"


def read_document(name: str) -> Document:
    """Read a file, or standard input for `-`; raises `InvalidInputError` where it cannot be read."""
    return _from_standard_input() if name == STANDARD_INPUT else _from_file(name)


def _from_file(name: str) -> Document:
    try:
        return read_file(Path(name), shown=name, largest=LARGEST)
    except FileNotFoundError:
        message = "is not there; check the path"
    except IsADirectoryError:
        message = "is a folder; give a file"
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
    raise InvalidInputError([Problem(Place(name), "error", message)])


def _from_standard_input() -> Document:
    content = sys.stdin.buffer.read(LARGEST + 1)
    if len(content) > LARGEST:
        message = f"holds more than {LARGEST:,} bytes, the most that is read. Split it"
        raise InvalidInputError([Problem(Place("standard input"), "error", message)])
    return read_bytes(content, "standard input")
