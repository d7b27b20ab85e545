"""The finite space that conditions speak of: one axis per question, its positions as bits.

A *state* holds, for each axis, the set of positions still possible, as an integer with one bit
per position. A known answer is one bit, an open question all of them; so "true", "false" and
"not known yet" fall out of two bit operations, and nothing is ever evaluated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

AxisKind = Literal["choice", "scale", "multiple"]
MOST_OPTIONS_OF_A_MULTIPLE = 12


@dataclass(frozen=True)
class Axis:
    """A question as conditions see it.

    `tags` maps a tag to the options that carry it. On a `multiple`, a position is a set of
    options; elsewhere it is a single option.
    """

    id: str
    kind: AxisKind
    options: tuple[str, ...]
    tags: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def everything(self) -> int:
        """The mask of all positions."""
        count = 1 << len(self.options) if self.kind == "multiple" else len(self.options)
        return (1 << count) - 1

    @cached_property
    def _places(self) -> dict[str, int]:
        return {option: place for place, option in enumerate(self.options)}

    @cached_property
    def _masks(self) -> dict[str, int]:
        if self.kind != "multiple":
            return {option: 1 << place for option, place in self._places.items()}
        return {option: self._sets_with(place) for option, place in self._places.items()}

    def _sets_with(self, place: int) -> int:
        # Position n of a multiple is the set whose options are the bits of n, so the sets with
        # an option are alternating blocks of 2**place zeros and as many ones.
        block = 1 << place
        ones = ((1 << block) - 1) << block
        return self.everything // ((1 << 2 * block) - 1) * ones

    def holding(self, options: Iterable[str]) -> int:
        """Return the mask of positions that hold at least one of the options."""
        mask = 0
        for option in options:
            mask |= self._masks[option]
        return mask

    def answer(self, value: str | Iterable[str]) -> int:
        """Return the one bit that an answer stands for; raises KeyError where it is unknown."""
        if self.kind != "multiple":
            return self._masks[value] if isinstance(value, str) else self._masks[str(value)]
        chosen = (value,) if isinstance(value, str) else set(value)
        return 1 << sum(1 << self._places[option] for option in chosen)

    def value(self, bit: int) -> str | list[str]:
        """Return the answer behind one bit: an option, or the options of a multiple in order."""
        position = bit.bit_length() - 1
        if self.kind == "multiple":
            return [option for place, option in enumerate(self.options) if position >> place & 1]
        return self.options[position]

    def values(self, mask: int) -> list[str | list[str]]:
        """Return every answer in a mask, in order."""
        return [self.value(1 << i) for i in range(mask.bit_length()) if mask >> i & 1]


@dataclass(frozen=True)
class Space:
    """The axes in a fixed order, with their places."""

    axes: tuple[Axis, ...]

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each axis stands in a state."""
        return {axis.id: i for i, axis in enumerate(self.axes)}

    def open_state(self) -> list[int]:
        """Return the state in which nothing is known."""
        return [axis.everything for axis in self.axes]

    def state(self, answers: Mapping[str, str | Iterable[str]]) -> list[int]:
        """Return the state of these answers; axes without an answer stay open."""
        state = self.open_state()
        for name, value in answers.items():
            i = self.index[name]
            state[i] = self.axes[i].answer(value)
        return state
