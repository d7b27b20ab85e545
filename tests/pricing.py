"""A small rulebook of prices, and a short way to ask for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sourcing.brief import Exchange, Volume
from sourcing.decision.cost import cost_of
from sourcing.decision.cost.formula.figures import CompiledFigure
from sourcing.decision.cost.formula.inputs import Request
from sourcing.decision.model.cost import Cost, CostLine
from sourcing.quotes.quote import Quote
from sourcing.rulebook.axes import Axis, Space
from sourcing.rulebook.conditions import compile_condition
from sourcing.rulebook.model.base import Conditional
from sourcing.rulebook.model.money import RANKS, UNITS, CostFigure
from sourcing.rulebook.model.questions import Bands

D = Decimal
PLAIN_WORK = frozenset({"boxes", "ranking"})
WORK = Axis("work", "choice", ("boxes", "ranking", "worlds"), {"plain": PLAIN_WORK})
SKILL = Axis("skill", "scale", ("anyone", "expert"))
SIZE = Axis("size", "scale", ("small", "big"))
CHANNEL = Axis("channel", "choice", ("broker", "agency", "own", "unknown"))
QUESTIONS = Space((WORK, SKILL, SIZE))
SPACE = Space((*QUESTIONS.axes, CHANNEL))
BANDS = Bands(
    measure="hours",
    thresholds=(D(200),),
    typical={"small": D(100), "big": D(1000)},
    assumption=True,
    reason="A guess.",
)


@dataclass(frozen=True)
class Book:
    """The part of a rulebook that prices are made from."""

    cost_figures: Mapping[str, tuple[CompiledFigure, ...]]
    cost_space: Space
    currency: str
    pricing: Mapping[str, str | None]
    bands: Mapping[str, Bands]


def figure(name: str, value: str, when: dict[str, Any] | None = None, **more: Any) -> CostFigure:
    """Return a figure of `low likely high`, or of one value at all three levels."""
    low, likely, high = value.split() if " " in value else (value,) * 3
    fields: dict[str, Any] = {
        "id": f"{name}-{more.get('rank', 'general')}",
        "input": name,
        "label": name,
        "rank": "general",
        "unit": UNITS[name].replace("¤", "USD").replace("/unit", "/world"),  # type: ignore[index]
        "as_of": "2026-06",
        "sources": ("guide:1",),
        "when": when or {},
    }
    return CostFigure.model_validate({**fields, "low": low, "likely": likely, "high": high, **more})


def compiled(*figures: CostFigure) -> list[CompiledFigure]:
    """Return the figures with their conditions, the most specific first, as the compiler does."""

    def refuse(error: Exception) -> None:
        raise error

    ranked = sorted(figures, key=lambda one: RANKS.index(one.rank))
    return [(one, compile_condition(Conditional(when=one.when), SPACE, refuse)) for one in ranked]


NOTHING_REJECTED = (figure("rejected_share", "0"), figure("rejected_paid", "1"))
PLAIN = (
    *NOTHING_REJECTED,
    figure("pay", "100"),
    figure("take_rate", "0.30 0.35 0.40", {"channel": "broker"}),
)
OWN = (
    figure("weeks", "8 10 12"),
    figure("hours_per_week", "5 10 20"),
    figure("drop_out", "0 0.2 0.3", {"channel": "own"}),
    figure("search_cost", "100 200 400"),
    figure("trial_hours", "1 2 3"),
    figure("onboarding_hours", "2 4 8"),
    figure("conversion_hours", "0 5 10"),
    figure("tool_seat", "10 20 50"),
    figure("supervision_share", "0.05 0.08 0.1"),
    figure("coordination_share", "0.01 0.02 0.03"),
    figure("supervisor_pay", "28 34 40"),
)
RANGES = (
    figure("rejected_share", "0.05 0.1 0.25"),
    figure("rejected_paid", "0 0.5 1"),
    figure("pay", "20 30 50"),
    figure("take_rate", "0.2 0.3 0.4", {"channel": "broker"}),
    figure("margin", "0.1 0.2 0.3", {"channel": "agency"}),
    figure("burden", "0.05 0.1 0.2", {"channel": ["agency", "own"]}),
    figure("minimum", "0 500 1000"),
    figure("reviewed_share", "0.05 0.1 0.2"),
    figure("reviewer_pay", "30 40 50"),
    figure("setup_cost", "100 200 300"),
    *OWN,
)


def book_of(*figures: CostFigure) -> Book:
    """Return a small rulebook with these figures."""
    by_input: dict[str, tuple[CompiledFigure, ...]] = {}
    for pair in compiled(*figures):
        by_input[pair[0].input] = (*by_input.get(pair[0].input, ()), pair)
    pricing = {"broker": "take_rate", "agency": "employer", "own": "own_staff", "unknown": None}
    return Book(by_input, SPACE, "USD", pricing, {"size": BANDS})


def request(  # noqa: PLR0913 - a test sets what it is about
    book: Book,
    channel: str = "broker",
    hours: str | None = "1000",
    *,
    volume: Volume | None = None,
    quote: Quote | None = None,
    start: date | None = None,
    end: date | None = None,
    exchange: Exchange | None = None,
    **answers: str,
) -> Request:
    """Return a request for a lot of ranking by anyone, but for what is said otherwise."""
    state = QUESTIONS.state({"work": "ranking", "skill": "anyone", "size": "small", **answers})
    if volume is None and hours is not None:
        volume = Volume(hours=D(hours))
    return Request(
        book, state, channel, volume, quote, "acme" if quote else None, start, end, exchange
    )


def priced(asked: Request) -> Cost:
    """Return the price of a request that has one."""
    cost = cost_of(asked)
    assert isinstance(cost, Cost), cost
    return cost


def line(cost: Cost, name: str) -> CostLine:
    """Return one line of a cost table."""
    return next(one for one in cost.lines if one.id == name)
