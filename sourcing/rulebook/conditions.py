"""The one condition language of all rules, compiled to masks over the answer space.

    when:   {data_sensitivity: {at_least: competitive}, duration: [one_off, recurring]}
    any:    [{control: high}, {quality_bar: high}]
    unless: {task_type: {tagged: commodity}}

An entry is an option, a list of options, or a mapping of `at_least`, `at_most`, `not` and
`tagged`, all of which must hold. On a multiple choice an option tests membership and `[]` tests
that nothing is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sourcing.problems import MOST_NAMED, nearest, offered
from sourcing.rulebook.axes import Axis, Space
from sourcing.rulebook.model.base import Conditional

Term = tuple[int, int]
Conjunction = tuple[Term, ...]
OPERATORS = ("at_least", "at_most", "not", "tagged")


class ConditionError(ValueError):
    """A condition that cannot be understood; `path` leads to the spot within its record."""

    def __init__(self, path: tuple[str | int, ...], message: str) -> None:
        self.path = path
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition; every term is an axis index and the mask of positions it accepts."""

    all: Conjunction = ()
    any: tuple[Conjunction, ...] = ()
    unless: tuple[Conjunction, ...] = ()

    def truth(self, state: Sequence[int]) -> bool | None:
        """Return True or False where the state decides it, None where it is undetermined."""
        verdict: bool | None = True
        # As `_conjunction`, without the call: most conditions are no more than this.
        for i, mask in self.all:
            possible = state[i]
            if not possible & mask:
                return False
            if possible & ~mask:
                verdict = None
        if self.any:
            found = [_conjunction(part, state) for part in self.any]
            if True not in found:
                if None not in found:
                    return False
                verdict = None
        for part in self.unless:
            exception = _conjunction(part, state)
            if exception:
                return False
            if exception is None:
                verdict = None
        return verdict

    def reads(self) -> frozenset[int]:
        """Return the axes that the condition looks at."""
        parts = (self.all, *self.any, *self.unless)
        return frozenset(i for part in parts for i, _ in part)


def _conjunction(terms: Conjunction, state: Sequence[int]) -> bool | None:
    verdict: bool | None = True
    for i, mask in terms:
        possible = state[i]
        if not possible & mask:
            return False
        if possible & ~mask:
            verdict = None
    return verdict


def compatible(one: Conjunction, other: Conjunction) -> bool:
    """Say whether two conjunctions can hold together."""
    masks = dict(other)
    return all(mask & masks.get(axis, mask) for axis, mask in one)


def compile_condition(
    record: Conditional, space: Space, report: Callable[[ConditionError], None]
) -> Condition:
    """Compile a record's `when`, `any` and `unless`; every fault goes to `report`."""

    def conjunction(clause: Mapping[str, object], path: tuple[str | int, ...]) -> Conjunction:
        terms = []
        for name, matcher in clause.items():
            where = (*path, name)
            try:
                axis = _axis(space, name, where)
                terms.append((space.index[name], _mask(axis, matcher, where)))
            except ConditionError as error:
                report(error)
        return tuple(sorted(terms))

    def part(clauses: Sequence[Mapping[str, object]], key: str) -> tuple[Conjunction, ...]:
        for i, clause in enumerate(clauses):
            if not clause:
                report(ConditionError((key, i), "an empty entry always holds; remove it"))
        return tuple(conjunction(clause, (key, i)) for i, clause in enumerate(clauses))

    return Condition(
        conjunction(record.when, ("when",)), part(record.any, "any"), part(record.unless, "unless")
    )


def check_answers(
    answers: Mapping[str, object],
    space: Space,
    path: tuple[str | int, ...],
    report: Callable[[ConditionError], None],
) -> None:
    """Report every answer that no question takes: an option each, or a list on a multiple."""
    for name, answer in answers.items():
        where = (*path, name)
        try:
            axis = _axis(space, name, where)
            if isinstance(answer, (list, tuple)) != (axis.kind == "multiple"):
                form = "a list of options" if axis.kind == "multiple" else "one option"
                raise ConditionError(where, f"'{name}' takes {form}")  # noqa: TRY301 - reported below
            for option in answer if isinstance(answer, (list, tuple)) else (answer,):
                _option(axis, option, where)
        except ConditionError as error:
            report(error)


def _axis(space: Space, name: str, path: tuple[str | int, ...]) -> Axis:
    if name not in space.index:
        raise ConditionError(path, f"unknown question '{name}'{offered(name, space.index)}")
    return space.axes[space.index[name]]


def _mask(axis: Axis, matcher: object, path: tuple[str | int, ...]) -> int:
    if isinstance(matcher, str):
        return axis.holding([_option(axis, matcher, path)])
    if isinstance(matcher, (list, tuple)):
        if not matcher and axis.kind == "multiple":
            return axis.answer(())
        if not matcher:
            raise ConditionError(path, f"an empty list never holds; name options of '{axis.id}'")
        return axis.holding(_option(axis, option, path) for option in matcher)
    if isinstance(matcher, Mapping) and matcher:
        mask = axis.everything
        for operator, operand in matcher.items():
            mask &= _operation(axis, operator, operand, (*path, operator))
        return mask
    fault = (
        f"expected an option of '{axis.id}', a list of options, or one of {', '.join(OPERATORS)}"
    )
    raise ConditionError(path, fault)


def _operation(axis: Axis, operator: str, operand: object, path: tuple[str | int, ...]) -> int:
    if operator == "not":
        return axis.everything & ~_mask(axis, operand, path)
    if operator == "tagged":
        wanted = [operand] if isinstance(operand, str) else operand
        if not isinstance(wanted, (list, tuple)) or not wanted:
            raise ConditionError(path, "expected a tag or a list of tags")
        return axis.holding(option for tag in wanted for option in _tagged(axis, tag, path))
    if operator in ("at_least", "at_most"):
        if axis.kind != "scale":
            fault = f"'{axis.id}' has no order, so '{operator}' means nothing; list the options"
            raise ConditionError(path, fault)
        step = axis.options.index(_option(axis, operand, path))
        span = axis.options[step:] if operator == "at_least" else axis.options[: step + 1]
        return axis.holding(span)
    raise ConditionError(path, f"unknown test '{operator}'{offered(operator, OPERATORS)}")


def _option(axis: Axis, option: object, path: tuple[str | int, ...]) -> str:
    if isinstance(option, str) and option in axis.options:
        return option
    hint = nearest(option, axis.options) if isinstance(option, str) else "; write one option."
    known = ", ".join(axis.options[:MOST_NAMED]) + (" ..." if axis.options[MOST_NAMED:] else "")
    fault = f"'{axis.id}' has no option {_quoted(option)}{hint}"
    raise ConditionError(path, f"{fault}{' Its' if hint else '; its'} options: {known}")


def _quoted(value: object) -> str:
    if value is None:
        return "nothing"
    return f"'{value}'" if isinstance(value, str) else repr(value)


def _tagged(axis: Axis, tag: object, path: tuple[str | int, ...]) -> frozenset[str]:
    if isinstance(tag, str) and tag in axis.tags:
        return axis.tags[tag]
    hint = offered(tag, axis.tags) if isinstance(tag, str) else "; write the tag as text"
    raise ConditionError(path, f"no option of '{axis.id}' carries the tag {_quoted(tag)}{hint}")
