"""`sourcing check`: whether a rulebook is sound, and what in it has grown old."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import click

from sourcing.assurance.cases.worked import run_cases
from sourcing.assurance.proof.lints import lints
from sourcing.assurance.proof.wording import case_problem
from sourcing.cli.common import (
    on_option,
    problem_content,
    rulebook_from,
    rules_argument,
    today,
    write,
)
from sourcing.cli.exits import FINDING, FINE
from sourcing.cli.proven import proof_content, proof_lines, proven
from sourcing.cli.watch import every_change
from sourcing.places import rules_folder
from sourcing.problems import InvalidInputError, Problem
from sourcing.rulebook.compiled import Rulebook

COUNTED = ("questions", "channels", "gates", "preferences", "organisations", "sources", "cases")


@click.command("check")
@rules_argument
@click.option("--watch", is_flag=True, help="Check again at every save, until Ctrl+C.")
@on_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, or annotations for a GitHub workflow.",
)
def command(
    rules: Path | None,
    on: date | None,
    form: Literal["text", "json", "github"],
    *,
    watch: bool,
) -> int:
    """Check the rulebook in the folder RULES, by default the one in use.

    Beside what stands in the files, its laws and its completeness are proven over every
    combination of answers. Every problem is shown as path:line:column: level: what is wrong, and
    how to mend it. What merely wants a look, or has grown old by DATE, is a warning.

    \b
    Example:
      sourcing check
      sourcing check my-rules --on 2027-01-31
      sourcing check --watch
    """
    code = FINE
    for _ in every_change(rules or rules_folder()):
        code = _once(rules, on, form)
        if not watch:
            break
    return code


def _once(rules: Path | None, on: date | None, form: str) -> int:
    rulebook, problems = _checked(rules, on or today())
    forms = {"json": _json, "github": _github, "text": _text}
    write(forms[form](rulebook, problems))
    return FINDING if any(problem.level == "error" for problem in problems) else FINE


def _github(_: Rulebook | None, problems: Sequence[Problem]) -> str:
    """Return the problems as annotations; notes are left out, for they would bury the rest."""
    return "\n".join(
        f"::{problem.level} file={_property(problem.place.path)},line={max(problem.place.line, 1)},"
        f"col={max(problem.place.column, 1)}::{_escaped(problem.message)}"
        for problem in problems
        if problem.level != "info"
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _checked(folder: Path | None, on: date) -> tuple[Rulebook | None, Sequence[Problem]]:
    try:
        rulebook = rulebook_from(folder)
    except InvalidInputError as error:
        return None, error.problems
    failed = (result for result in run_cases(rulebook, on=on) if not result.passed)
    cases = [case_problem(rulebook, result, "error") for result in failed]
    return rulebook, [*cases, *proven(rulebook), *lints(rulebook, on=on)]


def _text(rulebook: Rulebook | None, problems: Sequence[Problem]) -> str:
    return "\n".join([*map(str, problems), _summary(rulebook, problems)])


def _summary(rulebook: Rulebook | None, problems: Sequence[Problem]) -> str:
    errors = sum(problem.level == "error" for problem in problems)
    if rulebook is None or errors:
        return f"{_counted(errors, 'error')}. The rulebook cannot be used until mended."
    counts = ", ".join(f"{count} {kind}" for kind, count in _counts(rulebook).items())
    levels = [
        f"{_counted(n, level)}" for level in ("warning", "note") if (n := _of(problems, level))
    ]
    found = f"; {' and '.join(levels)}" if levels else ""
    return "\n".join(
        [f"The rulebook is sound: {counts}{found}.", *proof_lines(rulebook), rulebook.fingerprint]
    )


def _of(problems: Sequence[Problem], level: str) -> int:
    shown = {"warning": "warning", "note": "info"}[level]
    return sum(problem.level == shown for problem in problems)


def _counts(rulebook: Rulebook) -> dict[str, int]:
    return {kind: len(getattr(rulebook.content, kind)) for kind in COUNTED}


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _json(rulebook: Rulebook | None, problems: Sequence[Problem]) -> str:
    content = {
        "sound": rulebook is not None and not any(p.level == "error" for p in problems),
        "rulebook": rulebook.fingerprint if rulebook else None,
        "counts": _counts(rulebook) if rulebook else None,
        "proof": proof_content(rulebook) if rulebook else None,
        "problems": [problem_content(problem) for problem in problems],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)
