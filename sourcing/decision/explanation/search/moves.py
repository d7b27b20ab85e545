"""The answers that could be given instead, alike ones taken together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sourcing.decision.ranking.alike import answer_classes, bits_of, figure_conditions
from sourcing.decision.ranking.standing import answered
from sourcing.rulebook.axes import Axis
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition


@dataclass(frozen=True, slots=True)
class Move:
    """Another answer to a question, as a bit: the nearest of those in `part`, all alike in outcome."""

    bit: int
    steps: int
    part: int


def moves_of(
    rulebook: Rulebook, known: Sequence[int], state: Sequence[int]
) -> list[tuple[Move, ...]]:
    """Return the moves of every question: all answers but those that are alike to the present one.

    The present answer is in `known`, or assumed in `state`. An open question whose assumption
    depends on other answers may also be given the answer that is assumed now.
    """
    wavering = {assumed.question for assumed in rulebook.assumptions if assumed.cases}
    found = []
    for i, classes in enumerate(classes_of(rulebook)):
        axis, here = rulebook.space.axes[i], state[i]
        stays = 0 if i in wavering and not answered(known[i]) else here
        others = (part for part in classes if not answered(here) or not part & stays)
        found.append(tuple(sorted((_move(axis, part, here) for part in others), key=_by_bit)))
    return found


def _move(axis: Axis, part: int, here: int) -> Move:
    if axis.kind == "choice" or not answered(here):
        bit = here if part & here and answered(here) else part & -part
    else:
        bit = min(bits_of(part), key=lambda bit: (steps(axis, here, bit), bit))
    return Move(bit, steps(axis, here, bit), part)


def _by_bit(move: Move) -> int:
    return move.bit


def steps(axis: Axis, here: int, there: int) -> int:
    """Return how far one answer is from another.

    On a scale it is the steps between; on a multiple choice, the options added or removed; on any
    other choice, 1. From an open question every answer is equally near.
    """
    if not answered(here) or here == there:
        return 0
    one, other = here.bit_length() - 1, there.bit_length() - 1
    if axis.kind == "multiple":
        return (one ^ other).bit_count()
    return abs(one - other) if axis.kind == "scale" else 1


def classes_of(rulebook: Rulebook) -> list[list[int]]:
    """Return the answers to each question that nothing tells apart: no rule, assumption or price."""
    return answer_classes(rulebook, "alike", _telling_apart(rulebook))


def _telling_apart(rulebook: Rulebook) -> Iterator[Condition]:
    for rule in rulebook.channel_rules:
        yield rule.condition
    for impossible in rulebook.impossible:
        yield impossible.condition
    for assumed in rulebook.assumptions:
        for condition, _ in assumed.cases:
            yield condition
    yield from figure_conditions(rulebook)
