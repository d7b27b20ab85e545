"""From checked records to a rulebook that decides: spaces, masks, points and order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from math import lcm
from typing import TypeVar

from sourcing.problems import InvalidInputError, Problem
from sourcing.rulebook.axes import Axis, Space
from sourcing.rulebook.compiled import Assumed, ChannelRule, Compiled, Rulebook
from sourcing.rulebook.conditions import (
    Condition,
    ConditionError,
    check_answers,
    compatible,
    compile_condition,
)
from sourcing.rulebook.model.base import Conditional
from sourcing.rulebook.model.content import Content
from sourcing.rulebook.model.money import RANKS, CostFigure
from sourcing.rulebook.model.questions import DerivedFact, Question
from sourcing.rulebook.model.rules import Gate, Impossible, Preference, Split
from sourcing.rulebook.questionnaire import questionnaire_problems
from sourcing.rulebook.references import reference_problems
from sourcing.rulebook.requests import with_requests
from sourcing.rulebook.spots import Locate, spots_of
from sourcing.rulebook.vocabulary import CHANNEL, outcome_axes, vendor_axes

_OF_OUTCOMES = ("statuses", "signal_rules", "safeguards", "practices")
C = TypeVar("C", bound=Conditional)


def compile_rulebook(content: Content, locate: Locate) -> Rulebook:
    """Compile records that stand in order of kind and id.

    `locate(kind, index, path)` finds the place of a part of a record. Raises
    `InvalidInputError` with every problem found.
    """
    spots = spots_of(content, locate)
    unasked = questionnaire_problems(content, spots)
    problems = [*unasked, *reference_problems(content, spots)]
    if unasked:
        raise InvalidInputError(problems)
    compiler = _Compiler(with_requests(content), locate, problems)
    if problems:
        compiler.read_conditions()
        raise InvalidInputError(problems)
    rulebook = compiler.rulebook()
    if problems:
        raise InvalidInputError(problems)
    return rulebook


class _Compiler:
    def __init__(self, content: Content, locate: Locate, problems: list[Problem]) -> None:
        self.content = content
        self.locate = locate
        self.problems = problems
        asked = sorted(content.questions, key=lambda question: (question.order, question.id))
        self.questions = {question.id: question for question in asked}
        self.facts = {fact.id: fact for fact in content.derived_facts}
        self.channels = tuple(sorted(content.channels, key=lambda c: (c.order, c.id)))
        self.asked = Space(tuple(map(_axis, asked)))
        self.space = Space((*self.asked.axes, *map(_fact_axis, content.derived_facts)))
        names = tuple(channel.id for channel in self.channels)
        bands = sorted(content.stake_bands, key=lambda band: band.at_least)
        self.outcome_space = Space(self.space.axes + outcome_axes(names))
        self.vendor_space = Space(self.outcome_space.axes + vendor_axes(band.id for band in bands))
        self.cost_space = Space((*self.space.axes, Axis(CHANNEL, "choice", names)))
        self.spaces = {
            **dict.fromkeys(("impossible", "gates", "preferences", "splits"), self.space),
            **dict.fromkeys(_OF_OUTCOMES, self.outcome_space),
            **dict.fromkeys(("conflict_rules", "laws"), self.vendor_space),
        }
        self.favours = {source.id: set(source.favours) for source in content.sources}
        self.unit = Decimal(1)

    def rulebook(self) -> Rulebook:
        content = self.content
        return Rulebook(
            content=content,
            questions=self.questions,
            facts=self.facts,
            channels=self.channels,
            space=self.space,
            outcome_space=self.outcome_space,
            vendor_space=self.vendor_space,
            cost_space=self.cost_space,
            mission=tuple(
                i for i, question in enumerate(self.questions.values()) if question.mission
            ),
            assumptions=self._assumptions(),
            impossible=self._impossible(),
            channel_rules=self._channel_rules(),
            unit=self.unit,
            statuses=self._compiled("statuses", content.statuses),
            splits=self._splits(),
            signal_rules=self._compiled("signal_rules", content.signal_rules),
            safeguards=self._compiled("safeguards", content.safeguards),
            practices=self._compiled("practices", content.practices),
            conflict_rules=self._compiled("conflict_rules", content.conflict_rules),
            cost_figures=self._cost_figures(),
            laws=self._compiled("laws", content.laws),
            locate=self.locate,
        )

    def read_conditions(self) -> None:
        """Collect what is wrong with conditions, where other problems keep rules from compiling."""
        for kind in self.spaces:
            self._compiled(kind, getattr(self.content, kind))
        self._splits()
        self._assumptions()
        self._cost_figures()

    def _report(self, kind: str, index: int, error: ConditionError) -> None:
        name = getattr(self.content, kind)[index].id
        place = self.locate(kind, index, error.path)
        self.problems.append(Problem(place, "error", f"'{name}': {error}"))

    def _condition(self, kind: str, index: int, record: Conditional) -> Condition:
        report = partial(self._report, kind, index)
        return compile_condition(record, self.spaces[kind], report)

    def _compiled(self, kind: str, records: Sequence[C]) -> tuple[Compiled[C], ...]:
        return tuple(
            Compiled(record, self._condition(kind, i, record)) for i, record in enumerate(records)
        )

    def _impossible(self) -> tuple[Compiled[Impossible], ...]:
        rules = self._compiled("impossible", self.content.impossible)
        for i, rule in enumerate(rules):
            if rule.condition.truth(self.space.open_state()):
                fault = "rules out every combination of answers; add a condition"
                self._report("impossible", i, ConditionError((), fault))
        return rules

    def _splits(self) -> tuple[Compiled[Split], ...]:
        for i, split in enumerate(self.content.splits):
            report = partial(self._report, "splits", i)
            for n, part in enumerate(split.slices):
                check_answers(part.answers, self.asked, ("slices", n, "answers"), report)
        return self._compiled("splits", self.content.splits)

    def _assumptions(self) -> tuple[Assumed, ...]:
        positions = {question.id: i for i, question in enumerate(self.content.questions)}
        return tuple(
            self._assumed(positions[name], question)
            for name, question in self.questions.items()
            if not question.mission
        )

    def _assumed(self, index: int, question: Question) -> Assumed:
        axis = self.space.axes[self.space.index[question.id]]
        cases: list[tuple[Condition, int]] = []
        for n, assumption in enumerate(question.assumed_when):
            condition = self._condition_of_clause(index, n, assumption.when)
            for earlier, _ in cases:
                if compatible(earlier.all, condition.all):
                    fault = "two assumptions can hold together, so neither would win; narrow one"
                    place = self.locate("questions", index, ("assumed_when", n))
                    self.problems.append(Problem(place, "error", fault))
            cases.append((condition, axis.answer(assumption.option)))
        default = axis.answer(question.assumed if question.assumed is not None else ())
        return Assumed(self.space.index[question.id], default, tuple(cases))

    def _condition_of_clause(self, index: int, n: int, when: Mapping[str, object]) -> Condition:
        def report(error: ConditionError) -> None:
            place = self.locate("questions", index, ("assumed_when", n, *error.path))
            self.problems.append(Problem(place, "error", str(error)))

        condition = compile_condition(Conditional(when=dict(when)), self.space, report)
        asked = list(self.questions.values())
        if not all(i < len(asked) and asked[i].mission for i in condition.reads()):
            message = "may only speak of mission questions, for these are always answered first"
            report(ConditionError(("when",), message))
        return condition

    def _channel_rules(self) -> tuple[ChannelRule, ...]:
        rules: dict[str, tuple[str, int, Gate | Preference]] = {}
        for i, gate in enumerate(self.content.gates):
            rules[gate.id] = ("gates", i, gate)
        for i, preference in enumerate(self.content.preferences):
            rules[preference.id] = ("preferences", i, preference)
        overriders: dict[str, list[str]] = {name: [] for name in rules}
        for name, (_, _, rule) in rules.items():
            for target in rule.overrides:
                overriders[target].append(name)
        try:
            order = list(TopologicalSorter(overriders).static_order())
        except CycleError as error:
            kind, index, _ = rules[error.args[1][0]]
            cycle = " overrides ".join(reversed(error.args[1]))
            message = f"these rules override each other in a circle: {cycle}; remove one override"
            self.problems.append(
                Problem(self.locate(kind, index, ("overrides",)), "error", message)
            )
            order = sorted(rules)
        points = self._points()
        places = {name: place for place, name in enumerate(order)}
        return tuple(
            self._channel_rule(*rules[name], points, [places[by] for by in overriders[name]])
            for name in order
        )

    def _points(self) -> dict[str, tuple[int, ...]]:
        """Return each preference's weighted points per channel, as whole numbers of one unit."""
        weights = {criterion.id: criterion.weight for criterion in self.content.criteria}
        strengths = {strength.id: strength.points for strength in self.content.strengths}
        worth = {
            p.id: weights[p.criterion] * strengths[p.strength] for p in self.content.preferences
        }
        denominator = lcm(*(value.as_integer_ratio()[1] for value in worth.values()), 1)
        self.unit = Decimal(1) / denominator
        whole = {name: int(value * denominator) for name, value in worth.items()}
        return {
            p.id: tuple(
                whole[p.id] * ((c.id in p.for_) - (c.id in p.against)) for c in self.channels
            )
            for p in self.content.preferences
        }

    def _channel_rule(
        self,
        kind: str,
        index: int,
        rule: Gate | Preference,
        points: Mapping[str, tuple[int, ...]],
        overridden_by: Sequence[int],
    ) -> ChannelRule:
        excludes = rule.excludes if isinstance(rule, Gate) else ()
        condition = self._condition(kind, index, rule)
        everywhere = condition.truth(self.space.open_state()) and not overridden_by
        if everywhere and {channel.id for channel in self.channels} <= set(excludes):
            fault = (
                "excludes every channel whatever the answers, so nothing could ever be "
                "recommended; add a condition, or leave a channel out"
            )
            self._report(kind, index, ConditionError(("excludes",), fault))
        if len(self.questions) <= max(condition.reads(), default=0) and (
            excludes or rule.overrides
        ):
            fault = (
                "reads a fact that is worked out from the prices of the channels that gates leave "
                "in, so it can neither exclude channels nor override rules; make it a preference"
            )
            self._report(kind, index, ConditionError(("when",), fault))
        cited = [self.favours.get(citation.partition(":")[0], set()) for citation in rule.sources]
        interested = set.intersection(*cited) if cited else set()
        return ChannelRule(
            record=rule,
            condition=condition,
            excludes=self._channel_mask(excludes),
            points=points.get(rule.id, (0,) * len(self.channels)),
            overridden_by=tuple(sorted(overridden_by)),
            interested=self._channel_mask(interested),
        )

    def _channel_mask(self, names: Sequence[str] | set[str]) -> int:
        return sum(1 << i for i, channel in enumerate(self.channels) if channel.id in names)

    def _cost_figures(self) -> Mapping[str, tuple[tuple[CostFigure, Condition], ...]]:
        by_input: dict[str, list[tuple[CostFigure, Condition]]] = {}
        for i, figure in enumerate(self.content.cost_figures):
            report = partial(self._report, "cost_figures", i)
            condition = compile_condition(Conditional(when=figure.when), self.cost_space, report)
            if any(self.cost_space.axes[axis].id in self.facts for axis in condition.reads()):
                fault = "reads a fact that is worked out from prices; remove that entry"
                report(ConditionError(("when",), fault))
            by_input.setdefault(figure.input, []).append((figure, condition))
        for figures in by_input.values():
            figures.sort(key=lambda pair: RANKS.index(pair[0].rank))
            self._refuse_overlaps(figures)
        return {name: tuple(figures) for name, figures in by_input.items()}

    def _refuse_overlaps(self, figures: Sequence[tuple[CostFigure, Condition]]) -> None:
        """Refuse two figures of one input and rank that could apply at once: neither would win."""
        for (one, when), (other, elsewhere) in combinations(figures, 2):
            if one.rank == other.rank and compatible(when.all, elsewhere.all):
                fault = (
                    f"'{one.id}' and '{other.id}' can apply to the same lot at the same rank; "
                    "narrow one of them, or give it another rank"
                )
                index = self.content.cost_figures.index(other)
                place = self.locate("cost_figures", index, ("when",))
                self.problems.append(Problem(place, "error", fault))


def _fact_axis(fact: DerivedFact) -> Axis:
    return Axis(fact.id, "scale", tuple(option.id for option in fact.options))


def _axis(question: Question) -> Axis:
    tags: dict[str, set[str]] = {}
    for option in question.options:
        for tag in option.tags:
            tags.setdefault(tag, set()).add(option.id)
    options = tuple(option.id for option in question.options)
    return Axis(question.id, question.kind, options, {t: frozenset(o) for t, o in tags.items()})
