"""Cases that an editor may want: for rules that no case makes fire, and from briefs at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice, permutations, product
from typing import Any

from sourcing.assurance.cases.coverage import coverage
from sourcing.assurance.cases.worked import rules_at_work
from sourcing.assurance.laws.prove import witness
from sourcing.brief import Brief, brief_content, nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.model.decision import Decision, LotDecision
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.base import Conditional

Plain = dict[str, Any]
OUTSIDE = "A vendor outside the catalogue"
MOST_TRIED, FEW_TRIED = 150, 20
OF_PAIRS = frozenset({"same_group", "several_listed"})
OF_RIVALS = frozenset({"rivals_named", "rival_stake", "serves_rival", "rival_people"})
OF_OWN = frozenset({"own_stake", "own_people"})


def suggested_cases(rulebook: Rulebook, *, on: date) -> list[Plain]:
    """Return a case for each rule that no case makes fire, at the edge of its condition.

    A case covers what it happens to make fire beside its rule; rules for which no brief was
    found are left out.
    """
    cases: list[Plain] = []
    fired: set[str] = set()
    for kind, name in coverage(rulebook, on=on).silent:
        if name in fired:
            continue
        found = _brief_for(rulebook, kind, name, on)
        if found is not None:
            decision = found
            cases.append(recorded_case(decision, f"fires-{name}", f"The rule {name} fires"))
            fired |= {rule for lot in decision.lots for rule in rules_at_work(decision, lot)}
    return cases


def recorded_case(decision: Decision, name: str, title: str) -> Plain:
    """Return the outcome of a decision as a case, for an editor to confirm."""
    return {
        "id": name,
        "title": title,
        "story": "Recorded from the rules as they stand; say here why this is right.",
        "brief": brief_content(decision.brief),
        "expect": {
            "lots": [_expected(lot) for lot in decision.lots],
            "flags": sorted({flag.id for flag in decision.flags}),
        },
    }


def _expected(lot: LotDecision) -> Plain:
    expected: Plain = {"status": lot.status}
    if lot.recommended is not None:
        expected["recommended"] = lot.recommended
    else:
        expected["possible"] = list(lot.possible)
    optional: Plain = {
        "excluded": [c.channel for c in lot.channels if not c.eligible],
        "signals": sorted(signal.id for signal in lot.signals),
        "avoid": sorted(practice.rule for practice in lot.avoid),
        "vendors": {v.vendor: v.verdict for v in lot.vendors if v.listed},
    }
    if lot.split:
        optional["split"] = [[part.decision.recommended or ""] for part in lot.split.slices]
    return expected | {key: value for key, value in optional.items() if value}


def _brief_for(rulebook: Rulebook, kind: str, name: str, on: date) -> Decision | None:
    """Return a decision in which a rule is at work, or None where none was found."""
    record = next(r for r in getattr(rulebook.content, kind) if r.id == name)
    answers = witness(rulebook, record)
    if answers is None:
        return None
    for parties in _parties(rulebook, record) if kind == "conflict_rules" else [{}]:
        content = {**parties, "title": f"Case for {name}", "lots": [{"answers": dict(answers)}]}
        decision = _decided(rulebook, content, on)
        if decision and any(name in rules_at_work(decision, lot) for lot in decision.lots):
            return decision
    return None


def _parties(rulebook: Rulebook, record: Conditional) -> Iterator[Mapping[str, Any]]:
    """Yield vendors, with rivals or an owner of one's own where the rule asks for them.

    Who is tied to whom in the catalogue comes first.
    """
    reads = {name for clause in (record.when, *record.any, *record.unless) for name in clause}
    sold = [o.id for o in rulebook.content.organisations if o.channels]
    labs = [o.id for o in rulebook.content.organisations if not o.channels]
    vendors: list[tuple[str, ...]] = [(name,) for name in [*sold, *labs, OUTSIDE]]
    if reads & OF_PAIRS:
        pairs_of = permutations([*sold, *labs], 2)
        vendors = sorted(pairs_of, key=lambda pair: not _tied(rulebook, *pair))
    plain: list[Plain] = [{"vendors": list(listed)} for listed in vendors]
    if "vendor_reach" in reads:
        countries = _countries(rulebook)
        plain = [{**p, "worker_countries": [c]} for c, p in product(countries, plain[: len(sold)])]
    if not reads & (OF_RIVALS | OF_OWN):
        yield from islice(plain, MOST_TRIED)
        return
    pairs = sorted(product(vendors, labs), key=lambda p: not _tied(rulebook, *p[0], p[1]))
    yield from islice(plain, FEW_TRIED)
    for listed, lab in islice(pairs, MOST_TRIED):
        if reads & OF_RIVALS:
            yield {"vendors": list(listed), "competitors": [lab]}
        if reads & OF_OWN:
            yield {"vendors": list(listed), "organisation": {"is": lab}}


def _countries(rulebook: Rulebook) -> list[str]:
    """Return countries to try: those that some vendor has left, and others that vendors name."""
    reaches = [o.reach for o in rulebook.content.organisations if o.reach]
    closed = [country for reach in reaches for country in reach.closed]
    named = [country for reach in reaches for country in (*reach.only, *reach.mostly)]
    return list(dict.fromkeys([*closed[:2], *named[:2]]))


def _tied(rulebook: Rulebook, *names: str) -> bool:
    """Say whether organisations stand in one group of ties, however far apart."""
    if _tied not in rulebook.memory:
        groups: dict[str, set[str]] = {}
        for tie in rulebook.content.ownership:
            joined = groups.get(tie.parent, {tie.parent}) | groups.get(tie.child, {tie.child})
            groups.update(dict.fromkeys(joined, joined))
        rulebook.memory[_tied] = groups
    known: Mapping[str, set[str]] = rulebook.memory[_tied]
    return set(names) <= known.get(names[0], {names[0]})


def _decided(rulebook: Rulebook, content: Mapping[str, Any], on: date) -> Decision | None:
    try:
        brief: Brief = parse_brief(content, nowhere("case"))
        return decide(rulebook, brief, on=on)
    except InvalidInputError:
        return None
