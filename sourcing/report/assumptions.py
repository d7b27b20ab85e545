"""Which assumptions a decision leans on most: cost inputs without a source, and assumed answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.costs import in_unit
from sourcing.report.lots import recommended_outcome
from sourcing.report.model import Point
from sourcing.report.words import Plain, Words

MOST_INPUTS = 3
MOST_ANSWERS = 2


def weakest(words: Words, lots: Sequence[Plain]) -> tuple[Point, ...]:
    """Return the assumed inputs with the widest effect on the total, then the assumed answers."""
    return (*_inputs(lots), *_answers(words, lots))


def _inputs(lots: Sequence[Plain]) -> Iterator[Point]:
    effects: dict[str, Decimal] = {}
    found: dict[str, tuple[Plain, str]] = {}
    for lot in lots:
        outcome = recommended_outcome(lot)
        if not outcome or not outcome["cost"]:
            continue
        cost = outcome["cost"]
        for item, effect in effects_of(cost):
            effects[item["id"]] = effects.get(item["id"], Decimal(0)) + effect
            found.setdefault(item["id"], (item, cost["currency"]))
    widest = sorted(effects, key=lambda name: (-effects[name], name))[:MOST_INPUTS]
    for name in widest:
        item, currency = found[name]
        unit, low, likely, high = in_unit(item, currency, exact=False)
        span = likely if low == high else f"{likely} ({low} to {high})"
        yield Point(f"{item['label']}: {span} {unit}".strip() + ".", note=item["assumption"])


def effects_of(cost: Plain) -> Iterator[tuple[Plain, Decimal]]:
    """Yield each assumed input of a cost with the width of its effect on the total, in money.

    A document that carries the engine's own `swing` of an input is taken at its word. Otherwise
    the width is estimated from the table, for ranking only: an amount moves the total by at most
    its own width, an input of a sum moves that line in proportion, and an input of a quantity moves
    the sums that follow it, by no more than the quantity itself moves.
    """
    seen: set[str] = set()
    for at, line in enumerate(cost["lines"]):
        for item in line["inputs"]:
            if item["assumption"] and item["id"] not in seen:
                seen.add(item["id"])
                swing = item.get("swing")
                yield item, abs(Decimal(swing)) if swing else _estimate(item, cost, at)


def _estimate(item: Plain, cost: Plain, at: int) -> Decimal:
    line = cost["lines"][at]
    width = _width(item)
    likely = Decimal(item["likely"])
    if item["unit"] == cost["currency"]:
        return width
    relative = width / likely if likely else width
    if line["is_money"]:
        return Decimal(line["likely"]) * relative
    following = sum(
        (Decimal(later["likely"]) for later in cost["lines"][at:] if later["is_money"]), Decimal(0)
    )
    # A share that works on a quantity enters as 1 + share or 1 - share, so its width counts as it is.
    moves = width if item["unit"].startswith("share of ") else relative
    whole = Decimal(line["likely"])
    return following * min(moves, _width(line) / whole if whole else moves)


def _width(figures: Plain) -> Decimal:
    return Decimal(figures["high"]) - Decimal(figures["low"])


def _answers(words: Words, lots: Sequence[Plain]) -> Iterator[Point]:
    """Yield the assumed answers on which the recommended channel's points rest, the most points first."""
    rests: dict[str, float] = {}
    for lot in lots:
        for outcome in lot["channels"]:
            if outcome["channel"] not in (lot["recommended"], lot["runner_up"]):
                continue
            for reason in outcome["reasons"]:
                for name in reason["assumed"]:
                    rests[name] = rests.get(name, 0.0) + abs(reason["points"])
    most = sorted(rests, key=lambda name: (-rests[name], name))[:MOST_ANSWERS]
    for name in most:
        value = next((lot["assumed"][name] for lot in lots if name in lot["assumed"]), None)
        if value is not None:
            answer = formats.sentence(words.answer(name, value))
            yield Point(
                f"{words.question(name)} {answer}", note="Assumed, since the question is open."
            )
