"""The money of one lot, as finance and whoever negotiates look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sourcing.brief import Brief, Lot
from sourcing.decision.cost.analysis.budgeting import (
    Budget,
    ChannelBudget,
    share_within,
    work_that_fits,
)
from sourcing.decision.cost.analysis.doubling import Doubled, doubled, twice
from sourcing.decision.cost.analysis.flows import Flow, flow_of
from sourcing.decision.cost.analysis.negotiation import Negotiation, negotiation_of
from sourcing.decision.cost.analysis.own_people import BreakEven, break_even_of, own_channel
from sourcing.decision.cost.analysis.priced import PricedLot
from sourcing.decision.cost.analysis.splitting import SplitSaves, split_saves
from sourcing.decision.cost.analysis.tornado import Bar, tornado_of
from sourcing.decision.cost.analysis.waste import UnitWaste, unit_waste
from sourcing.decision.cost.formula.fees import ONE, ZERO
from sourcing.decision.cost.formula.sheet import rounded
from sourcing.decision.cost.pricing import channel_costs, currency_of, supplier_of
from sourcing.decision.cost.simulation.worlds import Basket, Percentiles, cheaper, percentiles
from sourcing.decision.cost.totals import paid_again
from sourcing.decision.model.cost import Cost, Money
from sourcing.decision.ranking.standing import standing_of
from sourcing.decision.ranking.winning import LotPrices, won
from sourcing.rulebook.compiled import Rulebook


@dataclass(frozen=True, slots=True)
class LotMoney:
    """The money of one lot; by channel what differs by channel, None where something does not apply.

    `cheaper` gives for each channel in which share of simulations it costs less than each other one.
    """

    currency: str
    cheaper: Mapping[str, Mapping[str, Decimal]]
    break_even: BreakEven | None
    negotiation: tuple[Negotiation, ...]
    doubled: Doubled | None
    where_it_goes: tuple[Flow, ...]
    tornado: Mapping[str, tuple[Bar, ...]]
    budget: Budget
    split_saves: SplitSaves | None
    unit_waste: UnitWaste | None


@dataclass(frozen=True, slots=True)
class Rest:
    """All other lots as they are taken: their simulations and their likely total; None where unpriced."""

    basket: Basket | None
    likely: Decimal | None


def percentiles_of(priced: PricedLot) -> dict[str, Percentiles]:
    """Return the percentiles of each priced channel."""
    return {name: percentiles(one.total) for name, one in priced.simulated.items()}


def money_of(rulebook: Rulebook, brief: Brief, priced: PricedLot, rest: Rest) -> LotMoney | None:
    """Return the money of a lot; None where no channel has a price."""
    if not priced.sheets:
        return None
    sheets, costs = priced.sheets, priced.costs
    own = own_channel(sheets)
    others = [sheet for name, sheet in sheets.items() if name != own]
    at_the_table = (negotiation_of(sheet, sheets[own] if own else None) for sheet in others)
    floor = priced.lot.pay_floor
    return LotMoney(
        currency=currency_of(rulebook, brief),
        cheaper=cheaper({name: one.total for name, one in priced.simulated.items()}),
        break_even=break_even_of(sheets, costs),
        negotiation=tuple(one for one in at_the_table if one),
        doubled=_doubled(rulebook, brief, priced),
        where_it_goes=tuple(flow_of(sheet, costs[name], floor) for name, sheet in sheets.items()),
        tornado=tornado_of(sheets),
        budget=_budget(brief, priced, rest),
        split_saves=_split_saves(rulebook, brief, priced),
        unit_waste=unit_waste(next(iter(sheets.values()))),
    )


def _doubled(rulebook: Rulebook, brief: Brief, priced: PricedLot) -> Doubled:
    volume = next(iter(priced.sheets.values())).inputs["volume"]
    lot = twice(priced.lot, volume.likely)
    found = won(LotPrices(rulebook, brief, lot), standing_of(rulebook, lot).state)
    winner = rulebook.channel_ids[found.winner] if found.winner is not None else None
    eligible = {name: priced.costs[name] for name in priced.eligible}
    return doubled(eligible, found.priced, winner)


def _split_saves(rulebook: Rulebook, brief: Brief, priced: PricedLot) -> SplitSaves | None:
    proposed = priced.decided.split
    if proposed is None:
        return None

    def price_on(lot: Lot, channel: str) -> Cost | None:
        place = 1 << rulebook.channel_ids.index(channel)
        state = standing_of(rulebook, lot).state
        cost = channel_costs(rulebook, brief, lot, state, place).get(channel)
        return cost if isinstance(cost, Cost) else None

    bought: dict[str, list[Cost]] = {}
    for part in proposed.slices:
        channel = part.decision.recommended
        cost = part.decision.channel(channel).cost if channel else None
        if channel and cost:
            supplier = supplier_of(rulebook, part.decision, channel)
            bought.setdefault(supplier, []).append(cost)
    shared = sum((paid_again(costs).likely for costs in bought.values()), ZERO)
    return split_saves(priced.lot, priced.decided, proposed, price_on, shared)


def _budget(brief: Brief, priced: PricedLot, rest: Rest) -> Budget:
    """Return the budget's view of a lot; without a budget, only what is compared with other prices."""
    amount = brief.budget.amount if brief.budget else None
    tax = (brief.budget.tax if brief.budget else None) or ZERO
    left = None
    if amount is not None and rest.likely is not None:
        left = max(rounded(amount / (ONE + tax)) - rest.likely, ZERO)
    compared = priced.eligible or priced.costs
    today = priced.decided.today.cost.total.likely if priced.decided.today else None
    least = min(priced.costs[name].total.likely for name in compared)
    return Budget(
        amount=amount,
        tax=tax or None,
        left_for_lot=left,
        channels=tuple(
            ChannelBudget(
                channel=name,
                share_within=_within(priced, name, rest, amount, tax) if left is not None else None,
                buys=work_that_fits([priced.sheets[name]], left) if left is not None else None,
                premium=cost.total.likely - least,
                against_today=cost.total.likely - today if today is not None else None,
                with_tax=_with_tax(cost.total, tax),
            )
            for name, cost in priced.costs.items()
        ),
    )


def _within(
    priced: PricedLot, channel: str, rest: Rest, amount: Decimal | None, tax: Decimal
) -> Decimal | None:
    if amount is None:
        return None
    basket = priced.basket(channel)
    return share_within((basket + rest.basket if rest.basket else basket).total, amount, tax)


def _with_tax(total: Money, tax: Decimal) -> Decimal | None:
    return rounded(total.likely * (ONE + tax)) if tax else None
