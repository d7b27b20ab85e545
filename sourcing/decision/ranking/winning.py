"""Which channel wins under full answers: gates, prices, the facts that follow from them, points, ties."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sourcing.brief import Brief, Lot
from sourcing.decision.cost.formula.figures import select
from sourcing.decision.cost.formula.likely import Likely, likely_in
from sourcing.decision.cost.pricing import channel_costs, likely_cost
from sourcing.decision.model.cost import Cost
from sourcing.decision.ranking.alike import price_key
from sourcing.decision.ranking.channels import standing_order
from sourcing.decision.ranking.possible import completed, members, split_state
from sourcing.decision.ranking.rank import Ranking, rank
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.model.questions import DerivedFact

MOST_REMEMBERED = 4096
MOST_TABLES = 64

Priced = Mapping[str, Cost | str]


@dataclass(frozen=True, slots=True)
class LotPrices:
    """The prices of one lot under any answers, each worked out once.

    Of few of them is the whole table needed; of the others, only what compares them.
    """

    rulebook: Rulebook
    brief: Brief
    lot: Lot
    _tables: dict[tuple[int, ...], Priced] = field(default_factory=dict)
    _likely: dict[tuple[int, ...], Likely | None] = field(default_factory=dict)
    _worked_out: dict[tuple[int | str | None, ...], Likely | None] = field(default_factory=dict)

    @property
    def key(self) -> Hashable:
        """What prices depend on besides the rulebook and the answers."""
        return (
            self.lot.model_dump_json(include={"volume", "quotes"}),
            self.brief.model_dump_json(include={"start", "end", "exchange"}),
        )

    def at(self, state: Sequence[int], eligible: int) -> Priced:
        """Return the price of each eligible channel, or why it has none, in a full state."""
        priced: dict[str, Cost | str] = {}
        for channel in members(eligible):
            priced |= self._at(state, channel)
        return priced

    def _at(self, state: Sequence[int], channel: int) -> Priced:
        key = channel, *price_key(self.rulebook, state, channel)
        if key not in self._tables:
            if len(self._tables) >= MOST_TABLES:
                self._tables.clear()
            self._tables[key] = channel_costs(
                self.rulebook, self.brief, self.lot, state, 1 << channel
            )
        return self._tables[key]

    def likely(self, state: Sequence[int], channel: int) -> Likely | None:
        """Return what a channel is likely to cost in a full state; None where it has no price."""
        key = channel, *price_key(self.rulebook, state, channel)
        if key not in self._likely:
            if len(self._likely) >= MOST_REMEMBERED:
                self._likely.clear()
            self._likely[key] = self._compared(state, channel, key)
        return self._likely[key]

    def _compared(self, state: Sequence[int], channel: int, key: tuple[int, ...]) -> Likely | None:
        if key in self._tables:
            table = self._tables[key].get(self.rulebook.channel_ids[channel])
            return likely_in(table) if isinstance(table, Cost) else None
        figures = self._figures(state, channel)
        if figures not in self._worked_out:
            if len(self._worked_out) >= MOST_REMEMBERED:
                self._worked_out.clear()
            self._worked_out[figures] = likely_cost(
                self.rulebook, self.brief, self.lot, state, channel
            )
        return self._worked_out[figures]

    def _figures(self, state: Sequence[int], channel: int) -> tuple[int | str | None, ...]:
        """Return what a price is made from: it is the same where these are."""
        book = self.rulebook
        full = [*state, 1 << channel]
        figures = (select(book, name, full) for name in book.cost_figures)
        bands = (state[book.space.index[name]] for name in book.bands)
        return channel, *bands, *(figure.id if figure else None for figure in figures)

    def facts(self, state: Sequence[int], eligible: int) -> list[int]:
        """Return a full state with the facts that follow from its prices filled in."""
        book = self.rulebook
        if not book.facts:
            return list(state)
        likely = {book.channel_ids[i]: self.likely(state, i) for i in members(eligible)}
        filled = list(state)
        for fact in book.facts.values():
            place = book.space.index[fact.id]
            filled[place] = book.space.axes[place].answer(_option(fact, likely))
        return filled

    def outlooks(self, state: Sequence[int], eligible: int) -> Iterator[list[int]]:
        """Yield every way in which facts can come out where only prices are open in a state.

        Each is the state with its facts filled in, and comes once.
        """
        places = [self.rulebook.space.index[name] for name in self.rulebook.facts]
        seen: set[tuple[int, ...]] = set()
        for full in self._price_classes(list(state), eligible):
            found = self.facts(full, eligible)
            facts = tuple(found[place] for place in places)
            if facts not in seen:
                seen.add(facts)
                filled = list(state)
                for place, bit in zip(places, facts, strict=True):
                    filled[place] = bit
                yield filled

    def _price_classes(self, state: list[int], eligible: int) -> Iterator[list[int]]:
        """Yield one full state for each part of the open space in which prices are the same."""
        book = self.rulebook
        channels = [1 << i for i in members(eligible)]
        conditions = [
            condition
            for figures in book.cost_figures.values()
            for _, condition in figures
            if any(condition.truth([*state, channel]) is None for channel in channels)
        ]
        kept = {len(state), *(book.space.index[name] for name in book.facts)}
        whole = [*state, eligible]
        parts = split_state(whole, conditions, never=kept) or self._bands(whole)
        for part in parts:
            yield from self._price_classes(part[:-1], eligible)
        found = None if parts else completed(state, _impossible_answers(book))
        if found:
            yield [bit & -bit if i not in kept else bit for i, bit in enumerate(found)]

    def _bands(self, state: list[int]) -> list[list[int]]:
        """Return the state parted by a band that stands for the volume while none is entered."""
        if self.lot.volume is not None:
            return []
        for name in self.rulebook.bands:
            axis = self.rulebook.space.index[name]
            if state[axis].bit_count() > 1:
                bits = (1 << place for place in members(state[axis]))
                return [[*state[:axis], bit, *state[axis + 1 :]] for bit in bits]
        return []


@dataclass(frozen=True, slots=True)
class Won:
    """A full state with its facts, its channels ranked and priced, and the place of the winner."""

    state: list[int]
    ranking: Ranking
    priced: Priced
    winner: int | None


def won(prices: LotPrices, state: Sequence[int]) -> Won:
    """Rank and price the channels of a state whose questions are all answered or assumed."""
    book = prices.rulebook
    ranking = rank(book, state)
    priced = prices.at(state, ranking.eligible)
    filled = prices.facts(state, ranking.eligible)
    if book.facts:
        ranking = rank(book, filled)
    order = standing_order(book, ranking, priced)
    winner = min(members(ranking.best), key=order.index, default=None)
    return Won(filled, ranking, priced, winner)


def _impossible_answers(rulebook: Rulebook) -> list[Condition]:
    """Return what makes answers impossible whatever the prices."""
    asked = len(rulebook.questions)
    conditions = (rule.condition for rule in rulebook.impossible)
    return [condition for condition in conditions if all(i < asked for i in condition.reads())]


def _option(fact: DerivedFact, likely: Mapping[str, Likely | None]) -> str:
    ratio = _hours_to_break_even(likely, fact.channel)
    if ratio is None:
        return fact.otherwise
    return fact.options[sum(ratio >= threshold for threshold in fact.thresholds)].id


def _hours_to_break_even(likely: Mapping[str, Likely | None], channel: str) -> Decimal | None:
    """Return the hours per person kept as a multiple of the break-even's.

    The break-even is against the cheapest other channel at likely cost; None where there is none.
    """
    own = likely.get(channel)
    others = [cost for name, cost in likely.items() if name != channel and cost]
    if not own or not others:
        return None
    needed = own.break_even(min(others, key=lambda cost: cost.total))
    if own.hours_per_person is None or needed is None:
        return None
    return own.hours_per_person / needed if needed else Decimal("Infinity")
