"""Where each input of the formula comes from: the buyer's quote, the lot, or the rulebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from sourcing.brief import Exchange, Volume
from sourcing.decision.cost.formula.fees import ZERO
from sourcing.decision.cost.formula.figures import CostBook, select
from sourcing.decision.cost.formula.steps import FeeParts, Step
from sourcing.decision.model.cost import CostInput
from sourcing.quotes.quote import Quote
from sourcing.rulebook.model.money import UNITS, CostFigure, Rank
from sourcing.values import plain

FEE_OF_PRICING: Mapping[str, FeeParts] = {
    "take_rate": FeeParts(kept="take_rate", on_top="burden"),
    "employer": FeeParts(kept="margin", on_top="burden"),
    "own_staff": FeeParts(on_top="burden"),
}
FEE_OF_QUOTE: Mapping[str, FeeParts] = {
    "take_rate": FeeParts(kept="take_rate"),
    "markup": FeeParts(on_top="markup"),
    "margin": FeeParts(kept="margin", on_top="burden"),
    "client_fee": FeeParts(kept="worker_fee", on_top="client_fee"),
}
CENT = Decimal("0.01")
ENTERED = "Entered for this lot."
BY_THE_UNIT = ("unit_price", "compute_per_unit")
BORROWED_PAY: Mapping[Rank, str] = {
    "field": "This kind of work has no pay figure of its own; its profession's is used.",
    "family": "This kind of work has no pay figure of its own; its family's is used.",
    "general": "This kind of work has no pay figure of its own; the general one is used.",
}


class NotPricedError(Exception):
    """A lot that cannot be priced on a channel; the message says why and what would mend it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One lot on one channel, as it is to be priced.

    `answers_state` holds one position for every question; `quote_from` names who gave the quote.
    """

    book: CostBook
    answers_state: Sequence[int]
    channel: str
    volume: Volume | None = None
    quote: Quote | None = None
    quote_from: str | None = None
    start: date | None = None
    end: date | None = None
    exchange: Exchange | None = None

    @property
    def currency(self) -> str:
        """The currency of the brief, in which the lot is priced."""
        return self.exchange.currency if self.exchange else self.book.currency

    @property
    def state(self) -> list[int]:
        """The answers and the channel, over the whole cost space."""
        space = self.book.cost_space
        channels = space.axes[space.index["channel"]]
        return [*self.answers_state, channels.answer(self.channel)]


def fee_parts(request: Request, quoted: Mapping[str, CostInput]) -> FeeParts:
    """Return the form of the fee: the quote's, and otherwise that in which the channel charges."""
    for name, parts in FEE_OF_QUOTE.items():
        if name in quoted:
            return parts
    pricing = request.book.pricing.get(request.channel)
    if pricing is None:
        raise NotPricedError(
            "How this channel charges is not known. Enter the fee that you were quoted."
        )
    return FEE_OF_PRICING[pricing]


def entered_inputs(request: Request) -> dict[str, CostInput]:
    """Return the inputs that the lot itself gives: its volume, and the time there is for it."""
    entered = {"volume": _volume(request)}
    volume = request.volume
    if volume and volume.weeks and volume.hours_per_week:
        entered["weeks"] = _exactly("weeks", "Weeks", volume.weeks, "weeks")
        hours = _exactly("hours_per_week", "Hours a week", volume.hours_per_week, "hours/week")
        entered["hours_per_week"] = hours
    elif request.start and request.end:
        weeks = round(Decimal((request.end - request.start).days + 1) / 7, 2)
        note = f"From {_day(request.start)} to {_day(request.end)}."
        entered["weeks"] = _exactly("weeks", "Weeks", weeks, "weeks", note=note)
    return entered


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def find_inputs(
    request: Request, steps: Iterable[Step], known: Mapping[str, CostInput]
) -> dict[str, CostInput]:
    """Return every input that the lines ask for: what is known already, else the rulebook's figure."""
    state = request.state
    found = {}
    for name in {name for step in steps for name in step.needs + step.uses}:
        if name in known:
            found[name] = known[name]
        elif (figure := select(request.book, name, state)) and _fits(figure, request.volume):
            found[name] = _from_figure(figure, request)
    return found


def missing_input(request: Request, name: str) -> str:
    """Return why there is no price without this input, and what would mend it."""
    if name == "unit_price":
        known = select(request.book, name, request.state)
        other = f"by the {_unit_of(known)}, or " if known else ""
        return f"No price is known for such a unit of this work. Enter the volume {other}in hours."
    return f"No figure is known for '{name}' here. Enter a quote, or add a cost figure to the rulebook."


