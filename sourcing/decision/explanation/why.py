"""The account of a decision in one paragraph, each sentence with what it claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from sourcing.decision.explanation import phrases
from sourcing.decision.explanation.bearing import Bearing, bearings, lead_of
from sourcing.decision.explanation.model import Sentence
from sourcing.decision.model.channels import ChannelOutcome
from sourcing.decision.model.decision import LotDecision
from sourcing.decision.ranking.winning import Won
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Preference

MOST_REASONS = 3
MOST_QUESTIONS = 2
Without = Callable[[int], int | None]


def why(
    rulebook: Rulebook, decided: LotDecision, won: Won | None, without: Without
) -> tuple[Sentence, ...]:
    """Return why a lot came out as it did; `won` is None while mission questions are open.

    `without` finds the channel that would be recommended without the rule at a place.
    """
    account = _Account(rulebook, decided)
    if won is None:
        return tuple(account.undecided())
    if won.winner is None:
        return (Sentence("No channel fits these answers.", "none_fits"), *account.excluded())
    return tuple(account.recommended(won, won.winner, without))


class _Account:
    def __init__(self, rulebook: Rulebook, decided: LotDecision) -> None:
        self.rulebook = rulebook
        self.decided = decided
        self.labels = {channel.id: channel.label for channel in rulebook.channels}

    def undecided(self) -> Iterator[Sentence]:
        """Yield what is still to be answered, and what can still come out."""
        asked = [self.rulebook.space.axes[i].id for i in self.rulebook.mission]
        missing = [name for name in asked if name not in self.decided.answers]
        labels = phrases.listed(
            [phrases.quoted(self.rulebook.questions[name].label) for name in missing]
        )
        said = f"Nothing is decided before {phrases.counted(len(missing))} more"
        noun = "question is answered" if len(missing) == 1 else "questions are answered"
        yield Sentence(f"{said} {noun}: {labels}", "undecided", questions=tuple(missing))
        possible = self.decided.possible
        if possible:
            named = phrases.listed([self.labels[name] for name in possible])
            text = f"{named} can still win."
            if len(possible) == 1:
                text = f"Only {named} can still win."
            yield Sentence(phrases.capital(text), "undecided", channels=possible)

    def recommended(self, won: Won, winner: int, without: Without) -> Iterator[Sentence]:
        """Yield the recommendation, its lead, what weighs for and against it, and who is out."""
        channel = self.rulebook.channels[winner]
        yield Sentence(phrases.ended(channel.advice), "recommended", channels=(channel.id,))
        yield self._lead(winner)
        found = bearings(self.rulebook, won.state, won.ranking, winner)
        lead = lead_of(won.ranking, winner)
        decisive = _decisive(found, lead)
        yield from self._reasons(decisive, winner, without)
        against = _against(found, lead)
        if against is not None:
            record = against.rule.record
            text = f"One thing speaks against it above all. {phrases.ended(record.because)}"
            yield Sentence(text, "against", rules=(record.id,))
        yield from self.excluded()
        yield from self._assumed([each.rule.record.id for each in decisive])

    def _lead(self, winner: int) -> Sentence:
        own = self.rulebook.channel_ids[winner]
        score = self.decided.channel(own).score
        second, lead = self.decided.runner_up, self.decided.lead
        if second is None or lead is None:
            text = "It is the only channel that no rule excludes."
            if not any(outcome.excluded_by for outcome in self.decided.channels):
                text = "It is the only channel there is."
            return Sentence(text, "runner_up", channels=(own,))
        level = (own, *self.decided.tied)
        if lead == 0:
            others = phrases.listed([self.labels[name] for name in self.decided.tied])
            have = "has" if len(self.decided.tied) == 1 else "have"
            text = f"It has {phrases.points(score)}, and so {have} {others}; {self._tie(level)}."
            return Sentence(text, "runner_up", channels=level, points=lead)
        more = format(lead.normalize(), "f")
        text = (
            f"It has {phrases.points(score)}, {more} more than {self.labels[second]}, "
            "which comes second."
        )
        return Sentence(text, "runner_up", channels=(own, second), points=lead)

    def _tie(self, level: Sequence[str]) -> str:
        """Say what decided between channels with equal points; the first of them won."""
        costs = [self.decided.channel(name).cost for name in level]
        if costs[0] is None:
            return "the order of the channels decides"
        if any(cost and cost.total.likely == costs[0].total.likely for cost in costs[1:]):
            return "the order of the channels decides, for their likely costs are equal too"
        if all(cost is None for cost in costs[1:]):
            return "it alone has a price, which decides"
        return "its lower likely cost decides"

    def _reasons(
        self, decisive: Sequence[Bearing], winner: int, without: Without
    ) -> Iterator[Sentence]:
        for n, bearing in enumerate(decisive):
            record = bearing.rule.record
            text = phrases.ended(record.because)
            if n == 0:
                verb = "reason weighs" if len(decisive) == 1 else "reasons weigh"
                number = phrases.capital(phrases.counted(len(decisive)))
                text = f"{number} {verb} most. {text}"
            yield Sentence(text, "decides", rules=(record.id,))
        instead = without(decisive[0].place) if decisive else winner
        if instead != winner and instead is not None:
            which = "it" if len(decisive) == 1 else "the first of these"
            name = self.rulebook.channel_ids[instead]
            yield Sentence(
                f"Without {which}, {self.labels[name]} would be recommended.",
                "decides",
                rules=(decisive[0].rule.record.id,),
                channels=(name,),
            )

    def excluded(self) -> Iterator[Sentence]:
        """Yield which channels are out, those that one gate puts out together, with its reason."""
        out = [outcome for outcome in self.decided.channels if outcome.excluded_by]
        counts: dict[str, int] = {}
        for outcome in out:
            for gate in outcome.excluded_by:
                counts[gate.rule] = counts.get(gate.rule, 0) + 1
        groups: dict[str, list[ChannelOutcome]] = {}
        for outcome in out:
            gate = min(outcome.excluded_by, key=lambda gate: (-counts[gate.rule], gate.rule))
            groups.setdefault(gate.rule, []).append(outcome)
        for rule, outcomes in groups.items():
            because = next(g.because for g in outcomes[0].excluded_by if g.rule == rule)
            ahead = self._ahead(outcomes)
            names = phrases.listed([self.labels[outcome.channel] for outcome in outcomes])
            is_out = "is excluded" if len(outcomes) == 1 else "are excluded"
            text = f"{names} {is_out}."
            if ahead is not None:
                more = format(ahead.normalize(), "f")
                text = f"{names} would be ahead by {more}, but is excluded."
            yield Sentence(
                f"{phrases.capital(text)} {phrases.ended(because)}",
                "excluded",
                rules=(rule,),
                channels=tuple(outcome.channel for outcome in outcomes),
                points=ahead,
            )

    def _ahead(self, outcomes: Sequence[ChannelOutcome]) -> Decimal | None:
        """Return by how many points a channel that is out would lead; None where it would not."""
        if self.decided.recommended is None or len(outcomes) > 1:
            return None
        ahead = outcomes[0].score - self.decided.channel(self.decided.recommended).score
        return ahead if ahead > 0 else None

    def _assumed(self, rules: Sequence[str]) -> Iterator[Sentence]:
        """Yield the assumed answers on which what is decisive rests."""
        rest = {
            name
            for outcome in self.decided.channels
            for reason in outcome.reasons
            if reason.rule in rules
            for name in reason.assumed
        }
        asked = tuple(name for name in self.rulebook.questions if name in rest)
        if not asked:
            return
        number = phrases.capital(phrases.counted(len(asked)))
        are = "answer behind this is" if len(asked) == 1 else "answers behind this are"
        labels = [phrases.quoted(self.rulebook.questions[name].label) for name in asked]
        if len(asked) > MOST_QUESTIONS:
            text = f"{number} {are} only assumed so far."
        else:
            text = f"{number} {are} only assumed so far: {phrases.listed(labels)}"
        yield Sentence(text, "assumed", rules=tuple(rules), questions=asked)


def _decisive(found: Sequence[Bearing], lead: int | None) -> list[Bearing]:
    """Return the two or three preferences without which the lead would be smallest.

    A third is named only where it counts as much as the second.
    """
    narrowing = [
        (bearing.lead, bearing)
        for bearing in found
        if isinstance(bearing.rule.record, Preference)
        and bearing.lead is not None
        and (lead is None or bearing.lead < lead)
    ]
    narrowing.sort(key=lambda pair: pair[0])
    kept = narrowing[:MOST_REASONS]
    if len(kept) == MOST_REASONS and kept[-1][0] > kept[-2][0]:
        kept.pop()
    return [bearing for _, bearing in kept]


def _against(found: Sequence[Bearing], lead: int | None) -> Bearing | None:
    """Return the preference without which the lead would be largest; None where none holds it back."""
    if lead is None:
        return None
    holding = [
        (bearing.lead, bearing)
        for bearing in found
        if isinstance(bearing.rule.record, Preference)
        and bearing.lead is not None
        and bearing.lead > lead
    ]
    return max(holding, key=lambda pair: pair[0])[1] if holding else None
