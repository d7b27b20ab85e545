"""Checks of the catalogue: one spelling for one organisation, and ownership that can be true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from sourcing.problems import Problem, latin, offered
from sourcing.rulebook.model.content import Content
from sourcing.rulebook.model.sources import Contradiction
from sourcing.rulebook.model.vendors import Organisation, StakeBand, Tie
from sourcing.rulebook.spots import Spot, Spots
from sourcing.values import plain

WHOLE = Decimal(100)
_CAPITAL = ("stake", "investor", "backer")
_COLLAPSING = ("brand", "merged_into")
_OWNING = (*_CAPITAL, *_COLLAPSING, "voting")
_ADDRESS = re.compile(r"^(https?://)?(www\.)?|(?<=\w)\.(com|tech|io|org|net)/?$")
_LEGAL_FORM = re.compile(r"[\s,]+(inc|ltd|llc|plc|gmbh|corp)\.?$")


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
            if record.kind in _OWNING:
                ties.append((spot, record))
        if isinstance(record, Contradiction):
            yield from spot.unknown(record.organisations, known, "organisation", "organisations")
        if isinstance(record, Organisation):
            yield from spot.unknown(record.rivals, known, "organisation", "rivals")
            yield from _spellings(spot, record, aliases)
    yield from dict.fromkeys(_over_time(ties))
    yield from _stake_bands(spots)


def spelling(name: str) -> str:
    """Return what all spellings of a name share: its letters and digits, without address or legal form.

    `Outlier AI`, `outlier-ai` and `www.outlier.ai` are one name, and so are `Acme, Inc.` and `Acme`.
    """
    plain_name = _ADDRESS.sub("", latin(name).casefold().strip())
    plain_name = _LEGAL_FORM.sub("", plain_name)
    letters = "".join(letter for letter in plain_name if letter.isalnum())
    return letters or name.casefold()


def _spellings(
    spot: Spot, organisation: Organisation, aliases: dict[str, str]
) -> Iterator[Problem]:
    """Refuse a spelling that two organisations claim, be it in letters that only look alike."""
    spellings = {organisation.id, organisation.name, *organisation.aliases}
    for name in sorted({name.casefold() for name in spellings}):
        other = aliases.setdefault(spelling(name), organisation.id)
        if other != organisation.id:
            fault = f"'{name}' names both '{other}' and '{organisation.id}'; keep it with one"
            yield spot.problem(fault, "aliases")


@dataclass(frozen=True, slots=True)
class _Owning:
    """A tie by which one firm owns another, on a day; brands and merged firms stand for their firm."""

    spot: Spot
    tie: Tie
    owner: str
    firm: str

    def __str__(self) -> str:
        size = "" if self.tie.stake_pct is None else f" {plain(self.tie.stake_pct)}"
        pair = f"{self.tie.parent} in {self.tie.child}"
        return f"{self.tie.id}{size} ({pair}, {self.spot.place()})"


def _over_time(ties: list[tuple[Spot, Tie]]) -> Iterator[Problem]:
    """Refuse, for every day on which the picture changes, what cannot be true on that day."""
    ever = [(spot, tie) for spot, tie in ties if tie.current or tie.turns()]
    lasting = not any(tie.turns() for _, tie in ever if tie.kind in _COLLAPSING)
    if lasting and not any(_untrue(ever)):
        return  # What is true of all ties at once is true of those of any day.
    for day in sorted({date.min, *(day for _, tie in ties for day in tie.turns())}):
        yield from _untrue([(spot, tie) for spot, tie in ties if tie.holds(day)])


def _untrue(held: list[tuple[Spot, Tie]]) -> Iterator[Problem]:
    owning = _collapsed(held)
    named = [_Owning(spot, tie, tie.parent, tie.child) for spot, tie in held]
    yield from list(_circles(named)) or _circles(owning)
    yield from _oversold(owning, _CAPITAL, "stakes")
    yield from _oversold(owning, ("voting",), "votes")


def _collapsed(held: list[tuple[Spot, Tie]]) -> list[_Owning]:
    into: dict[str, str] = {}
    for _, tie in sorted(held, key=lambda pair: (pair[1].kind != "brand", pair[1].id)):
        if tie.kind in _COLLAPSING:
            into.setdefault(tie.child, tie.parent)

    def firm(name: str) -> str:
        seen = {name}
        while name in into and into[name] not in seen:
            name = into[name]
            seen.add(name)
        return name

    owning = [
        _Owning(spot, tie, firm(tie.parent), firm(tie.child))
        for spot, tie in held
        if tie.kind not in _COLLAPSING
    ]
    return [owned for owned in owning if owned.owner != owned.firm]


def _circles(owning: list[_Owning]) -> Iterator[Problem]:
    """Refuse organisations that own each other: no effective stake could be computed."""
    owners: dict[str, set[str]] = {}
    for owned in owning:
        owners.setdefault(owned.firm, set()).add(owned.owner)
    try:
        TopologicalSorter(owners).prepare()
    except CycleError as error:
        names: list[str] = error.args[1]
        circle = set(pairwise(names))
        named = [owned for owned in owning if (owned.owner, owned.firm) in circle]
        edges = ", ".join(map(str, named))
        fault = f"these ties make organisations own each other in a circle: {edges}; remove one"
        yield named[0].spot.problem(fault)


def _oversold(owning: list[_Owning], kinds: tuple[str, ...], what: str) -> Iterator[Problem]:
    """Refuse shares in one firm that are more than the whole of it."""
    shares: dict[str, list[_Owning]] = {}
    for owned in owning:
        if owned.tie.kind in kinds and owned.tie.stake_pct is not None:
            shares.setdefault(owned.firm, []).append(owned)
    for firm, found in shares.items():
        total = sum(owned.tie.stake_pct or Decimal(0) for owned in found)
        if total > WHOLE:
            edges = ", ".join(map(str, found))
            yield found[-1].spot.problem(
                f"the {what} in '{firm}' add up to {plain(Decimal(total))} percent: {edges}; "
                "correct them, or give until to one that ended",
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
