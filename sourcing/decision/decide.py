"""The one entry: a rulebook, a brief and a day to a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sourcing
from sourcing.brief import Brief, Lot, nowhere
from sourcing.decision.channels import channel_outcomes, standing_order
from sourcing.decision.conflicts.facts import Parties, VendorFacts, parties
from sourcing.decision.conflicts.screen import known_facts, merged, screen
from sourcing.decision.intake import brief_problems
from sourcing.decision.model import (
    Cost,
    Decision,
    LotDecision,
    ProposedSlice,
    ProposedSplit,
    VendorFlag,
)
from sourcing.decision.possible import members, possible_winners
from sourcing.decision.pricing import channel_costs
from sourcing.decision.raised import (
    conditions_of,
    lot_status,
    practices_of,
    safeguards_of,
    signals_of,
)
from sourcing.decision.ranking import Ranking, one_sided, rank
from sourcing.decision.split import proposed_split, slice_lot
from sourcing.decision.standing import Standing, standing_of, values, waiting
from sourcing.decision.totals import totals_of
from sourcing.problems import InvalidInputError
from sourcing.rulebook.axes import Axis
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Split
from sourcing.rulebook.vocabulary import NO_CHANNEL


def decide(rulebook: Rulebook, brief: Brief, *, on: date) -> Decision:
    """Decide every lot of a brief under a rulebook, as of a day.

    Raises `InvalidInputError` with every problem where the rulebook cannot take the brief.
    """
    problems = brief_problems(rulebook, brief, nowhere("brief"))
    if problems:
        raise InvalidInputError(problems)
    who = parties(rulebook, brief)
    desk = _Desk(rulebook, brief, who, known_facts(rulebook, who))
    decided = [desk.decide_lot(lot, splitting=True) for lot in brief.lots]
    lots = tuple(lot for lot, _ in decided)
    return Decision(
        engine=sourcing.__version__,
        rulebook=rulebook.fingerprint,
        date=on,
        brief=brief,
        lots=lots,
        flags=merged([flag for _, flags in decided for flag in flags]),
        totals=totals_of(brief, lots, rulebook.currency),
        rivals=who.rivals,
        unscreenable_rivals=who.unscreenable,
    )


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A lot with its channels ranked and priced, and the state that rules on outcomes read."""

    lot: Lot
    standing: Standing
    ranking: Ranking
    priced: Mapping[str, Cost | str]
    winner: int | None
    split: Split | None
    outcome: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Desk:
    """One brief under one rulebook."""

    rulebook: Rulebook
    brief: Brief
    who: Parties
    facts: Mapping[str, VendorFacts]

    def decide_lot(
        self, lot: Lot, *, splitting: bool
    ) -> tuple[LotDecision, tuple[VendorFlag, ...]]:
        """Return a lot's decision and the flags on its vendors."""
        book = self.rulebook
        ranked = self._ranked(lot, splitting=splitting)
        standing, ranking, winner = ranked.standing, ranked.ranking, ranked.winner
        recommended = book.channel_ids[winner] if winner is not None else None
        screening = screen(book, self.who, self.facts, ranked.outcome, recommended)
        possible = possible_winners(book, standing.known)
        conditions = conditions_of(book, ranked.outcome)
        open_questions = waiting(book, standing)
        runner_up, lead = self._runner_up(ranked)
        decision = LotDecision(
            name=lot.name,
            answers=values(book, standing.known),
            status=lot_status(conditions, fits=winner is not None, complete=standing.complete),
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
            channels=channel_outcomes(book, standing, ranking, ranked.priced, winner),
            suspended={
                book.channel_rules[i].record.id: book.channel_rules[by].record.id
                for i, by in ranking.suspended.items()
            },
            signals=signals_of(book, ranked.outcome),
            vendors=screening.verdicts,
            shortlist=screening.shortlist,
            safeguards=safeguards_of(book, ranked.outcome),
            avoid=practices_of(book, ranked.outcome),
            split=self._proposed(lot, ranked.split) if ranked.split else None,
        )
        return decision, screening.flags

    def _ranked(self, lot: Lot, *, splitting: bool) -> _Ranked:
        standing = standing_of(self.rulebook, lot)
        ranking = rank(self.rulebook, standing.state)
        if not standing.complete:
            unknown = (axis.everything for axis in self._outcome_axes())
            return _Ranked(lot, standing, ranking, {}, None, None, [*standing.state, *unknown])
        priced = channel_costs(self.rulebook, self.brief, lot, standing.state, ranking.eligible)
        winner = self._winner(ranking, priced)
        split = proposed_split(self.rulebook, standing.state) if splitting else None
        outcome = self._outcome(standing, ranking, winner, split)
        return _Ranked(lot, standing, ranking, priced, winner, split, outcome)

    def _winner(self, ranking: Ranking, priced: Mapping[str, Cost | str]) -> int | None:
        """Return the best channel, ties settled by `standing_order`."""
        order = standing_order(self.rulebook, ranking, priced)
        return min(members(ranking.best), key=order.index, default=None)

    def _outcome(
        self, standing: Standing, ranking: Ranking, winner: int | None, split: Split | None
    ) -> list[int]:
        recommended, eligible, sided, parted = self._outcome_axes()
        biased = winner is not None and one_sided(self.rulebook, standing.state, winner)
        named = NO_CHANNEL if winner is None else self.rulebook.channel_ids[winner]
        return [
            *standing.state,
            recommended.answer(named),
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
