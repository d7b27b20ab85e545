"""How far the weight of each criterion can move before another channel is recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from sourcing.decision.explanation.model import Holds
from sourcing.decision.ranking.channels import standing_order
from sourcing.decision.ranking.possible import members
from sourcing.decision.ranking.rank import Ranking
from sourcing.decision.ranking.winning import Won
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Criterion, Preference


def holds(rulebook: Rulebook, won: Won) -> tuple[Holds, ...]:
    """Return for each criterion the weights between which the recommended channel stays so.

    Exact: a score is linear in each weight. Empty where no channel is recommended.
    """
    if won.winner is None:
        return ()
    level = replace(won.ranking, scores=(0,) * len(rulebook.channels))
    # Without points, only what settles a tie is left of the order.
    order = standing_order(rulebook, level, won.priced)
    return tuple(
        _held(rulebook, criterion, _lines(rulebook, won.ranking, criterion), order, won.winner)
        for criterion in rulebook.content.criteria
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A channel's score as a function of one weight: what it has by other criteria, and by this one."""

    rest: Fraction
    slope: Fraction

    def at(self, weight: Fraction) -> Fraction:
        return self.rest + weight * self.slope


Lines: TypeAlias = dict[int, _Line]


def _lines(rulebook: Rulebook, ranking: Ranking, criterion: Criterion) -> Lines:
    points = {strength.id: strength.points for strength in rulebook.content.strengths}
    slopes = [Fraction(0)] * len(rulebook.channels)
    for rule, acts in zip(rulebook.channel_rules, ranking.acting, strict=True):
        record = rule.record
        if acts and isinstance(record, Preference) and record.criterion == criterion.id:
            for i, channel in enumerate(rulebook.channel_ids):
                side = (channel in record.for_) - (channel in record.against)
                slopes[i] += side * Fraction(points[record.strength])
    weight, unit = Fraction(criterion.weight), Fraction(rulebook.unit)
    return {
        i: _Line(ranking.scores[i] * unit - weight * slopes[i], slopes[i])
        for i in members(ranking.eligible)
    }


def _held(
    rulebook: Rulebook,
    criterion: Criterion,
    lines: Lines,
    order: Sequence[int],
    winner: int,
) -> Holds:
    weight = Fraction(criterion.weight)
    crossings = {
        rival: (line.rest - lines[winner].rest) / (lines[winner].slope - line.slope)
        for rival, line in lines.items()
        if line.slope != lines[winner].slope
    }
    gains = [rival for rival in crossings if lines[rival].slope < lines[winner].slope]
    least = max((crossings[rival] for rival in gains), default=None)
    most = min((c for rival, c in crossings.items() if rival not in gains), default=None)
    if least is not None and (least < 0 or (least == 0 and _leads(lines, order, winner, least))):
        least = None

    def named(place: int | None) -> str | None:
        return None if place is None else rulebook.channel_ids[place]

    return Holds(
        criterion=criterion.id,
        weight=criterion.weight,
        least=_text(least),
        least_factor=_text(least / weight if least is not None and weight else None),
        least_holds=least is not None and _leads(lines, order, winner, least),
        below=named(_beyond(lines, order, least, -1)),
        most=_text(most),
        most_factor=_text(most / weight if most is not None and weight else None),
        most_holds=most is not None and _leads(lines, order, winner, most),
        above=named(_beyond(lines, order, most, 1)),
    )


def _leads(lines: Lines, order: Sequence[int], winner: int, weight: Fraction) -> bool:
    """Say whether a channel is recommended at a weight."""
    return _first(lines, order, weight) == winner


def _beyond(lines: Lines, order: Sequence[int], weight: Fraction | None, side: int) -> int | None:
    """Return the channel that is recommended just beyond a weight, or at 0, where weights end."""
    if weight is None:
        return None
    return _first(lines, order, weight, 0 if weight == 0 and side < 0 else side)


def _first(lines: Lines, order: Sequence[int], weight: Fraction, side: int = 0) -> int:
    """Return the channel that leads at a weight, or just beside it; ties go by their order."""
    worth = {i: (line.at(weight), side * line.slope) for i, line in lines.items()}
    return min(lines, key=lambda i: (-worth[i][0], -worth[i][1], order.index(i)))


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
