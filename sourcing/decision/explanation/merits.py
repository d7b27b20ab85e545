"""Which answers are good for a channel, as far as the rulebook alone can tell.

A rule *helps* a channel where its acting can only be good for it against every rival, and *hurts*
it where it can only be bad. One answer is as good as another for the channel where every condition
that helps it and holds with the other still holds, and none that hurts it comes to hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from sourcing.decision.explanation.search.moves import classes_of
from sourcing.decision.ranking.alike import figure_conditions
from sourcing.decision.ranking.possible import bounds
from sourcing.rulebook.compiled import ChannelRule, Rulebook
from sourcing.rulebook.conditions import Condition

HELPS, HURTS = 1, 2
Merits: TypeAlias = dict[int, int]


def merits_of(rulebook: Rulebook, channel: int, axis: int, *, prices: bool) -> Merits:
    """Return, for each answer to a question, the set of conditions in whose sight it is good.

    With `prices` an answer is as good as another only where no price tells them apart.
    """
    memory: dict[object, Merits] = rulebook.memory.setdefault("merits", {})
    key = channel, axis, prices
    if key not in memory:
        wanted, unwanted = _masks(rulebook, channel, axis, prices=prices)
        memory[key] = {
            bit: sum(1 << n for n, mask in enumerate(wanted) if bit & mask)
            | sum(1 << n for n, mask in enumerate(unwanted, len(wanted)) if not bit & mask)
            for bit in (
                1 << place for place in range(rulebook.space.axes[axis].everything.bit_length())
            )
        }
    return memory[key]


def _masks(
    rulebook: Rulebook, channel: int, axis: int, *, prices: bool
) -> tuple[list[int], list[int]]:
    """Return the masks of an axis that are good for a channel, and those that are bad."""
    wanted: set[int] = set()
    unwanted: set[int] = set()
    for condition, role in _roles(rulebook, channel, prices=prices):
        for mask, turned in _masks_in(condition, axis):
            if role & (HURTS if turned else HELPS):
                wanted.add(mask)
            if role & (HELPS if turned else HURTS):
                unwanted.add(mask)
    if prices and rulebook.space.axes[axis].id in rulebook.bands:
        each = {1 << n for n in range(len(rulebook.space.axes[axis].options))}
        wanted |= each
        unwanted |= each
    return sorted(wanted), sorted(unwanted)


def _masks_in(condition: Condition, axis: int) -> Iterator[tuple[int, bool]]:
    """Yield the masks by which a condition tests an axis, and whether it stands under `unless`."""
    for parts, turned in (((condition.all, *condition.any), False), (condition.unless, True)):
        for part in parts:
            for at, mask in part:
                if at == axis:
                    yield mask, turned


def _roles(rulebook: Rulebook, channel: int, *, prices: bool) -> Iterator[tuple[Condition, int]]:
    """Yield each condition with whether its holding can help or hurt a channel, or both."""
    rules = rulebook.channel_rules
    roles = [_own_role(rule, channel) for rule in rules]
    # Rules that override stand before the overridden ones, so from the last to the first.
    for place in reversed(range(len(rules))):
        turned = (HURTS if roles[place] & HELPS else 0) | (HELPS if roles[place] & HURTS else 0)
        for by in rules[place].overridden_by:
            roles[by] |= turned
    yield from zip((rule.condition for rule in rules), roles, strict=True)
    for impossible in rulebook.impossible:
        yield impossible.condition, HURTS
    if prices:
        for condition in figure_conditions(rulebook):
            yield condition, HELPS | HURTS


def _own_role(rule: ChannelRule, channel: int) -> int:
    if rule.excludes >> channel & 1:
        return HURTS
    leads = [rule.points[channel] - points for points in rule.points]
    helps = any(lead > 0 for lead in leads) or bool(rule.excludes)
    return (HELPS if helps else 0) | (HURTS if any(lead < 0 for lead in leads) else 0)


def hopeful(rulebook: Rulebook, channel: int) -> list[int]:
    """Return, for each question, the answers with which a channel can lead, as far as bounds tell."""
    memory: dict[int, list[int]] = rulebook.memory.setdefault("hopeful", {})
    if channel not in memory:
        state = rulebook.space.open_state()
        while all(state):
            before = list(state)
            for axis, parts in enumerate(classes_of(rulebook)):
                left = (part & state[axis] for part in parts)
                state[axis] = sum(
                    part
                    for part in left
                    if part and _can_lead(rulebook, channel, state, axis, part)
                )
            if before == state:
                break
        memory[channel] = state[: len(rulebook.questions)]
    return memory[channel]


def _can_lead(rulebook: Rulebook, channel: int, state: Sequence[int], axis: int, part: int) -> bool:
    narrowed = [*state[:axis], part, *state[axis + 1 :]]
    found = bounds(rulebook, narrowed, (None,) * len(rulebook.channel_rules))
    return bool(found.candidates() >> channel & 1)
