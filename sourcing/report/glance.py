"""The first screen: the doubts of a buyer in the order in which they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sourcing.report import formats
from sourcing.report.actions import actions_of
from sourcing.report.assumptions import weakest
from sourcing.report.concerns import gravest, lots_named, shortlist_of
from sourcing.report.lots import (
    UNDECIDED,
    range_of,
    recommended_outcome,
    shown_status,
    take_home,
)
from sourcing.report.model import Concern, Doubt, LotView, Point
from sourcing.report.money_words import of_simulations
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


def doubts_of(
    words: Words,
    document: Plain,
    lots: Sequence[LotView],
    flags: Sequence[Concern],
    signals: Sequence[Concern],
) -> tuple[Doubt, ...]:
    """Return what answers each doubt; a doubt without an answer says so."""
    decisions = document["lots"]
    decided = any(lot["recommended"] for lot in decisions)
    early = _TOO_EARLY if any(lot["possible"] for lot in decisions) else "No channel fits."
    found: tuple[tuple[str, Iterable[Point], str], ...] = (
        ("May we?", (*_conditions(decisions), *_set_aside(lots), *gravest(signals)), ""),
        ("What does it cost?", _cost(words, document), "Not priced."),
        (
            "Vendors",
            (*_vendors(words, decisions), *gravest(flags)),
            "No vendor stands on the brief.",
        ),
        ("Start", _dates(document), "No dates were given."),
        ("Weakest assumptions", weakest(words, decisions), "None." if decided else early),
        ("Runner-up, and what would change it", _runners_up(lots), early),
        ("Actions", actions_of(document), "No rule calls for any." if decided else early),
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


def _set_aside(lots: Sequence[LotView]) -> Iterator[Point]:
    """Yield the choices that set a policy aside."""
    for lot in lots:
        gates = [
            other.gates
            for other in lot.others
            if lot.choice and other.channel == lot.choice.channel
        ]
        if lot.choice and gates and gates[0]:
            yield Point(
                f"{lot.choice.channel.label} is chosen against a policy.", "high", lot.label or None
            )


def _cost(words: Words, document: Plain) -> Iterator[Point]:
    totals = document["totals"]
    total, currency = totals["total"], totals["currency"]
    if total:
        ends = totals if totals.get("p10") else total
        yield Point(
            f"About {formats.about(total['likely'], currency)} ({range_of(ends, currency)})."
        )
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
    whole = formats.tidy(budget["amount"], budget.get("currency", currency))
    if totals["budget_left"] is None:
        yield Point(
            f"The budget, {whole}, is in another currency than the prices; they are not compared."
        )
        return
    left, limit = Decimal(totals["budget_left"]), Decimal(totals["budget"])
    share = totals.get("share_within_budget")
    holds = f" It holds in {of_simulations(share)}." if share is not None else ""
    if left < 0:
        over = formats.about(-left, currency)
        yield Point(f"Over the budget of {whole} by about {over}.{holds}", "high")
    elif Decimal(totals["total"]["high"]) > limit:
        yield Point(
            f"Within the budget of {whole} as is likely, and over it at the high end.{holds}",
            "medium",
        )
    else:
        yield Point(f"Within the budget of {whole}, at the high end too.{holds}")


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
    """Yield the vendors on the brief by their verdicts, the gravest first."""
    held: dict[str, dict[str, list[Plain]]] = {}
    names: dict[str, str] = {}
    for lot in lots:
        for verdict in lot["vendors"]:
            if verdict["listed"]:
                vendor = verdict["vendor"]
                names[vendor] = verdict["name"] or words.organisation(vendor)
                held.setdefault(vendor, {}).setdefault(verdict["verdict"], []).append(lot)
    alike: dict[tuple[str, str], list[str]] = {}
    for vendor, verdicts in held.items():
        gravest_first = sorted(verdicts, key=_VERDICTS.index)
        alike.setdefault(_verdict(verdicts, gravest_first, lots), []).append(names[vendor])
    for verdict, where in sorted(alike, key=lambda key: _VERDICTS.index(key[0])):
        yield Point(formats.listed(alike[verdict, where]), verdict, where or None)
    if not held:
        yield from shortlist_of(lots)
    elif all(verdict != "no_finding" for verdict, _ in alike):
        yield Point("No vendor on the brief is without a finding.")


def _verdict(
    verdicts: Mapping[str, Sequence[Plain]], ordered: Sequence[str], lots: Sequence[Plain]
) -> tuple[str, str]:
    """Return a vendor's gravest verdict, and where it holds which other one."""
    first, *milder = ordered
    where = [lots_named(verdicts[first], lots)] if milder else [_some(verdicts[first], lots)]
    where += [f"{_SAID[other]} for {lots_named(verdicts[other], lots)}" for other in milder]
    return first, "; ".join(filter(None, where))


def _some(some: Sequence[Plain], lots: Sequence[Plain]) -> str:
    """Name lots unless they are all."""
    return "" if len(some) == len(lots) else lots_named(some, lots)


def _runners_up(lots: Sequence[LotView]) -> Iterator[Point]:
    """Yield for each lot the next best channel, and the smallest change that alters the outcome."""
    for lot in lots:
        head = lot.headline
        named = f"{lot.label}: " if lot.label else ""
        told = " ".join(filter(None, (head.next_best and f"{head.next_best}.", head.settled)))
        if told:
            yield Point(f"{named}{told}")
        first = next(iter(lot.changes.flips), None)
        if first:
            yield Point(f"{named}{first.instead} if: {first.change}")
        if lot.changes.one_sided:
            yield Point(f"{named}{lot.changes.one_sided}", "medium")


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
