"""What is known of a lot before it is decided: answered, assumed, open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sourcing.brief import Lot
from sourcing.decision.ranking.answers import lot_state
from sourcing.rulebook.compiled import Rulebook

Answer = str | list[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """The answers of a lot, over the questions.

    `known` is only what was answered; `state` has the assumed options filled in, once every
    mission question is answered, which `complete` says.
    """

    known: list[int]
    state: list[int]
    complete: bool


def standing_of(rulebook: Rulebook, lot: Lot) -> Standing:
    """Return where a lot stands."""
    known = lot_state(rulebook, lot)
    complete = all(answered(known[i]) for i in rulebook.mission)
    return Standing(known, assuming(rulebook, known) if complete else list(known), complete)


def assuming(rulebook: Rulebook, known: Sequence[int]) -> list[int]:
    """Return a state whose mission questions are answered, with what is assumed for open questions."""
    state = list(known)
    for assumed in rulebook.assumptions:
        if not answered(state[assumed.question]):
            state[assumed.question] = assumed.bit(state)
    return state


def waiting(rulebook: Rulebook, standing: Standing) -> tuple[str, ...]:
    """Return the open questions that some undecided rule waits for."""
    questions = len(rulebook.questions)
    outcome = (axis.everything for axis in rulebook.outcome_space.axes[len(standing.known) :])
    known = [*standing.known, *outcome]
    conditions = [
        *(rule.condition for rule in rulebook.channel_rules),
        *(rule.condition for rule in rulebook.signal_rules),
        *(rule.condition for rule in rulebook.statuses),
        *(rule.condition for rule in rulebook.splits),
    ]
    read = {
        axis
        for condition in conditions
        if condition.truth(known) is None
        for axis in condition.reads()
        if axis < questions and not answered(known[axis])
    }
    return tuple(rulebook.space.axes[axis].id for axis in sorted(read))


def values(rulebook: Rulebook, state: Sequence[int]) -> dict[str, Answer]:
    """Return the answers that a state holds, by question."""
    return {
        axis.id: axis.value(bit)
        for axis, bit in zip(rulebook.space.axes, state, strict=False)
        if answered(bit)
    }


def answered(possible: int) -> bool:
    """Say whether one position alone is possible."""
    return possible.bit_count() == 1
