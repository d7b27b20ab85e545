"""What is sound and yet wants a look: names nothing raises, sources nothing cites, and the like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sourcing.assurance.laws.prove import refuted, witness
from sourcing.assurance.proof.findings import Finding
from sourcing.assurance.proof.wording import finding_problem
from sourcing.problems import Problem, foreign_letters, latin
from sourcing.rulebook.compiled import Compiled, Rulebook
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.model.laws import Claim, Law
from sourcing.rulebook.model.signals import SignalRule
from sourcing.rulebook.references import citations_in, records_in
from sourcing.rulebook.requests import unasked
from sourcing.values import Record

NOT_OWNING = ("customer", "former_parent", "people")


def lints(rulebook: Rulebook, *, on: date) -> list[Problem]:
    """Return a warning for everything that wants a look, as of a day."""
    return [
        *(finding_problem(rulebook, finding) for finding in signal_findings(rulebook)),
        *_never_cited(rulebook),
        *_never_asked(rulebook),
        *_owners(rulebook),
        *_without_source(rulebook),
        *_look_alikes(rulebook),
        *_overdue(rulebook, on),
    ]


def signal_findings(rulebook: Rulebook) -> Iterator[Finding]:
    """Yield the signals and flags that every brief raises, and those that none can raise.

    A flag is looked for over all that can be known of a vendor, a signal over all answers.
    """
    book = _as_signals(rulebook)
    for signal in rulebook.content.signals:
        rules = [rule for rule in book.signal_rules if rule.record.signal == signal.id]
        record = ("signals", signal.id)
        if all(witness(rulebook, rule.record) is None for rule in rules):
            fault = "no rule raises it" if not rules else "the conditions of its rules never hold"
            message = f"can never be raised: {fault}; mend the rule, write one, or remove the name"
            yield Finding("never_raised", "warning", message, record)
        elif _always(book, signal.id):
            message = "is raised whatever the answers, so it warns of nothing; narrow its rules"
            yield Finding("always_raised", "warning", message, record)


def _as_signals(rulebook: Rulebook) -> Rulebook:
    """Return a rulebook in which the flags on vendors are signals like all others."""
    flags = tuple(
        Compiled(_signal_rule(rule.record.id, rule.record), rule.condition)
        for rule in rulebook.conflict_rules
    )
    return replace(rulebook, signal_rules=(*rulebook.signal_rules, *flags))


def _signal_rule(name: str, rule: Record) -> SignalRule:
    shared = {key: getattr(rule, key) for key in ("severity", "because", "when", "any", "unless")}
    return SignalRule.model_construct(id=name, signal=getattr(rule, "flag", ""), **shared)


def _always(book: Rulebook, signal: str) -> bool:
    law = Law(id="always", says="Always.", always=Claim(signals=(signal,)))
    return not refuted(replace(book, laws=(Compiled(law, Condition()),)))


def _never_cited(rulebook: Rulebook) -> Iterator[Problem]:
    cited = {
        citation.partition(":")[0]
        for kind in type(rulebook.content).model_fields
        for record in getattr(rulebook.content, kind)
        for _, citation in citations_in(record)
    }
    for source in rulebook.content.sources:
        if source.id not in cited:
            message = f"nothing cites '{source.id}'; cite it where it speaks, or remove it"
            yield _warning(rulebook, "sources", source.id, message, "id")


def _never_asked(rulebook: Rulebook) -> Iterator[Problem]:
    for request in unasked(rulebook.content):
        message = "no rule asks for it; name it in one, or remove it"
        yield _warning(rulebook, "vendor_requests", request.id, message, "id")


def _owners(rulebook: Rulebook) -> Iterator[Problem]:
    """Yield vendors whose owner is named without a source, or where screening cannot see it."""
    owned = {tie.child for tie in rulebook.content.ownership if tie.kind not in NOT_OWNING}
    for vendor in rulebook.content.organisations:
        if not vendor.channels or vendor.owner == "unknown":
            continue
        if not vendor.owner_sources:
            message = (
                f"'{vendor.id}' says who owns it without a source; cite one under "
                "'owner_sources', or set owner: unknown"
            )
            yield _warning(rulebook, "organisations", vendor.id, message, "owner")
        if vendor.owner != "founders_or_none_known" and vendor.id not in owned:
            message = (
                f"'{vendor.id}' has an owner, and no tie leads to it, so conflicts stay unseen; "
                "add it under 'ownership'"
            )
            yield _warning(rulebook, "organisations", vendor.id, message, "owner")


def _without_source(rulebook: Rulebook) -> Iterator[Problem]:
    """Yield stakes and thresholds that rest on nothing; all other figures are refused without."""
    for tie in rulebook.content.ownership:
        if tie.stake_pct is not None and not tie.sources:
            message = f"the stake of '{tie.id}' has no source; cite one"
            yield _warning(rulebook, "ownership", tie.id, message, "stake_pct")
    thresholds = [
        *(("questions", q.id, "bands", q.sources, q.bands) for q in rulebook.content.questions),
        *(
            ("derived_facts", f.id, "thresholds", f.sources, f)
            for f in rulebook.content.derived_facts
        ),
    ]
    for kind, name, path, sources, bands in thresholds:
        if bands and not sources and not bands.assumption:
            message = (
                f"the thresholds of '{name}' have no source; cite one, or say assumption: true "
                "with a reason"
            )
            yield _warning(rulebook, kind, name, message, path)


def _look_alikes(rulebook: Rulebook) -> Iterator[Problem]:
    """Yield ids with letters that look like others, for nobody can see which one is meant."""
    for kind in type(rulebook.content).model_fields:
        seen: dict[str, str] = {}
        for record in getattr(rulebook.content, kind):
            for path, part in records_in(record):
                name = str(getattr(part, "id", None) or "")
                if name.isascii():
                    if not path:
                        seen.setdefault(latin(name), name)
                    continue
                if letters := foreign_letters(name):
                    twin = seen.get(latin(name)) if not path else None
                    beside = f", beside '{twin}', which reads the same" if twin else ""
                    message = f"'{name}' looks like another word{beside}{letters}; type it anew"
                    yield _warning(rulebook, kind, record.id, message, *path, "id")


def _overdue(rulebook: Rulebook, on: date) -> Iterator[Problem]:
    for source in rulebook.content.sources:
        if source.review_after < on.isoformat():
            message = (
                f"'{source.id}' was due for review after {source.review_after}; "
                "check its figures against newer ones, then move the date"
            )
            yield _warning(rulebook, "sources", source.id, message, "review_after")


def _warning(rulebook: Rulebook, kind: str, name: str, message: str, *path: str | int) -> Problem:
    return Problem(rulebook.place(kind, name, *path), "warning", message)
