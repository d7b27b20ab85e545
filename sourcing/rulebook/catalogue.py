"""Checks of the catalogue: one spelling for one organisation, and ownership that can be true."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from sourcing.problems import Problem, latin, offered
from sourcing.rulebook.model.content import Content
from sourcing.rulebook.model.vendors import Organisation, StakeBand, Tie
from sourcing.rulebook.spots import Spot, Spots
from sourcing.values import plain

NOT_OWNING = ("customer", "former_parent")
WHOLE = Decimal(100)


def catalogue_problems(content: Content, spots: Spots) -> Iterator[Problem]:
    """Yield what is wrong with organisations, their ties, and the bands of stakes."""
    known = {organisation.id for organisation in content.organisations}
    aliases: dict[str, str] = {}
    ties: list[tuple[Spot, Tie]] = []
    for spot, record in spots:
        if isinstance(record, Tie):
            for end, name in (("parent", record.parent), ("child", record.child)):
                if name not in known:
                    fault = f"unknown organisation '{name}'{offered(name, known)}"
                    yield spot.problem(fault, end)
            if record.current and record.kind not in NOT_OWNING:
                ties.append((spot, record))
        if isinstance(record, Organisation):
            yield from spot.unknown(record.rivals, known, "organisation", "rivals")
            yield from _spellings(spot, record, aliases)
    yield from _circles(ties)
    yield from _oversold(ties)
    yield from _stake_bands(spots)


def _spellings(
    spot: Spot, organisation: Organisation, aliases: dict[str, str]
) -> Iterator[Problem]:
    """Refuse a spelling that two organisations claim, be it in letters that only look alike."""
    spellings = {organisation.id, organisation.name, *organisation.aliases}
    for spelling in sorted({spelling.casefold() for spelling in spellings}):
        other = aliases.setdefault(latin(spelling), organisation.id)
        if other != organisation.id:
            fault = f"'{spelling}' names both '{other}' and '{organisation.id}'; keep it with one"
            yield spot.problem(fault, "aliases")


def _circles(ties: list[tuple[Spot, Tie]]) -> Iterator[Problem]:
    """Refuse organisations that own each other: no effective stake could be computed."""
    owners: dict[str, set[str]] = {}
    for _, tie in ties:
        owners.setdefault(tie.child, set()).add(tie.parent)
    try:
        TopologicalSorter(owners).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        circle = set(pairwise(names))
        named = [(spot, tie) for spot, tie in ties if (tie.parent, tie.child) in circle]
        edges = ", ".join(f"{tie.id} ({tie.parent} in {tie.child})" for _, tie in named)
        fault = f"these ties make organisations own each other in a circle: {edges}; remove one"
        yield named[0][0].problem(fault)


def _oversold(ties: list[tuple[Spot, Tie]]) -> Iterator[Problem]:
    """Refuse stakes in one organisation that are more than the whole of it."""
    stakes: dict[str, list[tuple[Spot, Tie, Decimal]]] = {}
    for spot, tie in ties:
        if tie.stake_pct is not None:
            stakes.setdefault(tie.child, []).append((spot, tie, tie.stake_pct))
    for child, found in stakes.items():
        total = sum(share for _, _, share in found)
        if total > WHOLE:
            edges = ", ".join(f"{tie.id} {plain(share)}" for _, tie, share in found)
            yield found[-1][0].problem(
                f"the stakes in '{child}' add up to {plain(Decimal(total))} percent: {edges}; "
                "correct them, or set current: false on one that ended",
                "stake_pct",
            )


def _stake_bands(spots: Spots) -> Iterator[Problem]:
    bands = [(spot, record) for spot, record in spots if isinstance(record, StakeBand)]
    seen: dict[Decimal, str] = {}
    for spot, band in bands:
        other = seen.setdefault(band.at_least, band.id)
        if other != band.id:
            fault = f"'{other}' and '{band.id}' start at the same stake; move one of them"
            yield spot.problem(fault, "at_least")
    if bands and 0 not in seen:
        spot, band = min(bands, key=lambda pair: pair[1].at_least)
        fault = f"the lowest band, '{band.id}', must start at 0; found {plain(band.at_least)}"
        yield spot.problem(fault, "at_least")
