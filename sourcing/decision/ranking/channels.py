"""Each channel of a ranked lot with its reasons, its gates and its cost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sourcing.decision.explanation.freeing import freeing
from sourcing.decision.model.channels import ChannelOutcome, Exclusion, Reason
from sourcing.decision.model.cost import Cost
from sourcing.decision.ranking.rank import Ranking
from sourcing.decision.ranking.standing import Standing, answered
from sourcing.rulebook.compiled import ChannelRule, Rulebook
from sourcing.rulebook.model.rules import Gate, Preference


def channel_outcomes(
    rulebook: Rulebook,
    standing: Standing,
    ranking: Ranking,
    priced: Mapping[str, Cost | str],
    winner: int | None,
) -> tuple[ChannelOutcome, ...]:
    """Return the channels: the winner, then the eligible ones by score, then those that are out."""
    names = rulebook.channel_ids
    stuck = standing.complete and not ranking.eligible
    order = sorted(standing_order(rulebook, ranking, priced), key=lambda i: i != winner)
    return tuple(
        ChannelOutcome(
            channel=names[i],
            eligible=bool(ranking.eligible >> i & 1),
            score=ranking.scores[i] * rulebook.unit,
            reasons=_reasons(rulebook, standing, ranking, i),
            excluded_by=_exclusions(rulebook, standing, ranking, i),
            cost=cost if isinstance(cost := priced.get(names[i]), Cost) else None,
            no_price=cost if isinstance(cost, str) else None,
            freed_by=freeing(rulebook, standing.known, standing.state, i) if stuck else None,
        )
        for i in order
    )


def standing_order(
    rulebook: Rulebook, ranking: Ranking, priced: Mapping[str, Cost | str]
) -> list[int]:
    """Return the channels from first to last: eligible ones by points, then by likely total.

    What is still equal keeps the order of the channels file.
    """

    def place(channel: int) -> tuple[bool, int, bool, Decimal, int]:
        cost = priced.get(rulebook.channel_ids[channel])
        likely = cost.total.likely if isinstance(cost, Cost) else None
        out = not ranking.eligible >> channel & 1
        return out, -ranking.scores[channel], likely is None, likely or Decimal(0), channel

    return sorted(range(len(rulebook.channels)), key=place)


def _reasons(
    rulebook: Rulebook, standing: Standing, ranking: Ranking, channel: int
) -> tuple[Reason, ...]:
    reasons = [
        Reason(
            rule=rule.record.id,
            criterion=rule.record.criterion,
            points=rule.points[channel] * rulebook.unit,
            because=rule.record.because,
            sources=rule.record.sources,
            assumed=_assumed(rulebook, standing, rule),
        )
        for rule, acts in zip(rulebook.channel_rules, ranking.acting, strict=True)
        if acts and rule.points[channel] and isinstance(rule.record, Preference)
    ]
    return tuple(sorted(reasons, key=lambda reason: (-abs(reason.points), reason.rule)))


def _exclusions(
    rulebook: Rulebook, standing: Standing, ranking: Ranking, channel: int
) -> tuple[Exclusion, ...]:
    found = [
        Exclusion(
            rule=rule.record.id,
            kind=rule.record.kind,
            because=rule.record.because,
            sources=rule.record.sources,
            assumed=_assumed(rulebook, standing, rule),
        )
        for rule, acts in zip(rulebook.channel_rules, ranking.acting, strict=True)
        if acts and rule.excludes >> channel & 1 and isinstance(rule.record, Gate)
    ]
    return tuple(sorted(found, key=lambda gate: gate.rule))


def _assumed(rulebook: Rulebook, standing: Standing, rule: ChannelRule) -> tuple[str, ...]:
    """Return the assumed answers without which it would not be certain that a rule acts."""
    if rule.condition.truth(standing.known):
        return ()
    axes, reads = rulebook.space.axes[: len(rulebook.questions)], rule.condition.reads()
    return tuple(
        axis.id for i, axis in enumerate(axes) if i in reads and not answered(standing.known[i])
    )
