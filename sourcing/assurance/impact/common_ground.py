"""Two rulebooks on one space, so that their outcomes can be held against each other cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sourcing.rulebook.axes import Axis, Space
from sourcing.rulebook.compiled import Assumed, Compiled, Rulebook
from sourcing.rulebook.conditions import Condition, Conjunction
from sourcing.rulebook.model.base import Conditional

C = TypeVar("C", bound=Conditional)


@dataclass(frozen=True, slots=True)
class CommonGround:
    """Both rulebooks with conditions over `space`, and the state of all answers that both know.

    `only_old` and `only_new` name questions and options (as question/option) that one lacks.
    """

    old: Rulebook
    new: Rulebook
    space: Space
    shared: list[int]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]


def common_ground(old: Rulebook, new: Rulebook) -> CommonGround:
    """Put two rulebooks on one space."""
    axes = [_merged(axis, _axis(new, axis.id)) for axis in old.space.axes]
    axes += [axis for axis in new.space.axes if axis.id not in old.space.index]
    space = Space(tuple(axes))
    return CommonGround(
        old=_moved(old, space),
        new=_moved(new, space),
        space=space,
        shared=[_shared(axis, _axis(old, axis.id), _axis(new, axis.id)) for axis in axes],
        only_old=_only(old, new),
        only_new=_only(new, old),
    )


def _axis(rulebook: Rulebook, name: str) -> Axis | None:
    place = rulebook.space.index.get(name)
    return None if place is None else rulebook.space.axes[place]


def _merged(one: Axis, other: Axis | None) -> Axis:
    """Return an axis with the options of both, those of the first first."""
    if other is None or other.options == one.options:
        return one
    added = tuple(option for option in other.options if option not in one.options)
    return Axis(one.id, one.kind, one.options + added)


def _shared(axis: Axis, one: Axis | None, other: Axis | None) -> int:
    """Return the positions of an axis that both rulebooks know; all where only one asks."""
    if one is None or other is None:
        return axis.everything
    both = [option for option in one.options if option in other.options]
    if axis.kind != "multiple":
        return axis.holding(both)
    unknown = axis.holding(option for option in axis.options if option not in both)
    return axis.everything & ~unknown


def _only(one: Rulebook, other: Rulebook) -> tuple[str, ...]:
    names = []
    for axis in one.space.axes:
        match = _axis(other, axis.id)
        if match is None:
            names.append(axis.id)
        else:
            names += [f"{axis.id}/{o}" for o in axis.options if o not in match.options]
    return tuple(names)


def _moved(rulebook: Rulebook, space: Space) -> Rulebook:
    """Return a rulebook whose rules and figures speak of another space.

    Laws and rules on vendors stay as they are.
    """
    asked = _Move(rulebook.space, space)
    outcome = _Move(rulebook.outcome_space, _widened(rulebook.outcome_space, rulebook, space))
    cost = _Move(rulebook.cost_space, _widened(rulebook.cost_space, rulebook, space))
    return replace(
        rulebook,
        space=space,
        outcome_space=outcome.target,
        cost_space=cost.target,
        assumptions=tuple(map(asked.assumed, rulebook.assumptions)),
        impossible=asked.compiled(rulebook.impossible),
        channel_rules=tuple(
            replace(rule, condition=asked.condition(rule.condition))
            for rule in rulebook.channel_rules
        ),
        splits=asked.compiled(rulebook.splits),
        signal_rules=outcome.compiled(rulebook.signal_rules),
        safeguards=outcome.compiled(rulebook.safeguards),
        practices=outcome.compiled(rulebook.practices),
        statuses=outcome.compiled(rulebook.statuses),
        cost_figures={
            name: tuple((figure, cost.condition(condition)) for figure, condition in figures)
            for name, figures in rulebook.cost_figures.items()
        },
    )


def _widened(axes: Space, rulebook: Rulebook, space: Space) -> Space:
    """Return a space with the axes that one has beside those of the questions."""
    own = tuple(axis for axis in axes.axes if axis.id not in rulebook.space.index)
    return Space(space.axes + own)


class _Move:
    """Translates masks from one space to another that holds all of its options."""

    def __init__(self, source: Space, target: Space) -> None:
        self.source = source
        self.target = target

    def condition(self, condition: Condition) -> Condition:
        return Condition(
            self._conjunction(condition.all),
            tuple(map(self._conjunction, condition.any)),
            tuple(map(self._conjunction, condition.unless)),
        )

    def compiled(self, rules: Sequence[Compiled[C]]) -> tuple[Compiled[C], ...]:
        return tuple(Compiled(rule.record, self.condition(rule.condition)) for rule in rules)

    def assumed(self, assumed: Assumed) -> Assumed:
        place, default = self._term(assumed.question, assumed.default)
        cases = (
            (self.condition(condition), self._term(assumed.question, bit)[1])
            for condition, bit in assumed.cases
        )
        return Assumed(place, default, tuple(cases))

    def _conjunction(self, terms: Conjunction) -> Conjunction:
        return tuple(sorted(self._term(axis, mask) for axis, mask in terms))

    def _term(self, place: int, mask: int) -> tuple[int, int]:
        axis = self.source.axes[place]
        there = self.target.index[axis.id]
        target = self.target.axes[there]
        if target.options == axis.options:
            return there, mask
        answers: Sequence[str | list[str]] = axis.values(mask)
        moved = 0
        for answer in answers:
            moved |= target.answer(answer)
        return there, moved
