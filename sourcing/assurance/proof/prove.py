"""What can be proven of a rulebook over every combination of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from sourcing.assurance.proof.contradictions import contradictions
from sourcing.assurance.proof.findings import Finding
from sourcing.assurance.proof.surplus import duplicates, idle_rules, unread
from sourcing.assurance.proof.survey import Survey
from sourcing.assurance.space.regions import share
from sourcing.rulebook.compiled import Rulebook


@dataclass(frozen=True, slots=True)
class Proof:
    """How many combinations were proven, and what was found."""

    combinations: int
    impossible: int
    shares: Mapping[str, float]
    findings: tuple[Finding, ...]


def prove(rulebook: Rulebook) -> Proof:
    """Prove a rulebook over its whole answer space."""
    survey = Survey(rulebook)
    survey.run()
    findings = [
        *survey.findings(),
        *idle_rules(rulebook, survey.idle),
        *contradictions(rulebook, survey.possible),
        *duplicates(rulebook),
        *unread(rulebook),
    ]
    total = prod(axis.everything.bit_length() for axis in rulebook.space.axes)
    names = rulebook.channel_ids
    return Proof(
        combinations=total,
        impossible=total - survey.possible,
        shares={n: share(c, survey.possible) for n, c in zip(names, survey.won, strict=True)},
        findings=tuple(findings),
    )
