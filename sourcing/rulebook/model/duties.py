"""By when something that a rule asks for must be done."""

from __future__ import annotations

from pydantic import Field

from sourcing.values import Record


class Due(Record):
    """A day, counted back from the start of the work, or on from the decision while no start is known."""

    before_start: int = Field(ge=0, le=3650)
    after_decision: int = Field(ge=0, le=3650)
