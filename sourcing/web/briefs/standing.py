"""Where a draft stands: what would be recommended for each lot, and what is assumed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sourcing.brief import Brief
from sourcing.decision.decide import decide
from sourcing.decision.model import LotDecision
from sourcing.report.formats import counted, listed
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.questions import Question

Assumed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """One line on a lot, and for each further question what is assumed while it is open."""

    line: str
    assumed: Assumed


def standings(rulebook: Rulebook, brief: Brief | None, lots: int, *, on: date) -> list[Standing]:
    """Return where each of a draft's lots stands; without a brief, what is assumed in general."""
    usual = {q.id: _assumption(q, q.assumed) for q in rulebook.questions.values() if not q.mission}
    if brief is None:
        return [Standing("", usual)] * lots
    return [
        Standing(_line(rulebook, lot), usual | _assumed(rulebook, lot))
        for lot in decide(rulebook, brief, on=on).lots
    ]


def _assumed(rulebook: Rulebook, lot: LotDecision) -> dict[str, str]:
    return {
        name: _assumption(rulebook.questions[name], value) for name, value in lot.assumed.items()
    }


def _assumption(question: Question, value: str | tuple[str, ...] | list[str] | None) -> str:
    labels = {option.id: option.label for option in question.options}
    if value is None or not value:
        return "none of these"
    chosen = [value] if isinstance(value, str) else value
    return listed([labels[option] for option in chosen])


def _line(rulebook: Rulebook, lot: LotDecision) -> str:
    labels = {channel.id: channel.label for channel in rulebook.channels}
    possible = listed([labels[name] for name in lot.possible], "or")
    if lot.recommended is None:
        missing = sum(rulebook.questions[name].mission for name in lot.open)
        if missing:
            return f"{counted(missing, 'question')} to go. Still possible: {possible or 'nothing'}."
        return "No channel fits these answers. The recommendation says what would free one."
    best = labels[lot.recommended]
    if lot.settled:
        return f"{best}. No open question could change this."
    others = [labels[name] for name in lot.possible if name != lot.recommended]
    waits = counted(len(lot.open), "open question")
    return f"{best} so far. {waits} could still make it {listed(others, 'or')}."
