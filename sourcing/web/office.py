"""What every view needs: the rulebook in use, the records, and today's date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import current_app, g

from sourcing.records.archive import Records
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.rulebook_in_use import RulebookInUse, Standing

_KEY = "sourcing"


@dataclass(frozen=True, slots=True)
class Office:
    """One application's tools."""

    in_use: RulebookInUse
    records: Records
    today: Callable[[], date]

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook that answers this request."""
        return standing().rulebook

    def opens(self, extensions: dict[str, object]) -> None:
        """Put this office where `office()` finds it."""
        extensions[_KEY] = self


def office() -> Office:
    """Return the office of the application that answers the request."""
    found = current_app.extensions[_KEY]
    if not isinstance(found, Office):
        raise TypeError(found)
    return found


def standing() -> Standing:
    """Return what answers this request: the same from its beginning to its end."""
    if "standing" not in g:
        g.standing = office().in_use.look()
    found: Standing = g.standing
    return found
