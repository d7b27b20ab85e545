"""How far the answers given settle a lot, and which open question settles most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import prod
from operator import or_

from sourcing.decision.explanation.model import CanWin, SettlesMost, Settling
from sourcing.decision.explanation.search.around import Around
from sourcing.decision.explanation.search.layout import Shape, layout_of
from sourcing.decision.explanation.search.moves import Move
from sourcing.decision.explanation.search.survey import Survey
from sourcing.decision.explanation.search.winner import Winners
from sourcing.decision.ranking.alike import masks_of, parted
from sourcing.decision.ranking.possible import Possible, bounds, members, possible_winners
from sourcing.decision.ranking.standing import Standing, answered
from sourcing.decision.ranking.winning import LotPrices
from sourcing.rulebook.compiled import Rulebook

MOST_COMPLETIONS = 1 << 20
CENT = Decimal("0.01")


def settling(
    prices: LotPrices, standing: Standing, winner: int | None, winners: Winners
) -> Settling:
    """Return what the open questions of a lot can still bring about."""
    book, known = prices.rulebook, standing.known
    possible = possible_winners(book, known, prices)
    asked = len(book.questions)
    return Settling(
        answered=sum(map(answered, known[:asked])),
        questions=asked,
        can_win=_can_win(book, standing, possible, winner, winners),
        settles_most=_settles_most(prices, known, possible),
        signals_wait_for=signals_wait_for(book, standing, possible),
    )


def _can_win(
    book: Rulebook,
    standing: Standing,
    possible: Possible,
    winner: int | None,
    winners: Winners,
) -> tuple[CanWin, ...]:
    known = standing.known
    open_ = {i for i in range(len(book.questions)) if not answered(known[i])}
    must = {i for i in book.mission if i in open_}
    around = Around(winners, standing, only=open_, must=must)
    found = []
    for channel in members(possible.winners):
        if channel == winner:
            found.append(CanWin(book.channel_ids[channel], {}))
        else:
            change = around.nearest(channel).change
            found.append(CanWin(book.channel_ids[channel], change.answers if change else None))
    return tuple(found)


def _settles_most(
    prices: LotPrices, known: Sequence[int], possible: Possible
) -> SettlesMost | None:
    """Return the open question whose answer leaves the fewest outcomes on average.

    None where no single answer leaves fewer than are possible now.
    """
    now = _outcomes(possible)
    if now == 1:
        return None
    weighed = list(_weighed(prices, known, possible))
    if not weighed:
        return None
    left, settles, axis = min(weighed, key=lambda found: (found[0], -found[1], found[2]))
    if left >= now:
        return None
    return SettlesMost(
        question=prices.rulebook.space.axes[axis].id,
        now=now,
        left=_rounded(left),
        settles=_rounded(settles),
    )


def _weighed(
    prices: LotPrices, known: Sequence[int], possible: Possible
) -> Iterator[tuple[Fraction, Fraction, int]]:
    """Yield for each open question how many outcomes it leaves, and the share of answers that settle."""
    completions = _Completions(prices, known, possible)
    for axis, parts in completions.parts.items():
        counts = [(part.bit_count(), completions.outcomes(axis, part)) for part in parts]
        whole = sum(size for size, count in counts if count)
        if whole:
            left = sum(size * count for size, count in counts)
            settled = sum(size for size, count in counts if count == 1)
            yield Fraction(left, whole), Fraction(settled, whole), axis


class _Completions:
    """Every way to answer the open questions on which an outcome waits."""

    def __init__(self, prices: LotPrices, known: Sequence[int], possible: Possible) -> None:
        self.prices = prices
        self.known = known
        self.possible = possible
        book = prices.rulebook
        conditions = [rule.condition for rule in book.channel_rules]
        conditions += [rule.condition for rule in book.impossible]
        undecided = [condition for condition in conditions if condition.truth(known) is None]
        masks = masks_of(undecided)
        asked = range(len(book.questions))
        parts = {i: parted(known[i], masks[i]) for i in asked if i in masks}
        self.parts = {i: found for i, found in parts.items() if not answered(known[i])}
        self.survey = (
            self._surveyed() if prod(map(len, self.parts.values())) <= MOST_COMPLETIONS else None
        )

    def outcomes(self, axis: int, part: int) -> int:
        """Return how many outcomes are possible once a question is answered; 0 where it cannot be.

        A channel counts where it leads for some facts that could follow from prices. Of very many
        completions only bounds are known, so more may be counted than are possible.
        """
        survey = self.survey
        if survey is None:
            return self._bounded(axis, part)
        where = survey.where[axis][self.parts[axis].index(part)]
        able = members(self.possible.winners)
        return sum(bool(survey.lead(i).maybe & where) for i in able) + bool(survey.none & where)

    def _bounded(self, axis: int, part: int) -> int:
        """Return the most outcomes that could be possible, where completions are too many to visit."""
        book = self.prices.rulebook
        narrowed = [*self.known[:axis], part, *self.known[axis + 1 :]]
        found = bounds(book, narrowed, (None,) * len(book.channel_rules))
        able = found.candidates() & self.possible.winners
        return able.bit_count() + (self.possible.none_fits and not found.sure)

    def _surveyed(self) -> Survey:
        book = self.prices.rulebook
        asked = range(len(book.questions))
        # Where no outcome waits for a question, any one answer stands for all.
        known = [self.known[i] & -self.known[i] for i in asked]
        moves = [
            tuple(Move(part & -part, 0, part) for part in self.parts.get(i, ())) for i in asked
        ]
        shape = Shape(tuple(map(len, moves)), tuple(bool(each) for each in moves))
        layout = layout_of(shape, len(self.parts), book.memory.setdefault("layouts", {}))
        return Survey(book, known, moves, layout.where, layout.everything, shared_leads=True)


def _outcomes(possible: Possible) -> int:
    return possible.winners.bit_count() + possible.none_fits


def signals_wait_for(book: Rulebook, standing: Standing, possible: Possible) -> tuple[str, ...]:
    """Return the open questions that signal rules not yet decided read."""
    computed = list(book.outcome_space.axes[len(book.space.axes) :])
    known = [*standing.known, *(axis.everything for axis in computed)]
    winners = [book.channel_ids[i] for i in members(possible.winners)]
    if winners and not possible.none_fits:
        known[len(book.space.axes)] = reduce(or_, map(computed[0].answer, winners))
    waiting = {
        axis
        for rule in book.signal_rules
        if rule.condition.truth(known) is None
        for axis in rule.condition.reads()
    }
    asked = range(len(book.questions))
    return tuple(book.space.axes[i].id for i in asked if i in waiting and not answered(known[i]))


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(CENT)
