"""Which of a rulebook's documents are past the day on which their figures want checking."""

from __future__ import annotations

from datetime import date

from sourcing.problems import Problem
from sourcing.rulebook.compiled import Rulebook


def stale_sources(rulebook: Rulebook, on: date) -> list[Problem]:
    """Return a warning for each document whose `review_after` lies before the day."""
    return [
        Problem(
            rulebook.place("sources", source.id, "review_after"),
            "warning",
            f"'{source.id}' was due for review after {source.review_after}; "
            "check its figures against newer ones, then move the date",
        )
        for source in rulebook.content.sources
        if source.review_after < on.isoformat()
    ]
