"""What stands between the worker's pay and the buyer's bill, whatever form the fee takes.

    take rate      bill = pay / (1 - t)                t, a share of the bill
    mark-up        bill = pay x (1 + m)                m, a share of pay; t = m / (1 + m)
    margin         bill = pay x (1 + b) / (1 - g)      g, a share of the bill after the burden b on pay
    two-sided      bill = pay x (1 + c) / (1 - w)      client fee c and worker fee w, both on the
                                                       posted rate; t = 1 - (1 - w) / (1 + c)

All four are one form: something kept of the bill, and something put on top of pay. `bill_rate` and
`take_rate` also work on arrays, one figure for each draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sourcing.decision.cost.formula.numbers import Number

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee as shares of 1: `kept` of the bill, `on_top` of pay; exact, whatever form it came in."""

    kept: Decimal = ZERO
    on_top: Decimal = ZERO

    def __post_init__(self) -> None:
        """Refuse shares with which no bill can be worked out."""
        if not ZERO <= self.kept < ONE:
            raise ValueError(
                f"{self.kept} of the bill cannot be kept; give a share from 0 to below 1, as in 0.35"
            )
        if self.on_top < ZERO:
            raise ValueError(
                f"{self.on_top} cannot be put on top of pay; give a share of 0 or more, as in 0.25"
            )

    @classmethod
    def of_take_rate(cls, take_rate: Decimal) -> Fee:
        """Return the fee of an intermediary that keeps a share of the bill."""
        return cls(kept=take_rate)

    @classmethod
    def of_markup(cls, markup: Decimal) -> Fee:
        """Return the fee of an intermediary that adds a share of pay."""
        return cls(on_top=markup)

    @classmethod
    def of_margin(cls, margin: Decimal, burden: Decimal) -> Fee:
        """Return the fee of an employer: a margin on the bill, after its burden on pay."""
        return cls(kept=margin, on_top=burden)

    @classmethod
    def of_two_sides(cls, client_fee: Decimal, worker_fee: Decimal) -> Fee:
        """Return the fee of a platform that charges both sides on the posted rate."""
        return cls(kept=worker_fee, on_top=client_fee)

    @property
    def take_rate(self) -> Decimal:
        """The share of the bill that is not pay: (bill - pay) / bill."""
        share: Decimal = take_rate(self.kept, self.on_top)
        return share

    @property
    def markup(self) -> Decimal:
        """What the bill adds to pay, as a share of pay: (bill - pay) / pay."""
        return (ONE + self.on_top) / (ONE - self.kept) - ONE

    def bill_rate(self, pay: Decimal) -> Decimal:
        """Return what the buyer is billed where the worker receives `pay`."""
        bill: Decimal = bill_rate(pay, self.kept, self.on_top)
        return bill

    def pay_rate(self, bill: Decimal) -> Decimal:
        """Return what the worker receives where the buyer is billed `bill`."""
        return bill * (ONE - self.kept) / (ONE + self.on_top)


def bill_rate(pay: Number, kept: Number, on_top: Number) -> Number:
    """Return what is billed for `pay` where one share is kept of the bill and one put on top of pay."""
    return pay * (1 + on_top) / (1 - kept)


def take_rate(kept: Number, on_top: Number) -> Number:
    """Return the share of the bill that is not pay: (bill - pay) / bill."""
    return 1 - (1 - kept) / (1 + on_top)


def take_rate_between(pay: Number, bill: Number) -> Number:
    """Return the share of a quoted bill that is not the quoted pay; none where pay is no less."""
    return 1 - pay / bill if bill > pay else 0 * pay
