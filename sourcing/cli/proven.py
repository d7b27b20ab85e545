"""What a proof over the whole answer space found, as problems, words and plain values."""

from __future__ import annotations

from typing import Any

from sourcing.assurance.laws.prove import Refutation, refuted
from sourcing.assurance.proof.prove import Proof, prove
from sourcing.assurance.proof.wording import finding_problem, law_problem, share_words
from sourcing.problems import Problem
from sourcing.rulebook.compiled import Rulebook


def proven(rulebook: Rulebook) -> list[Problem]:
    """Return a problem for each law refuted and each finding of the proof, errors first."""
    broken = [law_problem(rulebook, refutation) for refutation in _refuted(rulebook)]
    return [*broken, *(finding_problem(rulebook, item) for item in _proof(rulebook).findings)]


def proof_lines(rulebook: Rulebook) -> list[str]:
    """Return how much was proven, in words."""
    proof = _proof(rulebook)
    laws = len(rulebook.laws) - len(_refuted(rulebook))
    shares = ", ".join(f"{name} {share_words(share)}" for name, share in proof.shares.items())
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
