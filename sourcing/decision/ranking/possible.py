"""Which channels can still win while questions are open: exactly, over every completion.

The open part of the answer space is split question by question, merging options that no
undecided rule tells apart, and a part is left as soon as bounds show that it holds nothing new.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeAlias

from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition

MOST_REMEMBERED = 4096

Truths: TypeAlias = Sequence[bool | None]


@dataclass(frozen=True, slots=True)
class Possible:
    """The channels that can win (ties count for each), and whether "no channel fits" can occur."""

    winners: int
    none_fits: bool

    def settled_on(self, channel: int) -> bool:
        """Say whether this channel alone wins under every completion."""
        return self.winners == 1 << channel and not self.none_fits


class Prices(Protocol):
    """What a lot's prices say of the facts that rules read."""

    @property
    def key(self) -> Hashable:
        """What tells these prices from those of other lots under the same rulebook."""

    def outlooks(self, state: Sequence[int], eligible: int) -> Iterator[list[int]]:
        """Yield the state once for every way in which its facts can come out."""


def possible_winners(rulebook: Rulebook, state: Sequence[int], prices: Prices) -> Possible:
    """Return what can come out under the completions of a state that are not impossible."""
    known: dict[Hashable, Possible] = rulebook.memory.setdefault("possible", {})
    asked = (tuple(state), prices.key if rulebook.facts else None)
    if asked not in known:
        if len(known) >= MOST_REMEMBERED:
            known.clear()
        known[asked] = _searched(rulebook, state, prices)
    return known[asked]


