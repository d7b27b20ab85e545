"""What a lot comes to as it is bought today, by the same formula as the channels that are compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sourcing.brief import Brief, Lot
from sourcing.decision.cost.formula.fees import ZERO
from sourcing.decision.cost.formula.inputs import Request
from sourcing.decision.cost.formula.price import cost_of
from sourcing.decision.intake.brief import directory_of
from sourcing.decision.model.cost import Cost, Today
from sourcing.quotes.quote import Quote
from sourcing.rulebook.compiled import Rulebook


def todays_price(
    rulebook: Rulebook,
    brief: Brief,
    lot: Lot,
    state: Sequence[int],
    priced: Mapping[str, Cost],
) -> Today | None:
    """Return a lot at the bill rate that is paid today; None where none is known or it has no price.

    `state` must be full; `priced` are the channels to compare with, the one that is taken first.
    What was set up already is not set up again.
    """
    rate = brief.incumbent.bill_rate if brief.incumbent else None
    channel = next(_bought_on(rulebook, brief, priced), None)
    if rate is None or channel is None:
        return None
    cost = cost_of(
        Request(
            book=rulebook,
            answers_state=state,
            channel=channel,
            volume=lot.volume,
            quote=Quote(bill_rate=rate, setup=ZERO),
            quote_from="what is paid today",
            start=brief.start,
            end=brief.end,
            exchange=brief.exchange,
        )
    )
    if isinstance(cost, str) or not any(line.id == "paid_hours" for line in cost.lines):
        return None
    return Today(channel, cost)


def _bought_on(rulebook: Rulebook, brief: Brief, priced: Mapping[str, Cost]) -> Iterator[str]:
    """Yield the channels on which the work may be bought today, the likeliest first.

    Those that today's vendor serves; where that is not known, those that are billed by the hour.
    """
    name = brief.incumbent.vendor if brief.incumbent else None
    vendor = directory_of(rulebook).find(name) if name else None
    served = rulebook.organisations[vendor].channels if vendor else ()
    charged = [channel for channel in rulebook.channel_ids if channel in rulebook.pricing]
    yield from (channel for channel in (*priced, *charged) if channel in served)
    yield from (channel for channel in priced if rulebook.pricing[channel] != "own_staff")
