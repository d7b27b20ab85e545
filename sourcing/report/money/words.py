"""Figures of money as sentences take them: shares of simulations, hours that may be never."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from sourcing.report import formats
from sourcing.report.words import Plain

HUNDRED, TEN = Decimal(100), Decimal(10)
_NEARLY_ALL, _HARDLY_ANY = Decimal("0.99"), Decimal("0.01")
NEVER = "never"


def of_simulations(share: str) -> str:
    """Return a share of simulations in words: 71 percent of simulations, every simulation."""
    part = Decimal(share)
    if part in (0, 1):
        return "every simulation" if part else "no simulation"
    if part > _NEARLY_ALL:
        return "more than 99 percent of simulations"
    if part < _HARDLY_ANY:
        return "less than 1 percent of simulations"
    return f"{formats.number(round(part * HUNDRED, 0))} percent of simulations"


def range_of(amount: Plain, currency: str, likely: str | Decimal) -> str:
    """Return where eight in ten simulations lie; without simulations, the ends of the range.

    Where the cost at likely inputs lies outside of these, it says what it is and where the middle is.
    """
    if not amount.get("p10"):
        return f"{formats.span(amount['low'], amount['high'], currency)} from low to high"
    said = f"{formats.span(amount['p10'], amount['p90'], currency)} in 8 of 10 simulations"
    within = Decimal(amount["p10"]) <= Decimal(likely) <= Decimal(amount["p90"])
    ends = {formats.short(amount[end], currency) for end in ("p10", "p90")}
    if within or formats.short(likely, currency) in ends:
        return said
    return f"at likely inputs; {said}, half of them above {formats.short(amount['p50'], currency)}"


def percent_words(share: str | Decimal) -> str:
    """Return a share as a percentage in words, to a tenth: 18.2 percent."""
    return f"{formats.number(round(Decimal(share) * HUNDRED, 1))} percent"


def hours_about(hours: str | Decimal) -> str:
    """Return hours for reading: two figures from a hundred up, below ten to the tenth."""
    amount = Decimal(hours)
    if amount < TEN:
        return formats.number(amount)
    unit = Decimal(1).scaleb(max(0, amount.adjusted() - 1))
    return formats.number(amount.quantize(unit, ROUND_HALF_UP))


def spread(span: Plain, written: str) -> str:
    """Return a low and a high beside what is likely, where they differ: likely (low to high)."""
    return (
        written if span["low"] == span["high"] else f"{written} ({span['low']} to {span['high']})"
    )
