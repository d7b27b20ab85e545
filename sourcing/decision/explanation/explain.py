"""The one entry: all that can be said about a lot beyond its decision."""

from __future__ import annotations

from sourcing.brief import Brief, Lot
from sourcing.decision.explanation.flips import flips_of
from sourcing.decision.explanation.model import Explanation, Flips
from sourcing.decision.explanation.one_sided import one_sided_of, without
from sourcing.decision.explanation.search.around import Around
from sourcing.decision.explanation.search.winner import winners_of
from sourcing.decision.explanation.settling import settling
from sourcing.decision.explanation.weights import holds
from sourcing.decision.explanation.why import why
from sourcing.decision.explanation.why_not import why_not
from sourcing.decision.model.decision import LotDecision
from sourcing.decision.ranking.standing import standing_of
from sourcing.decision.ranking.winning import won
from sourcing.rulebook.compiled import Rulebook


def explain_lot(rulebook: Rulebook, brief: Brief, lot: Lot, decided: LotDecision) -> Explanation:
    """Explain a lot of a brief that was decided under this rulebook."""
    standing = standing_of(rulebook, lot)
    winners = winners_of(rulebook, brief, lot)
    prices = winners.prices
    if not standing.complete:
        return Explanation(
            why=why(rulebook, decided, None, lambda _: None),
            why_not=(),
            flips=Flips(0, 0, ()),
            settling=settling(prices, standing, None, winners),
            holds=(),
            one_sided=None,
        )
    found = won(prices, standing.state)
    around = Around(winners, standing)
    return Explanation(
        why=why(rulebook, decided, found, lambda place: without(prices, found, (place,))),
        why_not=why_not(around, decided),
        flips=flips_of(around, found.winner),
        settling=settling(prices, standing, found.winner, winners),
        holds=holds(rulebook, found),
        one_sided=one_sided_of(prices, found),
    )
