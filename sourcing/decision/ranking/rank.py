"""Channels of a lot whose answers are all known or assumed: gates first, then points."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from sourcing.rulebook.compiled import ChannelRule, Rulebook


@dataclass(frozen=True, slots=True)
class Ranking:
    """Which rules act, which channels remain, and how they score in `Rulebook.unit`s.

    `suspended` maps the position of a rule whose condition holds to that of the rule which
    overrides it. Masks have one bit per channel, in the channels' order.
    """

    acting: tuple[bool, ...]
    suspended: dict[int, int]
    eligible: int
    scores: tuple[int, ...]
    best: int


def rank(rulebook: Rulebook, state: Sequence[int], without: Container[int] = ()) -> Ranking:
    """Rank the channels; rules whose position is in `without` are treated as absent."""
    rules = rulebook.channel_rules
    acting: list[bool] = []
    suspended: dict[int, int] = {}
    scores = [0] * len(rulebook.channels)
    excluded = 0
    for i, rule in enumerate(rules):
        acts = i not in without and bool(rule.condition.truth(state))
        if acts:
            by = next((j for j in rule.overridden_by if acting[j]), None)
            if by is not None:
                suspended[i] = by
                acts = False
        acting.append(acts)
        if acts:
            excluded |= rule.excludes
            for channel, points in enumerate(rule.points):
                scores[channel] += points
    eligible = ((1 << len(scores)) - 1) & ~excluded
    return Ranking(tuple(acting), suspended, eligible, tuple(scores), leaders(eligible, scores))


def leaders(eligible: int, scores: Sequence[int]) -> int:
    """Return the mask of eligible channels with the highest score; none where none is eligible."""
    among = [i for i in range(len(scores)) if eligible >> i & 1]
    top = max((scores[i] for i in among), default=0)
    return sum(1 << i for i in among if scores[i] == top)


def one_sided(rulebook: Rulebook, state: Sequence[int], winner: int) -> bool:
    """Say whether a channel wins only by preferences whose authors all have an interest in it."""
    dropped = dropped_for_interest(rulebook, winner)
    return bool(dropped) and not rank(rulebook, state, without=dropped).best >> winner & 1


def dropped_for_interest(rulebook: Rulebook, winner: int) -> set[int]:
    """Return the rules that speak for one channel alone, by authors with an interest in it."""
    return {
        i
        for i, rule in enumerate(rulebook.channel_rules)
        if rule.interested >> winner & 1 and _speaks_only_for(rule, winner)
    }


def _speaks_only_for(rule: ChannelRule, winner: int) -> bool:
    others = [points for i, points in enumerate(rule.points) if i != winner]
    return rule.points[winner] >= 0 and max(others, default=0) <= 0 and any(rule.points)
