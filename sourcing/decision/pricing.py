"""What each eligible channel costs for a lot, with the buyer's own quotes where given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sourcing.brief import Brief, Lot, Quote
from sourcing.decision.cost.inputs import Request
from sourcing.decision.cost.price import cost_of
from sourcing.decision.intake import directory_of
from sourcing.decision.model import Cost
from sourcing.rulebook.compiled import Rulebook


def channel_costs(
    rulebook: Rulebook, brief: Brief, lot: Lot, state: Sequence[int], eligible: int
) -> Mapping[str, Cost | str]:
    """Return the cost of each eligible channel, or why it has no price; `state` must be full."""
    costs: dict[str, Cost | str] = {}
    for i, channel in enumerate(rulebook.channels):
        if not eligible >> i & 1 or channel.pricing is None:
            continue
        quote, quoted_by = _quote(rulebook, lot, channel.id)
        request = Request(
            book=rulebook,
            answers_state=state,
            channel=channel.id,
            volume=lot.volume,
            quote=quote,
            quote_from=quoted_by,
            start=brief.start,
            end=brief.end,
        )
        costs[channel.id] = cost_of(request)
    return costs


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
