"""`sourcing impact`: what a change of rules would change."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from sourcing.assurance.impact.compare import impact
from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.cli.common import (
    format_option,
    on_option,
    problem_content,
    rulebook_from,
    show_problems,
    today,
    write,
)
from sourcing.cli.exits import FINDING, FINE
from sourcing.cli.impact_told import impact_json, impact_text
from sourcing.places import data_folder, rules_folder
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_content, load_texts

if TYPE_CHECKING:
    from sourcing.records.archive import Records

MOST_SAVED = 200
SHORTEST_FINGERPRINT = 8


@click.command("impact")
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--saved/--no-saved",
    default=True,
    show_default=True,
    help=f"Also decide the newest {MOST_SAVED} saved decisions again, where there are any.",
)
@on_option
@format_option
def command(
    old: str, new: str | None, *, saved: bool, on: date | None, form: Literal["text", "json"]
) -> int:
    """Compare the rulebooks OLD and NEW over every combination of answers.

    Each is a folder, the number of a version published in the browser, the fingerprint of a
    rulebook that a decision was made under (its first digits are enough), or a git revision,
    whose rules/ folder is taken. NEW is by default the rulebook in use. Exit code 1 says that
    outcomes change.

    \b
    Example:
      sourcing impact HEAD
      sourcing impact 3 4
      sourcing impact my-rules rules --format json
    """
    with ExitStack() as stack:
        records = _records(stack)
        try:
            before, after = _rulebook(old, records, stack), _rulebook(new, records, stack)
        except InvalidInputError as error:
            show_problems(error.problems)
            if form == "json":
                problems = [problem_content(problem) for problem in error.problems]
                write(json.dumps({"problems": problems}, ensure_ascii=False, indent=1))
            return FINDING
        briefs = list(_saved_briefs(records)) if saved and records else []
        tried = _tried(records, len(briefs)) if saved and records else ""
    found = impact(before, after, on=on or today(), briefs=briefs)
    write(impact_json(found) if form == "json" else impact_text(found, tried))
    return FINDING if found.outcomes_change else FINE


def _records(stack: ExitStack) -> Records | None:
    """Open the database, if there is one."""
    from sourcing.records.archive import open_records  # noqa: PLC0415 - only where it is asked for
    from sourcing.records.database import FILE_NAME  # noqa: PLC0415

    url = os.environ.get("DATABASE_URL")
    if not url and not (data_folder() / FILE_NAME).is_file():
        return None
    records = open_records(data_folder(), url=url)
    stack.callback(records.close)
    return records


def _rulebook(named: str | None, records: Records | None, stack: ExitStack) -> Rulebook:
    if named is None:
        return rulebook_from(None)
    if Path(named).is_dir():
        return rulebook_from(Path(named))
    if records and (kept := _kept(named, records)):
        return kept
    return rulebook_from(_revision(named, stack))


def _kept(named: str, records: Records) -> Rulebook | None:
    """Return a published version by its number, or a rulebook by the first digits of its print."""
    digits = named.removeprefix("sha256:")
    if named.isascii() and named.isdigit() and len(named) < SHORTEST_FINGERPRINT:
        version = records.rule_versions.get(int(named))
        return load_texts(version.files) if version else None
    if len(digits) < SHORTEST_FINGERPRINT or set(digits) - set("0123456789abcdef"):
        return None
    content = records.rulebooks.get(records.rulebooks.find(digits) or "")
    return load_content(content, named) if content is not None else None


def _revision(revision: str, stack: ExitStack) -> Path:
    """Unpack the rules folder of a git revision into a folder that lives as long as the stack."""
    folder = rules_folder().resolve()
    archive = ["git", "-C", str(folder), "archive", "--format=zip", revision, "."]
    try:
        done = subprocess.run(archive, capture_output=True, check=True)  # noqa: S603 - no shell
    except FileNotFoundError:
        raise click.UsageError(f"'{revision}' is no folder, and git is not installed") from None
    except subprocess.CalledProcessError:
        raise click.UsageError(
            f"'{revision}' is neither a folder, nor a published version, nor a fingerprint that "
            f"was kept, nor a git revision that holds {folder}"
        ) from None
    unpacked = stack.enter_context(tempfile.TemporaryDirectory(prefix="sourcing-"))
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as content:
        content.extractall(unpacked)
    return Path(unpacked)


def _saved_briefs(records: Records) -> Iterator[tuple[str, Brief]]:
    for line in records.decisions.newest(most=MOST_SAVED):
        document = records.decisions.get(line.id)
        if document is not None:
            content = json.loads(document.document)["brief"]
            with suppress(InvalidInputError):  # a brief of a time that had other keys
                yield f"{line.id} {line.title}", parse_brief(content, nowhere(line.id))


def _tried(records: Records, tried: int) -> str:
    """Say which saved decisions were tried, if not all of them."""
    every = records.decisions.count()
    if every == tried:
        return f"All {every} saved decisions were tried." if every else ""
    return f"The newest {tried} of {every} saved decisions were tried."
