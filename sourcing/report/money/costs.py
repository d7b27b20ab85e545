"""Prices of a report: what each channel would cost, line by line, and where each input is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from sourcing.report import formats
from sourcing.report.model.costs import Bar, CostRow, CostTable, InputRow, PriceRow, Prices
from sourcing.report.words import Plain, Words, as_of, cites, taken

AXIS = 240
ORIGINS = {
    "cited": "Cited",
    "quoted": "Your quote",
    "entered": "Entered",
    "assumption": "Assumption",
}
_RATES = {"item": "an item", "hour": "an hour"}
_CENT = Decimal("0.01")
_COINS = {"USD": "dollar", "EUR": "euro"}


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
    low, likely, high = (Decimal(figures[name]) for name in ("low", "likely", "high"))
    if unit.startswith("share of "):
        return unit.removeprefix("share "), _percent(low), _percent(likely), _percent(high)
    if unit == currency or unit.startswith(f"{currency}/"):
        written = partial(formats.money if exact else formats.tidy, currency=currency)
        return _per(unit.removeprefix(currency)), written(low), written(likely), written(high)
    return _per(unit), formats.number(low), formats.number(likely), formats.number(high)


def _per(unit: str) -> str:
    """Return `hours/week` as `hours a week`, and `/hour` as `an hour`."""
    what, _, one = unit.partition("/")
    return f"{what} {formats.one_of(one)}".strip() if one else what


def prices_of(words: Words, lot: Plain, table: InputTable) -> Prices | None:
    """Return the prices of a lot's channels; None where no channel has one.

    These are the eligible ones, and one that was chosen past a policy.
    """
    priced = [outcome for outcome in lot["channels"] if outcome["cost"]]
    if not priced:
        return None
    first = priced[0]["cost"]
    return Prices(
        basis=_basis(first),
        accepted_unit=first["accepted_unit"],
        rows=tuple(_row(words, lot, outcome, priced) for outcome in priced),
        tables=tuple(_tables(words, lot, priced, table)),
    )


def worker_share(cost: Plain, *, rounded: bool = True) -> str | None:
    """Return what reaches the worker of each unit of money: 70 cents of each dollar (43 to 86)."""
    share = cost["worker_share"]
    if not share:
        return None
    likely, low, high = (_cents(share[name]) for name in ("likely", "low", "high"))
    coin = _COINS.get(cost["currency"])
    whole = f"cents of each {coin}" if coin else "percent of what you spend"
    lead = "about " if rounded else ""
    return f"{lead}{likely} {whole} ({low} to {high})"


def reaching(share: str) -> str:
    """Return a worker's share as a sentence."""
    verb = "reach" if " cents " in share else "reaches"
    return f"{formats.sentence(share).rstrip('.')} {verb} the worker."


def accepted_work(cost: Plain) -> tuple[str, bool]:
    """Return for how much accepted work a price is made, and whether that is assumed."""
    first = cost["lines"][0]
    assumed = any(found["assumption"] for found in first["inputs"])
    return f"{formats.number(first['likely'])} {_counted(first)}", assumed


def _counted(line: Plain) -> str:
    """Return the noun of a quantity of work: a unit of the buyer's may be written in the singular."""
    unit = str(line["unit"])
    alone = Decimal(line["likely"]) == 1 or unit.endswith("s") or not unit[-1:].isascii()
    return unit if alone else f"{unit}s"


def _basis(cost: Plain) -> str:
    amount, assumed = accepted_work(cost)
    if not assumed:
        return f"For {amount} of accepted work."
    notes = (found["note"] for found in cost["lines"][0]["inputs"] if found["assumption"])
    return f"For {amount} of accepted work, an assumption. {next(notes) or ''}".strip()


def _over_cheapest(outcome: Plain, priced: Sequence[Plain]) -> str:
    """Say how much more a channel is likely to cost than the cheapest eligible one."""
    eligible = [other for other in priced if other["eligible"]] or priced
    least = min(Decimal(other["cost"]["likely"]) for other in eligible)
    premium, currency = Decimal(outcome["cost"]["likely"]) - least, outcome["cost"]["currency"]
    if not premium:
        return "Cheapest"
    return f"{'+' if premium > 0 else ''}{formats.money(premium, currency)}"


def _row(words: Words, lot: Plain, outcome: Plain, priced: Sequence[Plain]) -> PriceRow:
    cost = outcome["cost"]
    costs = [other["cost"] for other in priced]
    currency = cost["currency"]
    per = cost["per_accepted"]
    return PriceRow(
        channel=words.channel(outcome["channel"]),
        taken=outcome["channel"] == taken(lot),
        low=formats.money(cost["low"], currency),
        likely=formats.money(cost["likely"], currency),
        high=formats.money(cost["high"], currency),
        premium=_over_cheapest(outcome, priced),
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


def _tables(
    words: Words, lot: Plain, priced: Sequence[Plain], table: InputTable
) -> Iterator[CostTable]:
    """Yield the lines of each priced channel, and of the lot as it is bought today."""
    for outcome in priced:
        yield _table(words, lot, outcome, table)
    if today := lot.get("today"):
        yield replace(_table(words, lot, today, table), taken=False, shares=None, today=True)


def _table(words: Words, lot: Plain, outcome: Plain, table: InputTable) -> CostTable:
    cost = outcome["cost"]
    currency = cost["currency"]
    return CostTable(
        channel=words.channel(outcome["channel"]),
        taken=outcome["channel"] == taken(lot),
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
        f" Overall take rate, the share of the bill that is not pay: {_percent(Decimal(rate['likely']))}"
        f" ({_percent(Decimal(rate['low']))} to {_percent(Decimal(rate['high']))})."
        if rate
        else ""
    )
    return f"{reaching(reaches)}{kept}"


def _percent(share: Decimal, places: int = 2) -> str:
    text = formats.percent(share, places).removesuffix("%")
    trimmed = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{trimmed}%"


def _cents(share: str) -> str:
    return formats.percent(share).removesuffix("%")
