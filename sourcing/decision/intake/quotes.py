"""Quotes that cannot count: for excluded channels, in another currency, for items of no known length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sourcing.brief import Brief, Lot, Volume
from sourcing.decision.ranking.answers import lot_state
from sourcing.quotes.quote import Quote
from sourcing.quotes.written import SIGNS
from sourcing.rulebook.compiled import ChannelRule, Rulebook
from sourcing.values import plain


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
    chosen = lot.chosen.channel if lot.chosen else None
    if not channels or any(name == chosen or name not in excluded for name in channels):
        return None
    gate = excluded[channels[0]].record
    named = ", ".join(f"'{channel}'" for channel in channels)
    return (
        f"these answers exclude {named}, so the quote cannot be used: {gate.because} "
        f"Remove the quote, or correct the answers (rule {gate.id})"
    )


def terms_problems(rulebook: Rulebook, brief: Brief, lot: Lot) -> Iterator[tuple[str, str, str]]:
    """Yield what a quote of a lot cannot say in this brief: from whom, at which key, and the mend."""
    for name, quote in lot.quotes.items():
        if message := _other_currency(rulebook, brief, quote):
            yield name, "currency", message
        if quote.item_price is not None and (found := _item_problem(quote, lot.volume)):
            yield name, *found


def _other_currency(rulebook: Rulebook, brief: Brief, quote: Quote) -> str | None:
    """Return why an amount in another currency cannot be taken; nothing is converted unasked."""
    if quote.currency is None:
        return None
    meant = SIGNS.get(quote.currency, (quote.currency,))
    priced_in = brief.exchange.currency if brief.exchange else rulebook.currency
    if priced_in in meant:
        return None
    rate = "" if brief.exchange else f", or add `exchange` to have the whole brief in {meant[0]}"
    return f"the brief is in {priced_in}; this quote is in {meant[0]}; convert it{rate}"


def _item_problem(quote: Quote, volume: Volume | None) -> tuple[str, str] | None:
    """Return the key and the reason for which a price by the item makes no rate on a lot."""
    minutes = quote.minutes_per_item
    by_the_item = volume is not None and volume.items is not None
    known = volume.minutes_per_item if volume else None
    if volume is not None and volume.unit is not None:
        return None
    if by_the_item and known is None:
        return "item_price", (
            "a price by the item needs the minutes of one; enter them with the items of the lot"
        )
    if minutes is None and known is None:
        return "minutes_per_item", (
            "a price by the item needs the minutes of one; enter them, such as 3"
        )
    if known is not None and minutes not in (None, known):
        return "minutes_per_item", (
            f"the lot says {plain(known)} minutes an item; leave them out here, or correct the lot"
        )
    return None
