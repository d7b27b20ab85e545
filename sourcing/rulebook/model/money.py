"""Cost figures: each a dated value of one input of the cost formula, with the work that it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

from pydantic import Field, model_validator

from sourcing.rulebook.model.base import Clause, FactId, Figure
from sourcing.values import Id, Text

Input: TypeAlias = Literal[
    "pay",
    "take_rate",
    "margin",
    "burden",
    "minimum",
    "rejected_share",
    "rejected_paid",
    "reviewed_share",
    "reviewer_pay",
    "setup_cost",
    "weeks",
    "hours_per_week",
    "drop_out",
    "search_cost",
    "trial_hours",
    "onboarding_hours",
    "conversion_hours",
    "tool_seat",
    "supervision_share",
    "coordination_share",
    "supervisor_pay",
    "unit_price",
    "compute_per_unit",
    "board_fee",
    "minutes_per_item",
    "lowest_take_rate",
    "unpaid_share",
]
Rank: TypeAlias = Literal["task", "field", "family", "general"]

RANKS: tuple[Rank, ...] = ("task", "field", "family", "general")
BELOW_ONE: frozenset[Input] = frozenset(
    {"take_rate", "margin", "rejected_share", "drop_out", "lowest_take_rate", "unpaid_share"}
)
NEVER_ZERO: frozenset[Input] = frozenset({"weeks", "hours_per_week", "minutes_per_item"})
UNITS: Mapping[Input, str] = {
    "pay": "¤/hour",
    "take_rate": "share of bill",
    "margin": "share of bill",
    "burden": "share of pay",
    "minimum": "¤",
    "rejected_share": "share of submitted hours",
    "rejected_paid": "share of rejected hours",
    "reviewed_share": "share of submitted hours",
    "reviewer_pay": "¤/hour",
    "setup_cost": "¤",
    "weeks": "weeks",
    "hours_per_week": "hours/week",
    "drop_out": "share of people",
    "search_cost": "¤/person",
    "trial_hours": "hours/person",
    "onboarding_hours": "hours/person",
    "conversion_hours": "hours/person",
    "tool_seat": "¤/person/month",
    "supervision_share": "share of paid hours",
    "coordination_share": "share of paid hours",
    "supervisor_pay": "¤/hour",
    "unit_price": "¤/unit",
    "compute_per_unit": "¤/unit",
    "board_fee": "share of labour",
    "minutes_per_item": "minutes/item",
    "lowest_take_rate": "share of bill",
    "unpaid_share": "share of working time",
}
"""What each input is measured in: ¤ stands for any currency, `unit` for any unit of output."""


class CostFigure(Figure):
    """One input of the cost formula for the lots and channels that meet `when`.

    Where several figures of an input apply, the one of the most specific rank is used. `when`
    may ask for answers to any question and for the `channel`.
    """

    id: Id
    input: Input
    label: Text
    rank: Rank
    when: Clause = Field(default_factory=dict, description="Every entry must hold")
    facts: tuple[FactId, ...] = ()

    @model_validator(mode="after")
    def _fits_its_input(self) -> CostFigure:
        unit = UNITS[self.input]
        pattern = unit.replace("¤", "[A-Z]{3}").replace("/unit", "/[a-z ]+")
        if not re.fullmatch(pattern, self.unit):
            example = unit.replace("¤", "USD").replace("/unit", "/task")
            raise ValueError(f"'{self.input}' is measured in '{example}'; found '{self.unit}'")
        if self.low < 0 or (self.low == 0 and self.input in NEVER_ZERO):
            raise ValueError(
                f"'{self.input}' must be {'more than' if self.input in NEVER_ZERO else 'at least'} 0"
            )
        if self.input in BELOW_ONE and self.high >= 1:
            raise ValueError(
                f"'{self.input}' is a share of 1 and must stay below it; write 35 percent as 0.35"
            )
        if self.input == "rejected_paid" and self.high > Decimal(1):
            raise ValueError(
                "no more than all rejected hours can be paid; write a share of at most 1"
            )
        return self
