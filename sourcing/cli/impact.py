"""`sourcing impact`: what a change of rules would change."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Literal

import click

from sourcing.assurance.impact import BriefChange, Change, Impact, impact
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
from sourcing.places import data_folder, rules_folder
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_content

MOST_SHOWN = 12
SHORTEST_FINGERPRINT = 8


@click.command("impact")
@click.argument("old")
@click.argument("new", required=False)
@click.option("--saved", is_flag=True, help="Also decide the briefs of issued decisions again.")
@on_option
@format_option
def command(
    old: str, new: str | None, *, saved: bool, on: date | None, form: Literal["text", "json"]
) -> int:
    """Compare the rulebooks OLD and NEW over every combination of answers.

    Each is a folder, the fingerprint of a rulebook that a decision was made under (its first
    digits are enough), or a git revision, whose rules/ folder is taken. NEW is by default the
    rulebook in use. Exit code 1 says that outcomes change.

    \b
    Example:
      sourcing impact HEAD
      sourcing impact my-rules rules --format json
    """
    with ExitStack() as stack:
        try:
            before, after = _rulebook(old, stack), _rulebook(new, stack)
        except InvalidInputError as error:
            show_problems(error.problems)
            if form == "json":
                problems = [problem_content(problem) for problem in error.problems]
                write(json.dumps({"problems": problems}, ensure_ascii=False, indent=1))
            return FINDING
        briefs = list(_saved_briefs(stack)) if saved else []
    found = impact(before, after, on=on or today(), briefs=briefs)
    write(_json(found) if form == "json" else _text(found))
    return FINDING if found.outcomes_change else FINE


def _rulebook(named: str | None, stack: ExitStack) -> Rulebook:
    if named is None:
        return rulebook_from(None)
    if Path(named).is_dir():
        return rulebook_from(Path(named))
    content = _kept(named)
    if content is not None:
        return load_content(content, named)
    return rulebook_from(_revision(named, stack))


def _kept(fingerprint: str) -> dict[str, Any] | None:
    """Return the content of a rulebook that was kept with a decision, by its first digits."""
    digits = fingerprint.removeprefix("sha256:")
    if len(digits) < SHORTEST_FINGERPRINT or set(digits) - set("0123456789abcdef"):
        return None
    if not (data_folder().is_dir() or os.environ.get("DATABASE_URL")):
        return None
    from sourcing.records.archive import open_records  # noqa: PLC0415 - only where it is asked for

    records = open_records(data_folder(), url=os.environ.get("DATABASE_URL"))
    try:
        return records.rulebooks.get(records.rulebooks.find(digits) or "")
    finally:
        records.close()


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
            f"'{revision}' is neither a folder, nor a fingerprint that was kept, "
            f"nor a git revision that holds {folder}"
        ) from None
    unpacked = stack.enter_context(tempfile.TemporaryDirectory(prefix="sourcing-"))
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as content:
        content.extractall(unpacked)
    return Path(unpacked)


def _saved_briefs(stack: ExitStack) -> Iterator[tuple[str, Brief]]:
    from sourcing.records.archive import open_records  # noqa: PLC0415 - only where it is asked for

    records = open_records(data_folder(), url=os.environ.get("DATABASE_URL"))
    stack.callback(records.close)
    for line in records.decisions.newest(most=records.decisions.count()):
        document = records.decisions.get(line.id)
        if document is not None:
            content = json.loads(document.document)["brief"]
            yield f"{line.id} {line.title}", parse_brief(content, nowhere(line.id))


def _json(found: Impact) -> str:
    content = {"outcomes_change": found.outcomes_change, **asdict(found)}
    return json.dumps(content, ensure_ascii=False, indent=1, default=dict)


def _text(found: Impact) -> str:
    if not found.records:
        return "The two rulebooks are the same."
    lines = ["Records", *(f"  {name}" for name in found.records)]
    if found.vocabulary:
        lines += ["Questions and options", *(f"  {name}" for name in found.vocabulary)]
    lines += [f"{found.unchanged:.4%} of all answers come out as before."]
    lines += _changes("Recommended", found.recommendations)
    lines += _changes("Excluded", found.exclusions)
    lines += _brief_changes("Worked cases", found.cases)
    lines += _brief_changes("Saved decisions", found.briefs)
    if not found.outcomes_change:
        lines += ["No outcome changes."]
    return "\n".join(lines)


def _changes(title: str, changes: tuple[Change, ...]) -> Iterator[str]:
    if not changes:
        return
    yield title
    for change in changes[:MOST_SHOWN]:
        yield f"  {change.share:9.4%}  {change.before} -> {change.after}"
        yield f"             where {change.where}"
        yield f"             by {', '.join(change.rules) or 'weights or points'}"
        yield f"             for example {_answers(change.example)}"
    if len(changes) > MOST_SHOWN:
        yield f"  and {len(changes) - MOST_SHOWN} smaller ones"


def _answers(answers: Any) -> str:  # noqa: ANN401 - the example's mapping
    named = (f"{k}: {'+'.join(v) if isinstance(v, list) else v}" for k, v in answers.items() if v)
    return ", ".join(named)


def _brief_changes(title: str, changes: tuple[BriefChange, ...]) -> Iterator[str]:
    if not changes:
        return
    yield title
    for change in changes:
        yield f"  {change.name}"
        yield from (f"    {text}" for text in change.changes)
