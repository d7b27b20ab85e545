"""`sourcing check`: whether a rulebook is sound, and what in it has grown old."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import click

from sourcing.assurance.cases import run_cases
from sourcing.cli.common import (
    format_option,
    on_option,
    problem_content,
    rulebook_from,
    rules_argument,
    today,
    write,
)
from sourcing.cli.exits import FINDING, FINE
from sourcing.cli.proven import proof_content, proof_lines, proven
from sourcing.cli.stale import stale_sources
from sourcing.problems import InvalidInputError, Problem
from sourcing.rulebook.compiled import Rulebook

COUNTED = ("questions", "channels", "gates", "preferences", "organisations", "sources", "cases")


@click.command("check")
@rules_argument
@on_option
@format_option
def command(rules: Path | None, on: date | None, form: Literal["text", "json"]) -> int:
    """Check the rulebook in the folder RULES, by default the one in use.

    Beside what stands in the files, its laws and its completeness are proven over every
    combination of answers. Every problem is shown as path:line:column: level: what is wrong, and how to mend it. What has
    merely grown old by DATE is a warning.

    \b
    Example:
      sourcing check
      sourcing check my-rules --on 2027-01-31
    """
    rulebook, problems = _checked(rules, on or today())
    write(_json(rulebook, problems) if form == "json" else _text(rulebook, problems))
    return FINDING if any(problem.level == "error" for problem in problems) else FINE


def _checked(folder: Path | None, on: date) -> tuple[Rulebook | None, Sequence[Problem]]:
    try:
        rulebook = rulebook_from(folder)
    except InvalidInputError as error:
        return None, error.problems
    failed = (result for result in run_cases(rulebook, on=on) if not result.passed)
    cases = [
        Problem(
            rulebook.place("cases", result.case.id),
            "error",
            f"the case '{result.case.id}' no longer comes out as stated: "
            f"{'; '.join(f'{m.where}: {m.expected}, found {m.found}' for m in result.mismatches)}. "
            "Mend the rules, or restate the case",
        )
        for result in failed
    ]
    return rulebook, [*cases, *proven(rulebook), *stale_sources(rulebook, on)]


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
