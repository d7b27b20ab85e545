"""Why each other channel is not recommended, and what would have to be different."""

from __future__ import annotations

from sourcing.decision.explanation.model import WhyNot
from sourcing.decision.explanation.search.around import Around
from sourcing.decision.model.channels import ChannelOutcome
from sourcing.decision.model.decision import LotDecision


def why_not(around: Around, decided: LotDecision) -> tuple[WhyNot, ...]:
    """Return an account of every channel that is not recommended, in the order of the decision."""
    return tuple(
        _account(around, decided, outcome)
        for outcome in decided.channels
        if outcome.channel != decided.recommended
    )


def _account(around: Around, decided: LotDecision, outcome: ChannelOutcome) -> WhyNot:
    place = around.rulebook.channel_ids.index(outcome.channel)
    found = around.nearest(place)
    best = decided.channel(decided.recommended).score if decided.recommended else None
    return WhyNot(
        channel=outcome.channel,
        excluded_by=tuple(gate.rule for gate in outcome.excluded_by),
        lacks=None if best is None else best - outcome.score,
        change=found.change.answers if found.change else None,
        steps=found.change.steps if found.change else None,
        searched=found.searched,
    )
