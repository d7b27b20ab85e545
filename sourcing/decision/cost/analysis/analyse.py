"""The money of a whole decision: every lot simulated, and all lots together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add

from sourcing.brief import Brief
from sourcing.decision.cost.analysis.budgeting import share_within, work_that_fits
from sourcing.decision.cost.analysis.money import LotMoney, Rest, money_of, percentiles_of
from sourcing.decision.cost.analysis.priced import PricedLot, as_taken, priced_lot, without_each
from sourcing.decision.cost.formula.fees import ONE, ZERO
from sourcing.decision.cost.simulation.worlds import Basket, Percentiles, percentiles
from sourcing.decision.model.decision import Decision, Totals
from sourcing.rulebook.compiled import Rulebook


@dataclass(frozen=True, slots=True)
class TotalsMoney:
    """All lots together at the channels that are taken, drawn jointly.

    `hours_budget_buys` are accepted hours in the proportions of the brief; None by the unit.
    """

    p10: Decimal
    p50: Decimal
    p90: Decimal
    share_within_budget: Decimal | None
    hours_budget_buys: int | None


@dataclass(frozen=True, slots=True)
class LotAnalysis:
    """What one lot's prices come to: the percentiles of each priced channel, and its money."""

    percentiles: Mapping[str, Percentiles]
    money: LotMoney | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a decision's prices come to, lot by lot and for all lots together."""

    lots: tuple[LotAnalysis, ...]
    totals: TotalsMoney | None


def analyse(rulebook: Rulebook, decision: Decision) -> Analysis:
    """Return the money of a decision that was made under this rulebook."""
    brief = decision.priced
    lots = [
        priced_lot(rulebook, brief, lot, decided)
        for lot, decided in zip(brief.lots, decision.lots, strict=True)
    ]
    baskets = as_taken(lots)
    rests = _rests(lots, decision.totals, baskets)
    return Analysis(
        lots=tuple(
            LotAnalysis(percentiles_of(lot), money_of(rulebook, brief, lot, rest))
            for lot, rest in zip(lots, rests, strict=True)
        ),
        totals=_totals(brief, lots, baskets, decision.totals) if baskets else None,
    )


def _rests(lots: Sequence[PricedLot], totals: Totals, baskets: list[Basket] | None) -> list[Rest]:
    """Return for each lot the others as they are taken, with the set-up that they share counted once."""
    if baskets is None or totals.total is None:
        alone = Rest(None, ZERO if len(lots) == 1 else None)
        return [alone for _ in lots]
    return [
        Rest(others, totals.total.likely - _own_part(lot) if others else ZERO)
        for lot, others in zip(lots, without_each(baskets), strict=True)
    ]


def _own_part(lot: PricedLot) -> Decimal:
    return lot.costs[lot.taken].total.likely if lot.taken else ZERO


def _totals(
    brief: Brief, lots: Sequence[PricedLot], baskets: Sequence[Basket], totals: Totals
) -> TotalsMoney:
    drawn = reduce(add, baskets).total
    found = percentiles(drawn)
    budget = brief.budget
    tax = (budget.tax if budget else None) or ZERO
    return TotalsMoney(
        p10=found.p10,
        p50=found.p50,
        p90=found.p90,
        share_within_budget=share_within(drawn, budget.amount, tax) if budget else None,
        hours_budget_buys=_hours(lots, totals, budget.amount / (ONE + tax)) if budget else None,
    )


def _hours(lots: Sequence[PricedLot], totals: Totals, money: Decimal) -> int | None:
    """Return the accepted hours, in the proportions of the lots, whose likely cost an amount covers."""
    sheets = [lot.sheets[lot.taken] for lot in lots if lot.taken]
    if any(sheet.inputs["volume"].unit != "hours" for sheet in sheets):
        return None
    shared = totals.shared_setup.likely if totals.shared_setup else ZERO
    return work_that_fits(sheets, money + shared)
