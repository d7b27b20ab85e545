"""What changes between two rulebooks: over all answers, in the worked cases, in saved briefs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sourcing.assurance.impact.briefs import (
    BriefChange,
    brief_changes,
    cases_of,
    changed_records,
    changed_screening,
)
from sourcing.assurance.impact.calls import CallsImpact, calls_impact
from sourcing.assurance.impact.changes import NOTHING, Changes
from sourcing.assurance.impact.common_ground import common_ground
from sourcing.assurance.impact.costs import cost_impact
from sourcing.assurance.impact.ranking import Move, RankingImpact, ranking_impact, same_ranking
from sourcing.brief import Brief
from sourcing.rulebook.compiled import Rulebook


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything that differs between two rulebooks; empty where nothing does.

    `records` names records added (+), removed (-) and changed (~), as kind/id; `vocabulary` the
    questions and options that only one of the two knows. Shares are of all answers that both
    know and neither calls impossible; `unchanged` is that in which the ranking stays. `matrix`
    says what becomes of each recommendation; it is empty where the ranking is the same.
    `screening` names the records on vendors that differ in more than words: which flags follow
    depends on the vendors of a brief.
    """

    records: tuple[str, ...]
    vocabulary: tuple[str, ...]
    unchanged: float
    matrix: tuple[Move, ...]
    recommendations: Changes
    exclusions: Changes
    statuses: Changes
    splits: Changes
    signals: Changes
    measures: Changes
    costs: Changes
    screening: tuple[str, ...]
    cases: tuple[BriefChange, ...]
    briefs: tuple[BriefChange, ...]

    @property
    def kinds(self) -> Mapping[str, Changes]:
        """The changes over all answers, by kind, the weightiest first."""
        return {
            "recommendations": self.recommendations,
            "exclusions": self.exclusions,
            "statuses": self.statuses,
            "splits": self.splits,
            "signals": self.signals,
            "measures": self.measures,
            "costs": self.costs,
        }

    @property
    def outcomes_change(self) -> bool:
        """Whether any outcome differs."""
        return any(map(bool, (*self.kinds.values(), self.screening, self.cases, self.briefs)))


def impact(
    old: Rulebook, new: Rulebook, *, on: date, briefs: Iterable[tuple[str, Brief]] = ()
) -> Impact:
    """Compare two rulebooks as of a day; `briefs` are saved ones, by name."""
    ground = common_ground(old, new)
    ranking, calls, costs = RankingImpact(), CallsImpact(), NOTHING
    records = tuple(changed_records(old, new))
    if records:
        ranking = ranking if same_ranking(old, new) else ranking_impact(ground)
        calls, costs = calls_impact(ground), cost_impact(ground)
    return Impact(
        records=records,
        vocabulary=tuple(f"-{name}" for name in ground.only_old)
        + tuple(f"+{name}" for name in ground.only_new),
        unchanged=ranking.unchanged,
        matrix=ranking.matrix,
        recommendations=ranking.recommendations,
        exclusions=ranking.exclusions,
        statuses=calls.statuses,
        splits=calls.splits,
        signals=calls.signals,
        measures=calls.measures,
        costs=costs,
        screening=tuple(changed_screening(old, new)),
        cases=tuple(brief_changes(old, new, cases_of(old, new), on)),
        briefs=tuple(brief_changes(old, new, briefs, on)),
    )
