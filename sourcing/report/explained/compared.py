"""Two decisions on the same lots side by side, with every difference said in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.lots import next_best, shown_status
from sourcing.report.money.words import range_of
from sourcing.report.templating import STATUSES, VERDICTS
from sourcing.report.words import Plain, Words, outcome_of, taken

SAME, CHANGED, NEW, GONE = "Same", "Changed", "New", "Gone"
NOTHING = "Nothing"
NO_PRICE = "No price"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One thing as it is in both decisions; `difference` says in words how they differ."""

    what: str
    before: str
    after: str
    difference: str

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.difference != SAME


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """A lot, or what stands for all lots; `same` counts what is alike and not listed."""

    name: str
    said: str
    rows: tuple[ComparedRow, ...]
    same: str

    @property
    def differs(self) -> bool:
        """Whether anything differs."""
        return any(row.differs for row in self.rows)


def compared(before: Plain, after: Plain) -> tuple[ComparedPart, ...]:
    """Compare two documents that were made of the same lots, one by one, and then as a whole."""
    words = Words(before), Words(after)
    lots = zip(before["lots"], after["lots"], strict=True)
    parts = [_lot(words, *pair) for pair in lots]
    return (*parts, _whole(words, before, after))


def _lot(words: tuple[Words, Words], was: Plain, now: Plain) -> ComparedPart:
    items, same = _items(
        ("Signal", _signals(was), _signals(now)),
        ("Vendor", _verdicts(was), _verdicts(now)),
        ("Before it moves", _conditions(was), _conditions(now)),
        ("Measure", _measures(was), _measures(now)),
        ("Avoid", _practices(was), _practices(now)),
    )
    rows = (
        _row("Recommended", _recommended(words[0], was), _recommended(words[1], now)),
        _row("Status", STATUSES[shown_status(was)], STATUSES[shown_status(now)]),
        _cost_row("Likely cost", _cost(was), _cost(now)),
        *_chosen(words, was, now),
        _row("Next best", next_best(words[0], was) or NOTHING, next_best(words[1], now) or NOTHING),
        _row("Open questions", _open(was), _open(now)),
        *_channels(words, was, now),
        *items,
    )
    return ComparedPart(str(now["name"]), _said(rows), rows, same)


def _whole(words: tuple[Words, Words], before: Plain, after: Plain) -> ComparedPart:
    flags = (_flags(words[0], before), _flags(words[1], after))
    items, same = _items(("Conflict flag", *flags))
    rows = (
        _cost_row("Total, likely", _total(before), _total(after)),
        _row("Budget", _left(before), _left(after)),
        *items,
    )
    return ComparedPart("All lots", "", rows, same)


def _row(what: str, before: str, after: str) -> ComparedRow:
    return ComparedRow(what, before, after, SAME if before == after else CHANGED)


def _said(rows: tuple[ComparedRow, ...]) -> str:
    """Say in a sentence what becomes of the recommendation and of its cost."""
    best, _, cost, *_ = rows
    told = (
        f"{best.before} changes to {best.after}"
        if best.differs
        else f"The recommendation stays: {best.after}"
    )
    priced = cost.differs and NO_PRICE not in (cost.before, cost.after)
    return f"{told}; the likely cost is {cost.difference}." if priced else f"{told}."


def _recommended(words: Words, lot: Plain) -> str:
    return words.channel(lot["recommended"]).label if lot["recommended"] else NOTHING


def _chosen(words: tuple[Words, Words], was: Plain, now: Plain) -> Iterator[ComparedRow]:
    """Yield on which channel the lot is bought, where that is not the recommended one."""
    if any(taken(lot) != lot["recommended"] for lot in (was, now)):
        bought = [
            word.channel(name).label if (name := taken(lot)) else NOTHING
            for word, lot in zip(words, (was, now), strict=True)
        ]
        yield _row("Bought on, as chosen", *bought)


def _open(lot: Plain) -> str:
    count = formats.counted(len(lot["open"]), "question")
    settled = "none can change it" if lot["settled"] else "they could change it"
    return f"{count}; {settled}" if lot["open"] else "None"


Price = tuple[Decimal, str, str] | None
"""The likely amount, its currency, and the words for it."""


