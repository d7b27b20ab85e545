"""The answers that could be given instead, alike ones taken together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sourcing.decision.standing import answered
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


def parted(everything: int, masks: Iterable[int]) -> list[int]:
    """Return the coarsest parts of some positions that no mask cuts through."""
    parts = [everything]
    for mask in sorted(masks):
        parts = [piece for part in parts for piece in (part & mask, part & ~mask) if piece]
    return parts


def masks_of(conditions: Iterable[Condition]) -> Mapping[int, set[int]]:
    """Return the masks by which conditions tell the positions of each axis apart."""
    masks: dict[int, set[int]] = {}
    for condition in conditions:
        for terms in (condition.all, *condition.any, *condition.unless):
            for axis, mask in terms:
                masks.setdefault(axis, set()).add(mask)
    return masks


def classes_of(rulebook: Rulebook) -> list[list[int]]:
    """Return the answers to each question that nothing tells apart: no rule, assumption or price."""
    return _classes(rulebook, "alike", _telling_apart(rulebook))


def price_classes(rulebook: Rulebook, channel: int | None = None) -> list[list[int]]:
    """Return the answers to each question that no price of a channel, or of any, tells apart."""
    channels = len(rulebook.space.axes)
    own = (
        condition
        for condition in figure_conditions(rulebook)
        if channel is None
        or all(mask >> channel & 1 for axis, mask in condition.all if axis == channels)
    )
    return _classes(rulebook, ("priced alike", channel), own)


def priced_alike(rulebook: Rulebook, state: Sequence[int], channel: int | None = None) -> list[int]:
    """Return the first of the states that have the same price of a channel, or all the same prices."""
    key = "first priced alike", channel
    if key not in rulebook.memory:
        rulebook.memory[key] = [
            {bit: part & -part for part in parts for bit in bits_of(part)}
            for parts in price_classes(rulebook, channel)
        ]
    firsts: list[dict[int, int]] = rulebook.memory[key]
    alike = [first[bit] for first, bit in zip(firsts, state, strict=False)]
    return alike + list(state[len(alike) :])


def _classes(rulebook: Rulebook, name: object, conditions: Iterable[Condition]) -> list[list[int]]:
    if name not in rulebook.memory:
        masks = masks_of(conditions)
        rulebook.memory[name] = [
            # What has no volume entered is priced by the band itself.
            [1 << n for n in range(len(axis.options))]
            if axis.id in rulebook.bands
            else parted(axis.everything, masks.get(i, ()))
            for i, axis in enumerate(rulebook.space.axes[: len(rulebook.questions)])
        ]
    classes: list[list[int]] = rulebook.memory[name]
    return classes


def bits_of(mask: int) -> list[int]:
    """Return the single bits of a mask."""
    return [1 << place for place in range(mask.bit_length()) if mask >> place & 1]


def _telling_apart(rulebook: Rulebook) -> Iterator[Condition]:
    for rule in rulebook.channel_rules:
        yield rule.condition
    for impossible in rulebook.impossible:
        yield impossible.condition
    for assumed in rulebook.assumptions:
        for condition, _ in assumed.cases:
            yield condition
    yield from figure_conditions(rulebook)


def figure_conditions(rulebook: Rulebook) -> Iterator[Condition]:
    """Yield the conditions by which prices are chosen."""
    for figures in rulebook.cost_figures.values():
        for _, condition in figures:
            yield condition
