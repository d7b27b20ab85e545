"""The smallest change of answers that would make an excluded channel eligible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from sourcing.decision.ranking import rank
from sourcing.rulebook.compiled import ChannelRule, Rulebook

MOST_CHANGES = 3


def smallest_change(
    rulebook: Rulebook, state: Sequence[int], channel: int
) -> dict[str, str | list[str]] | None:
    """Return the fewest changed answers under which no gate excludes the channel, or None.

    Only questions are changed that its gates, or rules which set them aside, read; of changes
    of one size, the first in the questions' and options' order is returned.
    """
    read = sorted({i for rule in _barring(rulebook, channel) for i in rule.condition.reads()})
    for size in range(1, MOST_CHANGES + 1):
        for axes in combinations(read, size):
            for bits in product(*(_others(rulebook, state, i) for i in axes)):
                changed = list(state)
                for i, bit in zip(axes, bits, strict=True):
                    changed[i] = bit
                if any(rule.condition.truth(changed) for rule in rulebook.impossible):
                    continue
                if rank(rulebook, changed).eligible >> channel & 1:
                    named = (rulebook.space.axes[i] for i in axes)
                    return {a.id: a.value(b) for a, b in zip(named, bits, strict=True)}
    return None


def _barring(rulebook: Rulebook, channel: int) -> Iterator[ChannelRule]:
    """Yield the gates on a channel, and the rules that override them or each other."""
    wanted = {i for i, rule in enumerate(rulebook.channel_rules) if rule.excludes >> channel & 1}
    for i in reversed(range(len(rulebook.channel_rules))):
        if i in wanted:
            wanted.update(rulebook.channel_rules[i].overridden_by)
            yield rulebook.channel_rules[i]


def _others(rulebook: Rulebook, state: Sequence[int], axis: int) -> Iterator[int]:
    everything = rulebook.space.axes[axis].everything
    return (1 << i for i in range(everything.bit_length()) if state[axis] != 1 << i)
