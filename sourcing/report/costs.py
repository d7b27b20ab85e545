"""Prices of a report: what each channel would cost, line by line, and where each input is from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.model_costs import Bar, CostRow, CostTable, InputRow, PriceRow, Prices
from sourcing.report.words import Plain, Words, as_of, cites

AXIS = 240
ORIGINS = {
    "cited": "Cited",
    "quoted": "Your quote",
    "entered": "Entered",
    "assumption": "Assumption",
}
_RATES = {"item": "an item", "hour": "an hour"}
_CENT = Decimal("0.01")


class InputTable:
    """Numbers the inputs of all cost tables, each once, in the order in which they are met."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._numbers: dict[tuple[str, ...], int] = {}
        self.rows: list[InputRow] = []

    def number(self, found: Plain, currency: str) -> int:
        """Return the row number of an input, adding the row where it is new."""
        key = input_key(found)
        if key not in self._numbers:
            self._numbers[key] = len(self.rows) + 1
            self.rows.append(self._row(found, currency))
        return self._numbers[key]

    def _row(self, found: Plain, currency: str) -> InputRow:
        origin = origin_of(found)
        unit, low, likely, high = in_unit(found, currency)
        age = as_of(found["as_of"], self._words.today)
        return InputRow(
            number=len(self.rows) + 1,
            label=found["label"],
            low=low,
            likely=likely,
            high=high,
            unit=unit,
            origin=ORIGINS[origin],
            reason=found["assumption"] or "",
            note=" ".join(filter(None, (found["note"], age and f"{age}."))),
            cites=cites(found["sources"]),
        )


def input_key(found: Plain) -> tuple[str, ...]:
    """Return what tells inputs apart: the same figure of the rulebook is one input, whoever takes it."""
    return tuple(str(found[name]) for name in ("id", "low", "likely", "high", "note"))


def origin_of(found: Plain) -> str:
    """Return where an input is from: quoted, assumption, cited, or entered by the buyer."""
    if found["quoted"]:
        return "quoted"
    if found["assumption"]:
        return "assumption"
    return "cited" if found["sources"] else "entered"


def in_unit(figures: Plain, currency: str, *, exact: bool = True) -> tuple[str, str, str, str]:
    """Return the unit in words, and low, likely and high as they are written in it.

    For reading rather than for a table, `exact` is false and whole amounts go without cents.
    """
    unit = figures["unit"]
    levels = [Decimal(figures[name]) for name in ("low", "likely", "high")]
    if unit.startswith("share of "):
        return (unit.removeprefix("share "), *(_percent(level) for level in levels))
    if unit == currency or unit.startswith(f"{currency}/"):
        per = unit.removeprefix(currency).replace("/", " a ").strip()
        written = formats.money if exact else formats.tidy
        return (per, *(written(level, currency) for level in levels))
    return (unit.replace("/", " a "), *(formats.number(level) for level in levels))


def prices_of(words: Words, lot: Plain, table: InputTable) -> Prices | None:
    """Return the prices of a lot's eligible channels; None where no channel has one."""
    priced = [outcome for outcome in lot["channels"] if outcome["cost"]]
    if not priced:
        return None
    recommended = lot["recommended"]
    costs = [outcome["cost"] for outcome in priced]
    return Prices(
        basis=_basis(costs[0]),
        accepted_unit=costs[0]["accepted_unit"],
        rows=tuple(_row(words, outcome, costs, recommended) for outcome in priced),
        tables=tuple(_table(words, outcome, recommended, table) for outcome in priced),
    )


def worker_share(cost: Plain, *, rounded: bool = True) -> str | None:
    """Return what reaches the worker of each unit of money: 70 cents of each dollar (43 to 86)."""
    share = cost["worker_share"]
    if not share:
        return None
    likely, low, high = (_cents(share[name]) for name in ("likely", "low", "high"))
    whole = "dollar" if cost["currency"] == "USD" else cost["currency"]
    lead = "about " if rounded else ""
    return f"{lead}{likely} cents of each {whole} ({low} to {high})"


