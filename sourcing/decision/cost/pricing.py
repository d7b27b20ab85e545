"""What each eligible channel costs for a lot, with the buyer's own quotes where given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from sourcing.brief import Brief, Lot
from sourcing.decision.cost.formula.fees import ZERO
from sourcing.decision.cost.formula.inputs import Request
from sourcing.decision.cost.formula.likely import Likely, likely_of
from sourcing.decision.cost.formula.price import cost_of
from sourcing.decision.intake.brief import directory_of
from sourcing.decision.model.cost import Cost, Offer
from sourcing.decision.model.decision import LotDecision
from sourcing.quotes.quote import Quote
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Channel


def channel_costs(
    rulebook: Rulebook, brief: Brief, lot: Lot, state: Sequence[int], eligible: int
) -> Mapping[str, Cost | str]:
    """Return the cost of each eligible channel, or why it has no price; `state` must be full."""
    asked = _requests(rulebook, brief, lot, state, eligible)
    return {channel: _cost(requests) for channel, requests in asked.items()}


def likely_cost(
    rulebook: Rulebook, brief: Brief, lot: Lot, state: Sequence[int], channel: int
) -> Likely | None:
    """Return what a channel, given by its place, is likely to cost; None where it has no price."""
    asked = _requests(rulebook, brief, lot, state, 1 << channel)
    return next((likely_of(_cheapest(requests)) for requests in asked.values()), None)


def requests_of(
    rulebook: Rulebook, brief: Brief, lot: Lot, state: Sequence[int], eligible: int
) -> dict[str, Request]:
    """Return what there is to price for each eligible channel that has prices; `state` must be full.

    Of several quotes for a channel it is the one that comes cheapest.
    """
    asked = _requests(rulebook, brief, lot, state, eligible)
    return {channel: _cheapest(requests) for channel, requests in asked.items()}


def supplier_of(rulebook: Rulebook, decided: LotDecision, channel: str) -> str:
    """Return from whom a lot would be bought on a channel: whose quote prices it, else the channel."""
    cost = decided.channel(channel).cost
    label = next(one.label for one in rulebook.channels if one.id == channel)
    return (cost.quoted_by if cost else None) or label


def currency_of(rulebook: Rulebook, brief: Brief) -> str:
    """Return the currency in which a brief is priced: its own, or that of the rulebook's figures."""
    return brief.exchange.currency if brief.exchange else rulebook.currency


def _requests(
    rulebook: Rulebook, brief: Brief, lot: Lot, state: Sequence[int], eligible: int
) -> dict[str, list[Request]]:
    """Return what there is to price for each eligible channel: once for each quote, at least once."""
    return {
        channel.id: [
            Request(
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
            for quoted_by, quote in _quotes(rulebook, lot, channel)
        ]
        for i, channel in enumerate(rulebook.channels)
        if eligible >> i & 1 and channel.pricing is not None
    }


def _quotes(
    rulebook: Rulebook, lot: Lot, channel: Channel
) -> Sequence[tuple[str | None, Quote | None]]:
    """Return the quotes for a channel, its own and those of vendors that serve it; none is one too."""
    directory = directory_of(rulebook)
    found: list[tuple[str | None, Quote | None]] = []
    for name, quote in lot.quotes.items():
        vendor = directory.find(name)
        if name == channel.id:
            found.append((channel.label, quote))
        elif vendor and channel.id in rulebook.organisations[vendor].channels:
            found.append((rulebook.organisations[vendor].name, quote))
    return found or [(None, None)]


def _cheapest(requests: Sequence[Request]) -> Request:
    return requests[0] if len(requests) == 1 else min(requests, key=_dearness)


def _dearness(request: Request) -> tuple[bool, Decimal, str]:
    """Return what quotes are ordered by: those with a price first; the giver's name where equal."""
    likely = likely_of(request)
    return likely is None, likely.total if likely else ZERO, request.quote_from or ""


def _cost(requests: Sequence[Request]) -> Cost | str:
    if len(requests) == 1:
        return cost_of(requests[0])
    ordered = sorted((_dearness(request), n) for n, request in enumerate(requests))
    cost = cost_of(requests[ordered[0][1]])
    if isinstance(cost, str):
        return cost
    offers = (
        Offer(quoted_by, None if unpriced else total) for (unpriced, total, quoted_by), _ in ordered
    )
    return replace(cost, offers=tuple(offers))
