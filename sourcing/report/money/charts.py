"""The pictures of a lot's money, made from its document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.charts.break_even import CostLine, Crossings, break_even_chart
from sourcing.report.charts.dollars import Flow, PartName, cents, dollars_chart
from sourcing.report.charts.drawing import Chart, Grid
from sourcing.report.charts.ranges import Range, ranges_chart
from sourcing.report.charts.tornado import Swing, Tornado, tornado_chart
from sourcing.report.money.costs import in_unit
from sourcing.report.money.words import NEVER, hours_about, of_simulations
from sourcing.report.words import Plain, Words, taken

SHORT_NAMES: Mapping[str, tuple[str, str]] = {
    "worker": ("workers", ""),
    "employer": ("on top", "of pay"),
    "cut": ("fee", ""),
    "units": ("units", ""),
    "review": ("review", ""),
    "once": ("once", ""),
    "running": ("rest", ""),
}


def charts_of(words: Words, lot: Plain, index: int) -> tuple[Chart, ...]:
    """Return the pictures that a lot's money calls for."""
    made: tuple[Callable[[Words, Plain, str], Chart | None], ...] = (
        _ranges,
        _dollars,
        _break_even,
        _tornado,
    )
    charts = (make(words, lot, f"chart-{index + 1}-{n}") for n, make in enumerate(made, start=1))
    return tuple(chart for chart in charts if chart)


def _priced(lot: Plain) -> list[Plain]:
    return [outcome for outcome in lot["channels"] if outcome["cost"]]


def _ranges(words: Words, lot: Plain, name: str) -> Chart | None:
    priced = [outcome for outcome in _priced(lot) if outcome["cost"]["p50"]]
    if not priced:
        return None
    rows = [
        Range(
            words.channel(outcome["channel"]),
            *(Decimal(outcome["cost"][level]) for level in ("low", "p10", "p50", "p90", "high")),
        )
        for outcome in priced
    ]
    return ranges_chart(name, _cheapest_title(lot, rows), rows, lot["money"]["currency"])


def _cheapest_title(lot: Plain, rows: Sequence[Range]) -> str:
    """Say how often the cheapest channel costs less than the one that is taken, or than the next."""
    ordered = sorted(rows, key=lambda row: row.p50)
    first = ordered[0].channel
    if len(ordered) == 1:
        half = formats.short(ordered[0].p50, lot["money"]["currency"])
        return f"Half of the simulations of {first.label} cost less than {half}"
    bought = [row.channel for row in rows if row.channel.id == taken(lot)]
    other = next((mark for mark in bought if mark != first), ordered[1].channel)
    share = of_simulations(lot["money"]["cheaper"][first.id][other.id])
    return f"{first.label} costs less than {other.label} in {share}"


def _dollars(words: Words, lot: Plain, name: str) -> Chart | None:
    flows = [
        Flow(
            words.channel(flow["channel"]),
            {
                part["part"]: (Decimal(part["amount"]), Decimal(part["share"]))
                for part in flow["parts"]
            },
        )
        for flow in _in_order(lot, lot["money"]["where_it_goes"])
    ]
    if not any(flow.parts for flow in flows):
        return None
    labels = {
        part["part"]: part["label"]
        for flow in lot["money"]["where_it_goes"]
        for part in flow["parts"]
    }
    parts = [
        PartName(part, labels[part], SHORT_NAMES.get(part, (part, "")))
        for part in (*SHORT_NAMES, *(labels.keys() - SHORT_NAMES.keys()))
        if part in labels
    ]
    currency = lot["money"]["currency"]
    shown = next((flow for flow in flows if flow.channel.id == taken(lot)), flows[0])
    return dollars_chart(name, _dollar_title(shown, parts, currency), flows, parts, currency)


def _in_order(lot: Plain, found: Sequence[Plain]) -> list[Plain]:
    """Return what is said of channels in the order of the other pictures and tables."""
    places = {out["channel"]: place for place, out in enumerate(lot["channels"])}
    return sorted(found, key=lambda one: places[one["channel"]])


