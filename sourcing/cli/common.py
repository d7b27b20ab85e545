"""What several commands share: days, places to write to, and problems told to the user."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from sourcing.places import rules_folder
from sourcing.problems import Problem
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_rulebook


class Day(click.ParamType[date]):
    """A day written as 2027-01-31."""

    name = "day"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """Return the day; fails with a message that shows the form."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day; write it as 2027-01-31", param, ctx)


def today() -> date:
    """Return today's date where the user is."""
    return datetime.now(UTC).astimezone().date()


on_option = click.option(
    "--on", type=Day(), metavar="DATE", help="Decide as of this day instead of today."
)
rules_argument = click.argument("rules", required=False, type=click.Path(path_type=Path))
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or JSON for programs.",
)
output_option = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to this file instead of standard output.",
)


def rulebook_from(folder: Path | None) -> Rulebook:
    """Load a rulebook, by default the one in use.

    Raises `InvalidInputError` for its content, and a usage error for a path that is not there.
    """
    chosen = folder or rules_folder()
    try:
        return load_rulebook(chosen)
    except OSError as error:
        raise click.UsageError(unreadable(chosen, error)) from None


def unreadable(path: Path, error: OSError) -> str:
    """Say that a path cannot be read, and why."""
    if isinstance(error, FileNotFoundError) or not path.exists():
        return f"'{path}' is not there; check the path"
    if isinstance(error, NotADirectoryError):
        return f"'{path}' is not a folder; a rulebook is a folder of .yaml files"
    return f"'{error.filename or path}' cannot be read: {error.strerror or error}"


def show_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, one on each line."""
    for problem in problems:
        click.echo(str(problem), err=True)


def problem_content(problem: Problem) -> dict[str, str | int]:
    """Return a problem as plain values."""
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "level": problem.level,
        "message": problem.message,
    }


def write(result: str | bytes, output: Path | None = None) -> None:
    """Write a result to a file, or to standard output; a text always ends in a line break."""
    content = result
    if isinstance(result, str) and not result.endswith("\n"):
        content = result + "\n"
    if output is None:
        _print(content)
        return
    try:
        output.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise click.UsageError(f"'{output}' cannot be written: {error.strerror}") from None


def _print(content: str | bytes) -> None:
    if isinstance(content, bytes) and sys.stdout.isatty():
        raise click.UsageError("this result is no text for a terminal; add --output FILE")
    try:
        click.echo(content, nl=False)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough; the command still ends with its own code,
        # and Python must not flush what is left into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
