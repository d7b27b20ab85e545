"""What changes for a lot when its volume doubles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sourcing.brief import Lot, Volume
from sourcing.decision.model.cost import Cost

COUNTED = ("hours", "items", "people", "units")


@dataclass(frozen=True, slots=True)
class Doubled:
    """A lot at twice its volume: what would be recommended, and each channel's cost of a piece of work.

    `per_accepted` gives for each channel the likely cost of an accepted hour or item now and then;
    a channel that has no price at one of the volumes has None there.
    """

    recommended: str | None
    cheapest_now: str | None
    cheapest_doubled: str | None
    per_accepted: Mapping[str, tuple[Decimal | None, Decimal | None]]


def twice(lot: Lot, assumed_hours: Decimal) -> Lot:
    """Return a lot with twice its volume; where none is entered, twice the assumed hours."""
    volume = lot.volume or Volume(hours=assumed_hours)
    more = {name: 2 * amount for name in COUNTED if (amount := getattr(volume, name)) is not None}
    return lot.model_copy(update={"volume": volume.model_copy(update=more)})


def doubled(
    now: Mapping[str, Cost], then: Mapping[str, Cost | str], recommended: str | None
) -> Doubled:
    """Return how a lot's prices at twice the volume compare with those of now."""
    priced = {channel: cost for channel, cost in then.items() if isinstance(cost, Cost)}
    channels = dict.fromkeys((*now, *priced))
    return Doubled(
        recommended=recommended,
        cheapest_now=_cheapest(now),
        cheapest_doubled=_cheapest(priced),
        per_accepted={name: (_rate(now.get(name)), _rate(priced.get(name))) for name in channels},
    )


def _cheapest(costs: Mapping[str, Cost]) -> str | None:
    return min(costs, key=lambda channel: costs[channel].total.likely, default=None)


def _rate(cost: Cost | None) -> Decimal | None:
    return cost.per_accepted.likely if cost and cost.per_accepted else None
