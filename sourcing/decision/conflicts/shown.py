"""The ties round the vendors of a brief, as plain values: what a record of the decision must keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sourcing.brief import Brief
from sourcing.decision.conflicts.facts import parties
from sourcing.decision.conflicts.graph import COLLAPSING
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.vendors import Tie
from sourcing.values import whole_days


def ownership_shown(rulebook: Rulebook, brief: Brief, on: date) -> dict[str, Any] | None:
    """Return who owns the vendors of a brief, their sister brands, and those parties they serve.

    What is over by that day is kept as ended, what had not begun is left out. Clients are kept only
    where they are a rival or the buyer. `unknown` are the vendors and owners
    of whose own owner nothing is known; `outside` are vendors that the catalogue does not know.
    Returns None where the brief names no vendor.
    """
    who = parties(rulebook, brief)
    if not who.vendors:
        return None
    begun = [tie for tie in rulebook.content.ownership if has_begun(tie, on)]
    owning = [tie for tie in begun if tie.kind != "customer"]
    known = [name for name in who.vendors if name in rulebook.organisations]
    drawn = _family(owning, known, on)
    interested = {*who.rivals, who.own}
    ties = [
        tie
        for tie in begun
        if (tie.kind != "customer" and {tie.parent, tie.child} <= drawn)
        or (tie.kind == "customer" and tie.parent in interested and tie.child in drawn)
    ]
    return {
        "vendors": list(who.vendors),
        "buyer": who.own,
        "unknown": sorted(name for name in drawn if owner_unknown(rulebook, name)),
        "outside": [name for name in who.vendors if name not in rulebook.organisations],
        "ties": [tie_shown(tie, on) for tie in ties],
    }


def owner_unknown(rulebook: Rulebook, name: str) -> bool:
    """Say whether an organisation sells and nothing is known of its owner."""
    known = rulebook.organisations[name]
    return bool(known.channels) and known.owner == "unknown"


def has_begun(tie: Tie, on: date) -> bool:
    """Say whether a tie held on a day or at any time before it."""
    return tie.since is None or whole_days(tie.since)[0] <= on


def tie_shown(tie: Tie, on: date) -> dict[str, Any]:
    """Return a tie as plain values; the percentage is text, or None where it is not known."""
    return {
        "id": tie.id,
        "parent": tie.parent,
        "child": tie.child,
        "kind": tie.kind,
        "percent": None if tie.stake_pct is None else format(tie.stake_pct, "f"),
        "voting": tie.voting,
        "current": tie.holds(on),
        "as_of": tie.as_of,
        "until": tie.until,
        "confidence": tie.confidence,
        "says": tie.says,
        "sources": list(tie.sources),
    }


def _family(ties: Sequence[Tie], vendors: Iterable[str], on: date) -> set[str]:
    """Return the vendors, everybody above them, and every brand of those firms."""
    upwards = _reached(((tie.child, tie.parent) for tie in ties), vendors)
    brands = ((tie.parent, tie.child) for tie in ties if tie.kind in COLLAPSING and tie.holds(on))
    return _reached(brands, upwards)


def _reached(steps: Iterable[tuple[str, str]], start: Iterable[str]) -> set[str]:
    following: dict[str, list[str]] = {}
    for here, there in steps:
        following.setdefault(here, []).append(there)
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += following.get(name, ())
    return reached