def _cost(lot: Plain) -> Price:
    outcome = outcome_of(lot, taken(lot))
    return (
        _price(outcome["cost"], outcome["cost"]["currency"])
        if outcome and outcome["cost"]
        else None
    )


def _total(document: Plain) -> Price:
    totals = document["totals"]
    if not totals["total"]:
        return None
    ends = {end: totals.get(end) for end in ("p10", "p50", "p90")}
    return _price({**totals["total"], **ends}, totals["currency"])


def _price(cost: Plain, currency: str) -> Price:
    span = range_of(cost, currency, cost["likely"])
    return Decimal(cost["likely"]), currency, f"{formats.money(cost['likely'], currency)} ({span})"


def _cost_row(what: str, was: Price, now: Price) -> ComparedRow:
    before, after = (price[2] if price else NO_PRICE for price in (was, now))
    if was is None or now is None or before == after or was[1] != now[1]:
        return _row(what, before, after)
    more = now[0] - was[0]
    amount = formats.tidy(abs(more), now[1])
    share = f" ({formats.percent(abs(more) / was[0])})" if was[0] else ""
    word = "more" if more > 0 else "less"
    return ComparedRow(what, before, after, f"{amount} {word}{share}" if more else CHANGED)


def _left(document: Plain) -> str:
    totals = document["totals"]
    if totals["budget_left"] is None:
        return "None given"
    left = Decimal(totals["budget_left"])
    amount = formats.tidy(abs(left), totals["currency"])
    return f"Over by {amount}" if left < 0 else f"{amount} left"


def _channels(words: tuple[Words, Words], was: Plain, now: Plain) -> Iterator[ComparedRow]:
    before, after = (
        {outcome["channel"]: outcome for outcome in lot["channels"]} for lot in (was, now)
    )
    for name in dict.fromkeys((*after, *before)):
        label = (words[1] if name in after else words[0]).channel(name).label
        yield _row(label, _standing(before.get(name)), _standing(after.get(name)))


def _standing(outcome: Plain | None) -> str:
    if outcome is None:
        return "Not offered"
    return formats.points(outcome["score"]) + " points" if outcome["eligible"] else "Excluded"


Items = Mapping[str, tuple[str, str]]
"""By id: what it is called, and how it is."""


def _items(*kinds: tuple[str, Items, Items]) -> tuple[list[ComparedRow], str]:
    """Return a row for each item that differs, and how many are the same."""
    rows, alike = [], []
    for word, before, after in kinds:
        same = 0
        for name in dict.fromkeys((*after, *before)):
            if before.get(name) == after.get(name):
                same += 1
                continue
            label = (after.get(name) or before[name])[0]
            was, now = (held[name][1] if name in held else "Not there" for held in (before, after))
            difference = NEW if name not in before else GONE if name not in after else CHANGED
            rows.append(ComparedRow(f"{word}: {label}", was, now, difference))
        if same:
            alike.append(formats.counted(same, *_COUNTED.get(word, (word.lower(),))))
    return rows, f"The same in both: {formats.listed(alike)}." if alike else ""


_COUNTED = {
    "Before it moves": ("condition",),
    "Avoid": ("practice to avoid", "practices to avoid"),
}


def _signals(lot: Plain) -> Items:
    return {s["id"]: (s["label"], s["severity"].capitalize()) for s in lot["signals"]}


def _verdicts(lot: Plain) -> Items:
    return {v["vendor"]: (v["name"], VERDICTS[v["verdict"]]) for v in lot["vendors"]}


def _conditions(lot: Plain) -> Items:
    return {c["rule"]: (c["evidence"], STATUSES[c["status"]]) for c in lot["conditions"]}


def _measures(lot: Plain) -> Items:
    return {s["rule"]: (s["text"], "Called for") for s in lot["safeguards"]}


def _practices(lot: Plain) -> Items:
    return {p["rule"]: (p["avoid"], "Named") for p in lot["avoid"]}


def _flags(words: Words, document: Plain) -> Items:
    return {
        f"{flag['id']} {' '.join(flag['vendors'])}": (
            f"{flag['label']} ({words.organisations(flag['vendors'])})",
            flag["severity"].capitalize(),
        )
        for flag in document["flags"]
    }


def any_differs(parts: Iterable[ComparedPart]) -> bool:
    """Say whether anything differs in any part."""
    return any(part.differs for part in parts)
