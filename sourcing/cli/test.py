"""`sourcing test`: whether the worked cases still come out as stated."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Literal

import click

from sourcing.assurance.cases.coverage import Coverage, coverage
from sourcing.assurance.cases.suggest import recorded_case, suggested_cases
from sourcing.assurance.cases.worked import CaseResult, Mismatch, run_cases
from sourcing.cli.common import (
    format_option,
    on_option,
    problem_content,
    rulebook_from,
    rules_argument,
    show_problems,
    today,
    write,
)
from sourcing.cli.documents import LARGEST
from sourcing.cli.exits import FINDING, FINE
from sourcing.decision.decide import decide
from sourcing.decision.intake.brief import take_brief
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.reader import read_file
from sourcing.rulebook.writer import yaml_text


@click.command("test")
@rules_argument
@click.option("--coverage", "covering", is_flag=True, help="Also say which rules no case tries.")
@click.option("--suggest", is_flag=True, help="Print cases for rules that no case makes fire.")
@click.option(
    "--record",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="BRIEF",
    help="Print the present outcome of a brief as a case.",
)
@on_option
@format_option
def command(  # noqa: PLR0913 - one parameter an option
    rules: Path | None,
    record: Path | None,
    on: date | None,
    form: Literal["text", "json"],
    *,
    covering: bool,
    suggest: bool,
) -> int:
    """Run the worked cases of the rulebook in the folder RULES, by default the one in use.

    A case that fails shows what was expected beside what was found, and the rules that made it so.
    Suggested and recorded cases are printed as YAML; read them, say why they are right, and keep
    them under rules/cases/.

    \b
    Example:
      sourcing test --coverage
      sourcing test --suggest > rules/cases/suggested.yaml
      sourcing test --record brief.yaml
    """
    try:
        rulebook = rulebook_from(rules)
    except InvalidInputError as error:
        show_problems(error.problems)
        if form == "json":
            problems = [problem_content(problem) for problem in error.problems]
            write(json.dumps({"problems": problems}, ensure_ascii=False, indent=1))
        return FINDING
    day = on or today()
    if suggest or record:
        cases = [_recorded(rulebook, record, day)] if record else suggested_cases(rulebook, on=day)
        write(yaml_text({"cases": cases}))
        return FINE
    results = run_cases(rulebook, on=day)
    covered = coverage(rulebook, on=day) if covering else None
    write(_json(results, covered) if form == "json" else _text(results, covered))
    return FINE if all(result.passed for result in results) else FINDING


def _recorded(rulebook: Rulebook, path: Path, on: date) -> dict[str, Any]:
    try:
        document = read_file(path, largest=LARGEST)
        brief = take_brief(rulebook, document.value, document.locate, on=on)
        return recorded_case(decide(rulebook, brief, on=on), path.stem, brief.title)
    except InvalidInputError as error:
        show_problems(error.problems)
        raise click.UsageError(f"'{path}' is not a brief that this rulebook takes") from None


def _text(results: Sequence[CaseResult], covered: Coverage | None) -> str:
    failed = [result for result in results if not result.passed]
    lines = [line for result in failed for line in _failure(result)]
    if not results:
        lines.append("The rulebook has no worked cases; add some under 'cases:'.")
    elif failed:
        lines.append(f"{len(failed)} of {len(results)} worked cases failed.")
    else:
        lines.append(f"All {len(results)} worked cases come out as stated.")
    return "\n".join([*lines, *(_coverage(covered) if covered else ())])


def _coverage(covered: Coverage) -> Iterator[str]:
    total = len(covered.rules)
    yield f"{total - len(covered.silent)} of {total} rules fire in some case."
    yield from (f"  never fires: {kind}/{name}" for kind, name in covered.silent)
    ranked = [rule for rule in covered.rules if rule[0] in ("gates", "preferences")]
    decisive = len(ranked) - len(covered.undecisive)
    yield f"{decisive} of {len(ranked)} gates and preferences decide some case."
    yield from (f"  never decides: {kind}/{name}" for kind, name in covered.undecisive)


def _failure(result: CaseResult) -> list[str]:
    lines = [f"{result.case.id}: {result.case.title}"]
    for mismatch in result.mismatches:
        lines += [
            f"  {mismatch.where}",
            f"    expected  {mismatch.expected}",
            f"    found     {mismatch.found}",
            *(f"    {'because   ' if n == 0 else ' ' * 10}{rule}" for n, rule in _rules(mismatch)),
        ]
    return [*lines, ""]


def _rules(mismatch: Mismatch) -> list[tuple[int, str]]:
    return list(enumerate(mismatch.rules))


def _json(results: Sequence[CaseResult], covered: Coverage | None) -> str:
    content: dict[str, Any] = {
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "cases": [
            {
                "id": result.case.id,
                "title": result.case.title,
                "passed": result.passed,
                "mismatches": [asdict(mismatch) for mismatch in result.mismatches],
            }
            for result in results
        ],
    }
    if covered:
        content["coverage"] = {
            "rules": len(covered.rules),
            "never_fire": [f"{kind}/{name}" for kind, name in covered.silent],
            "never_decide": [f"{kind}/{name}" for kind, name in covered.undecisive],
        }
    return json.dumps(content, ensure_ascii=False, indent=1)
