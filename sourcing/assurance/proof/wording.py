"""What was proven, tried and found, as problems in words: the same in a terminal and in a browser."""

from __future__ import annotations

from collections.abc import Mapping

from sourcing.assurance.cases.worked import CaseResult
from sourcing.assurance.laws.prove import Refutation
from sourcing.assurance.proof.findings import Finding
from sourcing.assurance.space.regions import Answers
from sourcing.problems import Level, Place, Problem
from sourcing.rulebook.compiled import Rulebook


def law_problem(rulebook: Rulebook, refutation: Refutation) -> Problem:
    """Return the error that a refuted law is, at the law."""
    law = refutation.law
    rules = f" Rules at work: {', '.join(refutation.rules)}." if refutation.rules else ""
    message = (
        f"the law '{law.id}' does not hold: {law.says} Found: {refutation.found}, for example "
        f"with {example_words(rulebook, refutation.example)}.{rules} Change the rules, or the law"
    )
    return Problem(rulebook.place("laws", law.id), "error", message)


def finding_problem(rulebook: Rulebook, finding: Finding) -> Problem:
    """Return what a proof found, at the record that it is about."""
    place = rulebook.place(*finding.record) if finding.record else Place("rulebook")
    named = f"'{finding.record[1]}' " if finding.record else ""
    where = f": {finding.where}" if finding.where else ""
    share = f" ({share_words(finding.share)} of all answers{where})" if finding.share else ""
    shown = ""
    if finding.example:
        shown = f"; for example with {example_words(rulebook, finding.example)}"
    return Problem(place, finding.level, f"{named}{finding.message}{share}{shown}")


def case_problem(rulebook: Rulebook, result: CaseResult, level: Level) -> Problem:
    """Return what a worked case that fails is, at the case."""
    found = "; ".join(f"{m.where}: {m.expected}, found {m.found}" for m in result.mismatches)
    message = (
        f"the worked case '{result.case.id}' no longer comes out as stated: {found}. "
        "Mend the rules, or restate the case"
    )
    return Problem(rulebook.place("cases", result.case.id), level, message)


def share_words(share: float) -> str:
    """Return a share as a percentage that is never rounded to none or all."""
    if share <= 0 or share >= 1:
        return f"{share:.0%}"
    if share < 0.0001:  # noqa: PLR2004 - a hundredth of a percent
        return "under 0.01%"
    digits = 2 if share < 0.001 else 1 if share < 0.1 or share > 0.99 else 0  # noqa: PLR2004
    return f"{min(share, 0.9999 if digits else 0.994):.{digits}%}"


def example_words(rulebook: Rulebook, example: Answers) -> str:
    """Return the answers that make a brief: what it does not say is assumed just so."""
    said = told(rulebook, example)
    return ", ".join(f"{name}: {_answer_words(answer)}" for name, answer in said.items())


def told(rulebook: Rulebook, example: Answers) -> Answers:
    """Return an example without the answers that are assumed anyway."""
    usual = _assumed(rulebook, example)
    return {name: answer for name, answer in example.items() if usual.get(name) != answer}


def _assumed(rulebook: Rulebook, example: Answers) -> Mapping[str, str | list[str]]:
    space = rulebook.space
    known = {
        name: answer
        for name, answer in example.items()
        if name in rulebook.questions and _takes(rulebook, name, answer)
    }
    state = space.state(known)
    return {
        space.axes[assumed.question].id: space.axes[assumed.question].value(assumed.bit(state))
        for assumed in rulebook.assumptions
    }


def _takes(rulebook: Rulebook, name: str, answer: str | list[str]) -> bool:
    options = rulebook.space.axes[rulebook.space.index[name]].options
    return set([answer] if isinstance(answer, str) else answer) <= set(options)


def _answer_words(answer: str | list[str]) -> str:
    return answer if isinstance(answer, str) else " and ".join(answer) or "none"
