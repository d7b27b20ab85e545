"""How much each rule bears on a lot's outcome: what its absence would do to the lead."""

from __future__ import annotations

from dataclasses import dataclass

from sourcing.decision.ranking.possible import members
from sourcing.decision.ranking.rank import Ranking, rank
from sourcing.rulebook.compiled import ChannelRule, Rulebook


@dataclass(frozen=True, slots=True)
class Bearing:
    """A rule that acts, and by how much the winner would lead without it, in `Rulebook.unit`s.

    `lead` is None where it would have no rival. `beaten` says that it would not be among the first.
    """

    place: int
    rule: ChannelRule
    lead: int | None
    beaten: bool


def lead_of(ranking: Ranking, winner: int) -> int | None:
    """Return by how much a channel leads the best of the other eligible ones; None without rivals."""
    scores = ranking.scores
    rivals = [scores[i] for i in members(ranking.eligible) if i != winner]
    return scores[winner] - max(rivals) if rivals else None


def bearings(rulebook: Rulebook, state: list[int], ranking: Ranking, winner: int) -> list[Bearing]:
    """Return what the outcome would be without each rule that acts, in the order of the rules' ids."""
    found = []
    for place, rule in enumerate(rulebook.channel_rules):
        if ranking.acting[place]:
            without = rank(rulebook, state, without=(place,))
            beaten = not without.best >> winner & 1
            found.append(Bearing(place, rule, lead_of(without, winner), beaten))
    return sorted(found, key=lambda bearing: bearing.rule.record.id)
