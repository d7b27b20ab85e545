"""Sums over the lots of a brief, against its budget and what is paid today."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sourcing.brief import Brief
from sourcing.decision.model import Cost, LotDecision, Money, Totals


def totals_of(brief: Brief, lots: Sequence[LotDecision], currency: str) -> Totals:
    """Return the sums; what any lot cannot price is None for all."""
    costs = [_recommended_cost(lot) for lot in lots]
    priced = [cost for cost in costs if cost is not None]
    complete = bool(priced) and len(priced) == len(costs)
    total = _sum(priced) if complete else None
    cheapest = sum((_cheapest(lot) for lot in lots), Decimal(0)) if complete else None
    budget = brief.budget.amount if brief.budget and brief.budget.currency == currency else None
    today = _today(brief, lots) if complete else None
    return Totals(
        currency=currency,
        total=total,
        cheapest=cheapest,
        premium=total.likely - cheapest if total and cheapest is not None else None,
        budget=budget,
        budget_left=budget - total.likely if total and budget is not None else None,
        today=today,
        against_today=total.likely - today if total and today is not None else None,
    )


def _recommended_cost(lot: LotDecision) -> Cost | None:
    return lot.channel(lot.recommended).cost if lot.recommended else None


def _sum(costs: Sequence[Cost]) -> Money:
    totals = [cost.total for cost in costs]
    return Money(
        low=sum((t.low for t in totals), Decimal(0)),
        likely=sum((t.likely for t in totals), Decimal(0)),
        high=sum((t.high for t in totals), Decimal(0)),
    )


def _cheapest(lot: LotDecision) -> Decimal:
    return min(c.cost.total.likely for c in lot.channels if c.cost is not None)


def _today(brief: Brief, lots: Sequence[LotDecision]) -> Decimal | None:
    """Return what the accepted hours of all lots cost at the bill rate paid today."""
    if brief.incumbent is None or brief.incumbent.bill_rate is None:
        return None
    hours = Decimal(0)
    for lot in lots:
        cost = _recommended_cost(lot)
        line = (
            next((line for line in cost.lines if line.id == "accepted_hours"), None)
            if cost
            else None
        )
        if line is None:
            return None
        hours += line.likely
    return (hours * brief.incumbent.bill_rate).quantize(Decimal("0.01"))
