"""What a lot's outcome calls for: signals, safeguards, practices to avoid, and its status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sourcing.decision.model.called import (
    Condition,
    PracticeToAvoid,
    Raised,
    SafeguardCalled,
    Status,
)
from sourcing.decision.outcome.deadlines import Calendar
from sourcing.decision.ranking.standing import Standing, answered
from sourcing.rulebook.compiled import Compiled, Rulebook
from sourcing.rulebook.conditions import Condition as When
from sourcing.rulebook.model.rules import SEVERITIES
from sourcing.rulebook.model.signals import SignalRule

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What rules on outcomes read of a lot: a state over the outcome space.

    `precautions` are the places of open questions for which several options are assumed at once.
    """

    rulebook: Rulebook
    state: Sequence[int]
    precautions: tuple[int, ...]

    def signals(self) -> tuple[Raised, ...]:
        """Return each signal once, by its gravest rule."""
        raised: dict[str, Raised] = {}
        fired = self._fired(self.rulebook.signal_rules)
        for rule, only_if in sorted(fired, key=lambda each: _gravity(each[0])):
            signal = Raised(
                id=rule.signal,
                label=self.rulebook.labels[rule.signal],
                severity=rule.severity,
                rule=rule.id,
                because=rule.because,
                sources=rule.sources,
                ask=rule.ask,
                about=rule.about,
                only_if=only_if,
            )
            raised.setdefault(rule.signal, signal)
        return tuple(raised.values())

    def safeguards(self, calendar: Calendar) -> tuple[SafeguardCalled, ...]:
        """Return the safeguards that the lot calls for, by kind and id."""
        called = self._fired(self.rulebook.safeguards)
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
                only_if=only_if,
            )
            for rule, only_if in sorted(called, key=lambda each: (each[0].kind, each[0].id))
        )

    def practices(self) -> tuple[PracticeToAvoid, ...]:
        """Return the practices to avoid on the lot."""
        return tuple(
            PracticeToAvoid(rule.id, rule.avoid, rule.because, rule.sources, only_if)
            for rule, only_if in self._fired(self.rulebook.practices)
        )

    def conditions(self) -> tuple[Condition, ...]:
        """Return what must be had or decided before the lot moves; stops come first."""
        fired = self._fired(self.rulebook.statuses)
        return tuple(
            Condition(
                rule=rule.id,
                status=rule.status,
                because=rule.because,
                evidence=rule.evidence,
                owner=rule.owner,
                due=rule.due,
                sources=rule.sources,
                only_if=only_if,
            )
            for rule, only_if in sorted(fired, key=lambda e: (e[0].status != "stop", e[0].id))
        )

    def _fired(
        self, rules: Iterable[Compiled[R]]
    ) -> Iterator[tuple[R, Mapping[str, tuple[str, ...]]]]:
        """Yield the rules that hold, each with the assumed options without which it would not."""
        for rule in rules:
            if rule.condition.truth(self.state):
                yield rule.record, self._only_if(rule.condition)

    def _only_if(self, when: When) -> Mapping[str, tuple[str, ...]]:
        """Return for which of the options that are assumed as a precaution a condition holds.

        By question; empty where it holds whatever they turn out to be.
        """
        found = {}
        for place in self.precautions:
            axis = self.rulebook.space.axes[place]
            if place not in when.reads() or when.truth(self._with(place, axis.answer(()))):
                continue
            assumed = axis.value(self.state[place])
            alone = [o for o in assumed if when.truth(self._with(place, axis.answer(o)))]
            found[axis.id] = tuple(alone or assumed)
        return found

    def _with(self, place: int, answer: int) -> Sequence[int]:
        return [*self.state[:place], answer, *self.state[place + 1 :]]


def _gravity(rule: SignalRule) -> tuple[int, str]:
    return SEVERITIES.index(rule.severity), rule.id


def precautions(rulebook: Rulebook, standing: Standing) -> tuple[int, ...]:
    """Return the places of open questions for which several options are assumed at once."""
    return tuple(
        place
        for place, axis in enumerate(rulebook.space.axes[: len(standing.known)])
        if axis.kind == "multiple"
        and standing.complete
        and not answered(standing.known[place])
        and len(axis.value(standing.state[place])) > 1
    )


def lot_status(conditions: Sequence[Condition], *, fits: bool, complete: bool) -> Status:
    """Return the gravest status.

    A lot that no channel fits is stopped; one whose mission questions are open is not ready.
    """
    stopped = any(condition.status == "stop" for condition in conditions)
    if stopped or (complete and not fits):
        return "stop"
    return "conditional" if conditions or not complete else "ready"