def premium_over_cheapest(outcome: Plain, costs: Iterable[Plain]) -> Decimal:
    """Return how much more a channel's likely total is than that of the cheapest of `costs`."""
    return Decimal(outcome["cost"]["likely"]) - min(Decimal(cost["likely"]) for cost in costs)


def _basis(cost: Plain) -> str:
    """Say for how much accepted work the prices are made, and whether that is assumed."""
    first = cost["lines"][0]
    amount = f"{formats.number(first['likely'])} {first['unit']}"
    for found in first["inputs"]:
        if found["assumption"]:
            return f"For {amount} of accepted work, an assumption. {found['note'] or ''}".strip()
    return f"For {amount} of accepted work."


def _row(words: Words, outcome: Plain, costs: Sequence[Plain], recommended: str | None) -> PriceRow:
    cost = outcome["cost"]
    currency = cost["currency"]
    premium = premium_over_cheapest(outcome, costs)
    per = cost["per_accepted"]
    return PriceRow(
        channel=words.channel(outcome["channel"]),
        recommended=outcome["channel"] == recommended,
        low=formats.money(cost["low"], currency),
        likely=formats.money(cost["likely"], currency),
        high=formats.money(cost["high"], currency),
        premium=f"+{formats.money(premium, currency)}" if premium else "Cheapest",
        per_accepted=formats.money(per["likely"], currency) if per else "",
        to_worker=_share_range(cost["worker_share"]),
        bar=_bar(cost, max(Decimal(other["high"]) for other in costs)),
        rank=1 + sum(Decimal(other["likely"]) < Decimal(cost["likely"]) for other in costs),
        p10=_simulated(cost, "p10"),
        p50=_simulated(cost, "p50"),
        p90=_simulated(cost, "p90"),
    )


def _simulated(cost: Plain, name: str) -> str:
    return formats.money(cost[name], cost["currency"]) if cost[name] else ""


def _share_range(share: Plain | None) -> str:
    if not share:
        return "Not known"
    return f"{_percent(Decimal(share['likely']), 0)} ({_cents(share['low'])} to {_cents(share['high'])})"


def _bar(cost: Plain, longest: Decimal) -> Bar:
    if not longest:
        return Bar(0, 0, 0)
    return Bar(*(int(Decimal(cost[name]) / longest * AXIS) for name in ("low", "likely", "high")))


def _table(words: Words, outcome: Plain, recommended: str | None, table: InputTable) -> CostTable:
    cost = outcome["cost"]
    currency = cost["currency"]
    return CostTable(
        channel=words.channel(outcome["channel"]),
        recommended=outcome["channel"] == recommended,
        rows=tuple(_line(line, currency, table) for line in cost["lines"]),
        low=formats.money(cost["low"], currency),
        likely=formats.money(cost["likely"], currency),
        high=formats.money(cost["high"], currency),
        shares=_shares(cost),
    )


def _line(line: Plain, currency: str, table: InputTable) -> CostRow:
    unit, low, likely, high = in_unit(line, currency)
    origins = {origin_of(found) for found in line["inputs"]}
    named = [ORIGINS[name].lower() for name in ("assumption", "quoted") if name in origins]
    told = line["is_money"] or not unit or unit in line["label"].lower()
    return CostRow(
        label=line["label"] if told else f"{line['label']}, {unit}",
        how=line["how"],
        inputs=tuple(dict.fromkeys(table.number(found, currency) for found in line["inputs"])),
        origin=", ".join(named),
        low=low,
        likely=likely,
        high=high,
        is_money=line["is_money"],
    )


def _shares(cost: Plain) -> str | None:
    reaches = worker_share(cost, rounded=False)
    if not reaches:
        return None
    rate = cost["take_rate"]
    kept = (
        f" Take rate: {_percent(Decimal(rate['likely']))}"
        f" ({_percent(Decimal(rate['low']))} to {_percent(Decimal(rate['high']))}) of each bill."
        if rate
        else ""
    )
    return f"Of what you spend, {reaches} reach the worker.{kept}"


def _percent(share: Decimal, places: int = 2) -> str:
    text = formats.percent(share, places).removesuffix("%")
    trimmed = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{trimmed}%"


def _cents(share: str) -> str:
    return formats.percent(share).removesuffix("%")
