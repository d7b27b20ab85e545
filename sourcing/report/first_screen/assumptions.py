"""Which assumptions a decision leans on most: inputs that no source states, and assumed answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.model.report import Point
from sourcing.report.money.costs import in_unit
from sourcing.report.words import Plain, Words, outcome_of, taken

MOST = 3
ESTIMATED = "estimated"


def weakest(words: Words, lots: Sequence[Plain]) -> tuple[Point, ...]:
    """Return the three weakest: the assumed answer that carries most points, then assumed inputs."""
    answers, inputs = tuple(_answers(words, lots)), tuple(_inputs(lots))
    first = (*answers[:1], *inputs)[:MOST]
    return (*first, *answers[1 : 1 + MOST - len(first)])


def _inputs(lots: Sequence[Plain]) -> Iterator[Point]:
    """Yield the assumed inputs with the widest effect on the total."""
    effects: dict[str, Decimal] = {}
    exact: dict[str, bool] = {}
    found: dict[str, tuple[Plain, str]] = {}
    for lot in lots:
        outcome = outcome_of(lot, taken(lot))
        if not outcome or not outcome["cost"]:
            continue
        cost = outcome["cost"]
        moved = _moved(lot)
        for item, estimate in effects_of(cost):
            name = item["id"]
            if item["label"] in moved and not moved[item["label"]]:
                continue
            effects[name] = effects.get(name, Decimal(0)) + moved.get(item["label"], estimate)
            exact[name] = exact.get(name, True) and item["label"] in moved
            found.setdefault(name, (item, cost["currency"]))
    for name in sorted(effects, key=lambda name: (-effects[name], name))[:MOST]:
        item, currency = found[name]
        unit, low, likely, high = in_unit(item, currency, exact=False)
        span = likely if low == high else f"{likely} ({low} to {high})"
        said = f"{item['label']}: {span} {unit}".strip()
        by = f"; moves the total by {formats.about(effects[name], currency)}" if exact[name] else ""
        yield Point(f"{said}{by}.", note=formats.first_sentence(_grounds(item) or ""))


def _moved(lot: Plain) -> dict[str, Decimal]:
    """Return by how much each input, at its ends, moves the total of the channel that is taken."""
    bars = ((lot.get("money") or {}).get("tornado") or {}).get(taken(lot), ())
    return {
        bar["label"]: abs(Decimal(bar["total_at_high"]) - Decimal(bar["total_at_low"]))
        for bar in bars
    }


def effects_of(cost: Plain) -> Iterator[tuple[Plain, Decimal]]:
    """Yield each input that is assumed or estimated, with how wide its effect may be, in money.

    The estimate is for ranking only: an amount moves the total by at most its own width, an input
    of a sum moves that line in proportion, and an input of a quantity moves the sums that follow
    it, by no more than the quantity itself moves.
    """
    seen: set[str] = set()
    for at, line in enumerate(cost["lines"]):
        for item in line["inputs"]:
            if _grounds(item) and item["id"] not in seen:
                seen.add(item["id"])
                yield item, _estimate(item, cost, at)


def _grounds(item: Plain) -> str | None:
    """Return on what an input rests that no source states outright; None where one does."""
    if item["assumption"]:
        return str(item["assumption"])
    if item.get("confidence") != ESTIMATED:
        return None
    return str(item["note"] or "Estimated from what the sources say in words.")


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
    for name in sorted(rests, key=lambda name: (-rests[name], name))[:MOST]:
        value = next((lot["assumed"][name] for lot in lots if name in lot["assumed"]), None)
        if value is not None:
            answer = formats.sentence(words.answer(name, value))
            yield Point(
                f"{words.question(name)} {answer}", note="Assumed, since the question is open."
            )
