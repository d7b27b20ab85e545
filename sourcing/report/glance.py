"""The first screen: the doubts of a buyer in the order in which they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.assumptions import weakest
from sourcing.report.concerns import lots_named, shortlist_of
from sourcing.report.lots import UNDECIDED, recommended_outcome, shown_status, take_home
from sourcing.report.model import Doubt, Point
from sourcing.report.words import Plain, Words

_VERDICTS = ("excluded", "conditional", "not_screened", "no_finding")
_SAID = {
    "conditional": "conditional",
    "not_screened": "not screened",
    "no_finding": "nothing found",
}
_STATUSES = ("ready", UNDECIDED, "conditional", "stop")


def gravest_status(lots: Sequence[Plain]) -> str:
    """Return the status of the whole: that of its gravest lot."""
    return max((shown_status(lot) for lot in lots), key=_STATUSES.index)


def doubts_of(words: Words, document: Plain) -> tuple[Doubt, ...]:
    """Return what answers each doubt; a doubt without an answer says so."""
    lots = document["lots"]
    decided = any(lot["recommended"] for lot in lots)
    nobody = "Nobody in the catalogue serves this channel."
    found = (
        ("May we?", (*_conditions(lots), *_nobody_cleared(lots)), ""),
        ("What does it cost?", _cost(words, document), "Not priced."),
        ("Vendors you consider", _vendors(words, lots), "You named none."),
        ("Who could serve it", shortlist_of(lots), nobody if decided else _TOO_EARLY),
        ("Needed by", _dates(document), "No dates were given."),
        ("Weakest assumptions", weakest(words, lots), "None." if decided else _TOO_EARLY),
    )
    return tuple(
        Doubt(label, tuple(points) or (Point(nothing),)) for label, points, nothing in found
    )


_TOO_EARLY = "Not known before a channel is decided."
_MAY = {
    "stop": "Not yet. Nothing moves before these are in hand:",
    "conditional": "Yes, once these are in hand:",
}
_FREE = {"ready": "Yes, no rule sets a condition.", UNDECIDED: "Not before a channel is decided."}


def _nobody_cleared(lots: Sequence[Plain]) -> Iterator[Point]:
    """Say where a channel is recommended and every vendor considered has something against it."""
    checked = [
        lot
        for lot in lots
        if (listed := [vendor for vendor in lot["vendors"] if vendor["listed"]])
        and lot["recommended"]
        and all(vendor["verdict"] != "no_finding" for vendor in listed)
    ]
    if checked:
        text = "That is for the channel; no vendor that you consider is without a finding."
        yield Point(text, None, lots_named(checked, lots) or None)


def _conditions(lots: Sequence[Plain]) -> Iterator[Point]:
    """Yield the conditions, gathered by the lots that they are set for."""
    held: dict[str, list[Plain]] = {}
    first: dict[str, Plain] = {}
    for lot in lots:
        for condition in lot["conditions"]:
            held.setdefault(condition["rule"], []).append(lot)
            first.setdefault(condition["rule"], condition)
    gathered: dict[tuple[str, str], list[Plain]] = {}
    for rule, same in held.items():
        key = (first[rule]["status"], lots_named(same, lots))
        gathered.setdefault(key, []).append(first[rule])
    for status, where in sorted(gathered, key=lambda key: -_STATUSES.index(key[0])):
        said = _MAY[status]
        yield Point(f"{where}: {said[0].lower()}{said[1:]}" if where else said)
        for condition in gathered[status, where]:
            note = f"{condition['owner']}, {condition['due']}"
            yield Point(formats.sentence(condition["evidence"]), status, note)
    for status, said in _FREE.items():
        free = [lot for lot in lots if shown_status(lot) == status]
        if free and len(lots) > 1:
            yield Point(f"{lots_named(free, lots)}: {said[0].lower()}{said[1:]}")
        elif free:
            yield Point(said)


def _cost(words: Words, document: Plain) -> Iterator[Point]:
    totals = document["totals"]
    total, currency = totals["total"], totals["currency"]
    if total:
        span = formats.span(total["low"], total["high"], currency)
        yield Point(f"About {formats.about(total['likely'], currency)} ({span}).")
        yield Point(_premium(words, document))
        yield from _budget(document)
        yield from _today(words, document)
    elif document["brief"].get("budget"):
        yield Point("Not priced, so not compared with the budget.")
    if len(document["lots"]) == 1:
        share = take_home(recommended_outcome(document["lots"][0]))
        if share:
            yield Point(share)


def _premium(words: Words, document: Plain) -> str:
    totals = document["totals"]
    premium = Decimal(totals["premium"])
    if not premium:
        return "No premium: nothing eligible is cheaper."
    shown = formats.about(premium, totals["currency"])
    share = (
        formats.percent(premium / Decimal(totals["cheapest"]))
        if Decimal(totals["cheapest"])
        else ""
    )
    where = (
        "the cheapest eligible channels"
        if len(document["lots"]) > 1
        else _cheapest(words, document)
    )
    return f"Premium of about {shown} ({share}) over {where}."


def _cheapest(words: Words, document: Plain) -> str:
    priced = [out for out in document["lots"][0]["channels"] if out["cost"]]
    cheapest = min(priced, key=lambda out: Decimal(out["cost"]["likely"]))
    return f"{words.channel(cheapest['channel']).label}, the cheapest eligible channel"


def _budget(document: Plain) -> Iterator[Point]:
    budget = document["brief"].get("budget")
    if not budget:
        return
    totals = document["totals"]
    currency = totals["currency"]
    whole = formats.tidy(budget["amount"], budget["currency"])
    if totals["budget_left"] is None:
        yield Point(
            f"The budget, {whole}, is in another currency than the prices; they are not compared."
        )
        return
    left, limit = Decimal(totals["budget_left"]), Decimal(totals["budget"])
    if left < 0:
        yield Point(
            f"Over the budget of {whole} by about {formats.about(-left, currency)}.", "high"
        )
    elif Decimal(totals["total"]["high"]) > limit:
        yield Point(
            f"Within the budget of {whole} as is likely, and over it at the high end.", "medium"
        )
    else:
        yield Point(f"Within the budget of {whole}, at the high end too.")


def _today(words: Words, document: Plain) -> Iterator[Point]:
    incumbent = document["brief"].get("incumbent") or {}
    totals = document["totals"]
    if totals["today"] is None:
        return
    currency = totals["currency"]
    rate = formats.tidy(incumbent["bill_rate"], currency)
    payee = f" to {words.organisation(incumbent['vendor'])}" if incumbent.get("vendor") else ""
    change = Decimal(totals["against_today"])
    word = "more" if change > 0 else "less"
    told = f"about {formats.about(abs(change), currency)} {word} than" if change else "the same as"
    yield Point(
        f"For the same hours, {told} at today's {rate} an hour{payee} "
        f"(about {formats.about(totals['today'], currency)})."
    )


def _vendors(words: Words, lots: Sequence[Plain]) -> Iterator[Point]:
    """Yield each vendor on the brief with its gravest verdict, and what it is on other lots."""
    held: dict[str, dict[str, list[Plain]]] = {}
    names: dict[str, str] = {}
    for lot in lots:
        for verdict in lot["vendors"]:
            if verdict["listed"]:
                names[verdict["vendor"]] = verdict["name"] or words.organisation(verdict["vendor"])
                held.setdefault(verdict["vendor"], {}).setdefault(verdict["verdict"], []).append(
                    lot
                )
    for vendor, verdicts in held.items():
        gravest, *milder = sorted(verdicts, key=_VERDICTS.index)
        where = [lots_named(verdicts[gravest], lots)]
        where += [f"{_SAID[other]} for {lots_named(verdicts[other], lots)}" for other in milder]
        yield Point(names[vendor], gravest, "; ".join(filter(None, where)) or None)


def _dates(document: Plain) -> Iterator[Point]:
    today = date.fromisoformat(document["date"])
    brief = document["brief"]
    start, end = (
        date.fromisoformat(day) if (day := brief.get(key)) else None for key in ("start", "end")
    )
    if start:
        yield Point(
            f"Start {formats.day(start)}, {_distance(start, today)}.",
            None if start >= today else "medium",
        )
    if end:
        lasting = f", {formats.age(start, end)} of work" if start and end > start else ""
        yield Point(f"End {formats.day(end)}{lasting}.", None if end >= today else "medium")


def _distance(when: date, today: date) -> str:
    if when == today:
        return "the day of this decision"
    if when < today:
        return f"{formats.age(when, today)} before this decision"
    return f"{formats.age(today, when)} after this decision"
