"""The one entry: a rulebook, a brief and a day to a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import sourcing
from sourcing.brief import Brief, Lot, nowhere
from sourcing.decision.conflicts.facts import parties
from sourcing.decision.conflicts.quotes import unusable_quotes, without_quotes
from sourcing.decision.conflicts.screen import Known, known_facts, merged, screen
from sourcing.decision.cost.pricing import currency_of, supplier_of
from sourcing.decision.cost.todays_price import todays_price
from sourcing.decision.cost.totals import totals_of
from sourcing.decision.intake.brief import brief_problems
from sourcing.decision.model.cost import Cost, Today
from sourcing.decision.model.decision import Decision, LotDecision, ProposedSlice, ProposedSplit
from sourcing.decision.model.vendors import VendorFlag
from sourcing.decision.outcome.called import Outcome, lot_status, precautions
from sourcing.decision.outcome.deadlines import Calendar
from sourcing.decision.outcome.split import proposed_split, slice_lot
from sourcing.decision.ranking.channels import channel_outcomes, standing_order
from sourcing.decision.ranking.chosen import choice_of
from sourcing.decision.ranking.possible import members, possible_winners
from sourcing.decision.ranking.rank import Ranking, one_sided, rank
from sourcing.decision.ranking.standing import Standing, standing_of, values, waiting
from sourcing.decision.ranking.winning import LotPrices, Priced, won
from sourcing.problems import InvalidInputError
from sourcing.rulebook.axes import Axis
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Split
from sourcing.rulebook.vocabulary import NO_CHANNEL


def decide(rulebook: Rulebook, brief: Brief, *, on: date) -> Decision:
    """Decide every lot of a brief under a rulebook, as of a day.

    Raises `InvalidInputError` with every problem where the rulebook cannot take the brief.
    """
    problems = brief_problems(rulebook, brief, nowhere("brief"), on=on)
    if problems:
        raise InvalidInputError(problems)
    who = parties(rulebook, brief)
    desk = _Desk(rulebook, brief, known_facts(rulebook, who, on), Calendar(on, brief.start))
    decided = [desk.decide_lot(lot, splitting=True) for lot in brief.lots]
    unusable = [
        unusable_quotes(rulebook, lot, found.vendors)
        for lot, (found, _) in zip(brief.lots, decided, strict=True)
    ]
    priced = brief
    if any(unusable):
        priced = without_quotes(brief, unusable)
        desk = replace(desk, brief=priced)
        decided = [desk.decide_lot(lot, splitting=True) for lot in priced.lots]
    lots = tuple(
        replace(lot, unused_quotes=names) for (lot, _), names in zip(decided, unusable, strict=True)
    )
    return Decision(
        engine=sourcing.__version__,
        rulebook=rulebook.fingerprint,
        date=on,
        brief=brief,
        priced=priced,
        lots=lots,
        flags=merged([flag for _, flags in decided for flag in flags]),
        totals=totals_of(
            brief,
            lots,
            currency_of(rulebook, brief),
            lambda lot, channel: supplier_of(rulebook, lot, channel),
        ),
        rivals=who.rivals,
        unscreenable_rivals=who.unscreenable,
    )


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A lot with its channels ranked and priced, and the state that rules on outcomes read."""

    lot: Lot
    standing: Standing
    prices: LotPrices
    ranking: Ranking
    priced: Priced
    winner: int | None
    split: Split | None
    outcome: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Desk:
    """One brief under one rulebook."""

    rulebook: Rulebook
    brief: Brief
    known: Known
    calendar: Calendar

    def decide_lot(
        self, lot: Lot, *, splitting: bool
    ) -> tuple[LotDecision, tuple[VendorFlag, ...]]:
        """Return a lot's decision and the flags on its vendors."""
        book = self.rulebook
        ranked = self._ranked(lot, splitting=splitting)
        standing, ranking, winner = ranked.standing, ranked.ranking, ranked.winner
        recommended = book.channel_ids[winner] if winner is not None else None
        chosen = choice_of(book, lot, standing.state, recommended)
        taken = chosen.channel if chosen else recommended
        screening = screen(book, self.known, ranked.outcome, taken, self.calendar)
        possible = possible_winners(book, standing.known, ranked.prices)
        called = Outcome(book, ranked.outcome, precautions(book, standing))
        conditions = called.conditions()
        open_questions = waiting(book, standing)
        runner_up, lead = self._runner_up(ranked)
        decision = LotDecision(
            name=lot.name,
            answers=values(book, standing.known),
            facts=_facts(book, standing),
            status=lot_status(conditions, fits=taken is not None, complete=standing.complete),
            conditions=conditions,
            recommended=recommended,
            tied=self._named(
                i for i in members(ranking.best) if winner is not None and i != winner
            ),
            settled=winner is not None and possible.settled_on(winner),
            possible=self._named(members(possible.winners)),
            assumed={
                name: value
                for name, value in values(book, standing.state).items()
                if standing.complete and name in open_questions
            },
            open=open_questions,
            lead=lead,
            runner_up=runner_up,
            channels=channel_outcomes(book, standing, ranking, self._prices(ranked), winner),
            suspended={
                book.channel_rules[i].record.id: book.channel_rules[by].record.id
                for i, by in ranking.suspended.items()
            },
            signals=called.signals(),
            vendors=screening.verdicts,
            shortlist=screening.shortlist,
            safeguards=called.safeguards(self.calendar),
            avoid=called.practices(),
            split=self._proposed(lot, ranked.split) if ranked.split else None,
            chosen=chosen,
            today=self._today(ranked, taken) if splitting else None,
        )
        return decision, screening.flags

    def _ranked(self, lot: Lot, *, splitting: bool) -> _Ranked:
        standing = standing_of(self.rulebook, lot)
        prices = LotPrices(self.rulebook, self.brief, lot)
        if not standing.complete:
            ranking = rank(self.rulebook, standing.state)
            unknown = (axis.everything for axis in self._outcome_axes())
            outcome = [*standing.state, *unknown]
            return _Ranked(lot, standing, prices, ranking, {}, None, None, outcome)
        found = won(prices, standing.state)
        standing = replace(standing, state=found.state)
        split = proposed_split(self.rulebook, found.state) if splitting else None
        outcome = self._outcome(lot, standing, found.ranking, found.winner, split)
        return _Ranked(
            lot, standing, prices, found.ranking, found.priced, found.winner, split, outcome
        )

    def _prices(self, ranked: _Ranked) -> Priced:
        """Return the prices of the eligible channels, and of one that was chosen past a policy."""
        chosen = ranked.lot.chosen
        if chosen is None or not ranked.standing.complete:
            return ranked.priced
        place = 1 << self.rulebook.channel_ids.index(chosen.channel)
        return {**ranked.prices.at(ranked.standing.state, place), **ranked.priced}

    def _today(self, ranked: _Ranked, taken: str | None) -> Today | None:
        if self.brief.incumbent is None or not ranked.standing.complete:
            return None
        prices = self._prices(ranked)
        order = sorted(prices, key=lambda channel: channel != taken)
        priced = {name: cost for name in order if isinstance(cost := prices[name], Cost)}
        return todays_price(self.rulebook, self.brief, ranked.lot, ranked.standing.state, priced)

    def _outcome(
        self,
        lot: Lot,
        standing: Standing,
        ranking: Ranking,
        winner: int | None,
        split: Split | None,
    ) -> list[int]:
        """Return the state that rules on outcomes read.

        A chosen channel stands in it for the recommended one, since what is to be asked, signed and
        done depends on how the lot is bought.
        """
        recommended, eligible, sided, parted = self._outcome_axes()
        biased = winner is not None and one_sided(self.rulebook, standing.state, winner)
        named = NO_CHANNEL if winner is None else self.rulebook.channel_ids[winner]
        return [
            *standing.state,
            recommended.answer(lot.chosen.channel if lot.chosen else named),
            eligible.answer(self._named(members(ranking.eligible))),
            sided.answer("yes" if biased else "no"),
            parted.answer("yes" if split else "no"),
        ]

    def _outcome_axes(self) -> tuple[Axis, ...]:
        return self.rulebook.outcome_space.axes[len(self.rulebook.space.axes) :]

    def _runner_up(self, ranked: _Ranked) -> tuple[str | None, Decimal | None]:
        """Return the next best channel and the winner's lead over it, in points."""
        scores, winner = ranked.ranking.scores, ranked.winner
        others = [i for i in members(ranked.ranking.eligible) if i != winner]
        if winner is None or not others:
            return None, None
        order = standing_order(self.rulebook, ranked.ranking, ranked.priced)
        second = min(others, key=order.index)
        lead = (scores[winner] - scores[second]) * self.rulebook.unit
        return self.rulebook.channel_ids[second], lead

    def _named(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.rulebook.channel_ids[i] for i in places)

    def _proposed(self, lot: Lot, split: Split) -> ProposedSplit:
        slices = []
        for part in split.slices:
            sliced = slice_lot(lot, part)
            decision, _ = self.decide_lot(sliced, splitting=False)
            slices.append(ProposedSlice(part.name, part.share, sliced, part.answers, decision))
        return ProposedSplit(
            split.id, split.because, split.share_reason, split.sources, tuple(slices)
        )


def _facts(rulebook: Rulebook, standing: Standing) -> dict[str, str]:
    """Return the facts that were worked out; none while a mission question is open."""
    known = values(rulebook, standing.state)
    return {name: str(known[name]) for name in rulebook.facts if name in known}
