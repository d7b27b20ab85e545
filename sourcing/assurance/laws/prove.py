"""Laws of a rulebook, proven over every combination of answers or refuted with one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcing.assurance.laws.claims import STATUSES, Claimed
from sourcing.assurance.laws.monotone import Along
from sourcing.assurance.laws.nearest import smallest
from sourcing.assurance.laws.violations import Violation
from sourcing.assurance.space.regions import Answers, example
from sourcing.decision.ranking.rank import rank
from sourcing.rulebook.compiled import Compiled, Rulebook
from sourcing.rulebook.conditions import compile_condition
from sourcing.rulebook.model.base import Conditional
from sourcing.rulebook.model.laws import Claim, Law


@dataclass(frozen=True, slots=True)
class Refutation:
    """A law that does not hold: how it fails, the smallest brief that shows it, and the rules behind it.

    No other brief that shows it has fewer answers beside those that are assumed while open.
    """

    law: Law
    found: str
    example: Answers
    rules: tuple[str, ...]


def refuted(rulebook: Rulebook) -> list[Refutation]:
    """Return the laws that do not hold; all others are proven."""
    found = (_check(rulebook, law) for law in rulebook.laws)
    return [refutation for refutation in found if refutation]


def witness(rulebook: Rulebook, record: Conditional) -> Answers | None:
    """Return answers under which a record's condition holds, at its edge, or None.

    The condition may read the outcome and the facts of a vendor; only the answers are returned.
    """
    condition = compile_condition(record, rulebook.vendor_space, lambda _: None)
    # A law that such a case breaks whatever comes out of it.
    law = Law(id="witness", says="Never.", never=Claim(status=STATUSES))
    search = Claimed(rulebook, Compiled(law, condition))
    found = next(search.violations(rulebook.space.open_state()), None)
    return example(rulebook, found.state) if found else None


def _check(rulebook: Rulebook, law: Compiled[Law]) -> Refutation | None:
    search = Along(rulebook, law) if law.record.along else Claimed(rulebook, law)

    def violation(part: Sequence[int]) -> Violation | None:
        return next(search.violations(part), None)

    best = smallest(rulebook, violation) if violation(rulebook.space.open_state()) else None
    if best is None:
        return None
    ranking = rank(rulebook, best.state)
    rules = tuple(
        rule.record.id
        for rule, acts in zip(rulebook.channel_rules, ranking.acting, strict=True)
        if acts and (rule.excludes or any(rule.points))
    )
    return Refutation(law.record, best.found, example(rulebook, best.state), rules)
