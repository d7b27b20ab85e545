"""Which channels can still win while questions are open: exactly, over every completion.

The open part of the answer space is split question by question, merging options that no
undecided rule tells apart, and a part is left as soon as bounds show that it holds nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition

Truths = list[bool | None]


@dataclass(frozen=True, slots=True)
class Possible:
    """The channels that can win (ties count for each), and whether "no channel fits" can occur."""

    winners: int
    none_fits: bool

    def settled_on(self, channel: int) -> bool:
        """Say whether this channel alone wins under every completion."""
        return self.winners == 1 << channel and not self.none_fits


@lru_cache(maxsize=4096)
def possible_winners(rulebook: Rulebook, state: tuple[int, ...]) -> Possible:
    """Return what can come out under the completions of a state that are not impossible."""
    search = _Search(rulebook)
    search.explore(list(state), [None] * len(rulebook.channel_rules))
    return Possible(search.winners, search.none_fits)


@dataclass(slots=True)
class _Bounds:
    """What the undecided rules leave open for each channel, over a part of the space."""

    sure: int
    maybe: int
    low: list[int]
    high: list[int]

    def candidates(self) -> int:
        """Return the channels that may be best somewhere in the part."""
        floor = max((self.low[i] for i in _members(self.sure)), default=None)
        return sum(1 << i for i in _members(self.maybe) if floor is None or self.high[i] >= floor)


class _Search:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rules = rulebook.channel_rules
        self.impossible = [rule.condition for rule in rulebook.impossible]
        self.channels = len(rulebook.channels)
        self.winners = 0
        self.none_fits = False

    def explore(self, state: list[int], truths: Truths) -> None:
        if any(condition.truth(state) for condition in self.impossible):
            return
        truths = [
            rule.condition.truth(state) if truth is None else truth
            for rule, truth in zip(self.rules, truths, strict=True)
        ]
        acting = self._acting(truths)
        bounds = self._bounds(acting)
        candidates = bounds.candidates()
        nothing_new = candidates | self.winners == self.winners
        if nothing_new and (bounds.sure or self.none_fits):
            return
        undecided = [i for i, act in enumerate(acting) if act is None and truths[i] is None]
        conditions = [self.rules[i].condition for i in undecided]
        decided = not undecided or (bounds.sure and candidates.bit_count() == 1)
        if decided and _completable(state, self.impossible):
            self.winners |= candidates
            self.none_fits |= not bounds.maybe
        elif not decided:
            for part in _parts(state, conditions):
                self.explore(part, truths)

    def _acting(self, truths: Truths) -> Truths:
        acting: Truths = []
        for rule, truth in zip(self.rules, truths, strict=True):
            act = truth
            if truth is not False and rule.overridden_by:
                by = [acting[j] for j in rule.overridden_by]
                if True in by:
                    act = False
                elif None in by:
                    act = None
            acting.append(act)
        return acting

    def _bounds(self, acting: Truths) -> _Bounds:
        low, high = [0] * self.channels, [0] * self.channels
        out = maybe_out = 0
        for rule, act in zip(self.rules, acting, strict=True):
            if act is False:
                continue
            maybe_out |= rule.excludes
            if act:
                out |= rule.excludes
            for i, points in enumerate(rule.points):
                if points:
                    low[i] += points if act or points < 0 else 0
                    high[i] += points if act or points > 0 else 0
        everything = (1 << self.channels) - 1
        return _Bounds(everything & ~maybe_out, everything & ~out, low, high)


def _members(mask: int) -> Iterable[int]:
    return (i for i in range(mask.bit_length()) if mask >> i & 1)


def _completable(state: list[int], impossible: Sequence[Condition]) -> bool:
    """Say whether some completion of the state is not impossible."""
    if any(condition.truth(state) for condition in impossible):
        return False
    undecided = [condition for condition in impossible if condition.truth(state) is None]
    if not undecided:
        return True
    return any(_completable(part, impossible) for part in _parts(state, undecided))


def _parts(state: list[int], conditions: Sequence[Condition]) -> list[list[int]]:
    """Split the state along the axis that most conditions wait for, merging what they don't tell apart."""
    masks: dict[int, set[int]] = {}
    counts: dict[int, int] = {}
    for condition in conditions:
        for terms in (condition.all, *condition.any, *condition.unless):
            for axis, mask in terms:
                if state[axis] & mask and state[axis] & ~mask:
                    masks.setdefault(axis, set()).add(mask)
                    counts[axis] = counts.get(axis, 0) + 1
    axis = max(counts, key=lambda i: (counts[i], -i))
    classes = [state[axis]]
    for mask in sorted(masks[axis]):
        classes = [part for c in classes for part in (c & mask, c & ~mask) if part]
    return [[*state[:axis], part, *state[axis + 1 :]] for part in classes]