def _searched(rulebook: Rulebook, state: Sequence[int], prices: Prices) -> Possible:
    search = _Search(rulebook, prices)
    unread = (None,) * len(rulebook.channel_rules)
    for channel in range(len(rulebook.channels)):
        search.dive(list(state), unread, channel)
    search.explore(list(state), unread)
    search.price_what_is_left()
    return Possible(search.winners, search.none_fits)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is certain and what is open about the channels, over a part of the space.

    `sure` channels are eligible throughout, `maybe` ones somewhere; scores lie between `low` and
    `high`. `truths` are those of the channel rules, `undecided` the conditions still open.
    """

    sure: int
    maybe: int
    low: tuple[int, ...]
    high: tuple[int, ...]
    truths: Truths
    undecided: tuple[Condition, ...]

    def candidates(self) -> int:
        """Return the channels that may be best somewhere in the part."""
        floor = max((self.low[i] for i in members(self.sure)), default=None)
        return sum(1 << i for i in members(self.maybe) if floor is None or self.high[i] >= floor)

    def favour(self, channel: int) -> int:
        """Return how far a channel is ahead of the best other one, in the middle of the bounds."""
        middle = [low + high for low, high in zip(self.low, self.high, strict=True)]
        others = (middle[i] for i in members(self.maybe) if i != channel)
        return middle[channel] - max(others, default=0)

    def decided(self) -> bool:
        """Say whether the same channels lead throughout the part."""
        return not self.undecided or bool(self.sure and self.candidates().bit_count() == 1)


def bounds(rulebook: Rulebook, state: Sequence[int], truths: Truths) -> Bounds:
    """Return the bounds over a part of the space; truths known of a larger part are kept."""
    rules = rulebook.channel_rules
    truths = [
        rule.condition.truth(state) if truth is None else truth
        for rule, truth in zip(rules, truths, strict=True)
    ]
    acting: list[bool | None] = []
    low, high = [0] * len(rulebook.channels), [0] * len(rulebook.channels)
    out = maybe_out = 0
    for rule, truth in zip(rules, truths, strict=True):
        act = truth
        if truth is not False and rule.overridden_by:
            overriders = [acting[by] for by in rule.overridden_by]
            act = False if True in overriders else None if None in overriders else truth
        acting.append(act)
        if act is False:
            continue
        maybe_out |= rule.excludes
        out |= rule.excludes if act else 0
        for i, points in enumerate(rule.points):
            if points:
                low[i] += points if act or points < 0 else 0
                high[i] += points if act or points > 0 else 0
    everything = (1 << len(low)) - 1
    undecided = tuple(
        rule.condition
        for rule, truth, act in zip(rules, truths, acting, strict=True)
        if truth is None and act is None
    )
    return Bounds(
        everything & ~maybe_out, everything & ~out, tuple(low), tuple(high), truths, undecided
    )


def members(mask: int) -> Iterable[int]:
    """Return the places of the bits in a mask."""
    return (i for i in range(mask.bit_length()) if mask >> i & 1)


class _Search:
    def __init__(self, rulebook: Rulebook, prices: Prices) -> None:
        self.rulebook = rulebook
        self.prices = prices
        self.facts = {rulebook.space.index[name] for name in rulebook.facts}
        self.impossible = [rule.condition for rule in rulebook.impossible]
        self.winners = 0
        self.none_fits = False
        self.unpriced: list[tuple[list[int], Bounds]] = []

    def dive(self, state: list[int], truths: Truths, channel: int) -> None:
        """Look for answers under which a channel wins, by what favours it most at every step.

        What is found early need not be looked for in every part of the space.
        """
        found = bounds(self.rulebook, state, truths)
        while (found.candidates() & ~self.winners) >> channel & 1 and not found.decided():
            parts = split_state(state, found.undecided, never=self.facts)
            parts = parts or list(islice(self.prices.outlooks(state, found.sure), 1))
            ahead = [(bounds(self.rulebook, part, found.truths), part) for part in parts]
            ahead = [(b, part) for b, part in ahead if b.candidates() >> channel & 1]
            if not ahead:
                return
            found, state = max(ahead, key=lambda pair: pair[0].favour(channel))
        if found.decided() and completable(state, self.impossible):
            self.winners |= found.candidates()

    def explore(self, state: list[int], truths: Truths) -> None:
        if any(condition.truth(state) for condition in self.impossible):
            return
        found = bounds(self.rulebook, state, truths)
        candidates = found.candidates()
        nothing_new = candidates | self.winners == self.winners
        if nothing_new and (found.sure or self.none_fits):
            return
        if not found.decided():
            parts = split_state(state, found.undecided, never=self.facts)
            for part in parts:
                self.explore(part, found.truths)
            if not parts:
                self.unpriced.append((state, found))
        elif completable(state, self.impossible):
            self.winners |= candidates
            self.none_fits |= not found.maybe

    def price_what_is_left(self) -> None:
        """Go through the parts in which only facts are undecided, now that most needs no price.

        There no gate is undecided, so it is known which channels have a price.
        """
        for state, found in self.unpriced:
            if found.candidates() | self.winners != self.winners:
                for outlook in self.prices.outlooks(state, found.sure):
                    self.explore(outlook, found.truths)


def completable(state: list[int], impossible: Sequence[Condition]) -> bool:
    """Say whether some completion of the state is not impossible."""
    return completed(state, impossible) is not None


def completed(state: list[int], impossible: Sequence[Condition]) -> list[int] | None:
    """Return a part of the state in which nothing is impossible, or None where there is none."""
    if any(condition.truth(state) for condition in impossible):
        return None
    undecided = [condition for condition in impossible if condition.truth(state) is None]
    if not undecided:
        return state
    parts = (completed(part, impossible) for part in split_state(state, undecided))
    return next((part for part in parts if part), None)


def split_state(
    state: list[int], conditions: Sequence[Condition], never: Container[int] = ()
) -> list[list[int]]:
    """Split a state along the axis that most conditions wait for, merging what they don't tell apart.

    Axes in `never` are not split; where no other axis is open, nothing is returned.
    """
    masks: dict[int, set[int]] = {}
    counts: dict[int, int] = {}
    for condition in conditions:
        for terms in (condition.all, *condition.any, *condition.unless):
            for axis, mask in terms:
                if state[axis] & mask and state[axis] & ~mask and axis not in never:
                    masks.setdefault(axis, set()).add(mask)
                    counts[axis] = counts.get(axis, 0) + 1
    if not counts:
        return []
    axis = max(counts, key=lambda i: (counts[i], -i))
    classes = [state[axis]]
    for mask in sorted(masks[axis]):
        classes = [part for c in classes for part in (c & mask, c & ~mask) if part]
    return [[*state[:axis], part, *state[axis + 1 :]] for part in classes]
