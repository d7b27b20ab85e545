"""`sourcing decide`: one brief or several to decisions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias

import click

from sourcing.brief import Brief, parse_brief
from sourcing.cli.common import (
    on_option,
    output_option,
    rulebook_from,
    show_problems,
    today,
    write,
)
from sourcing.cli.exits import FINE, WRONG_INPUT
from sourcing.decision.decide import decide
from sourcing.decision.document import decision_document, packet, to_json
from sourcing.decision.intake import brief_problems
from sourcing.problems import InvalidInputError, Place, Problem
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.reader import Document, read_bytes, read_file

LARGEST_BRIEF = 1024 * 1024
STANDARD_INPUT = "-"
Format: TypeAlias = Literal["text", "json", "html"]


@dataclass(frozen=True, slots=True)
class _Read:
    """A brief that could be read, and the document that knows where its parts stand."""

    brief: Brief
    document: Document


@click.command("decide")
@click.argument("briefs", nargs=-1, required=True, metavar="BRIEF...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Several briefs in json make a list, in their order; html is a file of its own.",
)
@on_option
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Decide under this rulebook instead of the one in use.",
)
@output_option
@click.option(
    "--packet",
    "packed",
    is_flag=True,
    help="Put the rulebook's content into the decision (json only).",
)
def command(  # noqa: PLR0913 - one argument for each option
    briefs: tuple[str, ...],
    form: Format,
    on: date | None,
    rules: Path | None,
    output: Path | None,
    *,
    packed: bool,
) -> int:
    """Decide briefs: files in YAML or JSON, or - for standard input.

    \b
    Example:
      sourcing decide brief.yaml
      sourcing decide brief.yaml --format html --output decision.html
      sourcing decide first.yaml second.json --format json --on 2026-11-20
    """
    _refuse_what_does_not_go_together(briefs, form, packed=packed)
    try:
        rulebook = rulebook_from(rules)
    except InvalidInputError as error:
        show_problems(error.problems)
        click.echo("The rulebook is not sound, so nothing was decided.", err=True)
        return WRONG_INPUT
    read, problems = _read_all(briefs, rulebook)
    if problems:
        show_problems(problems)
        return WRONG_INPUT
    day = on or today()
    documents = [_decided(rulebook, item.brief, day, packed=packed) for item in read]
    write(_shown(documents, form), output)
    return FINE


def _refuse_what_does_not_go_together(briefs: Sequence[str], form: Format, *, packed: bool) -> None:
    if packed and form != "json":
        raise click.UsageError("--packet is for other programs to read; add --format json")
    if form == "html" and len(briefs) > 1:
        raise click.UsageError("an html file holds one decision; give one brief")
    if briefs.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input can be read only once; give - once")


def _read_all(names: Sequence[str], rulebook: Rulebook) -> tuple[list[_Read], list[Problem]]:
    """Read every brief before any is decided, so that all problems are told at once."""
    read: list[_Read] = []
    problems: list[Problem] = []
    for name in names:
        try:
            item = _read(name)
        except InvalidInputError as error:
            problems += error.problems
        else:
            read.append(item)
            problems += sorted(brief_problems(rulebook, item.brief, item.document.locate))
    return read, problems


def _read(name: str) -> _Read:
    document = _from_standard_input() if name == STANDARD_INPUT else _from_file(name)
    return _Read(parse_brief(document.value, document.locate), document)


def _from_file(name: str) -> Document:
    try:
        return read_file(Path(name), shown=name, largest=LARGEST_BRIEF)
    except FileNotFoundError:
        message = "is not there; check the path"
    except IsADirectoryError:
        message = "is a folder; give the brief's file"
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
    raise InvalidInputError([Problem(Place(name), "error", message)])


def _from_standard_input() -> Document:
    content = sys.stdin.buffer.read(LARGEST_BRIEF + 1)
    if len(content) > LARGEST_BRIEF:
        message = f"holds more than {LARGEST_BRIEF:,} bytes, the most that is read. Split it"
        raise InvalidInputError([Problem(Place("standard input"), "error", message)])
    return read_bytes(content, "standard input")


def _decided(rulebook: Rulebook, brief: Brief, on: date, *, packed: bool) -> dict[str, Any]:
    decision = decide(rulebook, brief, on=on)
    return packet(rulebook, decision) if packed else decision_document(rulebook, decision)


def _shown(documents: Sequence[dict[str, Any]], form: Format) -> str:
    if form == "json":
        return to_json(documents[0] if len(documents) == 1 else list(documents))
    if form == "html":
        return _page(documents[0])
    return _text(documents)


def _page(document: dict[str, Any]) -> str:
    # Pages bring Jinja along; who asks for text or JSON need not wait for it.
    from sourcing.report.page import render_report  # noqa: PLC0415
    from sourcing.report.view import report_of  # noqa: PLC0415

    return render_report(report_of(document, decision_id=None, issued=None), standalone=True)


def _text(documents: Sequence[dict[str, Any]]) -> str:
    from sourcing.report.text import as_text  # noqa: PLC0415 - as above

    return "\n".join(as_text(document).rstrip("\n") + "\n" for document in documents)
