"""Vendors of a lot against the conflict rules: flags, verdicts and the shortlist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from sourcing.decision.conflicts.facts import Parties, VendorFacts, graph_of, vendor_facts
from sourcing.decision.conflicts.flags import evidence, flag_of
from sourcing.decision.conflicts.graph import Graph
from sourcing.decision.model.vendors import VendorFlag, VendorVerdict, Verdict
from sourcing.decision.outcome.deadlines import Calendar
from sourcing.rulebook.compiled import Compiled, Rulebook
from sourcing.rulebook.model.rules import SEVERITIES
from sourcing.rulebook.model.vendors import ConflictRule

STRENGTH: tuple[Verdict, ...] = ("no_finding", "not_screened", "conditional", "excluded")
MOST_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Screening:
    """What the conflict rules say of a lot's vendors."""

    verdicts: tuple[VendorVerdict, ...]
    shortlist: tuple[VendorVerdict, ...]
    flags: tuple[VendorFlag, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of every vendor that a brief lists or the catalogue offers, on one day."""

    who: Parties
    graph: Graph
    facts: Mapping[str, VendorFacts]


def known_facts(rulebook: Rulebook, who: Parties, on: date) -> Known:
    """Return what is known of the vendors on a day.

    It is the same for all lots, and for every brief of the same parties while no tie changes and
    nothing new is heard of, so it is kept.
    """
    graph = graph_of(rulebook, on)
    kept: dict[tuple[int, Parties], Known] = rulebook.memory.setdefault("facts", {})
    key = (id(graph), who)
    if key not in kept:
        if len(kept) >= MOST_REMEMBERED:
            kept.clear()
        kept[key] = _known(rulebook, graph, who, on)
    return kept[key]


def _known(rulebook: Rulebook, graph: Graph, who: Parties, on: date) -> Known:
    catalogue = [o.id for o in rulebook.content.organisations if o.channels]
    names = dict.fromkeys((*who.vendors, *catalogue))
    facts = {name: vendor_facts(rulebook, graph, who, name, on) for name in names}
    return Known(who, graph, MappingProxyType(facts))


def screen(
    rulebook: Rulebook,
    known: Known,
    state: Sequence[int],
    recommended: str | None,
    calendar: Calendar,
) -> Screening:
    """Screen the vendors of one lot; `state` is the lot's state over the outcome space."""
    rules = _bearing(rulebook, state)
    vendors = known.who.vendors
    groups = {known.graph.group(vendor) for vendor in vendors}
    listed, sisters, offered = [], [], []
    flags: list[VendorFlag] = []
    for name, facts in known.facts.items():
        is_listed, is_sister = name in vendors, facts.group in groups
        if not (is_listed or is_sister or _offered(facts, recommended)):
            continue
        fired = _fired(rulebook, rules, facts, state, recommended)
        verdict = _verdict(facts, fired, listed=is_listed)
        if is_listed:
            listed.append(verdict)
            flags += [flag_of(rulebook, facts, rule, calendar) for rule in fired]
        elif is_sister:
            sisters.append(verdict)
        elif verdict.verdict != "excluded":
            offered.append((_burden(fired), verdict))
    offered.sort(key=lambda item: (item[0], item[1].name.casefold()))
    return Screening(
        verdicts=(*listed, *sorted(sisters, key=lambda verdict: verdict.vendor)),
        shortlist=_one_each([verdict for _, verdict in offered], known.facts),
        flags=tuple(flags),
    )


def _one_each(
    offered: Sequence[VendorVerdict], facts: Mapping[str, VendorFacts]
) -> tuple[VendorVerdict, ...]:
    """Return one verdict for each firm, the gravest of its brands, with the other names it sells under."""
    firms: dict[str, list[VendorVerdict]] = {}
    for verdict in offered:
        firms.setdefault(facts[verdict.vendor].group, []).append(verdict)
    found = []
    for group, brands in firms.items():
        first = next((b for b in brands if b.vendor == group), brands[0])
        gravest = max(brands, key=lambda brand: STRENGTH.index(brand.verdict))
        names = tuple(sorted(b.name for b in brands if b is not first))
        found.append(replace(gravest, vendor=first.vendor, name=first.name, also=names))
    return tuple(found)


def merged(flags: Sequence[VendorFlag]) -> tuple[VendorFlag, ...]:
    """Return each flag once, though several lots or several vendors of a group raised it."""
    found: dict[tuple[str, tuple[str, ...]], VendorFlag] = {}
    for flag in sorted(flags, key=lambda flag: (SEVERITIES.index(flag.severity), flag.rule)):
        found.setdefault((flag.id, flag.vendors), flag)
    return tuple(found.values())


def _bearing(rulebook: Rulebook, state: Sequence[int]) -> list[Compiled[ConflictRule]]:
    """Return the rules that some vendor could still meet on this lot."""
    anyone = [axis.everything for axis in rulebook.vendor_space.axes[len(state) :]]
    full = [*state, *anyone]
    return [rule for rule in rulebook.conflict_rules if rule.condition.truth(full) is not False]


def _fired(
    rulebook: Rulebook,
    rules: Sequence[Compiled[ConflictRule]],
    known: VendorFacts,
    state: Sequence[int],
    recommended: str | None,
) -> list[ConflictRule]:
    space = rulebook.vendor_space
    full = [*state, *known.state]
    place = space.index["vendor_serves"]
    full[place] = space.axes[place].answer(_serves(rulebook, known, state, recommended))
    fired = [rule.record for rule in rules if rule.condition.truth(full)]
    return sorted(fired, key=lambda rule: (SEVERITIES.index(rule.severity), rule.id))


def _serves(
    rulebook: Rulebook, known: VendorFacts, state: Sequence[int], recommended: str | None
) -> str:
    channels = known.organisation.channels if known.organisation else ()
    if not channels:
        return "no_channel"
    if recommended in channels:
        return "recommended"
    place = rulebook.outcome_space.index["eligible"]
    eligible = rulebook.outcome_space.axes[place].holding(channels)
    return "eligible" if state[place] & eligible else "excluded"


def _offered(known: VendorFacts, recommended: str | None) -> bool:
    """Say whether a vendor could be proposed: it serves the channel and still trades by its name."""
    serves = known.organisation is not None and recommended in known.organisation.channels
    return serves and not known.retired


def _verdict(known: VendorFacts, fired: Sequence[ConflictRule], *, listed: bool) -> VendorVerdict:
    decisive = [rule for rule in fired if rule.verdict]
    verdict: Verdict = max(
        (rule.verdict or "no_finding" for rule in decisive),
        key=STRENGTH.index,
        default="no_finding",
    )
    # What could not be looked at stays open under a condition as well, so it is told with it.
    told = {verdict, "not_screened"} if verdict == "conditional" else {verdict}
    grounds = [rule for rule in decisive if rule.verdict in told]
    because = " ".join(rule.because for rule in grounds) or _nothing_found(fired)
    return VendorVerdict(
        vendor=known.vendor,
        name=known.organisation.name if known.organisation else known.vendor,
        verdict=verdict,
        rules=tuple(rule.id for rule in decisive),
        because=because,
        listed=listed,
        path=max((evidence(known, rule).path for rule in grounds), key=len, default=()),
        lifted_by=tuple(dict.fromkeys(rule.evidence for rule in decisive if rule.evidence)),
        near=known.near,
    )


def _nothing_found(fired: Sequence[ConflictRule]) -> str:
    if not fired:
        return "No rule found anything against it."
    points = "one point" if len(fired) == 1 else f"{len(fired)} points"
    return f"No rule restricts it; {points} to know."


def _burden(fired: Sequence[ConflictRule]) -> tuple[int, ...]:
    """Return how many flags of each severity a vendor carries, the gravest first."""
    return tuple(sum(rule.severity == severity for rule in fired) for severity in SEVERITIES)
