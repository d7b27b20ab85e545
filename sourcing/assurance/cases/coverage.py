"""Which rules the worked cases make fire, and which of them decide one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sourcing.assurance.cases.worked import rules_at_work
from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.model.decision import Decision
from sourcing.decision.ranking.rank import rank
from sourcing.decision.ranking.standing import standing_of
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook

RULE_KINDS = (
    "gates",
    "preferences",
    "statuses",
    "splits",
    "signal_rules",
    "safeguards",
    "practices",
    "conflict_rules",
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Rules by kind and id; only gates and preferences can decide which channel wins."""

    rules: tuple[tuple[str, str], ...]
    fired: frozenset[str]
    decisive: frozenset[str]

    @property
    def silent(self) -> tuple[tuple[str, str], ...]:
        """The rules that no case makes fire."""
        return tuple(rule for rule in self.rules if rule[1] not in self.fired)

    @property
    def undecisive(self) -> tuple[tuple[str, str], ...]:
        """The gates and preferences that change no case's outcome."""
        ranked = (rule for rule in self.rules if rule[0] in ("gates", "preferences"))
        return tuple(rule for rule in ranked if rule[1] not in self.decisive)


def coverage(rulebook: Rulebook, *, on: date) -> Coverage:
    """Return what the worked cases cover; cases that are refused cover nothing."""
    fired: set[str] = set()
    decisive: set[str] = set()
    for decision in _decided(rulebook, on):
        for lot in decision.lots:
            fired |= rules_at_work(decision, lot)
        decisive |= set(_decisive(rulebook, decision))
    rules = ((kind, record.id) for kind in RULE_KINDS for record in getattr(rulebook.content, kind))
    return Coverage(tuple(rules), frozenset(fired), frozenset(decisive))


def _decided(rulebook: Rulebook, on: date) -> Iterator[Decision]:
    for case in rulebook.content.cases:
        try:
            yield decide(rulebook, parse_brief(case.brief, nowhere(case.id)), on=on)
        except InvalidInputError:
            continue


def _decisive(rulebook: Rulebook, decision: Decision) -> Iterator[str]:
    for lot in decision.brief.lots:
        state = standing_of(rulebook, lot).state
        found = rank(rulebook, state)
        for place, acts in enumerate(found.acting):
            if acts:
                without = rank(rulebook, state, without={place})
                if (without.best, without.eligible) != (found.best, found.eligible):
                    yield rulebook.channel_rules[place].record.id
