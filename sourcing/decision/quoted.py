"""Quotes that cannot count, because the answers exclude the channels that they are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sourcing.brief import Lot
from sourcing.decision.answers import lot_state
from sourcing.rulebook.compiled import ChannelRule, Rulebook


def excluded_for_certain(rulebook: Rulebook, state: Sequence[int]) -> Mapping[str, ChannelRule]:
    """Return the channels that a gate puts out whatever the open questions turn out to be, with the gate."""
    truths = [rule.condition.truth(state) for rule in rulebook.channel_rules]
    excluded: dict[str, ChannelRule] = {}
    for rule, truth in zip(rulebook.channel_rules, truths, strict=True):
        if truth and all(truths[by] is False for by in rule.overridden_by):
            for place, channel in enumerate(rulebook.channel_ids):
                if rule.excludes >> place & 1:
                    excluded.setdefault(channel, rule)
    return excluded


def quote_problem(rulebook: Rulebook, lot: Lot, channels: Sequence[str]) -> str | None:
    """Return why a quote for these channels cannot be used on a lot, and how to mend it."""
    excluded = excluded_for_certain(rulebook, lot_state(rulebook, lot))
    if not channels or any(channel not in excluded for channel in channels):
        return None
    gate = excluded[channels[0]].record
    named = ", ".join(f"'{channel}'" for channel in channels)
    return (
        f"these answers exclude {named}, so the quote cannot be used: {gate.because} "
        f"Remove the quote, or correct the answers (rule {gate.id})"
    )
