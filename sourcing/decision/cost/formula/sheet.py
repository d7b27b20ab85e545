"""A lot on a channel, ready to be worked out at any values of its inputs: exact ones or draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException, localcontext
from typing import Literal, TypeAlias, get_args

from sourcing.decision.cost.formula.fees import ONE, ZERO
from sourcing.decision.cost.formula.inputs import (
    NotPricedError,
    Request,
    entered_inputs,
    fee_parts,
    find_inputs,
    missing_input,
)
from sourcing.decision.cost.formula.lines import (
    CHEAPER_WHEN_HIGHER,
    steps_by_the_hour,
    steps_by_the_unit,
)
from sourcing.decision.cost.formula.numbers import Number
from sourcing.decision.cost.formula.steps import Step, Values
from sourcing.decision.cost.quotes.inputs import quoted_inputs
from sourcing.decision.model.cost import CostInput

Level: TypeAlias = Literal["low", "likely", "high"]

EXACT = Context(prec=40, rounding=ROUND_HALF_EVEN)
LEVELS: tuple[Level, ...] = get_args(Level)
OPPOSITE: Mapping[Level, Level] = {"low": "high", "likely": "likely", "high": "low"}
QUANTA = tuple(ONE.scaleb(-places) for places in range(5))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines that a lot calls for on a channel, in their order, and the inputs that they take."""

    request: Request
    steps: tuple[Step, ...]
    inputs: Mapping[str, CostInput]

    def value(self, name: str, level: Level) -> Decimal:
        """Return an input where it costs least, as is likely, or where it costs most."""
        end = OPPOSITE[level] if name in CHEAPER_WHEN_HIGHER else level
        amount: Decimal = getattr(self.inputs[name], end)
        return amount

    def at(self, level: Level) -> dict[str, Decimal]:
        """Return all inputs at one level."""
        return {name: self.value(name, level) for name in self.inputs}

    def work_out(self, values: Values) -> dict[str, Number]:
        """Return the inputs' values and after them each line's; a line that has a value keeps it."""
        found = dict(values)
        for step in self.steps:
            if step.id not in found:
                found[step.id] = step.amount(found)
        return found

    def work_out_likely(self) -> dict[str, Decimal]:
        """Return every input and line as is likely, unrounded; raises `NotPricedError`."""
        with exactly():
            return self.work_out(self.at("likely"))

    def total(self, worked_out: Values) -> Number:
        """Return the sum of the lines of money, unrounded."""
        return sum(worked_out[step.id] for step in self.steps if step.is_money)

    def price(self, **changed: Decimal) -> Decimal:
        """Return the likely total as it is printed, with the inputs or lines `changed` to these values.

        Raises `NotPricedError` where the figures are beyond measure.
        """
        with exactly():
            found = self.work_out({**self.at("likely"), **changed})
            printed = (rounded(found[step.id]) for step in self.steps if step.is_money)
            return sum(printed, ZERO)


def sheet_of(request: Request) -> Sheet:
    """Return the sheet of a lot on a channel; raises `NotPricedError` where something is missing."""
    quoted = quoted_inputs(request.quote, request.quote_from, request.currency, request.volume)
    known = entered_inputs(request) | quoted
    if request.volume and request.volume.unit:
        steps = steps_by_the_unit(request.volume.unit)
    else:
        steps = steps_by_the_hour(fee_parts(request, quoted), quoted)
    found = find_inputs(request, steps, known)
    lines = tuple(_possible(request, steps, found))
    taken = {name for step in lines for name in step.needs + step.uses}
    return Sheet(request, lines, {name: found[name] for name in found if name in taken})


def _possible(
    request: Request, steps: Iterable[Step], inputs: Mapping[str, CostInput]
) -> Iterator[Step]:
    """Yield the lines whose needs are met; what has to stand and cannot is refused."""
    known = set(inputs)
    for step in steps:
        missing = [name for name in step.needs if name not in known]
        if not missing:
            known.add(step.id)
            yield step
        elif not step.optional:
            raise NotPricedError(missing_input(request, missing[0]))


@contextmanager
def exactly() -> Iterator[None]:
    """Reckon to 40 digits; raises `NotPricedError` where that does not hold the figures."""
    with localcontext(EXACT):
        try:
            yield
        except DecimalException:
            raise NotPricedError(
                "The figures are too large or too small to be priced. Check volume and quote."
            ) from None


def rounded(amount: Decimal, places: int = 2) -> Decimal:
    """Return an amount as it is printed."""
    return amount.quantize(QUANTA[places], ROUND_HALF_EVEN)
