"""What every view needs: the rulebook in use, the records, and today's date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import current_app

from sourcing.records.archive import Records
from sourcing.rulebook.compiled import Rulebook

_KEY = "sourcing"


@dataclass(frozen=True, slots=True)
class Office:
    """One application's tools."""

    rulebook: Rulebook
    records: Records
    today: Callable[[], date]

    def opens(self, extensions: dict[str, object]) -> None:
        """Put this office where `office()` finds it."""
        extensions[_KEY] = self


def office() -> Office:
    """Return the office of the application that answers the request."""
    found = current_app.extensions[_KEY]
    if not isinstance(found, Office):
        raise TypeError(found)
    return found
