"""Which channels can still lead in a part of the space, and which rules still matter there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sourcing.decision.ranking.possible import members
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition

Truths: TypeAlias = Sequence[bool | None]


@dataclass(frozen=True, slots=True)
class Contest:
    """What is known over a part of the space.

    `truths` are those of the channel rules; `contenders` is a mask of the channels on which the
    outcome still turns, and `open` holds the places of the undecided rules that bear on them.
    `filled` says that some channel is left throughout.
    """

    truths: Truths
    contenders: int
    open: frozenset[int]
    filled: bool


def contest(rulebook: Rulebook, state: Sequence[int]) -> Contest:
    """Return what every channel's exclusion and every winner turn on in a state.

    Where gates put a channel out for certain, points for it and further gates on it do not matter.
    """
    rules = rulebook.channel_rules
    truths = [rule.condition.truth(state) for rule in rules]
    out = 0
    for rule, truth in zip(rules, truths, strict=True):
        if truth and rule.excludes and all(truths[by] is False for by in rule.overridden_by):
            out |= rule.excludes
    contenders = ((1 << len(rulebook.channels)) - 1) & ~out
    return Contest(
        truths, contenders, _open_places(rulebook, truths, truths, contenders), filled=False
    )


def race(rulebook: Rulebook, state: Sequence[int], doubtful: Container[int] = ()) -> Contest:
    """Return what the winners turn on in a state, also if any one of the doubtful rules were gone.

    A channel is no contender where another one, eligible throughout, scores more than it
    throughout. The outcome tells of contenders only.
    """
    truths = [rule.condition.truth(state) for rule in rulebook.channel_rules]
    acts = _acts(rulebook, truths, doubtful)
    out = perhaps_out = 0
    for rule, act in zip(rulebook.channel_rules, acts, strict=True):
        if rule.excludes and act is not False:
            perhaps_out |= rule.excludes
            out |= rule.excludes if act else 0
    everything = (1 << len(rulebook.channels)) - 1
    sure = everything & ~perhaps_out
    contenders = _unbeaten(rulebook, acts, everything & ~out, sure)
    return Contest(truths, contenders, _open_places(rulebook, truths, acts, contenders), bool(sure))


def undecided_conditions(
    rulebook: Rulebook, state: Sequence[int], found: Contest
) -> list[Condition]:
    """Return the conditions, not decided in a state, on which its contest turns."""
    barred = [(rule.condition, rule.condition.truth(state)) for rule in rulebook.impossible]
    if any(truth for _, truth in barred):
        return []
    return [
        *(rulebook.channel_rules[place].condition for place in sorted(found.open)),
        *(condition for condition, truth in barred if truth is None),
    ]


def _acts(rulebook: Rulebook, truths: Truths, doubtful: Container[int]) -> Truths:
    """Return which rules act throughout (True), nowhere (False), or perhaps (None)."""
    acts: list[bool | None] = []
    for place, rule in enumerate(rulebook.channel_rules):
        act = truths[place]
        if act is not False and rule.overridden_by:
            overriders = [acts[by] for by in rule.overridden_by]
            act = False if True in overriders else None if None in overriders else act
        acts.append(None if act and place in doubtful else act)
    return acts


def _unbeaten(rulebook: Rulebook, acts: Truths, maybe: int, sure: int) -> int:
    """Return the channels, of those that may be eligible, which no sure one beats throughout."""
    sums = Counter(
        (rule.points, act)
        for rule, act in zip(rulebook.channel_rules, acts, strict=True)
        if act is not False and any(rule.points)
    )
    unbeaten = maybe
    for channel in members(maybe):
        for rival in members(sure & ~(1 << channel)):
            lead = 0
            for (points, act), times in sums.items():
                more = points[channel] - points[rival]
                if act or more > 0:
                    lead += more * times
            if lead < 0:
                unbeaten &= ~(1 << channel)
                break
    return unbeaten


def _open_places(
    rulebook: Rulebook, truths: Truths, acts: Truths, contenders: int
) -> frozenset[int]:
    """Return the undecided rules that can make a difference among contenders."""
    places = list(members(contenders))
    known: dict[tuple[int, ...], bool] = {}
    matter: set[int] = set()
    rules = rulebook.channel_rules
    for place in reversed(range(len(rules))):
        if acts[place] is False:
            continue
        rule = rules[place]
        bears = place in matter or bool(rule.excludes & contenders)
        if not bears:
            if rule.points not in known:
                known[rule.points] = len({rule.points[i] for i in places}) > 1
            bears = known[rule.points]
        if bears:
            matter.add(place)
            matter.update(rule.overridden_by)
    return frozenset(p for p in matter if truths[p] is None and acts[p] is not False)
