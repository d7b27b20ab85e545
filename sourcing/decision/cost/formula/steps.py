"""A line of the cost formula, and the forms of fee that rates are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sourcing.decision.cost.formula.fees import bill_rate, take_rate
from sourcing.decision.cost.formula.numbers import Number

Values: TypeAlias = Mapping[str, Number]
Amount: TypeAlias = Callable[[Values], Number]
Names: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A line, with the inputs and earlier lines that it `needs`, and those it `uses` where there are any.

    Where something that it needs is missing, an `optional` line is left out; without any other line
    there is no price.
    """

    id: str
    label: str
    unit: str
    how: str
    amount: Amount
    needs: Names = ()
    uses: Names = ()
    places: int = 2
    optional: bool = False

    @property
    def is_money(self) -> bool:
        """Whether the line is part of the total."""
        return self.unit == "¤"


@dataclass(frozen=True, slots=True)
class FeeParts:
    """The inputs that a fee is made of: what is kept of the bill, what is put on top of pay."""

    kept: str = ""
    on_top: str = ""

    def shares(self, values: Values) -> tuple[Number, Number]:
        """Return what is kept and what is put on top; a part without a value takes nothing."""
        nothing = 0 * values["volume"]  # a zero of the kind that is reckoned with
        return values.get(self.kept, nothing), values.get(self.on_top, nothing)

    def share(self) -> Step:
        """Return the line of the take rate that this fee amounts to."""
        how = "from the fee: (bill rate - pay) / bill rate"
        return share_line(how, lambda v: take_rate(*self.shares(v)), self._needs, self._uses)

    def bill(self) -> Step:
        """Return the line of the bill rate at which the worker's pay is charged."""
        how = "pay x (1 + what is put on top of pay) / (1 - what is kept of the bill)"
        needs = ("pay", *self._needs)
        return bill_line(how, lambda v: bill_rate(v["pay"], *self.shares(v)), needs, self._uses)

    @property
    def _needs(self) -> Names:
        return (self.kept,) if self.kept else ()

    @property
    def _uses(self) -> Names:
        return (self.on_top,) if self.on_top else ()


def share_line(how: str, amount: Amount, needs: Names = (), uses: Names = ()) -> Step:
    """Return the line of the take rate, reckoned in one of several ways."""
    label = "Overall take rate (share of the bill that is not pay)"
    return Step("overall_take_rate", label, "share of bill", how, amount, needs, uses, places=4)


def bill_line(how: str, amount: Amount, needs: Names, uses: Names = ()) -> Step:
    """Return the line of the bill rate, reckoned in one of several ways."""
    return Step("bill_rate", "Bill rate", "¤/hour", how, amount, needs, uses)
