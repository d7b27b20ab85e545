"""The cost formula: its lines in the order of the calculation, in words and in numbers.

A line is worked out from inputs and earlier lines, all at one level: `low` takes every input at
the end that costs less, `high` at the end that costs more. The same lines are worked out on arrays
of draws: amounts are written with operations that exact figures and arrays share.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sourcing.decision.cost.formula.fees import take_rate_between
from sourcing.decision.cost.formula.numbers import Number, larger
from sourcing.decision.cost.formula.steps import FeeParts, Step, Values, bill_line, share_line
from sourcing.decision.cost.formula.volumes import (
    paid_hours,
    people_needed,
    seat_months,
    submitted_hours,
)

CHEAPER_WHEN_HIGHER = frozenset({"weeks", "hours_per_week"})
"""Inputs that cost less at their high end: with more time, fewer people are needed."""

MARKET: Mapping[str, str] = {
    "volume": "volume",
    "pay": "pay level",
    "reviewer_pay": "pay level",
    "supervisor_pay": "pay level",
    "rejected_share": "rejected share",
    "unit_price": "price of a unit",
    "compute_per_unit": "compute for a unit",
}
"""Inputs that are one unknown of the market, the same for all channels; the rest is a channel's own."""

QUOTED_FEES = frozenset({"take_rate", "markup", "margin", "client_fee", "quoted_bill_rate"})
"""Inputs of a quote that say what is charged besides pay, so that no board's fee is guessed."""

ONCE = frozenset({"setup", "search", "trial", "onboarding", "conversion"})
"""Lines that are spent once, however many hours follow."""


def steps_by_the_hour(parts: FeeParts, quoted: Collection[str]) -> tuple[Step, ...]:
    """Return the lines of a lot that is paid by the hour; `quoted` names the inputs of the quote."""
    if "quoted_bill_rate" not in quoted:
        rates = (parts.share(), parts.bill())
    elif "pay" not in quoted:
        rates = (parts.share(), QUOTED_BILL)
    else:
        rates = (SHARE_BETWEEN, QUOTED_BILL)
    board = (BOARD,) if QUOTED_FEES.isdisjoint(quoted) else ()
    return (*HOURS, *rates, LABOUR, *board, REVIEW, SET_UP, *PEOPLE, *RUNNING)


def steps_by_the_unit(unit: str) -> tuple[Step, ...]:
    """Return the lines of a lot that is bought by the piece, such as practice worlds for agents."""
    units = Step(
        id="units",
        label="Accepted units",
        unit=unit,
        how="as given for the lot",
        amount=lambda v: v["volume"],
        needs=("volume",),
    )
    return (units, UNITS, COMPUTE, WASTED, SET_UP)


def _reviewers_bill(v: Values) -> Number:
    return v["reviewer_pay"] / (1 - v["overall_take_rate"])


HOURS = (
    Step(
        id="accepted_hours",
        label="Accepted hours",
        unit="hours",
        how="as given for the lot",
        amount=lambda v: v["volume"],
        needs=("volume",),
    ),
    Step(
        id="submitted_hours",
        label="Submitted hours",
        unit="hours",
        how="accepted hours / (1 - rejected share)",
        amount=lambda v: submitted_hours(v["accepted_hours"], v["rejected_share"]),
        needs=("rejected_share",),
    ),
    Step(
        id="paid_hours",
        label="Paid hours",
        unit="hours",
        how="accepted hours + rejected hours x share of them that is paid",
        amount=lambda v: paid_hours(v["accepted_hours"], v["submitted_hours"], v["rejected_paid"]),
        needs=("rejected_paid",),
    ),
)

QUOTED_BILL = bill_line("as quoted", lambda v: v["quoted_bill_rate"], ("quoted_bill_rate",))

SHARE_BETWEEN = share_line(
    "(bill rate - pay) / bill rate",
    lambda v: take_rate_between(v["pay"], v["quoted_bill_rate"]),
    ("pay", "quoted_bill_rate"),
)

LABOUR = Step(
    id="labour",
    label="Labour",
    unit="¤",
    how="paid hours x bill rate, or the minimum where that is more",
    amount=lambda v: larger(v["paid_hours"] * v["bill_rate"], v.get("minimum", 0)),
    uses=("minimum",),
)

