"""Worked cases: each is decided and held against what must come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.model.decision import Decision, LotDecision
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.cases import Case, ExpectedLot


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something that came out otherwise than expected, and the rules that made it so."""

    where: str
    expected: str
    found: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case and its mismatches; none means that it passed."""

    case: Case
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as stated."""
        return not self.mismatches


def run_cases(rulebook: Rulebook, *, on: date) -> list[CaseResult]:
    """Decide every case of a rulebook as of a day, in the order of their ids."""
    return [_run(rulebook, case, on) for case in rulebook.content.cases]


def _run(rulebook: Rulebook, case: Case, on: date) -> CaseResult:
    try:
        brief = parse_brief(case.brief, nowhere(f"case {case.id}"))
        decision = decide(rulebook, brief, on=on)
    except InvalidInputError as error:
        refused = tuple(Mismatch(str(p.place), "a valid brief", p.message) for p in error.problems)
        return CaseResult(case, refused)
    return CaseResult(case, tuple(_mismatches(rulebook, case, decision)))


def _mismatches(rulebook: Rulebook, case: Case, decision: Decision) -> Iterator[Mismatch]:
    for n, expected in enumerate(case.expect.lots):
        if n >= len(decision.lots):
            yield Mismatch(f"lot {n + 1}", "a lot", "none")
            continue
        yield from _lot_mismatches(rulebook, decision, decision.lots[n], expected)
    raised = _raised(decision, decision.lots)
    yield from _names("decision: flags", case.expect.flags, case.expect.without, raised)


def _lot_mismatches(
    rulebook: Rulebook, decision: Decision, lot: LotDecision, expected: ExpectedLot
) -> Iterator[Mismatch]:
    where = lot.name
    if expected.recommended is not None and lot.recommended != expected.recommended:
        found = lot.recommended or "no channel fits"
        yield Mismatch(f"{where}: recommended", expected.recommended, found, _deciding(lot))
    yield from _plain_mismatches(lot, expected)
    out = [outcome.channel for outcome in lot.channels if not outcome.eligible]
    yield from _names(f"{where}: excluded", expected.excluded, (), out)
    raised = _raised(decision, (lot,))
    yield from _names(f"{where}: signals", expected.signals, expected.without, raised)
    yield from _names(f"{where}: avoid", expected.avoid, (), [p.rule for p in lot.avoid])
    verdicts = {verdict.vendor: verdict for verdict in lot.vendors}
    for vendor, verdict in expected.vendors.items():
        found = verdicts[vendor].verdict if vendor in verdicts else "not screened at all"
        if found != verdict:
            rules = verdicts[vendor].rules if vendor in verdicts else ()
            yield Mismatch(f"{where}: verdict on {vendor}", verdict, found, rules)
    if expected.split is not None:
        yield from _split_mismatches(lot, expected.split)
    carried = facts_at_work(rulebook, decision, lot)
    missing = [fact for fact in expected.facts if fact not in carried]
    if missing:
        found = f"not at work: {', '.join(missing)}"
        yield Mismatch(f"{where}: facts", ", ".join(expected.facts), found)
    yield from _cost_mismatches(lot, expected)


def _plain_mismatches(lot: LotDecision, expected: ExpectedLot) -> Iterator[Mismatch]:
    if expected.status is not None and lot.status != expected.status:
        rules = tuple(condition.rule for condition in lot.conditions)
        yield Mismatch(f"{lot.name}: status", expected.status, lot.status, rules)
    if expected.settled is not None and lot.settled != expected.settled:
        yield Mismatch(f"{lot.name}: settled", str(expected.settled), str(lot.settled))
    if expected.possible is not None and set(lot.possible) != set(expected.possible):
        yield Mismatch(
            f"{lot.name}: possible", ", ".join(expected.possible), ", ".join(lot.possible)
        )


def _split_mismatches(
    lot: LotDecision, expected: tuple[tuple[str, ...], ...]
) -> Iterator[Mismatch]:
    slices = lot.split.slices if lot.split else ()
    found = [part.decision.recommended for part in slices]
    fits = len(found) == len(expected) and all(
        channel in allowed for channel, allowed in zip(found, expected, strict=True)
    )
    if not fits:
        wanted = "; ".join(" or ".join(allowed) for allowed in expected) or "no split"
        shown = "; ".join(channel or "no channel" for channel in found) or "no split"
        rules = tuple(rule for part in slices for rule in _deciding(part.decision))
        yield Mismatch(f"{lot.name}: split", wanted, shown, rules)


def _cost_mismatches(lot: LotDecision, expected: ExpectedLot) -> Iterator[Mismatch]:
    cost = lot.channel(lot.recommended).cost if lot.recommended else None
    likely = cost.total.likely if cost else None
    low, high = expected.cost_at_least, expected.cost_at_most
    if (low is None and high is None) or (likely is not None and _within(likely, low, high)):
        return
    bounds = f"{'any' if low is None else low} to {'any' if high is None else high}"
    yield Mismatch(
        f"{lot.name}: likely cost", bounds, "no price" if likely is None else str(likely)
    )


def _within(amount: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or amount >= low) and (high is None or amount <= high)


def _names(
    where: str, wanted: Iterable[str], unwanted: Iterable[str], found: Iterable[str]
) -> Iterator[Mismatch]:
    names = set(found)
    missing = [name for name in wanted if name not in names]
    surplus = [name for name in unwanted if name in names]
    if missing:
        yield Mismatch(
            where, ", ".join(missing), f"not there; found {', '.join(sorted(names)) or 'none'}"
        )
    if surplus:
        yield Mismatch(where, f"not {', '.join(surplus)}", ", ".join(surplus))


def _raised(decision: Decision, lots: Iterable[LotDecision]) -> set[str]:
    signals = {signal.id for lot in lots for signal in lot.signals}
    return signals | {flag.id for flag in decision.flags}


def _deciding(lot: LotDecision) -> tuple[str, ...]:
    return tuple(
        f"{outcome.channel}: {reason.rule} ({reason.points:+})"
        for outcome in lot.channels
        for reason in outcome.reasons
    ) + tuple(
        f"{outcome.channel}: excluded by {gate.rule}"
        for outcome in lot.channels
        for gate in outcome.excluded_by
    )


def rules_at_work(decision: Decision, lot: LotDecision) -> set[str]:
    """Return the ids of all rules that had a part in a lot's outcome."""
    rules = {reason.rule for outcome in lot.channels for reason in outcome.reasons}
    rules |= {gate.rule for outcome in lot.channels for gate in outcome.excluded_by}
    rules |= {*lot.suspended, *lot.suspended.values()}
    for called in (lot.signals, lot.safeguards, lot.avoid, lot.conditions, decision.flags):
        rules |= {item.rule for item in called}
    rules |= {rule for verdict in lot.vendors for rule in verdict.rules}
    if lot.split:
        rules.add(lot.split.rule)
        rules |= {
            rule for part in lot.split.slices for rule in rules_at_work(decision, part.decision)
        }
    return rules


def facts_at_work(rulebook: Rulebook, decision: Decision, lot: LotDecision) -> set[str]:
    """Return the facts of the fact base that the rules at work carry."""
    rules = rules_at_work(decision, lot)
    content = rulebook.content
    kinds = (
        content.gates,
        content.preferences,
        content.signal_rules,
        content.safeguards,
        content.practices,
        content.statuses,
        content.splits,
        content.conflict_rules,
    )
    return {
        fact for kind in kinds for record in kind if record.id in rules for fact in record.facts
    }
