"""Vendors of a lot against the conflict rules: flags, verdicts and the shortlist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from sourcing.decision.conflicts.facts import Parties, VendorFacts, graph_of, vendor_facts
from sourcing.decision.model import VendorFlag, VendorVerdict, Verdict
from sourcing.rulebook.compiled import Compiled, Rulebook
from sourcing.rulebook.model.rules import SEVERITIES
from sourcing.rulebook.model.vendors import ConflictRule, Tie

STRENGTH: tuple[Verdict, ...] = ("no_finding", "not_screened", "conditional", "excluded")
MOST_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Screening:
    """What the conflict rules say of a lot's vendors."""

    verdicts: tuple[VendorVerdict, ...]
    shortlist: tuple[VendorVerdict, ...]
    flags: tuple[VendorFlag, ...]


def known_facts(rulebook: Rulebook, who: Parties) -> Mapping[str, VendorFacts]:
    """Return the facts of every vendor that a brief lists or the catalogue offers.

    They are the same for all lots and for every brief of the same parties, so they are kept.
    """
    known: dict[Parties, Mapping[str, VendorFacts]] = rulebook.memory.setdefault("facts", {})
    if who not in known:
        if len(known) >= MOST_REMEMBERED:
            known.clear()
        known[who] = _facts(rulebook, who)
    return known[who]


def _facts(rulebook: Rulebook, who: Parties) -> Mapping[str, VendorFacts]:
    catalogue = [o.id for o in rulebook.content.organisations if o.channels]
    names = dict.fromkeys((*who.vendors, *catalogue))
    return MappingProxyType({name: vendor_facts(rulebook, who, name) for name in names})


def screen(
    rulebook: Rulebook,
    who: Parties,
    facts: Mapping[str, VendorFacts],
    state: Sequence[int],
    recommended: str | None,
) -> Screening:
    """Screen the vendors of one lot; `state` is the lot's state over the outcome space."""
    graph = graph_of(rulebook)
    rules = _bearing(rulebook, state)
    groups = {graph.group(vendor) for vendor in who.vendors}
    listed, sisters, offered = [], [], []
    flags: list[VendorFlag] = []
    for name, known in facts.items():
        is_listed, is_sister = name in who.vendors, known.group in groups
        if not (is_listed or is_sister or _offered(known, recommended)):
            continue
        fired = _fired(rulebook, rules, known, state, recommended)
        verdict = _verdict(known, fired, listed=is_listed)
        if is_listed:
            listed.append(verdict)
            flags += [_flag(rulebook, known, rule) for rule in fired]
        elif is_sister:
            sisters.append(verdict)
        elif verdict.verdict != "excluded":
            offered.append((_burden(fired), verdict))
    offered.sort(key=lambda item: (item[0], item[1].name.casefold()))
    one_each = _one_each([verdict for _, verdict in offered], facts)
    return Screening(
        verdicts=(*listed, *sorted(sisters, key=lambda verdict: verdict.vendor)),
        shortlist=one_each,
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
    grounds = [rule for rule in decisive if rule.verdict == verdict]
    because = " ".join(rule.because for rule in grounds) or _nothing_found(fired)
    return VendorVerdict(
        vendor=known.vendor,
        name=known.organisation.name if known.organisation else known.vendor,
        verdict=verdict,
        rules=tuple(rule.id for rule in decisive),
        because=because,
        listed=listed,
    )


def _nothing_found(fired: Sequence[ConflictRule]) -> str:
    if not fired:
        return "No rule found anything against it."
    points = "one point" if len(fired) == 1 else f"{len(fired)} points"
    return f"No rule restricts it; {points} to know."


def _burden(fired: Sequence[ConflictRule]) -> tuple[int, ...]:
    """Return how many flags of each severity a vendor carries, the gravest first."""
    return tuple(sum(rule.severity == severity for rule in fired) for severity in SEVERITIES)


def _flag(rulebook: Rulebook, known: VendorFacts, rule: ConflictRule) -> VendorFlag:
    ties, path, vendors = _evidence(known, rule)
    return VendorFlag(
        id=rule.flag,
        label=rulebook.labels.get(rule.flag, rule.flag),
        severity=rule.severity,
        rule=rule.id,
        vendors=vendors,
        path=path,
        because=" ".join((rule.because, *(tie.says for tie in ties), *_incidents(known, rule))),
        sources=tuple(dict.fromkeys((*rule.sources, *(s for tie in ties for s in tie.sources)))),
        as_of=min((tie.as_of for tie in ties), default=None),
        ask=rule.ask,
        evidence=rule.evidence,
        clause=rule.clause,
    )


def _evidence(
    known: VendorFacts, rule: ConflictRule
) -> tuple[tuple[Tie, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the ties, the path and the vendors that a flag shows, by what its rule speaks of."""
    spoken = {name for clause in (rule.when, *rule.any) for name in clause}
    itself = (known.vendor,)
    if "rival_stake" in spoken:
        return known.rival_stake.ties, known.rival_stake.path, itself
    if "own_stake" in spoken:
        return known.own_stake.ties, known.own_stake.path, itself
    if "serves_rival" in spoken:
        served = known.serves[:1]
        return known.serves, (*known.chain, *(tie.parent for tie in served)), itself
    if "same_group" in spoken:
        return known.brand_ties, known.chain, tuple(sorted((known.vendor, *known.siblings)))
    if "vendor_owner" in spoken:
        return known.brand_ties, known.chain, itself
    return (), itself, itself


def _incidents(known: VendorFacts, rule: ConflictRule) -> tuple[str, ...]:
    """Return what happened, for a rule that speaks of incidents."""
    kinds: set[str] = set()
    for clause in (rule.when, *rule.any):
        wanted = clause.get("vendor_incidents", ())
        kinds |= {wanted} if isinstance(wanted, str) else set(wanted)
    return tuple(f"{i.says} ({i.status})" for i in known.incidents if i.kind in kinds)
