"""What a quote may say: its terms, and the figure that each of them takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias, get_args

from sourcing.quotes.written import (
    UnreadableError,
    Written,
    read_amount,
    read_quantity,
    read_share,
    shown,
)
from sourcing.values import CURRENCY_PATTERN

MarginBase: TypeAlias = Literal["bill", "after_burden"]
MARGIN_BASES: Final[tuple[str, ...]] = get_args(MarginBase)

AMOUNTS: Final = {
    "pay": ("95", Decimal(10) ** 9),
    "bill_rate": ("140", Decimal(10) ** 9),
    "posted_rate": ("100", Decimal(10) ** 9),
    "item_price": ("0.35", Decimal(10) ** 9),
    "minimum": ("5000", Decimal(10) ** 12),
    "setup": ("1500", Decimal(10) ** 12),
}
"""Amounts of money: an example, and the most that is taken."""
QUANTITIES: Final = {"minutes_per_item": ("3", Decimal(10) ** 5)}
"""Plain figures: an example, and the most that is taken."""
SHARES: Final = {
    "take_rate": ("30%", True),
    "markup": ("43%", False),
    "margin": ("20%", True),
    "burden": ("25%", False),
    "client_fee": ("5%", False),
    "worker_fee": ("10%", True),
    "fee": ("15%", False),
}
"""Shares: an example, and whether they are kept of something, and so stay below all of it."""
MAY_BE_ZERO: Final = ("minimum", "setup")
MOST_OF_PAY: Final = Decimal(100)
LEAST: Final = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Terms:
    """One quote: rates in the currency an hour, shares of 1; what was not said is None.

    `fee` is a fee whose base was not stated.
    """

    name: str
    pay: Decimal | None = None
    bill_rate: Decimal | None = None
    posted_rate: Decimal | None = None
    item_price: Decimal | None = None
    minutes_per_item: Decimal | None = None
    take_rate: Decimal | None = None
    markup: Decimal | None = None
    margin: Decimal | None = None
    margin_base: MarginBase | None = None
    burden: Decimal | None = None
    client_fee: Decimal | None = None
    worker_fee: Decimal | None = None
    fee: Decimal | None = None
    minimum: Decimal | None = None
    setup: Decimal | None = None

    @property
    def both_rates(self) -> bool:
        """Whether the quote tells the pay as well as the bill, so that the fee follows from them."""
        return self.pay is not None and (self.bill_rate is not None or self.item_price is not None)


def read_term(key: str, value: object) -> Written:
    """Return the figure that a term gives, with the currencies that it may be in.

    Raises `UnreadableError`, which says why it cannot be taken and what could.
    """
    if key in SHARES:
        return Written(_share(key, value))
    if key in QUANTITIES:
        example, most = QUANTITIES[key]
        return Written(bounded(read_quantity(value, example=example), value, example, most))
    example, most = AMOUNTS[key]
    written = read_amount(value, example=example)
    zero = key in MAY_BE_ZERO
    return Written(bounded(written.amount, value, example, most, zero=zero), written.currencies)


def read_currency(value: object) -> str:
    """Return a currency as its three letters; raises `UnreadableError`."""
    if isinstance(value, str) and re.match(CURRENCY_PATTERN, value.strip().upper()):
        return value.strip().upper()
    raise UnreadableError(f"{shown(value)} is no currency; write three letters, such as USD")


def bounded(
    number: Decimal, value: object, example: str, most: Decimal, *, zero: bool = False
) -> Decimal:
    """Return a number that is neither too large nor too small; raises `UnreadableError`."""
    if number > most:
        raise UnreadableError(f"{shown(value)} is more than {most:,}; check its digits")
    if not number and not zero:
        raise UnreadableError(f"has to be more than 0, such as {example}; or leave it out")
    if number and number < LEAST:
        raise UnreadableError(f"{shown(value)} is less than {LEAST:f}; check its digits")
    return number


def _share(key: str, value: object) -> Decimal:
    example, kept = SHARES[key]
    share = read_share(value, example=example)
    if kept and share >= 1:
        raise UnreadableError(
            f"{shown(value)} would leave the worker nothing; a share that is kept is below 100%, "
            "and a fee of 100% or more is a mark-up on pay"
        )
    if 0 < abs(1 - share) < LEAST:
        raise UnreadableError(f"{shown(value)} is all but 100%; check its digits")
    if share > MOST_OF_PAY:
        raise UnreadableError(f"{shown(value)} is more than 10,000%; check its digits")
    return share
