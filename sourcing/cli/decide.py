"""`sourcing decide`: one brief or several to decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias

import click

from sourcing.brief import Brief
from sourcing.cli.common import (
    on_option,
    output_option,
    rulebook_from,
    show_problems,
    today,
    write,
)
from sourcing.cli.documents import STANDARD_INPUT, read_document
from sourcing.cli.exits import FINE, WRONG_INPUT
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document, packet, to_json
from sourcing.decision.intake.brief import take_brief
from sourcing.problems import InvalidInputError, Problem
from sourcing.report.rfp import as_request
from sourcing.report.tables_csv import as_csv
from sourcing.rulebook.compiled import Rulebook

Format: TypeAlias = Literal["text", "json", "html", "pdf", "xlsx", "csv", "rfp"]
Size: TypeAlias = Literal["a4", "letter"]


@click.command("decide")
@click.argument("briefs", nargs=-1, required=True, metavar="BRIEF...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "pdf", "xlsx", "csv", "rfp"]),
    default="text",
    show_default=True,
    help="Several briefs in json make a list, in their order; html and pdf are files of their own; xlsx is a "
    "workbook with live formulas, csv its cost lines; rfp is a request to send to vendors, in Markdown.",
)
@click.option(
    "--paper",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="The size of a pdf's pages.",
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
def command(  # noqa: PLR0913, PLR0917 - one argument for each option
    briefs: tuple[str, ...],
    form: Format,
    paper: Size,
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
      sourcing decide brief.yaml --format pdf --paper letter --output decision.pdf
      sourcing decide brief.yaml --format xlsx --output decision.xlsx
      sourcing decide brief.yaml --format rfp --output request.md
      sourcing decide first.yaml second.json --format json --on 2026-11-20
    """
    _refuse_what_does_not_go_together(briefs, form, packed=packed)
    try:
        rulebook = rulebook_from(rules)
    except InvalidInputError as error:
        show_problems(error.problems)
        click.echo("The rulebook is not sound, so nothing was decided.", err=True)
        return WRONG_INPUT
    day = on or today()
    read, problems = _read_all(briefs, rulebook, day)
    if problems:
        show_problems(problems)
        return WRONG_INPUT
    documents = [_decided(rulebook, brief, day, packed=packed) for brief in read]
    write(_file(documents[0], form, paper) or _shown(documents, form), output)
    return FINE


def _refuse_what_does_not_go_together(briefs: Sequence[str], form: Format, *, packed: bool) -> None:
    if packed and form != "json":
        raise click.UsageError("--packet is for other programs to read; add --format json")
    if form not in ("text", "json") and len(briefs) > 1:
        raise click.UsageError(f"a file in {form} holds one decision; give one brief")
    if briefs.count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input can be read only once; give - once")


def _read_all(
    names: Sequence[str], rulebook: Rulebook, on: date
) -> tuple[list[Brief], list[Problem]]:
    """Read every brief before any is decided, so that all problems are told at once."""
    read: list[Brief] = []
    problems: list[Problem] = []
    for name in names:
        try:
            document = read_document(name)
            read.append(take_brief(rulebook, document.value, document.locate, on=on))
        except InvalidInputError as error:
            problems += error.problems
    return read, problems


def _decided(rulebook: Rulebook, brief: Brief, on: date, *, packed: bool) -> dict[str, Any]:
    decision = decide(rulebook, brief, on=on)
    return packet(rulebook, decision) if packed else decision_document(rulebook, decision)


def _shown(documents: Sequence[dict[str, Any]], form: Format) -> str:
    if form == "json":
        return to_json(documents[0] if len(documents) == 1 else list(documents))
    if form == "html":
        return _page(documents[0])
    if form == "csv":
        return as_csv(documents[0])
    if form == "rfp":
        return as_request(documents[0])
    return _text(documents)


def _file(document: dict[str, Any], form: Format, size: Size) -> bytes | None:
    """Return what is no text for a terminal: a printed document or a workbook."""
    if form == "pdf":
        return _pdf(document, size)
    if form == "xlsx":
        from sourcing.report.workbook.file import as_workbook  # noqa: PLC0415 - as below

        return as_workbook(document)
    return None


def _page(document: dict[str, Any]) -> str:
    # Pages bring Jinja along; who asks for text or JSON need not wait for it.
    from sourcing.report.page import render_report  # noqa: PLC0415
    from sourcing.report.view import report_of  # noqa: PLC0415

    return render_report(report_of(document, decision_id=None, issued=None), standalone=True)


def _pdf(document: dict[str, Any], size: Size) -> bytes:
    from sourcing.report.pdf.render import render_pdf  # noqa: PLC0415 - as above
    from sourcing.report.view import report_of  # noqa: PLC0415

    return render_pdf(report_of(document, decision_id=None, issued=None), size=size)


def _text(documents: Sequence[dict[str, Any]]) -> str:
    from sourcing.report.text import as_text  # noqa: PLC0415 - as above

    return "\n".join(as_text(document).rstrip("\n") + "\n" for document in documents)
