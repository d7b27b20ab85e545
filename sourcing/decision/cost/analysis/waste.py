"""What a badly written unit of work, such as a task for agents, wastes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sourcing.decision.cost.formula.fees import ZERO
from sourcing.decision.cost.formula.sheet import LEVELS, Sheet, rounded
from sourcing.decision.model.cost import Money


@dataclass(frozen=True, slots=True)
class UnitWaste:
    """What one unit that has to be thrown away costs: its price, and the compute spent on trying it."""

    unit: str
    price: Money
    compute: Money
    together: Money


def unit_waste(sheet: Sheet) -> UnitWaste | None:
    """Return what one badly written unit wastes; None where the lot is not bought by the unit."""
    found = sheet.inputs.get("unit_price")
    if found is None:
        return None
    price = Money(found.low, found.likely, found.high)
    spent = sheet.inputs.get("compute_per_unit")
    compute = Money(spent.low, spent.likely, spent.high) if spent else Money(ZERO, ZERO, ZERO)
    together: list[Decimal] = [
        rounded(getattr(price, level) + getattr(compute, level)) for level in LEVELS
    ]
    return UnitWaste(found.unit.partition("/")[2], price, compute, Money(*together))
