"""The documents behind the rulebook, and where they contradict each other."""

from __future__ import annotations

from pydantic import Field, model_validator

from sourcing.rulebook.model.base import Citation, FactId
from sourcing.values import Day, Id, Record, Text


class Source(Record):
    """A document; `favours` names the channels that its author has an interest in."""

    id: Id
    title: Text
    author: Text
    date: Text
    dated: Day = Field(description="The day that counts as the document's date, YYYY-MM-DD")
    review_after: Day = Field(
        description="The day from which its figures want checking, YYYY-MM-DD"
    )
    bias: Text
    favours: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _reviewed_after_it_was_written(self) -> Source:
        if self.review_after < self.dated:
            msg = "review_after lies before dated; give a later day for the review"
            raise ValueError(msg)
        return self


class Side(Record):
    """What one document says in a contradiction."""

    says: Text
    sources: tuple[Citation, ...] = Field(min_length=1)


class Contradiction(Record):
    """Where documents disagree, and which reading the rulebook takes."""

    id: Id
    topic: Text
    sides: tuple[Side, ...] = Field(min_length=1)
    taken: Text
    organisations: tuple[Id, ...] = Field(
        default=(), description="Whom it concerns, where it is about organisations"
    )
    fact: FactId | None = None
