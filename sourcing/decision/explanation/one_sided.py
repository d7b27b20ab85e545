"""What would be recommended without the preferences that rest on interested sources alone."""

from __future__ import annotations

from collections.abc import Collection

from sourcing.decision.explanation.model import OneSided
from sourcing.decision.ranking.channels import standing_order
from sourcing.decision.ranking.possible import members
from sourcing.decision.ranking.rank import dropped_for_interest, rank
from sourcing.decision.ranking.winning import LotPrices, Won


def one_sided_of(prices: LotPrices, won: Won) -> OneSided | None:
    """Return what would be recommended without them; None where it would be the same channel."""
    book, winner = prices.rulebook, won.winner
    if winner is None:
        return None
    dropped = {i for i in dropped_for_interest(book, winner) if won.ranking.acting[i]}
    instead = without(prices, won, dropped) if dropped else winner
    if instead == winner:
        return None
    rules = sorted((book.channel_rules[i].record for i in dropped), key=lambda rule: rule.id)
    cited = {source.partition(":")[0] for rule in rules for source in rule.sources}
    return OneSided(
        recommended=None if instead is None else book.channel_ids[instead],
        without=tuple(rule.id for rule in rules),
        sources=tuple(sorted(cited)),
    )


def without(prices: LotPrices, won: Won, rules: Collection[int]) -> int | None:
    """Return the channel that would be recommended without some rules, by their places."""
    book = prices.rulebook
    ranking = rank(book, won.state, without=rules)
    priced = prices.at(won.state, ranking.eligible)
    order = standing_order(book, ranking, priced)
    return min(members(ranking.best), key=order.index, default=None)