BOARD = Step(
    id="board",
    label="Freelance board's fee",
    unit="¤",
    how="labour x share that a board adds",
    amount=lambda v: v["labour"] * v["board_fee"],
    needs=("board_fee",),
    optional=True,
)

REVIEW = Step(
    id="review",
    label="Review",
    unit="¤",
    how="submitted hours x reviewed share x reviewer's pay / (1 - overall take rate)",
    amount=lambda v: v["submitted_hours"] * v["reviewed_share"] * _reviewers_bill(v),
    needs=("reviewed_share", "reviewer_pay"),
    optional=True,
)

SET_UP = Step(
    id="setup",
    label="Set-up",
    unit="¤",
    how="once for each supplier",
    amount=lambda v: v["setup_cost"],
    needs=("setup_cost",),
    optional=True,
)

PEOPLE = (
    Step(
        id="people",
        label="People to take on",
        unit="people",
        how="paid hours / (weeks x hours a week) / (1 - drop-out), rounded up",
        amount=lambda v: people_needed(
            v["paid_hours"], v["weeks"], v["hours_per_week"], v["drop_out"]
        ),
        needs=("weeks", "hours_per_week", "drop_out"),
        places=0,
        optional=True,
    ),
    Step(
        id="search",
        label="Finding people",
        unit="¤",
        how="people x search cost of each",
        amount=lambda v: v["people"] * v["search_cost"],
        needs=("people", "search_cost"),
        optional=True,
    ),
    Step(
        id="trial",
        label="Paid trials",
        unit="¤",
        how="people x trial hours x bill rate",
        amount=lambda v: v["people"] * v["trial_hours"] * v["bill_rate"],
        needs=("people", "trial_hours"),
        optional=True,
    ),
    Step(
        id="onboarding",
        label="Onboarding",
        unit="¤",
        how="people x onboarding hours x bill rate",
        amount=lambda v: v["people"] * v["onboarding_hours"] * v["bill_rate"],
        needs=("people", "onboarding_hours"),
        optional=True,
    ),
    Step(
        id="conversion",
        label="Fee for taking people over",
        unit="¤",
        how="people x hours charged for each x bill rate",
        amount=lambda v: v["people"] * v["conversion_hours"] * v["bill_rate"],
        needs=("people", "conversion_hours"),
        optional=True,
    ),
)

RUNNING = (
    Step(
        id="tool_seats",
        label="Tool seats",
        unit="¤",
        how="paid hours / hours a week / weeks in a month x price of a seat",
        amount=lambda v: seat_months(v["paid_hours"], v["hours_per_week"]) * v["tool_seat"],
        needs=("hours_per_week", "tool_seat"),
        optional=True,
    ),
    Step(
        id="supervision",
        label="Supervision",
        unit="¤",
        how="paid hours x hours of supervision for each x supervisor's pay",
        amount=lambda v: v["paid_hours"] * v["supervision_share"] * v["supervisor_pay"],
        needs=("supervision_share", "supervisor_pay"),
        optional=True,
    ),
    Step(
        id="coordination",
        label="Coordination",
        unit="¤",
        how="paid hours x hours of coordination for each x supervisor's pay",
        amount=lambda v: v["paid_hours"] * v["coordination_share"] * v["supervisor_pay"],
        needs=("coordination_share", "supervisor_pay"),
        optional=True,
    ),
)

UNITS = Step(
    id="labour",
    label="Commissioned units",
    unit="¤",
    how="units x price of one, or the minimum where that is more; hourly quotes do not apply",
    amount=lambda v: larger(v["units"] * v["unit_price"], v.get("minimum", 0)),
    needs=("unit_price",),
    uses=("minimum",),
)

COMPUTE = Step(
    id="compute",
    label="Compute for testing",
    unit="¤",
    how="units x compute used on one",
    amount=lambda v: v["units"] * v["compute_per_unit"],
    needs=("compute_per_unit",),
    optional=True,
)

WASTED = Step(
    id="wasted",
    label="Compute wasted on units that are rejected",
    unit="¤",
    how="units x rejected share / (1 - rejected share) x compute used on one",
    amount=lambda v: (
        v["units"] * v["rejected_share"] / (1 - v["rejected_share"]) * v["compute_per_unit"]
    ),
    needs=("compute_per_unit", "rejected_share"),
    optional=True,
)
