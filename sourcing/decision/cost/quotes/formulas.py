"""The arithmetic of quotes: each formula once, in words and in numbers.

bill = pay / (1 - t) = pay x (1 + m) = pay x (1 + b) / (1 - g), for a take rate t, a mark-up m,
a margin g after the burden b; from a posted rate, bill = rate x (1 + c) and pay = rate x (1 - w)
for a client's fee c and a worker's fee w.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, Literal, TypeAlias

from sourcing.decision.cost.formula.fees import ONE, Fee

Values: TypeAlias = Mapping[str, Decimal]
Measure: TypeAlias = Literal["rate", "share", "money", "items"]
CENT, SIXTY, HUNDRED = Decimal("0.01"), Decimal(60), Decimal(100)


@dataclass(frozen=True, slots=True)
class Formula:
    """One step: the quantity that it `gives`, `how` in the words of quantities, and its amount."""

    gives: str
    how: str
    measure: Measure
    amount: Callable[[Values], Decimal]

    @property
    def needs(self) -> tuple[str, ...]:
        """The quantities that the formula names, in the order in which it names them."""
        return tuple(dict.fromkeys(_NAMES.findall(self.how)))


@dataclass(frozen=True, slots=True)
class Kind:
    """How a form of fee leads from pay to bill and back, and what it comes to; by formula id."""

    bill: str
    pay: str
    take: str
    markup: str


def written_out(formula: Formula, figures: Mapping[str, str]) -> str:
    """Return the formula with a figure in place of each quantity."""
    return _NAMES.sub(lambda found: figures[found[0]], formula.how)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def _two_sided(v: Values) -> Fee:
    return Fee.of_two_sides(v["client's fee"], v["worker's fee"])


def _margin(v: Values) -> Fee:
    return Fee.of_margin(v["margin"], v["burden"])


FORMULAS: Final[Mapping[str, Formula]] = {
    "bill_of_item": Formula(
        "bill rate",
        "price of an item x 60 / minutes for an item",
        "rate",
        lambda v: v["price of an item"] * SIXTY / v["minutes for an item"],
    ),
    "bill_as_posted": Formula("bill rate", "posted rate", "rate", lambda v: v["posted rate"]),
    "pay_as_posted": Formula("pay", "posted rate", "rate", lambda v: v["posted rate"]),
    "bill_of_posted": Formula(
        "bill rate",
        "posted rate x (1 + client's fee)",
        "rate",
        lambda v: v["posted rate"] * (ONE + v["client's fee"]),
    ),
    "pay_of_posted": Formula(
        "pay",
        "posted rate x (1 - worker's fee)",
        "rate",
        lambda v: v["posted rate"] * (ONE - v["worker's fee"]),
    ),
    "bill_of_take": Formula(
        "bill rate",
        "pay / (1 - take rate)",
        "rate",
        lambda v: Fee.of_take_rate(v["take rate"]).bill_rate(v["pay"]),
    ),
    "pay_of_take": Formula(
        "pay",
        "bill rate x (1 - take rate)",
        "rate",
        lambda v: Fee.of_take_rate(v["take rate"]).pay_rate(v["bill rate"]),
    ),
    "bill_of_markup": Formula(
        "bill rate",
        "pay x (1 + mark-up)",
        "rate",
        lambda v: Fee.of_markup(v["mark-up"]).bill_rate(v["pay"]),
    ),
    "pay_of_markup": Formula(
        "pay",
        "bill rate / (1 + mark-up)",
        "rate",
        lambda v: Fee.of_markup(v["mark-up"]).pay_rate(v["bill rate"]),
    ),
    "bill_of_margin": Formula(
        "bill rate",
        "pay x (1 + burden) / (1 - margin)",
        "rate",
        lambda v: _margin(v).bill_rate(v["pay"]),
    ),
    "pay_of_margin": Formula(
        "pay",
        "bill rate x (1 - margin) / (1 + burden)",
        "rate",
        lambda v: _margin(v).pay_rate(v["bill rate"]),
    ),
    "bill_of_burden": Formula(
        "bill rate",
        "pay x (1 + burden)",
        "rate",
        lambda v: Fee(on_top=v["burden"]).bill_rate(v["pay"]),
    ),
    "pay_of_burden": Formula(
        "pay",
        "bill rate / (1 + burden)",
        "rate",
        lambda v: Fee(on_top=v["burden"]).pay_rate(v["bill rate"]),
    ),
    "bill_of_two_sides": Formula(
        "bill rate",
        "pay x (1 + client's fee) / (1 - worker's fee)",
        "rate",
        lambda v: _two_sided(v).bill_rate(v["pay"]),
    ),
    "pay_of_two_sides": Formula(
        "pay",
        "bill rate x (1 - worker's fee) / (1 + client's fee)",
        "rate",
        lambda v: _two_sided(v).pay_rate(v["bill rate"]),
    ),
    "take_of_rates": Formula(
        "take rate",
        "(bill rate - pay) / bill rate",
        "share",
        lambda v: (v["bill rate"] - v["pay"]) / v["bill rate"],
    ),
    "take_of_markup": Formula(
        "take rate",
        "mark-up / (1 + mark-up)",
        "share",
        lambda v: Fee.of_markup(v["mark-up"]).take_rate,
    ),
    "take_of_margin": Formula(
        "take rate",
        "1 - (1 - margin) / (1 + burden)",
        "share",
        lambda v: _margin(v).take_rate,
    ),
    "take_of_burden": Formula(
        "take rate",
        "burden / (1 + burden)",
        "share",
        lambda v: Fee(on_top=v["burden"]).take_rate,
    ),
    "take_of_two_sides": Formula(
        "take rate",
        "1 - (1 - worker's fee) / (1 + client's fee)",
        "share",
        lambda v: _two_sided(v).take_rate,
    ),
    "markup_of_take": Formula(
        "mark-up",
        "take rate / (1 - take rate)",
        "share",
        lambda v: Fee.of_take_rate(v["take rate"]).markup,
    ),
    "markup_of_rates": Formula(
        "mark-up",
        "(bill rate - pay) / pay",
        "share",
        lambda v: (v["bill rate"] - v["pay"]) / v["pay"],
    ),
    "share": Formula("worker's share", "1 - take rate", "share", lambda v: ONE - v["take rate"]),
    "per_100": Formula(
        "bill for each 100 of pay",
        "100 x (1 + mark-up)",
        "rate",
        lambda v: HUNDRED * (ONE + v["mark-up"]),
    ),
    "items": Formula(
        "items",
        "hours x 60 / minutes for an item",
        "items",
        lambda v: v["hours"] * SIXTY / v["minutes for an item"],
    ),
    "labour_of_items": Formula(
        "labour",
        "items x price of an item",
        "money",
        lambda v: _cents(v["items"] * v["price of an item"]),
    ),
    "labour": Formula(
        "labour", "hours x bill rate", "money", lambda v: _cents(v["hours"] * v["bill rate"])
    ),
    "charged": Formula(
        "labour charged",
        "the larger of labour and minimum",
        "money",
        lambda v: max(v["labour"], v["minimum"]),
    ),
    "total": Formula(
        "total", "labour charged + set-up", "money", lambda v: v["labour charged"] + v["set-up"]
    ),
    "effective_bill": Formula(
        "effective bill rate", "total / hours", "rate", lambda v: v["total"] / v["hours"]
    ),
    "effective_take": Formula(
        "effective take rate",
        "1 - hours x pay / total",
        "share",
        lambda v: ONE - v["hours"] * v["pay"] / v["total"],
    ),
}

KINDS: Final[Mapping[str, Kind]] = {
    "take_rate": Kind("bill_of_take", "pay_of_take", "", "markup_of_take"),
    "markup": Kind("bill_of_markup", "pay_of_markup", "take_of_markup", ""),
    "margin": Kind("bill_of_margin", "pay_of_margin", "take_of_margin", "markup_of_take"),
    "burden": Kind("bill_of_burden", "pay_of_burden", "take_of_burden", "markup_of_take"),
    "two_sided": Kind(
        "bill_of_two_sides", "pay_of_two_sides", "take_of_two_sides", "markup_of_take"
    ),
}
"""An empty id: the fee is that quantity itself."""

GIVEN: Final[Mapping[str, str]] = {
    "pay": "pay",
    "bill_rate": "bill rate",
    "posted_rate": "posted rate",
    "item_price": "price of an item",
    "minutes_per_item": "minutes for an item",
    "minimum": "minimum",
    "setup": "set-up",
    "burden": "burden",
}
"""The quantities of the formulas that a quote gives as they are, by their key in the quote."""

_QUANTITIES = {*GIVEN.values(), *(formula.gives for formula in FORMULAS.values())} | {
    "margin",
    "client's fee",
    "worker's fee",
    "hours",
}
_NAMES = re.compile(
    rf"(?<![\w'-])(?:{'|'.join(sorted(_QUANTITIES, key=len, reverse=True))})(?![\w'-])"
)
