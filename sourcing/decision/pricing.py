"""What each eligible channel costs for a lot, with the buyer's own quotes where given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sourcing.brief import Brief, Lot
from sourcing.decision.cost.inputs import Request
from sourcing.decision.cost.likely import Likely, likely_of
from sourcing.decision.cost.price import cost_of
from sourcing.decision.intake import directory_of
from sourcing.decision.model import Cost
from sourcing.quotes.quote import Quote
from sourcing.rulebook.compiled import Rulebook


def channel_costs(
    rulebook: Rulebook, brief: Brief, lot: Lot, state: Sequence[int], eligible: int
) -> Mapping[str, Cost | str]:
    """Return the cost of each eligible channel, or why it has no price; `state` must be full."""
    asked = requests_of(rulebook, brief, lot, state, eligible)
    return {channel: cost_of(request) for channel, request in asked.items()}


def likely_cost(
    rulebook: Rulebook, brief: Brief, lot: Lot, state: Sequence[int], channel: int
) -> Likely | None:
    """Return what a channel, given by its place, is likely to cost; None where it has no price."""
    asked = requests_of(rulebook, brief, lot, state, 1 << channel)
    return next((likely_of(request) for request in asked.values()), None)


def requests_of(
    rulebook: Rulebook, brief: Brief, lot: Lot, state: Sequence[int], eligible: int
) -> dict[str, Request]:
    """Return what there is to price for each eligible channel that has prices; `state` must be full."""
    asked = {}
    for i, channel in enumerate(rulebook.channels):
        if not eligible >> i & 1 or channel.pricing is None:
            continue
        quote, quoted_by = _quote(rulebook, lot, channel.id)
        asked[channel.id] = Request(
            book=rulebook,
            answers_state=state,
            channel=channel.id,
            volume=lot.volume,
            quote=quote,
            quote_from=quoted_by,
            start=brief.start,
            end=brief.end,
            exchange=brief.exchange,
        )
    return asked


def suppliers_of(rulebook: Rulebook, lot: Lot) -> dict[str, str]:
    """Return from whom a lot would be bought on each channel: who quoted for it, else the channel."""
    return {
        channel.id: _quote(rulebook, lot, channel.id)[1] or channel.label
        for channel in rulebook.channels
    }


def currency_of(rulebook: Rulebook, brief: Brief) -> str:
    """Return the currency in which a brief is priced: its own, or that of the rulebook's figures."""
    return brief.exchange.currency if brief.exchange else rulebook.currency


def _quote(rulebook: Rulebook, lot: Lot, channel: str) -> tuple[Quote | None, str | None]:
    """Return the quote for a channel: its own, or that of a vendor that serves it, first by id."""
    if channel in lot.quotes:
        return lot.quotes[channel], next(c.label for c in rulebook.channels if c.id == channel)
    directory = directory_of(rulebook)
    serving = []
    for name, quote in lot.quotes.items():
        vendor = directory.find(name)
        if vendor and channel in rulebook.organisations[vendor].channels:
            serving.append((vendor, quote))
    if not serving:
        return None, None
    vendor, quote = min(serving, key=lambda pair: pair[0])
    return quote, rulebook.organisations[vendor].name
