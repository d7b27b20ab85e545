"""What is known of one vendor on one brief, as positions on the axes that conflict rules read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from sourcing.brief import Brief
from sourcing.decision.conflicts.graph import NO_STAKE, Graph, Stake
from sourcing.decision.conflicts.holdings import WHOLE
from sourcing.decision.intake.brief import directory_of
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.vendors import Incident, Organisation, Reach, Tie
from sourcing.rulebook.vocabulary import FOUND


@dataclass(frozen=True, slots=True)
class Parties:
    """The organisations of a brief, resolved: ids where the catalogue knows them.

    `rivals` are those that the buyer named and those that the catalogue names for the buyer;
    `vendors` are those on the brief's list, those that gave a quote, and today's; `unscreenable`
    are rivals outside the catalogue; in `countries` the workers are to be.
    """

    own: str | None
    rivals: tuple[str, ...]
    unscreenable: tuple[str, ...]
    vendors: tuple[str, ...]
    rivals_named: bool
    countries: tuple[str, ...]


def parties(rulebook: Rulebook, brief: Brief) -> Parties:
    """Resolve the names on a brief against the catalogue; unknown vendors keep their name."""
    directory = directory_of(rulebook)
    own = brief.organisation.is_ or directory.find(brief.organisation.name or "")
    known = [directory.find(name) for name in brief.competitors]
    rivals = {found for found in known if found}
    if own and own in rulebook.organisations:
        rivals |= set(rulebook.organisations[own].rivals)
    outside = [n for n, found in zip(brief.competitors, known, strict=True) if found is None]
    named = (*brief.vendors, *_quoting(rulebook, brief), *_incumbent(brief))
    vendors = (directory.find(name) or " ".join(name.split()) for name in named)
    return Parties(
        own=own,
        rivals=tuple(sorted(rivals - {own})),
        unscreenable=tuple(sorted(set(outside))),
        vendors=tuple(dict.fromkeys(vendors)),
        rivals_named=bool(rivals or outside),
        countries=tuple(sorted(set(brief.worker_countries))),
    )


def _quoting(rulebook: Rulebook, brief: Brief) -> Iterator[str]:
    """Yield the vendors that gave a quote: whoever may be bought from is screened, listed or not."""
    for lot in brief.lots:
        yield from sorted(name for name in lot.quotes if name not in rulebook.channel_ids)


def _incumbent(brief: Brief) -> Iterator[str]:
    if brief.incumbent and brief.incumbent.vendor:
        yield brief.incumbent.vendor


@dataclass(frozen=True, slots=True)
class VendorFacts:
    """A vendor's facts: its state on the vendor axes, and what the flags show of them.

    `rival_stakes` holds the stake of each rival that has one, the largest first. A brand has the
    traits and incidents of the firms behind it; one that was merged into another firm is
    `retired`. Each incident stands with the firm on whose record it is. `group_ties` make one group
    of it and of its listed `siblings`. `near` is the most similar name that the catalogue knows, for
    a vendor that it does not know.
    """

    vendor: str
    organisation: Organisation | None
    state: tuple[int, ...]
    rival_stakes: tuple[Stake, ...]
    own_stake: Stake
    serves: tuple[Tie, ...]
    rival_people: tuple[Tie, ...]
    own_people: tuple[Tie, ...]
    siblings: tuple[str, ...]
    group: str
    chain: tuple[str, ...]
    brand_ties: tuple[Tie, ...]
    group_ties: tuple[Tie, ...]
    past_ties: tuple[Tie, ...]
    incidents: tuple[tuple[str, Incident], ...]
    reach: Reach | None
    retired: bool
    near: str | None


def graph_of(rulebook: Rulebook, on: date) -> Graph:
    """Return the graph of a rulebook's catalogue as it stands on a day.

    It is built once for all days between two changes of any tie or news of any incident.
    """
    memory = rulebook.memory
    if "turns" not in memory:
        memory["turns"] = sorted({*_turns(rulebook)})
        memory["graphs"] = {}
    graphs: dict[int, Graph] = memory["graphs"]
    span = bisect_right(memory["turns"], on)
    if span not in graphs:
        held = tuple(tie for tie in rulebook.content.ownership if tie.holds(on))
        control = [band.at_least for band in rulebook.content.stake_bands if band.controls]
        graphs[span] = Graph(held, min(control, default=WHOLE))
    return graphs[span]


def _turns(rulebook: Rulebook) -> Iterator[date]:
    """Yield the days on which what is known of the catalogue changes."""
    for tie in rulebook.content.ownership:
        yield from tie.turns()
    for organisation in rulebook.content.organisations:
        yield from (day for i in organisation.incidents if (day := i.first_day()))


def vendor_facts(
    rulebook: Rulebook, graph: Graph, who: Parties, vendor: str, on: date
) -> VendorFacts:
    """Return the facts of one vendor on a day; its state leaves open how it serves a lot."""
    organisation = rulebook.organisations.get(vendor)
    stakes = [stake for rival in who.rivals if (stake := graph.stake(rival, vendor))]
    chain = graph.chain(vendor)
    behind = [rulebook.organisations[name] for name in chain if organisation]
    siblings = tuple(graph.siblings(vendor, who.vendors))
    known = VendorFacts(
        vendor=vendor,
        organisation=organisation,
        state=(),
        rival_stakes=tuple(sorted(stakes, key=lambda s: (not s.controls, -s.percent, s.owner))),
        own_stake=graph.stake(who.own, vendor) if who.own else NO_STAKE,
        serves=tuple(graph.served(vendor, who.rivals)),
        rival_people=tuple(graph.people(vendor, who.rivals)),
        own_people=tuple(graph.people(vendor, [who.own] if who.own else [])),
        siblings=siblings,
        group=graph.group(vendor),
        chain=chain,
        brand_ties=graph.brand_ties(vendor),
        group_ties=_group_ties(graph, (vendor, *siblings)),
        past_ties=tuple(tie for name in chain for tie in _past(rulebook).get(name, ())),
        incidents=tuple((firm.id, i) for firm in behind for i in firm.incidents if i.known(on)),
        reach=next((firm.reach for firm in behind if firm.reach), None),
        retired=graph.retired(vendor),
        near=None if organisation else _near(rulebook, vendor),
    )
    answers = _answers(rulebook, graph, who, known)
    if organisation:
        answers |= {
            "vendor_owner": organisation.owner,
            "vendor_kind": organisation.kind,
            "vendor_employment": organisation.employment,
            "vendor_traits": {trait for firm in behind for trait in firm.traits},
            "vendor_incidents": {incident.kind for _, incident in known.incidents},
            "vendor_found": {i.kind for _, i in known.incidents if i.status in FOUND},
        }
    return replace(known, state=tuple(_vendor_part(rulebook, answers)))


Answers: TypeAlias = dict[str, str | Iterable[str]]


def _answers(rulebook: Rulebook, graph: Graph, who: Parties, known: VendorFacts) -> Answers:
    """Return what is known of any vendor, be it in the catalogue or not."""
    largest = known.rival_stakes[0] if known.rival_stakes else NO_STAKE
    return {
        "in_catalogue": _yes(known.organisation is not None),
        "listed": _yes(known.group in {graph.group(name) for name in who.vendors}),
        "several_listed": _yes(_alike_listed(rulebook, who, known.vendor)),
        "rivals_named": _yes(who.rivals_named),
        "rival_stake": _band(rulebook, largest),
        "own_stake": _band(rulebook, known.own_stake),
        "serves_rival": _yes(bool(known.serves)),
        "rival_people": _yes(bool(known.rival_people)),
        "own_people": _yes(bool(known.own_people)),
        "same_group": _yes(bool(known.siblings)),
        "former_parent": _yes(bool(known.past_ties)),
        "vendor_reach": _reach(known.reach, who.countries),
    }


def _reach(reach: Reach | None, wanted: Iterable[str]) -> str:
    """Return whether people in all of these countries may work for a vendor, as far as is known."""
    asked = set(wanted)
    if not asked:
        return "not_asked"
    if reach is None:
        return "not_stated"
    if asked & set(reach.closed) or (reach.only and not asked <= set(reach.only)):
        return "closed"
    if asked <= {*reach.only, *reach.mostly}:
        return "reached"
    return "elsewhere" if reach.mostly else "not_stated"


def _past(rulebook: Rulebook) -> dict[str, list[Tie]]:
    """Return the ties to former parents, by the organisation that was split off."""
    if "past" not in rulebook.memory:
        past: dict[str, list[Tie]] = {}
        for tie in rulebook.content.ownership:
            if tie.kind == "former_parent":
                past.setdefault(tie.child, []).append(tie)
        rulebook.memory["past"] = past
    known: dict[str, list[Tie]] = rulebook.memory["past"]
    return known


def _group_ties(graph: Graph, members: Iterable[str]) -> tuple[Tie, ...]:
    """Return the ties by which several organisations belong to one group."""
    ties = (tie for name in members for tie in graph.stake(graph.group(name), name).ties)
    return tuple({tie.id: tie for tie in ties}.values())


def _near(rulebook: Rulebook, name: str) -> str | None:
    close = directory_of(rulebook).near(name)
    return rulebook.organisations[close].name if close else None


def _alike_listed(rulebook: Rulebook, who: Parties, vendor: str) -> bool:
    """Say whether another vendor on the list serves one of the same channels."""
    known = rulebook.organisations
    own = set(known[vendor].channels) if vendor in known else set()
    others = (known[name].channels for name in who.vendors if name != vendor and name in known)
    return any(own & set(channels) for channels in others)


def _vendor_part(rulebook: Rulebook, answers: Answers) -> list[int]:
    return rulebook.vendor_space.state(answers)[len(rulebook.outcome_space.axes) :]


def _yes(fact: bool) -> str:  # noqa: FBT001 - a word for a fact
    return "yes" if fact else "no"


def _band(rulebook: Rulebook, stake: Stake) -> str:
    """Return the band of a stake.

    One of unknown size is above the lowest band; an owner who controls by votes is in the first
    band that controls.
    """
    bands = sorted(rulebook.content.stake_bands, key=lambda band: band.at_least)
    if not bands:
        return "none"
    reached = sum(stake.percent >= band.at_least for band in bands) - 1
    if stake:
        reached = max(reached, min(1, len(bands) - 1))
    if stake.controls:
        controlling = (place for place, band in enumerate(bands) if band.controls)
        reached = max(reached, next(controlling, reached))
    return bands[reached].id
