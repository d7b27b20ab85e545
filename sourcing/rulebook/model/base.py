"""What rule records share: citations, conditions and figures."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from sourcing.values import CITATION_PATTERN, FACT_PATTERN, Amount, Record, Text

FactId: TypeAlias = Annotated[str, StringConstraints(strict=True, pattern=FACT_PATTERN)]
Citation: TypeAlias = Annotated[
    str,
    StringConstraints(strict=True, pattern=CITATION_PATTERN),
    Field(description="Where a statement stands: source id, colon, line, as in field-guide:94"),
]
Confidence: TypeAlias = Literal[
    "advertised",
    "company_posted",
    "contested",
    "estimated",
    "filed_in_court",
    "opinion",
    "reported",
]
Clause: TypeAlias = dict[str, Any]


class Conditional(Record):
    """A record that applies when a condition holds; see `sourcing.rulebook.conditions`."""

    when: Clause = Field(default_factory=dict, description="Every entry must hold")
    any: tuple[Clause, ...] = Field(
        default=(), min_length=1, description="At least one of these must hold"
    )
    unless: tuple[Clause, ...] = Field(
        default=(), min_length=1, description="None of these may hold"
    )

    @model_validator(mode="before")
    @classmethod
    def _one_exception_may_stand_alone(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("unless"), dict):
            return {**data, "unless": [data["unless"]]}
        return data


class Sourced(Record):
    """A record with its reason's origin: citations, and the facts of the fact base it carries."""

    sources: tuple[Citation, ...] = ()
    facts: tuple[FactId, ...] = ()


class Figure(Record):
    """A dated value: low, likely and high in one unit, sourced or labelled an assumption."""

    low: Amount
    likely: Amount
    high: Amount
    unit: Text
    as_of: Text | None = None
    confidence: Confidence | None = None
    sources: tuple[Citation, ...] = ()
    assumption: bool = False
    reason: Text | None = Field(
        default=None, description="Why this assumption; needed with assumption: true"
    )
    note: Text | None = Field(
        default=None, description="What else the sources say, where they disagree"
    )

    @model_validator(mode="after")
    def _ordered_and_sourced(self) -> Figure:
        if not self.low <= self.likely <= self.high:
            msg = "low, likely and high must not fall; put the smallest figure first"
            raise ValueError(msg)
        if self.assumption and not self.reason:
            msg = "an assumption needs a reason: say why this figure and not another"
            raise ValueError(msg)
        if not self.assumption and not (self.sources and self.as_of):
            msg = "a figure needs sources and as_of, or assumption: true with a reason"
            raise ValueError(msg)
        return self
