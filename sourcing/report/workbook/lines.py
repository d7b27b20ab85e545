"""The lines of a priced channel, ready to be written with any kind of figure: exact ones, or cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sourcing.decision.cost.formula.lines import (
    CHEAPER_WHEN_HIGHER,
    SHARE_BETWEEN,
    steps_by_the_hour,
    steps_by_the_unit,
)
from sourcing.decision.cost.formula.sheet import LEVELS, OPPOSITE, Level, exactly, rounded
from sourcing.decision.cost.formula.steps import FeeParts, Step
from sourcing.report.words import Plain
from sourcing.report.workbook.terms import Term

ON_TOP_UNIT, ON_TOP_ID = "share of pay", "client_fee"


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line of a document's cost with the step of the formula that makes it, and its inputs by name."""

    step: Step
    line: Plain
    inputs: Mapping[str, Plain]

    def formula(self, values: Mapping[str, Term]) -> str:
        """Return the unrounded line as a formula over the cells of inputs and earlier lines."""
        if self.step is SHARE_BETWEEN:
            pay, bill = values["pay"].text, values["quoted_bill_rate"].text
            return f"=IF({bill}>{pay},1-{pay}/{bill},0)"
        made: Term = self.step.amount(values)
        return f"={made.text}"


def lines_of(cost: Plain) -> tuple[PricedLine, ...] | None:
    """Return the lines of a cost; None where this program's formula would not make them."""
    by_id = {line["id"]: line for line in cost["lines"]}
    steps = [step for step in _steps(by_id) if step.id in by_id]
    if [step.id for step in steps] != list(by_id):
        return None
    found = tuple(
        PricedLine(step, by_id[step.id], _named(step, by_id[step.id], by_id)) for step in steps
    )
    return found if _agrees(found) else None


def at_level(name: str, level: Level) -> Level:
    """Return at which end an input stands at a level of cost: more time costs less."""
    return OPPOSITE[level] if name in CHEAPER_WHEN_HIGHER else level


def exact(lines: Sequence[PricedLine], level: Level) -> dict[str, Decimal]:
    """Return every line at a level, unrounded."""
    values: dict[str, Decimal] = {}
    with exactly():
        for one in lines:
            for name, found in one.inputs.items():
                values[name] = Decimal(found[at_level(name, level)])
            values[one.step.id] = one.step.amount(values)
    return {one.step.id: values[one.step.id] for one in lines}


def _agrees(lines: Sequence[PricedLine]) -> bool:
    """Tell whether the formula makes every printed figure; an older program's may differ."""
    values = {level: exact(lines, level) for level in LEVELS}
    return all(
        rounded(values[level][one.step.id], one.step.places) == Decimal(one.line[level])
        for level in LEVELS
        for one in lines
    )


def _steps(lines: Mapping[str, Plain]) -> tuple[Step, ...]:
    if "units" in lines:
        return steps_by_the_unit(lines["units"]["unit"])
    quoted: set[str] = set()
    if lines["bill_rate"]["how"] == "as quoted":
        quoted = {"quoted_bill_rate"}
        if lines["overall_take_rate"]["how"] == SHARE_BETWEEN.how:
            quoted.add("pay")
    return steps_by_the_hour(_fee(lines["overall_take_rate"]["inputs"]), quoted)


def _fee(inputs: Sequence[Plain]) -> FeeParts:
    """Return of which parts a fee is made: what is put on top of pay, and what is kept of the bill."""
    on_top = [found for found in inputs if _is_on_top(found)]
    return FeeParts(
        kept="kept" if len(on_top) < len(inputs) else "", on_top="on_top" if on_top else ""
    )


def _is_on_top(found: Plain) -> bool:
    return bool(found["unit"] == ON_TOP_UNIT or found["id"] == ON_TOP_ID)


def _named(step: Step, line: Plain, lines: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return the inputs of a line by their names; what a line may do without stands last."""
    names = [name for name in (*step.needs, *step.uses) if name not in lines]
    return dict(zip(names, line["inputs"], strict=False))
