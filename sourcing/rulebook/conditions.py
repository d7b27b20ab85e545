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

from sourcing.problems import nearest
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
        verdict: bool | None = _conjunction(self.all, state)
        if verdict is False:
            return False
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
            if name not in space.index:
                fault = f"unknown question '{name}'{nearest(name, space.index)}"
                report(ConditionError(where, fault))
                continue
            i = space.index[name]
            try:
                terms.append((i, _mask(space.axes[i], matcher, where)))
            except ConditionError as error:
                report(error)
        return tuple(sorted(terms))

    def part(clauses: Sequence[Mapping[str, object]], key: str) -> tuple[Conjunction, ...]:
        return tuple(conjunction(clause, (key, i)) for i, clause in enumerate(clauses))

    return Condition(
        conjunction(record.when, ("when",)), part(record.any, "any"), part(record.unless, "unless")
    )


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
    fault = f"expected an option of '{axis.id}', a list of options, or one of {', '.join(OPERATORS)}"
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
    fault = f"unknown test '{operator}'{nearest(operator, OPERATORS)}"
    raise ConditionError(path, f"{fault} Known tests: {', '.join(OPERATORS)}")


def _option(axis: Axis, option: object, path: tuple[str | int, ...]) -> str:
    if isinstance(option, str) and option in axis.options:
        return option
    hint = nearest(option, axis.options) if isinstance(option, str) else ""
    known = ", ".join(axis.options[:8]) + (" ..." if len(axis.options) > 8 else "")  # noqa: PLR2004
    fault = f"'{axis.id}' has no option {option!r}{hint}"
    raise ConditionError(path, f"{fault} Its options: {known}")


def _tagged(axis: Axis, tag: object, path: tuple[str | int, ...]) -> frozenset[str]:
    if isinstance(tag, str) and tag in axis.tags:
        return axis.tags[tag]
    hint = nearest(tag, axis.tags) if isinstance(tag, str) else ""
    raise ConditionError(path, f"no option of '{axis.id}' carries the tag {tag!r}{hint}")
