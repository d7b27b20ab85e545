"""What is known of one vendor on one brief, as positions on the axes that conflict rules read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sourcing.brief import Brief
from sourcing.decision.conflicts.graph import NO_STAKE, WHOLE, Graph, Stake
from sourcing.decision.intake import directory_of
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.vendors import Incident, Organisation, Tie


@dataclass(frozen=True, slots=True)
class Parties:
    """The organisations of a brief, resolved: ids where the catalogue knows them.

    `rivals` are those that the buyer named and those that the catalogue names for the buyer;
    `unscreenable` are rivals outside the catalogue.
    """

    own: str | None
    rivals: tuple[str, ...]
    unscreenable: tuple[str, ...]
    vendors: tuple[str, ...]
    rivals_named: bool


def parties(rulebook: Rulebook, brief: Brief) -> Parties:
    """Resolve the names on a brief against the catalogue; unknown vendors keep their name."""
    directory = directory_of(rulebook)
    own = brief.organisation.is_ or directory.find(brief.organisation.name or "")
    known = [directory.find(name) for name in brief.competitors]
    rivals = {found for found in known if found}
    if own and own in rulebook.organisations:
        rivals |= set(rulebook.organisations[own].rivals)
    outside = [n for n, found in zip(brief.competitors, known, strict=True) if found is None]
    vendors = (directory.find(name) or name for name in brief.vendors)
    return Parties(
        own=own,
        rivals=tuple(sorted(rivals - {own})),
        unscreenable=tuple(sorted(set(outside))),
        vendors=tuple(dict.fromkeys(vendors)),
        rivals_named=bool(rivals or outside),
    )


@dataclass(frozen=True, slots=True)
class VendorFacts:
    """A vendor's facts: its state on the vendor axes, and what the flags show of them.

    A brand has the traits and incidents of the firms behind it; one that was merged into another
    firm is `retired`.
    """

    vendor: str
    organisation: Organisation | None
    state: tuple[int, ...]
    rival_stake: Stake
    own_stake: Stake
    serves: tuple[Tie, ...]
    siblings: tuple[str, ...]
    group: str
    chain: tuple[str, ...]
    brand_ties: tuple[Tie, ...]
    incidents: tuple[Incident, ...]
    retired: bool


def graph_of(rulebook: Rulebook) -> Graph:
    """Return the graph of a rulebook's catalogue, built once."""
    if "graph" not in rulebook.memory:
        control = [band.at_least for band in rulebook.content.stake_bands if band.controls]
        graph = Graph(rulebook.content.ownership, min(control, default=WHOLE))
        rulebook.memory["graph"] = graph
    known: Graph = rulebook.memory["graph"]
    return known


def vendor_facts(rulebook: Rulebook, who: Parties, vendor: str) -> VendorFacts:
    """Return the facts of one vendor; its state leaves open how it serves a lot."""
    graph = graph_of(rulebook)
    organisation = rulebook.organisations.get(vendor)
    stakes = [graph.stake(rival, vendor) for rival in who.rivals]
    rival_stake = max(stakes, key=lambda stake: (bool(stake), stake.percent), default=NO_STAKE)
    own_stake = graph.stake(who.own, vendor) if who.own else NO_STAKE
    serves = tuple(graph.served(vendor, who.rivals))
    siblings = tuple(graph.siblings(vendor, who.vendors))
    behind = [rulebook.organisations[name] for name in graph.chain(vendor) if organisation]
    incidents = tuple(incident for firm in behind for incident in firm.incidents)
    group = graph.group(vendor)
    answers: dict[str, str | Iterable[str]] = {
        "in_catalogue": _yes(organisation is not None),
        "listed": _yes(group in {graph.group(name) for name in who.vendors}),
        "several_listed": _yes(_alike_listed(rulebook, who, vendor)),
        "rivals_named": _yes(who.rivals_named),
        "rival_stake": _band(rulebook, rival_stake),
        "own_stake": _band(rulebook, own_stake),
        "serves_rival": _yes(bool(serves)),
        "same_group": _yes(bool(siblings)),
    }
    if organisation:
        answers |= {
            "vendor_owner": organisation.owner,
            "vendor_kind": organisation.kind,
            "vendor_employment": organisation.employment,
            "vendor_traits": {trait for firm in behind for trait in firm.traits},
            "vendor_incidents": {incident.kind for incident in incidents},
        }
    return VendorFacts(
        vendor=vendor,
        organisation=organisation,
        state=tuple(_vendor_part(rulebook, answers)),
        rival_stake=rival_stake,
        own_stake=own_stake,
        serves=serves,
        siblings=siblings,
        group=group,
        chain=graph.chain(vendor),
        brand_ties=graph.brand_ties(vendor),
        incidents=incidents,
        retired=graph.retired(vendor),
    )


def _alike_listed(rulebook: Rulebook, who: Parties, vendor: str) -> bool:
    """Say whether another vendor on the list serves one of the same channels."""
    known = rulebook.organisations
    own = set(known[vendor].channels) if vendor in known else set()
    others = (known[name].channels for name in who.vendors if name != vendor and name in known)
    return any(own & set(channels) for channels in others)


def _vendor_part(rulebook: Rulebook, answers: dict[str, str | Iterable[str]]) -> list[int]:
    return rulebook.vendor_space.state(answers)[len(rulebook.outcome_space.axes) :]


def _yes(fact: bool) -> str:  # noqa: FBT001 - a word for a fact
    return "yes" if fact else "no"


def _band(rulebook: Rulebook, stake: Stake) -> str:
    """Return the band of a stake; one of unknown size is above the lowest band."""
    bands = sorted(rulebook.content.stake_bands, key=lambda band: band.at_least)
    if not bands:
        return "none"
    reached = [band for band in bands if stake.percent >= band.at_least]
    lowest = 1 if stake and len(bands) > 1 else 0
    return bands[max(len(reached) - 1, lowest)].id