def _dollar_title(flow: Flow, parts: Sequence[PartName], currency: str) -> str:
    whole = "dollar" if currency == "USD" else currency
    largest = max(flow.parts, key=lambda part: flow.parts[part][1])
    share = cents(flow.parts[largest][1])
    if largest == "worker":
        return (
            f"Of each {whole} spent through {flow.channel.label}, {share} cents reach the workers"
        )
    label = next(part.label for part in parts if part.id == largest)
    return f"Of each {whole} spent through {flow.channel.label}, {share} cents: {label.lower()}"


def _break_even(words: Words, lot: Plain, name: str) -> Chart | None:
    found = lot["money"]["break_even"]
    if not found or not Decimal(found["stated_hours"]):
        return None
    lines = [
        CostLine(words.channel(line["channel"]), Decimal(line["once"]), Decimal(line["hour"]))
        for line in found["lines"]
    ]
    likely = {one["channel"]: one["hours"]["likely"] for one in found["against"]}
    title = _pays_title(words, lot, found)
    return break_even_chart(
        name,
        title,
        Crossings(
            lines,
            {
                channel: None if hours is None else Decimal(hours)
                for channel, hours in likely.items()
            },
            Decimal(found["stated_hours"]),
            lot["money"]["currency"],
        ),
        Grid(
            title,
            ("Against", *(f"{end} hours (months)" for end in ("Fewest", "Likely", "Most"))),
            tuple(_crossing_row(words, one) for one in found["against"]),
        ),
    )


def _pays_title(words: Words, lot: Plain, found: Plain) -> str:
    """Say from when own people cost less than the cheapest other channel, and where the lot stands."""
    own = words.channel(found["channel"]).label
    likely = {one["channel"]: one["hours"]["likely"] for one in found["against"]}
    totals = {out["channel"]: Decimal(out["cost"]["likely"]) for out in _priced(lot)}
    rival = min(likely, key=lambda channel: totals[channel])
    hours, other = likely[rival], words.channel(rival).label
    if hours is None:
        return f"{own} never pays against {other}: an hour of it is no cheaper"
    stated = formats.number(round(Decimal(found["stated_hours"]), 0))
    if not Decimal(hours):
        return f"{own} costs less than {other} at any number of hours"
    return (
        f"{own} pays from about {hours_about(hours)} hours a person against {other}; "
        f"this lot has {stated}"
    )


def _crossing_row(words: Words, one: Plain) -> tuple[str, ...]:
    def cell(end: str) -> str:
        hours, months = one["hours"][end], one["months"][end]
        return (
            NEVER.capitalize()
            if hours is None
            else f"{formats.number(hours)} ({formats.number(months)})"
        )

    return (words.channel(one["channel"]).label, cell("low"), cell("likely"), cell("high"))


def _tornado(words: Words, lot: Plain, name: str) -> Chart | None:
    channel = taken(lot)
    bars = lot["money"]["tornado"].get(channel)
    if not channel or not bars:
        return None
    cost = next(out["cost"] for out in _priced(lot) if out["channel"] == channel)
    currency = lot["money"]["currency"]
    swings = list(_swings(words, bars, currency))
    title = f"{swings[0].label} moves the total most: {_ends(swings[0], currency)}"
    found = Tornado(words.channel(channel), Decimal(cost["likely"]), swings, currency)
    return tornado_chart(name, title, found)


def _ends(swing: Swing, currency: str) -> str:
    return formats.span(min(swing.low, swing.high), max(swing.low, swing.high), currency)


def _swings(words: Words, bars: Sequence[Plain], currency: str) -> Iterator[Swing]:
    for bar in bars:
        unit, low, _, high = in_unit({**bar, "likely": bar["low"]}, currency, exact=False)
        flips = ""
        if bar["changes_cheapest"]:
            ends = dict.fromkeys((bar["cheapest_at_low"], bar["cheapest_at_high"]))
            flips = words.channels(ends, "or")
        yield Swing(
            label=bar["label"],
            span=f"{low} to {high} {unit}".strip(),
            low=Decimal(bar["total_at_low"]),
            high=Decimal(bar["total_at_high"]),
            flips=flips,
        )
