"""What there is to gain at the table: a point of the fee, the lowest fee known, where to walk away."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from sourcing.decision.cost.formula.fees import ONE
from sourcing.decision.cost.formula.figures import select
from sourcing.decision.cost.formula.sheet import QUANTA, Sheet, exactly, rounded

POINT = Decimal("0.01")
PLACES_OF_A_SHARE = 4
STEPS_OF_A_SHARE = 10**PLACES_OF_A_SHARE


@dataclass(frozen=True, slots=True)
class KnownFee:
    """The lowest fee on record for a channel, as shares of the bill, and what it would save.

    Where the record does not say what the fee is a share of, both readings stand: the first saves
    more.
    """

    label: str
    note: str | None
    sources: tuple[str, ...]
    take_rates: tuple[Decimal, ...]
    saves: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Negotiation:
    """One channel's fee at the table; all at likely cost and with the same pay behind the bill.

    `walk_away` is the take rate from which own people cost less: 0 where they do at any, None
    where they never do or there is no such channel.
    """

    channel: str
    take_rate: Decimal
    point_worth: Decimal | None
    known_fee: KnownFee | None
    walk_away: Decimal | None


def negotiation_of(sheet: Sheet, own: Sheet | None) -> Negotiation | None:
    """Return what can be negotiated on a channel with a fee; None where it has none."""
    likely = sheet.work_out_likely()
    if "overall_take_rate" not in likely:
        return None
    take_rate = likely["overall_take_rate"]
    return Negotiation(
        channel=sheet.request.channel,
        take_rate=rounded(take_rate, PLACES_OF_A_SHARE),
        point_worth=sheet.price() - _at(sheet, take_rate - POINT) if take_rate >= POINT else None,
        known_fee=_known_fee(sheet, take_rate),
        walk_away=_walk_away(sheet, own) if own else None,
    )


def pay_behind(sheet: Sheet) -> Decimal:
    """Return the worker's likely pay behind the bill rate, whichever of the two was given."""
    likely = sheet.work_out_likely()
    with exactly():
        pay: Decimal = likely["bill_rate"] * (ONE - likely["overall_take_rate"])
        return pay


def _at(sheet: Sheet, take_rate: Decimal) -> Decimal:
    """Return the likely total at another take rate and the same pay."""
    bill = pay_behind(sheet) / (ONE - take_rate)
    return sheet.price(overall_take_rate=take_rate, bill_rate=bill)


def _known_fee(sheet: Sheet, take_rate: Decimal) -> KnownFee | None:
    figure = select(sheet.request.book, "lowest_take_rate", sheet.request.state)
    if figure is None or figure.high >= take_rate:
        return None
    shares = tuple(dict.fromkeys((figure.low, figure.high)))
    total = sheet.price()
    return KnownFee(
        label=figure.label,
        note=figure.note,
        sources=figure.sources,
        take_rates=shares,
        saves=tuple(total - _at(sheet, share) for share in shares),
    )


def _walk_away(sheet: Sheet, own: Sheet) -> Decimal | None:
    """Return the take rate from which the channel costs more than own people, to a hundredth of a point."""
    pay, likely = float(pay_behind(sheet)), sheet.at("likely")
    shares = np.arange(STEPS_OF_A_SHARE) / STEPS_OF_A_SHARE
    values = {name: np.float64(amount) for name, amount in likely.items()}
    rates = {"overall_take_rate": shares, "bill_rate": pay / (1 - shares)}
    totals = sheet.total(sheet.work_out(values | rates))
    dearer = np.flatnonzero(totals > float(own.price()))
    return (int(dearer[0]) * QUANTA[PLACES_OF_A_SHARE]) if dearer.size else None
