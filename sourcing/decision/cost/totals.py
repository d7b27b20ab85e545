"""Sums over the lots of a brief, against its budget and what is paid today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from sourcing.brief import Brief
from sourcing.decision.model.cost import Cost, Money
from sourcing.decision.model.decision import LotDecision, Totals

ZERO, CENT = Decimal(0), Decimal("0.01")
LEVELS = ("low", "likely", "high")

Supplier: TypeAlias = Callable[[LotDecision, str], str]
"""From whom a lot is bought on a channel."""


def totals_of(
    brief: Brief,
    lots: Sequence[LotDecision],
    currency: str,
    supplier: Supplier,
) -> Totals:
    """Return the sums; what any lot cannot price is None for all.

    `supplier` names whom a lot would be bought from on a channel: set-up is paid once to each, so
    what would be paid again is taken off the sum of the lots.
    """
    complete = bool(lots) and all(_cost(lot, lot.taken) for lot in lots)
    taken = [lot.taken for lot in lots]
    total, shared = _together(lots, taken, supplier) if complete else (None, None)
    cheapest, least = None, [_cheapest(lot) for lot in lots]
    if total and all(least):
        cheapest = min(_together(lots, least, supplier)[0].likely, total.likely)
    budget = brief.budget.amount if brief.budget else None
    tax = _tax(total, brief.budget.tax) if total and brief.budget and brief.budget.tax else None
    spent = total.likely + (tax.likely if tax else ZERO) if total else None
    today = _today(lots) if complete else None
    return Totals(
        currency=currency,
        total=total,
        shared_setup=shared,
        cheapest=cheapest,
        premium=total.likely - cheapest if total and cheapest is not None else None,
        budget=budget,
        tax=tax,
        budget_left=budget - spent if spent is not None and budget is not None else None,
        today=today,
        against_today=total.likely - today if total and today is not None else None,
        as_recommended=_as_recommended(lots, supplier),
    )


def _as_recommended(lots: Sequence[LotDecision], supplier: Supplier) -> Money | None:
    """Return the total at the recommended channels; None where nothing else is taken."""
    departs = any(lot.taken != lot.recommended for lot in lots)
    if not departs or not all(_cost(lot, lot.recommended) for lot in lots):
        return None
    total, _ = _together(lots, [lot.recommended for lot in lots], supplier)
    return total


def _cost(lot: LotDecision, channel: str | None) -> Cost | None:
    return lot.channel(channel).cost if channel else None


def _together(
    lots: Sequence[LotDecision],
    channels: Sequence[str | None],
    supplier: Supplier,
) -> tuple[Money, Money | None]:
    """Return what priced channels of several lots cost together, and the set-up that this shares."""
    bought: dict[str, list[Cost]] = {}
    for lot, channel in zip(lots, channels, strict=True):
        cost = _cost(lot, channel)
        if channel and cost:
            bought.setdefault(supplier(lot, channel), []).append(cost)
    costs = [cost for together in bought.values() for cost in together]
    shared = [paid_again(together) for together in bought.values()]
    again = Money(*(sum((getattr(one, level) for one in shared), ZERO) for level in LEVELS))
    total = Money(
        *(
            sum((getattr(cost.total, level) for cost in costs), ZERO) - getattr(again, level)
            for level in LEVELS
        )
    )
    return total, again if again.high else None


def _tax(total: Money, share: Decimal) -> Money:
    """Return what a tax that is not given back adds to a total."""
    return Money(*((getattr(total, level) * share).quantize(CENT) for level in LEVELS))


def paid_again(costs: Sequence[Cost]) -> Money:
    """Return the set-up that lots of one supplier count more than once."""
    setups = [line for cost in costs for line in cost.lines if line.id == "setup"]
    return Money(*(_all_but_largest(getattr(line, level) for line in setups) for level in LEVELS))


def _all_but_largest(amounts: Iterable[Decimal]) -> Decimal:
    found = sorted(amounts)
    return sum(found[:-1], ZERO)


def _cheapest(lot: LotDecision) -> str | None:
    """Return the cheapest eligible channel; None where none has a price."""
    priced = {c.channel: c.cost.total.likely for c in lot.channels if c.eligible and c.cost}
    return min(priced, key=lambda channel: priced[channel], default=None)


def _today(lots: Sequence[LotDecision]) -> Decimal | None:
    """Return what all lots come to at the bill rate that is paid today; None where one has no such price."""
    bought = [lot.today.cost.total.likely for lot in lots if lot.today]
    return sum(bought, ZERO) if len(bought) == len(lots) else None
