"""Whether a set of rule files may come into use: it loads, its laws hold, and what else is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sourcing.assurance.cases.worked import run_cases
from sourcing.assurance.laws.prove import refuted
from sourcing.assurance.proof.lints import lints
from sourcing.assurance.proof.prove import prove
from sourcing.assurance.proof.wording import case_problem, finding_problem, law_problem
from sourcing.problems import InvalidInputError, Problem
from sourcing.records.proven import Proven
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_texts

LAWS = "laws"
LEVELS = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a set of rule files; without a rulebook they could not even be loaded.

    Of the worked `cases` so many come out `otherwise` than stated.
    """

    rulebook: Rulebook | None
    problems: tuple[Problem, ...]
    combinations: int = 0
    cases: int = 0
    otherwise: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended before the files may come into use."""
        return tuple(problem for problem in self.problems if problem.level == "error")

    def of(self, path: str) -> tuple[Problem, ...]:
        """Return what was found in one file, in the order of its lines."""
        return tuple(problem for problem in self.problems if problem.place.path == path)

    @property
    def elsewhere(self) -> tuple[Problem, ...]:
        """Return what was found in the files as a whole."""
        return tuple(problem for problem in self.problems if not problem.place.line)


def sound(files: Mapping[str, str], proven: Proven) -> Rulebook:
    """Load rule files and prove their laws; raises `InvalidInputError` with all problems."""
    rulebook = load_texts(files)
    if broken := law_problems(rulebook, proven):
        raise InvalidInputError(broken)
    return rulebook


def checked(files: Mapping[str, str], proven: Proven, *, on: date) -> Checked:
    """Load rule files, prove everything that can be proven of them, and run their cases."""
    try:
        rulebook = load_texts(files)
    except InvalidInputError as error:
        return Checked(None, error.problems)
    proof = prove(rulebook)
    failed = [result for result in run_cases(rulebook, on=on) if not result.passed]
    problems = [
        *law_problems(rulebook, proven),
        *(finding_problem(rulebook, finding) for finding in proof.findings),
        *(case_problem(rulebook, case, "warning") for case in failed),
        *lints(rulebook, on=on),
    ]
    problems.sort(key=lambda problem: (LEVELS.index(problem.level), problem))
    cases = len(rulebook.content.cases)
    return Checked(rulebook, tuple(problems), proof.combinations, cases, len(failed))


def law_problems(rulebook: Rulebook, proven: Proven) -> list[Problem]:
    """Return the laws that do not hold; once all were proven, that is remembered."""
    if proven.get(LAWS, rulebook.fingerprint):
        return []
    broken = refuted(rulebook)
    if not broken:
        proven.keep(LAWS, rulebook.fingerprint, content=True)
    return [law_problem(rulebook, refutation) for refutation in broken]
