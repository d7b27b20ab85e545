"""Where the money goes: to the worker, to the platform, and into everything around the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sourcing.decision.cost.analysis.negotiation import pay_behind
from sourcing.decision.cost.formula.fees import ONE, ZERO
from sourcing.decision.cost.formula.figures import select
from sourcing.decision.cost.formula.lines import ONCE
from sourcing.decision.cost.formula.sheet import Sheet, exactly, rounded
from sourcing.decision.model.cost import Cost

PLACES_OF_A_SHARE = 4
LABELS: Mapping[str, str] = {
    "worker": "Workers",
    "employer": "On top of pay: contracts, payroll, employer's costs",
    "cut": "Kept by the platform or vendor",
    "units": "Price of the units",
    "review": "Review",
    "once": "Set-up and taking people on",
    "running": "Everything that runs with the work",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the likely total; the parts of a channel add up to it, and their shares to 1."""

    part: str
    label: str
    amount: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class PayFloor:
    """What it costs to pay no worker less than a floor: by the paid hour, and by the hour worked."""

    pay: Decimal
    total: Decimal
    total_with_unpaid_time: Decimal | None


@dataclass(frozen=True, slots=True)
class Flow:
    """Where a channel's likely total goes, and what an hour brings the worker.

    `effective_pay` counts the time that such work leaves unpaid, from the worst case to the best.
    """

    channel: str
    parts: tuple[Part, ...]
    pay: Decimal | None
    unpaid_share: tuple[Decimal, Decimal, Decimal] | None
    unpaid_sources: tuple[str, ...]
    effective_pay: tuple[Decimal, Decimal, Decimal] | None
    floor: PayFloor | None


def flow_of(sheet: Sheet, cost: Cost, floor: Decimal | None) -> Flow:
    """Return where the likely total of a channel goes; `floor` is the least pay an hour to allow."""
    by_the_hour = "bill_rate" in {step.id for step in sheet.steps}
    pay = rounded(pay_behind(sheet)) if by_the_hour else None
    unpaid = select(sheet.request.book, "unpaid_share", sheet.request.state) if pay else None
    shares = (unpaid.low, unpaid.likely, unpaid.high) if unpaid else None
    return Flow(
        channel=sheet.request.channel,
        parts=_parts(sheet, cost, by_the_hour=by_the_hour),
        pay=pay,
        unpaid_share=shares,
        unpaid_sources=unpaid.sources if unpaid else (),
        effective_pay=_effective(pay, shares) if pay is not None and shares else None,
        floor=_floor(sheet, floor, shares) if by_the_hour and floor is not None else None,
    )


def _effective(
    pay: Decimal, unpaid: tuple[Decimal, Decimal, Decimal]
) -> tuple[Decimal, Decimal, Decimal]:
    low, likely, high = unpaid
    return rounded(pay * (ONE - high)), rounded(pay * (ONE - likely)), rounded(pay * (ONE - low))


def _parts(sheet: Sheet, cost: Cost, *, by_the_hour: bool) -> tuple[Part, ...]:
    money = {line.id: line.likely for line in cost.lines if line.is_money}
    labour, board = money.pop("labour"), money.pop("board", ZERO)
    around = {
        "review": money.pop("review", ZERO),
        "once": sum((money.pop(name) for name in tuple(money) if name in ONCE), ZERO),
        "running": sum(money.values(), ZERO),
    }
    work = _labour(sheet, labour) if by_the_hour else {"units": labour}
    if board:
        work["cut"] += board
    amounts = {name: amount for name, amount in (work | around).items() if amount}
    shares = _shares(amounts)
    return tuple(Part(name, LABELS[name], amounts[name], shares[name]) for name in amounts)


def _labour(sheet: Sheet, labour: Decimal) -> dict[str, Decimal]:
    """Return the parts of labour, which add up to it: pay, what an employer adds to it, and the cut."""
    likely = sheet.work_out_likely()
    with exactly():
        pay = likely["bill_rate"] * (ONE - likely["overall_take_rate"])
        worker = min(rounded(likely["paid_hours"] * pay), labour)
        burden = rounded(likely["paid_hours"] * pay * likely.get("burden", ZERO))
    employer = min(burden, labour - worker)
    cut = labour - worker - employer
    if sheet.request.book.pricing.get(sheet.request.channel) == "own_staff":
        employer, cut = labour - worker, ZERO
    return {"worker": worker, "employer": employer, "cut": cut}


def _shares(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the amounts as shares that add up to 1: what rounding leaves over goes to the largest."""
    whole = sum(amounts.values(), ZERO)
    if not whole:
        return dict.fromkeys(amounts, ZERO)
    shares = {name: rounded(amount / whole, PLACES_OF_A_SHARE) for name, amount in amounts.items()}
    largest = max(amounts, key=lambda name: amounts[name])
    shares[largest] += ONE - sum(shares.values(), ZERO)
    return shares


def _floor(
    sheet: Sheet, floor: Decimal, unpaid: tuple[Decimal, Decimal, Decimal] | None
) -> PayFloor:
    worked = _total_at_pay(sheet, floor / (ONE - unpaid[1])) if unpaid else None
    return PayFloor(floor, _total_at_pay(sheet, floor), worked)


def _total_at_pay(sheet: Sheet, floor: Decimal) -> Decimal:
    """Return the likely total where workers are paid at least a floor and the fee stays as it is."""
    pay, bill = pay_behind(sheet), sheet.work_out_likely()["bill_rate"]
    if pay >= floor:
        return sheet.price()
    return sheet.price(bill_rate=bill * floor / pay if pay else floor)
