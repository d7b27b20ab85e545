"""Where prices are made from the same figures, over many changed states at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from sourcing.decision.explanation.search.regions import Regions
from sourcing.decision.ranking.possible import members
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition

Choice: TypeAlias = Sequence[tuple[Condition, int]]
"""The conditions of the figures among which an input's is chosen, the first that holds; for a channel."""

Key: TypeAlias = tuple[int, int]


class Figured:
    """The states of a survey by the figures that prices are made from."""

    def __init__(self, rulebook: Rulebook, regions: Regions, everything: int) -> None:
        self.rulebook = rulebook
        self.regions = regions
        self.everything = everything
        self._cuts: dict[int, list[list[int]]] = {}

    def alike(self, channels: int, region: int) -> Iterator[tuple[Key, int]]:
        """Cut a region into parts in which some channels, given as a mask, have the same prices.

        Parts with the same key, of whichever survey of a lot, have the same prices too.
        """
        parts = [(0, region)]
        for regions in self._cut(channels):
            held = [(n, at) for n, at in enumerate(regions) if at & region]
            bits = len(regions).bit_length()
            parts = [
                (key << bits | n, both)
                for key, part in parts
                for n, at in held
                if (both := part & at)
            ]
        for key, part in parts:
            yield (channels, key), part

    def _cut(self, channels: int) -> list[list[int]]:
        """Return, for each input that answers bear on, where each of its figures applies."""
        if channels not in self._cuts:
            self._cuts[channels] = [
                *(self._chosen(choice) for choice in _choices(self.rulebook, channels)),
                *(self._banded(name) for name in self.rulebook.bands),
            ]
        return self._cuts[channels]

    def _chosen(self, choice: Choice) -> list[int]:
        left = self.everything
        regions = []
        channel_axis = len(self.rulebook.space.axes)
        for condition, channel in choice:
            at = left and left & self.regions.holding(condition, {channel_axis: channel})
            regions.append(at)
            left ^= at
        return [*regions, left]

    def _banded(self, name: str) -> list[int]:
        """Return where each band is the answer: what has no volume entered is priced by it."""
        axis = self.rulebook.space.index[name]
        options = range(len(self.rulebook.space.axes[axis].options))
        return [self.regions.term(axis, 1 << n) for n in options]


def _choices(rulebook: Rulebook, channels: int) -> list[Choice]:
    """Return the choices on which prices of some channels turn, each once."""
    memory: dict[int, list[Choice]] = rulebook.memory.setdefault("choices", {})
    if channels not in memory:
        found: dict[tuple[Condition, ...], Choice] = {}
        for figures in rulebook.cost_figures.values():
            conditions = [condition for _, condition in figures]
            for channel in members(channels):
                choice = _choice(rulebook, conditions, 1 << channel)
                if choice:
                    found[tuple(condition for condition, _ in choice)] = choice
        memory[channels] = list(found.values())
    return memory[channels]


def _choice(rulebook: Rulebook, conditions: Sequence[Condition], channel: int) -> Choice:
    """Return which of some conditions decide for a channel, in order, where answers tell."""
    state = [*rulebook.space.open_state(), channel]
    choice = []
    for condition in conditions:
        truth = condition.truth(state)
        if truth is None:
            choice.append((condition, channel))
        elif truth:
            break
    return choice
