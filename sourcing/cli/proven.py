"""What a proof over the whole answer space found, as problems, words and plain values."""

from __future__ import annotations

from typing import Any

from sourcing.assurance.laws import Refutation, refuted
from sourcing.assurance.proof import Finding, Proof, prove
from sourcing.problems import Place, Problem
from sourcing.rulebook.compiled import Rulebook


def proven(rulebook: Rulebook) -> list[Problem]:
    """Return a problem for each law refuted and each finding of the proof, errors first."""
    broken = [_refutation(rulebook, refutation) for refutation in _refuted(rulebook)]
    return [*broken, *(_finding(rulebook, finding) for finding in _proof(rulebook).findings)]


def proof_lines(rulebook: Rulebook) -> list[str]:
    """Return how much was proven, in words."""
    proof = _proof(rulebook)
    laws = len(rulebook.laws) - len(_refuted(rulebook))
    shares = ", ".join(f"{name} {share:.1%}" for name, share in proof.shares.items())
    combinations = f"{proof.combinations:,} combinations of answers"
    impossible = f"{proof.impossible:,} of them declared impossible"
    return [
        f"Proven over {combinations}, {impossible}; {laws} laws hold for all others.",
        f"Recommended there, ties counted for each: {shares}.",
    ]


def proof_content(rulebook: Rulebook) -> dict[str, Any]:
    """Return the proof as plain values."""
    proof = _proof(rulebook)
    return {
        "combinations": proof.combinations,
        "impossible": proof.impossible,
        "shares": dict(proof.shares),
        "laws": len(rulebook.laws),
        "refuted": [
            {
                "law": refutation.law.id,
                "found": refutation.found,
                "example": dict(refutation.example),
                "rules": list(refutation.rules),
            }
            for refutation in _refuted(rulebook)
        ],
        "findings": [
            {
                "kind": finding.kind,
                "level": finding.level,
                "message": finding.message,
                "record": list(finding.record) if finding.record else None,
                "share": finding.share,
                "where": finding.where,
                "example": dict(finding.example) if finding.example else None,
            }
            for finding in proof.findings
        ],
    }


def _proof(rulebook: Rulebook) -> Proof:
    if "proof" not in rulebook.memory:
        rulebook.memory["proof"] = prove(rulebook)
    proof: Proof = rulebook.memory["proof"]
    return proof


def _refuted(rulebook: Rulebook) -> list[Refutation]:
    if "refuted" not in rulebook.memory:
        rulebook.memory["refuted"] = refuted(rulebook)
    found: list[Refutation] = rulebook.memory["refuted"]
    return found


def _refutation(rulebook: Rulebook, refutation: Refutation) -> Problem:
    law = refutation.law
    rules = f" Rules at work: {', '.join(refutation.rules)}." if refutation.rules else ""
    message = (
        f"the law '{law.id}' does not hold: {refutation.found}, for {_answers(refutation.example)}."
        f"{rules} Change the rules, or the law"
    )
    return Problem(rulebook.place("laws", law.id), "error", message)


def _finding(rulebook: Rulebook, finding: Finding) -> Problem:
    place = rulebook.place(*finding.record) if finding.record else Place("rulebook")
    named = f"'{finding.record[1]}' " if finding.record else ""
    share = f" ({finding.share:.2%} of all answers: {finding.where})" if finding.share else ""
    shown = f"; for example {_answers(finding.example)}" if finding.example else ""
    return Problem(place, finding.level, f"{named}{finding.message}{share}{shown}")


def _answers(answers: object) -> str:
    if not isinstance(answers, dict):
        return ""
    named = (f"{k}: {'+'.join(v) if isinstance(v, list) else v}" for k, v in answers.items() if v)
    return ", ".join(named)
