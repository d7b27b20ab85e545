"""Whether a set of rule files may come into use: it loads, its laws hold, and what else is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sourcing.assurance.cases import run_cases
from sourcing.assurance.laws import Refutation, refuted
from sourcing.assurance.proof import Finding, prove
from sourcing.assurance.regions import Answers
from sourcing.problems import InvalidInputError, Place, Problem
from sourcing.records.proven import Proven
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_texts

LAWS = "laws"
LEVELS = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a set of rule files; without a rulebook they could not even be loaded."""

    rulebook: Rulebook | None
    problems: tuple[Problem, ...]
    combinations: int = 0
    cases: int = 0

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
    problems = [
        *law_problems(rulebook, proven),
        *(_found(rulebook, finding) for finding in proof.findings),
        *_failed_cases(rulebook, on),
        *_stale(rulebook, on),
    ]
    problems.sort(key=lambda problem: (LEVELS.index(problem.level), problem))
    return Checked(rulebook, tuple(problems), proof.combinations, len(rulebook.content.cases))


def law_problems(rulebook: Rulebook, proven: Proven) -> list[Problem]:
    """Return the laws that do not hold; once all were proven, that is remembered."""
    if proven.get(LAWS, rulebook.fingerprint):
        return []
    broken = refuted(rulebook)
    if not broken:
        proven.keep(LAWS, rulebook.fingerprint, content=True)
    return [_refuted(rulebook, refutation) for refutation in broken]


def _refuted(rulebook: Rulebook, refutation: Refutation) -> Problem:
    law = refutation.law
    rules = f" Rules behind it: {', '.join(refutation.rules)}." if refutation.rules else ""
    message = (
        f"the law '{law.id}' does not hold: {law.says} Found: {refutation.found}, "
        f"for example with {example_words(rulebook, refutation.example)}.{rules}"
    )
    return Problem(rulebook.place("laws", law.id), "error", message)


def _found(rulebook: Rulebook, finding: Finding) -> Problem:
    place = rulebook.place(*finding.record) if finding.record else Place("")
    name = f"'{finding.record[1]}' " if finding.record else ""
    where = f" (where {finding.where})" if finding.where else ""
    share = f" In {share_words(finding.share)} of all answers{where}." if finding.share else ""
    shown = ""
    if finding.example:
        shown = f" For example with {example_words(rulebook, finding.example)}."
    return Problem(place, finding.level, f"{name}{finding.message}.{share}{shown}")


def _failed_cases(rulebook: Rulebook, on: date) -> Iterator[Problem]:
    for result in run_cases(rulebook, on=on):
        for mismatch in result.mismatches:
            message = (
                f"the worked case '{result.case.id}' comes out otherwise: {mismatch.where}: "
                f"expected {mismatch.expected}, found {mismatch.found}"
            )
            yield Problem(rulebook.place("cases", result.case.id), "warning", message)


def _stale(rulebook: Rulebook, on: date) -> Iterator[Problem]:
    for source in rulebook.content.sources:
        if source.review_after < on.isoformat():
            message = f"'{source.id}' was due for review after {source.review_after}"
            place = rulebook.place("sources", source.id, "review_after")
            yield Problem(place, "warning", message)


def share_words(share: float) -> str:
    """Return a share as a percentage that is never rounded to none or all."""
    if share <= 0 or share >= 1:
        return f"{share:.0%}"
    if share < 0.0001:  # noqa: PLR2004 - a hundredth of a percent
        return "under 0.01%"
    digits = 2 if share < 0.001 else 1 if share < 0.1 or share > 0.99 else 0  # noqa: PLR2004
    return f"{min(share, 0.9999 if digits else 0.994):.{digits}%}"


def example_words(rulebook: Rulebook, example: Answers) -> str:
    """Return an example in words: mission answers, and further ones that are not the assumed."""
    said = []
    for name, answer in example.items():
        question = rulebook.questions[name]
        usual = question.assumed if question.assumed is not None else ()
        if question.mission or answer != (list(usual) if isinstance(usual, tuple) else usual):
            words = answer if isinstance(answer, str) else " and ".join(answer) or "none"
            said.append(f"{name} {words}")
    return ", ".join(said)
