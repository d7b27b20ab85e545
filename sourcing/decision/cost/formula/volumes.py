"""Hours, people and months of work, from what is accepted to what is paid."""

from __future__ import annotations

from sourcing.decision.cost.formula.numbers import Number, rounded_up

WEEKS_IN_A_YEAR, MONTHS_IN_A_YEAR = 52, 12


def submitted_hours(accepted: Number, rejected_share: Number) -> Number:
    """Return the hours to be submitted for these accepted ones; the share is of what is submitted."""
    return accepted / (1 - rejected_share)


def paid_hours(accepted: Number, submitted: Number, rejected_paid: Number) -> Number:
    """Return the accepted hours and the paid share of the rejected ones."""
    return accepted + (submitted - accepted) * rejected_paid


def people_needed(paid: Number, weeks: Number, hours_per_week: Number, drop_out: Number) -> Number:
    """Return how many people to take on, so that enough stay to work the paid hours in time."""
    return rounded_up(paid / (weeks * hours_per_week * (1 - drop_out)))


def seat_months(paid: Number, hours_per_week: Number) -> Number:
    """Return the months for which seats are rented, each person's for as long as they work."""
    return months(paid / hours_per_week)


def months(weeks: Number) -> Number:
    """Return weeks as months."""
    return weeks * MONTHS_IN_A_YEAR / WEEKS_IN_A_YEAR
