"""From a conflict rule that fired to the flag that a buyer reads: path, sources, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sourcing.decision.conflicts.facts import VendorFacts
from sourcing.decision.conflicts.graph import Stake
from sourcing.decision.model.vendors import StakeHeld, VendorFlag
from sourcing.decision.outcome.deadlines import Calendar
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.vendors import ConflictRule, Tie
from sourcing.values import plain

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a flag shows: ties, the path through them, the vendors it is about, stakes, sentences."""

    ties: tuple[Tie, ...]
    path: tuple[str, ...]
    vendors: tuple[str, ...]
    stakes: tuple[Stake, ...] = ()
    says: tuple[str, ...] = ()


def flag_of(
    rulebook: Rulebook, known: VendorFacts, rule: ConflictRule, calendar: Calendar
) -> VendorFlag:
    """Return the flag that a rule raises on a vendor."""
    shown = evidence(known, rule)
    held = tuple(_held(stake) for stake in shown.stakes)
    says = (
        rule.because,
        *(_stake_says(stake, known.vendor, rulebook) for stake in shown.stakes),
        *shown.says,
        *(tie.says for tie in shown.ties),
        *_incidents(known, rule, rulebook),
    )
    cited = (*rule.sources, *(s for tie in shown.ties for s in tie.sources))
    return VendorFlag(
        id=rule.flag,
        label=rulebook.labels.get(rule.flag, rule.flag),
        severity=rule.severity,
        rule=rule.id,
        vendors=shown.vendors,
        path=shown.path,
        because=" ".join(says),
        sources=tuple(dict.fromkeys(cited)),
        as_of=min((tie.as_of for tie in shown.ties), default=None),
        ask=rule.ask,
        evidence=rule.evidence,
        clause=rule.clause,
        owner=rule.owner,
        due=calendar.day(rule.due),
        earliest_start=calendar.earliest_start(rule.due),
        stakes=held,
        internal=rule.internal,
    )


def evidence(known: VendorFacts, rule: ConflictRule) -> Evidence:
    """Return what a flag shows, by the first fact of `_SHOWN` that its rule speaks of."""
    spoken = {name for clause in (rule.when, *rule.any) for name in clause}
    shown = (show(known) for name, show in _SHOWN.items() if name in spoken)
    return next(shown, Evidence((), (known.vendor,), (known.vendor,)))


def _of_ties(known: VendorFacts, ties: tuple[Tie, ...]) -> Evidence:
    others = tuple(tie.parent for tie in ties[:1])
    return Evidence(ties, (*known.chain, *others), (known.vendor,))


def _of_brand(known: VendorFacts) -> Evidence:
    return Evidence(known.brand_ties, known.chain, (known.vendor,))


def _of_group(known: VendorFacts) -> Evidence:
    together = tuple(sorted((known.vendor, *known.siblings)))
    return Evidence(known.group_ties, known.chain, together)


def _of_reach(known: VendorFacts) -> Evidence:
    says = (known.reach.says,) if known.reach else ()
    return Evidence((), (known.vendor,), (known.vendor,), says=says)


def _of_name(known: VendorFacts) -> Evidence:
    says = (f"The nearest name that it does know is '{known.near}'.",) if known.near else ()
    return Evidence((), (known.vendor,), (known.vendor,), says=says)


def _of_stakes(known: VendorFacts, stakes: Sequence[Stake]) -> Evidence:
    ties = tuple({tie.id: tie for stake in stakes for tie in stake.ties}.values())
    path = stakes[0].path if stakes else known.chain
    return Evidence(ties, path, (known.vendor,), tuple(stakes))


_SHOWN: Mapping[str, Callable[[VendorFacts], Evidence]] = {
    "rival_stake": lambda known: _of_stakes(known, known.rival_stakes),
    "own_stake": lambda known: _of_stakes(known, [known.own_stake] if known.own_stake else []),
    "serves_rival": lambda known: _of_ties(known, known.serves),
    "rival_people": lambda known: _of_ties(known, known.rival_people),
    "own_people": lambda known: _of_ties(known, known.own_people),
    "same_group": _of_group,
    "former_parent": lambda known: _of_ties(known, known.past_ties),
    "vendor_reach": _of_reach,
    "vendor_owner": _of_brand,
    "vendor_traits": _of_brand,
    "in_catalogue": _of_name,
}
"""What to show of a vendor for a rule that speaks of a fact, the weightiest fact first."""


def _held(stake: Stake) -> StakeHeld:
    return StakeHeld(
        owner=stake.owner,
        percent=stake.percent,
        at_least=stake.at_least,
        voting=stake.voting,
        controls=stake.controls,
        path=stake.path,
    )


def _stake_says(stake: Stake, vendor: str, rulebook: Rulebook) -> str:
    """Say how much an owner holds in a vendor, and by which way."""
    owner, firm = _name(stake.owner, rulebook), _name(vendor, rulebook)
    if stake.owner == stake.path[-1] and len(stake.path) == 1:
        return f"{firm} is {owner} itself." if owner != firm else f"This is {owner} itself."
    way = [_name(step, rulebook) for step in stake.path[1:-1]]
    through = f", through {' and '.join(reversed(way))}" if way else ""
    votes = {False: ", without votes", True: ", with votes", None: ""}[stake.voting]
    if not stake.percent:
        return f"{owner} holds a stake of unknown size in {firm}{votes}{through}."
    least = "at least " if stake.at_least else ""
    return f"{owner} holds {least}{plain(_shown(stake))} percent of {firm}{votes}{through}."


def _shown(stake: Stake) -> Decimal:
    return stake.percent.quantize(_HUNDREDTH) if stake.percent >= _HUNDREDTH else stake.percent


def _name(organisation: str, rulebook: Rulebook) -> str:
    known = rulebook.organisations.get(organisation)
    return known.name if known else organisation


def _incidents(known: VendorFacts, rule: ConflictRule, rulebook: Rulebook) -> tuple[str, ...]:
    """Return what happened, and at which firm behind the vendor, for a rule that speaks of incidents."""
    kinds: set[str] = set()
    for clause in (rule.when, *rule.any):
        for axis in ("vendor_incidents", "vendor_found"):
            wanted = clause.get(axis, ())
            kinds |= {wanted} if isinstance(wanted, str) else set(wanted)
    return tuple(
        f"{'' if firm == known.vendor else f'On record of {_name(firm, rulebook)}: '}"
        f"{incident.says} ({incident.status})"
        for firm, incident in known.incidents
        if incident.kind in kinds
    )
