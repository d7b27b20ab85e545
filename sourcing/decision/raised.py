"""What a lot's outcome calls for: signals, safeguards, practices to avoid, and its status."""

from __future__ import annotations

from collections.abc import Sequence

from sourcing.decision.deadlines import Calendar
from sourcing.decision.model import (
    Condition,
    PracticeToAvoid,
    Raised,
    SafeguardCalled,
    Status,
)
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import SEVERITIES


def signals_of(rulebook: Rulebook, outcome: Sequence[int]) -> tuple[Raised, ...]:
    """Return each signal once, by its gravest rule; `outcome` is a state over the outcome space."""
    raised: dict[str, Raised] = {}
    fired = [rule.record for rule in rulebook.signal_rules if rule.condition.truth(outcome)]
    for rule in sorted(fired, key=lambda rule: (SEVERITIES.index(rule.severity), rule.id)):
        signal = Raised(
            id=rule.signal,
            label=rulebook.labels[rule.signal],
            severity=rule.severity,
            rule=rule.id,
            because=rule.because,
            sources=rule.sources,
            ask=rule.ask,
        )
        raised.setdefault(rule.signal, signal)
    return tuple(raised.values())


def safeguards_of(
    rulebook: Rulebook, outcome: Sequence[int], calendar: Calendar
) -> tuple[SafeguardCalled, ...]:
    """Return the safeguards that a lot calls for, by kind and id."""
    called = [rule.record for rule in rulebook.safeguards if rule.condition.truth(outcome)]
    return tuple(
        SafeguardCalled(
            rule=rule.id,
            kind=rule.kind,
            text=rule.text,
            because=rule.because,
            sources=rule.sources,
            owner=rule.owner,
            due=calendar.day(rule.due),
            earliest_start=calendar.earliest_start(rule.due),
            internal=rule.internal,
        )
        for rule in sorted(called, key=lambda rule: (rule.kind, rule.id))
    )


def practices_of(rulebook: Rulebook, outcome: Sequence[int]) -> tuple[PracticeToAvoid, ...]:
    """Return the practices to avoid on a lot."""
    return tuple(
        PracticeToAvoid(rule.record.id, rule.record.avoid, rule.record.because, rule.record.sources)
        for rule in rulebook.practices
        if rule.condition.truth(outcome)
    )


def conditions_of(rulebook: Rulebook, outcome: Sequence[int]) -> tuple[Condition, ...]:
    """Return what must be had or decided before a lot moves; stops come first."""
    fired = [rule.record for rule in rulebook.statuses if rule.condition.truth(outcome)]
    return tuple(
        Condition(
            rule.id, rule.status, rule.because, rule.evidence, rule.owner, rule.due, rule.sources
        )
        for rule in sorted(fired, key=lambda rule: (rule.status != "stop", rule.id))
    )


def lot_status(conditions: Sequence[Condition], *, fits: bool, complete: bool) -> Status:
    """Return the gravest status.

    A lot that no channel fits is stopped; one whose mission questions are open is not ready.
    """
    stopped = any(condition.status == "stop" for condition in conditions)
    if stopped or (complete and not fits):
        return "stop"
    return "conditional" if conditions or not complete else "ready"
