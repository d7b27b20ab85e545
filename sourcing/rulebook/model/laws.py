"""Laws: what must hold over the whole answer space, whatever the rules become."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from sourcing.rulebook.model.base import Conditional, Sourced
from sourcing.values import Id, Record, Text


class Claim(Record):
    """A statement about an outcome; what is named must be so in every tied outcome.

    `recommended`, `status` and `verdict` list what the outcome must be one of; `excluded`,
    `signals` and `safeguards` list what must all be there.
    """

    recommended: tuple[Id, ...] = ()
    excluded: tuple[Id, ...] = ()
    status: tuple[Literal["ready", "conditional", "stop"], ...] = ()
    signals: tuple[Id, ...] = ()
    safeguards: tuple[Id, ...] = ()
    verdict: tuple[Literal["excluded", "conditional", "not_screened", "no_finding"], ...] = ()

    @model_validator(mode="after")
    def _claims_something(self) -> Claim:
        if not any(getattr(self, field) for field in type(self).model_fields):
            msg = "a claim must name something: recommended, excluded, status, signals ..."
            raise ValueError(msg)
        return self


class Law(Conditional, Sourced):
    """A law: `always` or `never` a claim where the condition holds, or monotone `along` a scale.

    A monotone law says that a higher option of the scale never makes a more open channel win.
    """

    id: Id
    says: Text
    always: Claim | None = None
    never: Claim | None = None
    along: Id | None = Field(default=None, description="A scale question")

    @model_validator(mode="after")
    def _one_form(self) -> Law:
        if sum(form is not None for form in (self.always, self.never, self.along)) != 1:
            msg = "a law needs exactly one of 'always', 'never' and 'along'"
            raise ValueError(msg)
        return self
