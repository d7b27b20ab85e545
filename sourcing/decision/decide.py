"""The one entry: a rulebook, a brief and a day to a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import sourcing
from sourcing.brief import Brief, Lot, nowhere
from sourcing.decision.conflicts.facts import Parties, VendorFacts, parties
from sourcing.decision.conflicts.screen import Screening, known_facts, merged, screen
from sourcing.decision.freed import smallest_change
from sourcing.decision.intake import brief_problems, lot_state
from sourcing.decision.model import (
    ChannelOutcome,
    Cost,
    Decision,
    Exclusion,
    LotDecision,
    ProposedSlice,
    ProposedSplit,
    Reason,
    VendorFlag,
)
from sourcing.decision.possible import Possible, members, possible_winners
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
from sourcing.decision.totals import totals_of
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import ChannelRule, Rulebook
from sourcing.rulebook.model.rules import Gate, Preference, Split
from sourcing.rulebook.vocabulary import NO_CHANNEL

Answer = str | list[str]


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
class _Standing:
    """What is known of a lot before it is ranked.

    `state` has the assumed options filled in, `known` only what was answered; both over the
    questions. `complete` says whether every mission question is answered.
    """

    known: list[int]
    state: list[int]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Desk:
    """One brief under one rulebook."""

    rulebook: Rulebook
    brief: Brief
    who: Parties
    facts: Mapping[str, VendorFacts]

    def decide_lot(self, lot: Lot, *, splitting: bool) -> tuple[LotDecision, tuple[VendorFlag, ...]]:
        standing = self._standing(lot)
        ranking = rank(self.rulebook, standing.state)
        possible = possible_winners(self.rulebook, tuple(standing.known))
        priced = self._priced(lot, standing, ranking)
        costs = {name: cost for name, cost in priced.items() if isinstance(cost, Cost)}
        winner = self._winner(ranking, costs) if standing.complete else None
        split = proposed_split(self.rulebook, standing.state) if splitting and standing.complete else None
        outcome = self._outcome_state(standing, ranking, winner, split)
        name = self.rulebook.channel_ids[winner] if winner is not None else None
        screening = screen(self.rulebook, self.who, self.facts, outcome, name)
        channels = self._channels(standing, ranking, priced, winner)
        decided = self._lot_decision(
            lot, standing, ranking, possible, channels, winner, outcome, screening
        )
        if split:
            decided = replace(decided, split=self._proposed(lot, split))
        return decided, screening.flags

    def _standing(self, lot: Lot) -> _Standing:
        known = lot_state(self.rulebook, lot)
        complete = all(_answered(known[i]) for i in self.rulebook.mission)
        state = list(known)
        if complete:
            for assumed in self.rulebook.assumptions:
                if not _answered(state[assumed.question]):
                    state[assumed.question] = assumed.bit(known)
        return _Standing(known, state, complete)

    def _priced(
        self, lot: Lot, standing: _Standing, ranking: Ranking
    ) -> Mapping[str, Cost | str]:
        if not standing.complete:
            return {}
        return channel_costs(self.rulebook, self.brief, lot, standing.state, ranking.eligible)

    def _winner(self, ranking: Ranking, costs: Mapping[str, Cost]) -> int | None:
        """Return the best channel; ties go to the lower likely total, then to the channels' order."""
        tied = members(ranking.best)

        def preference(channel: int) -> tuple[bool, Decimal, int]:
            cost = costs.get(self.rulebook.channel_ids[channel])
            return cost is None, cost.total.likely if cost else Decimal(0), channel

        return min(tied, key=preference, default=None)

    def _outcome_state(
        self,
        standing: _Standing,
        ranking: Ranking,
        winner: int | None,
        split: Split | None,
    ) -> list[int]:
        axes = self.rulebook.outcome_space.axes[len(standing.state) :]
        if not standing.complete:
            return [*standing.state, *(axis.everything for axis in axes)]
        recommended, eligible, sided, parted = axes
        names = self.rulebook.channel_ids
        biased = winner is not None and one_sided(self.rulebook, standing.state, winner)
        return [
            *standing.state,
            recommended.answer(names[winner] if winner is not None else NO_CHANNEL),
            eligible.answer([names[i] for i in members(ranking.eligible)]),
            sided.answer("yes" if biased else "no"),
            parted.answer("yes" if split else "no"),
        ]

    def _lot_decision(  # noqa: PLR0913 - the parts of one record, gathered once
        self,
        lot: Lot,
        standing: _Standing,
        ranking: Ranking,
        possible: Possible,
        channels: tuple[ChannelOutcome, ...],
        winner: int | None,
        outcome: Sequence[int],
        screening: Screening,
    ) -> LotDecision:
        book, names = self.rulebook, self.rulebook.channel_ids
        status_rules = conditions_of(book, outcome)
        waiting = self._waiting(standing)
        ranked = sorted(
            (i for i in members(ranking.eligible) if i != winner), key=lambda i: -ranking.scores[i]
        )
        runner_up = ranked[0] if ranked and winner is not None else None
        lead = None
        if winner is not None and runner_up is not None:
            lead = (ranking.scores[winner] - ranking.scores[runner_up]) * book.unit
        return LotDecision(
            name=lot.name,
            answers=_values(book, standing.known),
            status=lot_status(status_rules, fits=winner is not None, complete=standing.complete),
            conditions=status_rules,
            recommended=names[winner] if winner is not None else None,
            tied=tuple(names[i] for i in members(ranking.best) if standing.complete and i != winner),
            settled=winner is not None and possible.settled_on(winner),
            possible=tuple(names[i] for i in members(possible.winners)),
            assumed={
                name: value
                for name, value in _values(book, standing.state).items()
                if standing.complete and name in waiting
            },
            open=waiting,
            lead=lead,
            runner_up=names[runner_up] if runner_up is not None else None,
            channels=channels,
            suspended={
                book.channel_rules[i].record.id: book.channel_rules[by].record.id
                for i, by in ranking.suspended.items()
            },
            signals=signals_of(book, outcome),
            vendors=screening.verdicts,
            shortlist=screening.shortlist,
            safeguards=safeguards_of(book, outcome),
            avoid=practices_of(book, outcome),
            split=None,
        )

    def _waiting(self, standing: _Standing) -> tuple[str, ...]:
        """Return the open questions that some undecided rule waits for."""
        book = self.rulebook
        beyond = len(book.space.axes)
        known = [*standing.known, *(axis.everything for axis in book.outcome_space.axes[beyond:])]
        conditions = [
            *(rule.condition for rule in book.channel_rules),
            *(rule.condition for rule in book.signal_rules),
            *(rule.condition for rule in book.statuses),
            *(rule.condition for rule in book.splits),
        ]
        read = {
            i
            for condition in conditions
            if condition.truth(known) is None
            for i in condition.reads()
            if i < beyond and not _answered(known[i])
        }
        return tuple(book.space.axes[i].id for i in sorted(read))

    def _channels(
        self,
        standing: _Standing,
        ranking: Ranking,
        priced: Mapping[str, Cost | str],
        winner: int | None,
    ) -> tuple[ChannelOutcome, ...]:
        names = self.rulebook.channel_ids
        stuck = standing.complete and not ranking.eligible
        order = sorted(
            range(len(names)),
            key=lambda i: (i != winner, not ranking.eligible >> i & 1, -ranking.scores[i], i),
        )
        return tuple(
            ChannelOutcome(
                channel=names[i],
                eligible=bool(ranking.eligible >> i & 1),
                score=ranking.scores[i] * self.rulebook.unit,
                reasons=self._reasons(standing, ranking, i),
                excluded_by=self._exclusions(standing, ranking, i),
                cost=cost if isinstance(cost := priced.get(names[i]), Cost) else None,
                no_price=cost if isinstance(cost, str) else None,
                freed_by=smallest_change(self.rulebook, standing.state, i) if stuck else None,
            )
            for i in order
        )

    def _reasons(self, standing: _Standing, ranking: Ranking, channel: int) -> tuple[Reason, ...]:
        reasons = []
        for rule, acts in zip(self.rulebook.channel_rules, ranking.acting, strict=True):
            if acts and rule.points[channel] and isinstance(rule.record, Preference):
                record = rule.record
                points = rule.points[channel] * self.rulebook.unit
                assumed = self._assumed(standing, rule)
                reasons.append(
                    Reason(record.id, record.criterion, points, record.because, record.sources, assumed)
                )
        return tuple(sorted(reasons, key=lambda reason: (-abs(reason.points), reason.rule)))

    def _exclusions(
        self, standing: _Standing, ranking: Ranking, channel: int
    ) -> tuple[Exclusion, ...]:
        found = []
        for rule, acts in zip(self.rulebook.channel_rules, ranking.acting, strict=True):
            if acts and rule.excludes >> channel & 1 and isinstance(rule.record, Gate):
                record = rule.record
                assumed = self._assumed(standing, rule)
                found.append(
                    Exclusion(record.id, record.kind, record.because, record.sources, assumed)
                )
        return tuple(sorted(found, key=lambda gate: gate.rule))

    def _assumed(self, standing: _Standing, rule: ChannelRule) -> tuple[str, ...]:
        """Return the assumed answers without which it would not be certain that a rule acts."""
        if rule.condition.truth(standing.known):
            return ()
        axes, reads = self.rulebook.space.axes, sorted(rule.condition.reads())
        return tuple(axes[i].id for i in reads if not _answered(standing.known[i]))

    def _proposed(self, lot: Lot, split: Split) -> ProposedSplit:
        slices = []
        for part in split.slices:
            sliced = slice_lot(lot, part)
            decision, _ = self.decide_lot(sliced, splitting=False)
            slices.append(ProposedSlice(part.name, part.share, sliced, part.answers, decision))
        return ProposedSplit(
            split.id, split.because, split.share_reason, split.sources, tuple(slices)
        )


def _answered(possible: int) -> bool:
    return possible.bit_count() == 1


def _values(rulebook: Rulebook, state: Sequence[int]) -> dict[str, Answer]:
    """Return the answers that a state holds, by question."""
    return {
        axis.id: axis.value(bit)
        for axis, bit in zip(rulebook.space.axes, state, strict=False)
        if _answered(bit)
    }
