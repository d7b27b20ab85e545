"""Cases that an editor may want: for rules that no case makes fire, and from briefs at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import permutations, product
from typing import Any

from sourcing.assurance.cases import rules_at_work
from sourcing.assurance.coverage import coverage
from sourcing.assurance.laws import witness
from sourcing.brief import Brief, brief_content, nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.model import Decision, LotDecision
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.base import Conditional

Plain = dict[str, Any]
OUTSIDE = "A vendor outside the catalogue"


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
    """Yield vendors with and without rivals, the simplest first, for a rule on vendors."""
    sold = [o.id for o in rulebook.content.organisations if o.channels]
    labs = [o.id for o in rulebook.content.organisations if not o.channels]
    vendors: list[list[str]] = [[name] for name in [*sold, OUTSIDE]]
    if "same_group" in record.when or "several_listed" in record.when:
        vendors = [list(pair) for pair in permutations(sold, 2)]
    for listed in vendors:
        yield {"vendors": listed}
    for listed, rival in product(vendors, labs):
        yield {"vendors": listed, "competitors": [rival]}
    for listed, own in product(vendors, labs):
        yield {"vendors": listed, "organisation": {"is": own}}


def _decided(rulebook: Rulebook, content: Mapping[str, Any], on: date) -> Decision | None:
    try:
        brief: Brief = parse_brief(content, nowhere("case"))
        return decide(rulebook, brief, on=on)
    except InvalidInputError:
        return None
