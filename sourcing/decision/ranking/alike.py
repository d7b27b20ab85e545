"""Answers that nothing tells apart: where prices are the same, and where conditions are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition


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


def price_classes(rulebook: Rulebook, channels: int) -> list[list[int]]:
    """Return the answers to each question that no price of some channels, given as a mask, tells apart."""
    priced = len(rulebook.space.axes)
    own = (
        condition
        for condition in figure_conditions(rulebook)
        if all(mask & channels for axis, mask in condition.all if axis == priced)
    )
    return answer_classes(rulebook, ("priced alike", channels), own)


def price_key(rulebook: Rulebook, state: Sequence[int], channel: int) -> tuple[int, ...]:
    """Return what a channel's price depends on of a full state: equal where prices must be."""
    key = "price key", channel
    if key not in rulebook.memory:
        rulebook.memory[key] = [
            (axis, {bit: n for n, part in enumerate(parts) for bit in bits_of(part)})
            for axis, parts in enumerate(price_classes(rulebook, 1 << channel))
            if len(parts) > 1
        ]
    told_apart: list[tuple[int, dict[int, int]]] = rulebook.memory[key]
    return tuple(numbers[state[axis]] for axis, numbers in told_apart)


def answer_classes(
    rulebook: Rulebook, name: object, conditions: Iterable[Condition]
) -> list[list[int]]:
    """Return the answers to each question that conditions, and prices by the band, do not tell apart.

    `name` is what they are remembered by.
    """
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


def figure_conditions(rulebook: Rulebook) -> Iterator[Condition]:
    """Yield the conditions by which prices are chosen."""
    for figures in rulebook.cost_figures.values():
        for _, condition in figures:
            yield condition