def _fits(figure: CostFigure, volume: Volume | None) -> bool:
    """Tell whether a price by the unit is for the lot's unit, in singular or plural."""
    if figure.input not in BY_THE_UNIT or volume is None or volume.unit is None:
        return True
    priced = _unit_of(figure)
    return volume.unit.casefold() in (priced, f"{priced}s")


def _unit_of(figure: CostFigure) -> str:
    return figure.unit.partition("/")[2]


def _from_figure(figure: CostFigure, request: Request) -> CostInput:
    borrowed = BORROWED_PAY.get(figure.rank) if figure.input == "pay" else None
    convert, unit, rate = _exchanged(figure, request)
    return CostInput(
        id=figure.id,
        label=figure.label,
        low=convert(figure.low),
        likely=convert(figure.likely),
        high=convert(figure.high),
        unit=unit,
        sources=figure.sources,
        as_of=figure.as_of,
        assumption=figure.reason if figure.assumption else None,
        note=" ".join(filter(None, (borrowed, figure.note, rate))) or None,
        confidence=figure.confidence,
    )


def _exchanged(
    figure: CostFigure, request: Request
) -> tuple[Callable[[Decimal], Decimal], str, str | None]:
    """Return how to convert a figure into the brief's currency, its unit then, and the rate in words."""
    exchange = request.exchange
    if exchange is None or not UNITS[figure.input].startswith("¤"):
        return lambda amount: amount, figure.unit, None
    worth = exchange.one_is_worth
    rate = (
        f"Converted at {plain(worth)} {exchange.of} for 1 {exchange.currency}, "
        f"{_day(exchange.as_of)}, {exchange.source}."
    )
    unit = figure.unit.replace(exchange.of, exchange.currency, 1)
    return lambda amount: (amount / worth).quantize(CENT, ROUND_HALF_EVEN), unit, rate


def _volume(request: Request) -> CostInput:
    volume = request.volume
    if volume and volume.units is not None and volume.unit is not None:
        return _exactly("volume", "Accepted units", volume.units, volume.unit)
    if volume and volume.items is not None and volume.minutes_per_item is None:
        return _hours_of_items(request, volume)
    hours = volume.accepted_hours() if volume else None
    if volume is None or hours is None:
        return _typical_hours(request)
    return _exactly("volume", "Accepted hours", hours, "hours", note=_reckoning(volume))


def minutes_per_item(book: CostBook, state: Sequence[int]) -> CostFigure | None:
    """Return how long one item of the work takes, where the rulebook knows; the state may be open."""
    return select(book, "minutes_per_item", state)


def _hours_of_items(request: Request, volume: Volume) -> CostInput:
    """Return the hours of items whose length is not entered, from the rulebook's pace of such work."""
    pace = minutes_per_item(request.book, request.state)
    if pace is None:
        raise NotPricedError(
            "How long one item of this work takes is not known. Enter the minutes per item."
        )
    judgements = volume.judgements_per_item or 1
    count = (volume.items or ZERO) * judgements / 60
    each = f"{plain(pace.low)} to {plain(pace.high)} minutes each, likely {plain(pace.likely)}"
    return replace(
        _from_figure(pace, request),
        label="Accepted hours",
        low=count * pace.low,
        likely=count * pace.likely,
        high=count * pace.high,
        unit="hours",
        note=" ".join(filter(None, (f"{volume.items} items x {judgements}: {each}.", pace.note))),
    )


def _reckoning(volume: Volume) -> str:
    if volume.items is not None:
        judgements = volume.judgements_per_item or 1
        return f"{volume.items} items x {volume.minutes_per_item} minutes / 60 x {judgements}."
    if volume.people is not None:
        each = f"{volume.weeks} weeks x {volume.hours_per_week} hours a week"
        return f"{volume.people} people x {each}."
    return ENTERED


def _typical_hours(request: Request) -> CostInput:
    for question, bands in request.book.bands.items():
        place = request.book.cost_space.index[question]
        band = str(request.book.cost_space.axes[place].value(request.answers_state[place]))
        if band in bands.typical:
            return CostInput(
                id="volume",
                label="Accepted hours",
                low=bands.typical[band],
                likely=bands.typical[band],
                high=bands.typical[band],
                unit="hours",
                assumption=bands.reason or "A number that stands for the whole band.",
                note=f"No volume is entered; this number of hours stands for '{band}'.",
            )
    raise NotPricedError("The lot has no volume. Enter hours, items, people or units.")


def _exactly(
    id_: str,
    label: str,
    value: Decimal,
    unit: str,
    *,
    note: str | None = ENTERED,
) -> CostInput:
    return CostInput(id_, label, value, value, value, unit, note=note)
