"""The first screen: the doubts of a buyer in the order in which they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sourcing.report import formats
from sourcing.report.first_screen.actions import actions_of
from sourcing.report.first_screen.assumptions import weakest
from sourcing.report.first_screen.bill import bill_of
from sourcing.report.first_screen.concerns import gravest, lots_named, shortlist_of
from sourcing.report.first_screen.permission import may_we
from sourcing.report.first_screen.schedule import schedule_of
from sourcing.report.lots import STATUSES, shown_status
from sourcing.report.model.report import Concern, Doubt, LotView, Point
from sourcing.report.words import Plain, Words, taken

_VERDICTS = ("excluded", "conditional", "not_screened", "no_finding")
_SAID = {
    "conditional": "conditional",
    "not_screened": "not screened",
    "no_finding": "nothing found",
}


def gravest_status(lots: Sequence[Plain]) -> str:
    """Return the status of the whole: that of its gravest lot."""
    return max((shown_status(lot) for lot in lots), key=STATUSES.index)


def outcome_in_short(document: Plain) -> tuple[str, str]:
    """Return the status of a decision and the channels that its lots use, as a list tells them."""
    used = dict.fromkeys(filter(None, map(taken, document["lots"])))
    return gravest_status(document["lots"]), Words(document).channels(used)


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
        ("May we?", (*may_we(words, document, lots), *gravest(signals)), ""),
        ("What does it cost?", bill_of(words, document), "Not priced."),
        (
            "Vendors",
            (*_vendors(words, decisions), *gravest(flags)),
            "No vendor stands on the brief.",
        ),
        ("Start", schedule_of(document), "No dates were given."),
        ("Weakest assumptions", weakest(words, decisions), "None." if decided else early),
        ("Runner-up, and what would change it", _runners_up(lots), early),
        ("Actions", actions_of(document), "No rule calls for any." if decided else early),
    )
    return tuple(
        Doubt(label, tuple(points) or (Point(nothing),)) for label, points, nothing in found
    )


NONE_LISTED = "You listed none. The catalogue knows these for the channel, no endorsement:"
_TOO_EARLY = "Not known before a channel is decided."


def _vendors(words: Words, lots: Sequence[Plain]) -> Iterator[Point]:
    """Yield the vendors on the brief by their verdicts, the gravest first."""
    alike = _judged_alike(words, lots)
    for verdict, where in sorted(alike, key=lambda key: _VERDICTS.index(key[0])):
        yield Point(formats.listed(alike[verdict, where]), verdict, where or None)
    shut = [lot for lot in lots if _all_are_out(lot)]
    if shut:
        where = formats.small(lots_named(shut, lots))
        said = "None of the vendors on the brief may be bought from"
        yield Point(f"{said}{f' for {where}' if where else ''}.", "high")
    elif alike and all(verdict != "no_finding" for verdict, _ in alike):
        yield Point("No vendor on the brief is without a finding.")
    if not alike:
        offered = shortlist_of(lots)
        if offered:
            yield Point(NONE_LISTED)
        yield from offered


def _judged_alike(words: Words, lots: Sequence[Plain]) -> dict[tuple[str, str], list[str]]:
    """Return the names of vendors by verdict, and by where it holds and why."""
    held: dict[str, dict[str, list[Plain]]] = {}
    names: dict[str, str] = {}
    why: dict[str, str] = {}
    for lot in lots:
        for verdict in lot["vendors"]:
            if verdict["listed"]:
                vendor = verdict["vendor"]
                names[vendor] = verdict["name"] or words.organisation(vendor)
                held.setdefault(vendor, {}).setdefault(verdict["verdict"], []).append(lot)
                if verdict["verdict"] == _VERDICTS[0]:
                    why.setdefault(vendor, formats.first_sentence(verdict["because"]))
    alike: dict[tuple[str, str], list[str]] = {}
    for vendor, verdicts in held.items():
        gravest_first = sorted(verdicts, key=_VERDICTS.index)
        judged = _verdict(verdicts, gravest_first, lots, why.get(vendor, ""))
        alike.setdefault(judged, []).append(names[vendor])
    return alike


def _all_are_out(lot: Plain) -> bool:
    """Say whether there are vendors on the brief and each is excluded for a lot."""
    listed = [verdict["verdict"] for verdict in lot["vendors"] if verdict["listed"]]
    return bool(listed) and set(listed) == {_VERDICTS[0]}


def _verdict(
    verdicts: Mapping[str, Sequence[Plain]], ordered: Sequence[str], lots: Sequence[Plain], why: str
) -> tuple[str, str]:
    """Return a vendor's gravest verdict, where it holds and why, and where which other one does."""
    first, *milder = ordered
    where = lots_named(verdicts[first], lots) if milder else _some(verdicts[first], lots)
    reason = formats.small(why).removesuffix(".")
    told = [": ".join(filter(None, (where, reason)))]
    told += [f"{_SAID[other]} for {lots_named(verdicts[other], lots)}" for other in milder]
    return first, "; ".join(filter(None, told))


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
