"""The smallest change of answers that would make an excluded channel eligible."""

from __future__ import annotations

from collections.abc import Sequence

from sourcing.decision.explanation.search.moves import moves_of
from sourcing.decision.explanation.search.shells import Shells
from sourcing.decision.ranking.standing import Answer
from sourcing.rulebook.compiled import Rulebook


def freeing(
    rulebook: Rulebook, known: Sequence[int], state: Sequence[int], channel: int
) -> dict[str, Answer] | None:
    """Return the smallest change of answers under which no gate excludes a channel, or None."""
    read = _read_by_gates(rulebook, channel)
    moves = moves_of(rulebook, known, state)
    shells = Shells(rulebook, known, [each if i in read else () for i, each in enumerate(moves)])
    for shell in map(shells.at, range(shells.most + 1)):
        for place in shell.nearest_first(shell.survey.eligible[channel]):
            return shell.change(place).answers
    return None


def _read_by_gates(rulebook: Rulebook, channel: int) -> set[int]:
    """Return the questions that the gates on a channel read, and rules that set these aside."""
    rules = rulebook.channel_rules
    wanted = {i for i, rule in enumerate(rules) if rule.excludes >> channel & 1}
    for i in reversed(range(len(rules))):
        if i in wanted:
            wanted.update(rules[i].overridden_by)
    read = {axis for i in wanted for axis in rules[i].condition.reads()}
    # What is assumed while a question is open may follow from others.
    for assumed in rulebook.assumptions:
        if assumed.question in read:
            read.update(axis for condition, _ in assumed.cases for axis in condition.reads())
    return read
