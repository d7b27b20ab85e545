"""Which input moves the total most, and which within its range changes the cheapest channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sourcing.decision.cost.formula.lines import MARKET
from sourcing.decision.cost.formula.sheet import Level, Sheet


@dataclass(frozen=True, slots=True)
class Bar:
    """One input of a channel from where it costs less to where it costs more, the others likely.

    `cheapest_at_low` and `cheapest_at_high` are the cheapest channel there; what is an unknown of
    the market moves on every channel at once.
    """

    input: str
    label: str
    unit: str
    low: Decimal
    high: Decimal
    total_at_low: Decimal
    total_at_high: Decimal
    cheapest_at_low: str
    cheapest_at_high: str
    changes_cheapest: bool


def tornado_of(sheets: Mapping[str, Sheet]) -> dict[str, tuple[Bar, ...]]:
    """Return each channel's bars, the longest first; inputs that are known exactly have none."""
    likely = {channel: sheet.price() for channel, sheet in sheets.items()}
    cheapest = _cheapest(likely)
    moved: dict[tuple[str, str, Level], Decimal] = {}

    def total(channel: str, name: str, level: Level) -> Decimal:
        key = (channel, name, level)
        if key not in moved:
            sheet = sheets[channel]
            known = name in sheet.inputs
            moved[key] = (
                sheet.price(**{name: sheet.value(name, level)}) if known else likely[channel]
            )
        return moved[key]

    def bar(channel: str, name: str) -> Bar:
        found = sheets[channel].inputs[name]
        moving = sheets if name in MARKET else (channel,)
        low, high = (
            likely | {other: total(other, name, level) for other in moving}
            for level in ("low", "high")
        )
        ends = _cheapest(low), _cheapest(high)
        return Bar(
            input=name,
            label=found.label,
            unit=found.unit,
            low=sheets[channel].value(name, "low"),
            high=sheets[channel].value(name, "high"),
            total_at_low=low[channel],
            total_at_high=high[channel],
            cheapest_at_low=ends[0],
            cheapest_at_high=ends[1],
            changes_cheapest=ends != (cheapest, cheapest),
        )

    return {
        channel: tuple(
            sorted(
                (bar(channel, name) for name, one in sheet.inputs.items() if one.low < one.high),
                key=lambda one: (one.total_at_low - one.total_at_high, one.input),
            )
        )
        for channel, sheet in sheets.items()
    }


def _cheapest(totals: Mapping[str, Decimal]) -> str:
    """Return the channel that costs least, of equals the first."""
    return min(totals, key=lambda channel: totals[channel])
