"""What a proposed split saves against buying all of the work at its dearest rates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sourcing.brief import Lot
from sourcing.decision.cost.formula.fees import ZERO
from sourcing.decision.model.cost import Cost
from sourcing.decision.model.decision import LotDecision, ProposedSlice, ProposedSplit

PriceOn = Callable[[Lot, str], Cost | None]


@dataclass(frozen=True, slots=True)
class SplitSaves:
    """The likely cost of a lot bought whole and in layers.

    `all_at_expert_rates` prices all of the work as its dearest slice, on that slice's channel; `saves`
    is what the slices together cost less than that, and `against_as_it_stands` what they cost more or
    less than the lot as it is recommended unsplit.
    """

    dearest_slice: str
    channel: str
    all_at_expert_rates: Decimal
    split: Decimal
    saves: Decimal
    against_as_it_stands: Decimal | None


def split_saves(
    lot: Lot, decided: LotDecision, proposed: ProposedSplit, price_on: PriceOn, shared: Decimal
) -> SplitSaves | None:
    """Return what a split saves; None where a slice or the whole has no price.

    `shared` is the set-up that slices of one supplier would otherwise count more than once.
    """
    costs = [(part, _cost(part.decision)) for part in proposed.slices]
    priced = [(part, cost) for part, cost in costs if cost and cost.per_accepted]
    if len(priced) < len(costs):
        return None
    dearest, _ = max(priced, key=lambda pair: _rate(pair[1]))
    channel = dearest.decision.recommended or ""
    whole = price_on(_as(lot, dearest), channel)
    if whole is None:
        return None
    split = sum((cost.total.likely for _, cost in priced), ZERO) - shared
    stands = _cost(decided)
    return SplitSaves(
        dearest_slice=dearest.name,
        channel=channel,
        all_at_expert_rates=whole.total.likely,
        split=split,
        saves=whole.total.likely - split,
        against_as_it_stands=split - stands.total.likely if stands else None,
    )


def _as(lot: Lot, part: ProposedSlice) -> Lot:
    """Return the whole lot with the answers of one slice."""
    return lot.model_copy(update={"answers": {**lot.answers, **part.lot.answers}})


def _cost(decided: LotDecision) -> Cost | None:
    return decided.channel(decided.recommended).cost if decided.recommended else None


def _rate(cost: Cost) -> Decimal:
    return cost.per_accepted.likely if cost.per_accepted else ZERO
