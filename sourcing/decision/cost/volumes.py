"""Hours, people and months of work, from what is accepted to what is paid."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

ONE = Decimal(1)
WEEKS_IN_A_MONTH = Decimal(52) / 12
PLACES_THAT_COUNT = 9  # what lies behind them is left over from a division, and takes on nobody


def submitted_hours(accepted: Decimal, rejected_share: Decimal) -> Decimal:
    """Return the hours to be submitted for these accepted ones; the share is of what is submitted."""
    return accepted / (ONE - rejected_share)


def paid_hours(accepted: Decimal, submitted: Decimal, rejected_paid: Decimal) -> Decimal:
    """Return the accepted hours and the paid share of the rejected ones."""
    return accepted + (submitted - accepted) * rejected_paid


def people_needed(
    paid: Decimal, weeks: Decimal, hours_per_week: Decimal, drop_out: Decimal
) -> Decimal:
    """Return how many people to take on, so that enough stay to work the paid hours in time."""
    people = paid / (weeks * hours_per_week * (ONE - drop_out))
    return round(people, PLACES_THAT_COUNT).to_integral_value(ROUND_CEILING)


def seat_months(paid: Decimal, hours_per_week: Decimal) -> Decimal:
    """Return the months for which seats are rented, each person's for as long as they work."""
    return paid / hours_per_week / WEEKS_IN_A_MONTH
