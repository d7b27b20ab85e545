"""Days by which something must be done, counted from the work's start or from the decision.

None is on a Saturday or Sunday: what is due then is due on the Friday before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sourcing.rulebook.model.duties import Due

FRIDAY, DAYS_OF_A_WEEK = 4, 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """The day of the decision, and the day on which the work starts where it is known."""

    decided: date
    start: date | None

    def day(self, due: Due | None) -> date | None:
        """Return the day that is meant; never one before the decision."""
        if due is None:
            return None
        if self.start is None:
            return max(self.decided, _friday(_later(self.decided, due.after_decision)))
        return max(self.decided, _friday(_later(self.start, -due.before_start)))

    def earliest_start(self, due: Due | None) -> date | None:
        """Return the first start of the work that leaves the time which is meant for doing it.

        That is the time which it has while no start is known, and then its days before the start.
        """
        if due is None:
            return None
        return _monday(_later(self.decided, due.after_decision + due.before_start))


def _friday(day: date) -> date:
    """Return the day itself, or the Friday before it where it is on a weekend."""
    return _later(day, -max(0, day.weekday() - FRIDAY))


def _monday(day: date) -> date:
    """Return the day itself, or the Monday after it where it is on a weekend."""
    return _later(day, DAYS_OF_A_WEEK - day.weekday()) if day.weekday() > FRIDAY else day


def _later(day: date, days: int) -> date:
    """Return the day so many days on; the calendar's last or first day where it ends before."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
