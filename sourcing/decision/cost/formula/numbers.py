"""What the cost formula asks of a number, so that one formula serves exact figures and drawn ones.

A `Number` is a `Decimal`, for the lines and bounds of a price, or an array of float64 with one
figure for each simulated world. Both add, multiply and divide alike; the two operations of the
formula that they spell differently stand here. Whole numbers mix with either.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import Any, TypeAlias

Number: TypeAlias = Any

PLACES_THAT_COUNT = 9  # what lies behind them is left over from a division, and counts as nothing


def larger(one: Number, other: Number) -> Number:
    """Return the larger of two numbers, of arrays place by place."""
    return max(one, other) if isinstance(one, Decimal) else one.clip(other)


def rounded_up(number: Number) -> Number:
    """Return the least whole number that is no less."""
    if isinstance(number, Decimal):
        return round(number, PLACES_THAT_COUNT).to_integral_value(ROUND_CEILING)
    return -(-number.round(PLACES_THAT_COUNT) // 1)
