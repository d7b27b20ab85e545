"""The smallest example of something: the one with the fewest answers beside the assumed ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from sourcing.decision.ranking.possible import split_state
from sourcing.rulebook.compiled import Assumed, Rulebook

FEW = 2

Example = TypeVar("Example")


def smallest(
    rulebook: Rulebook, found: Callable[[Sequence[int]], Example | None]
) -> Example | None:
    """Return an example with the fewest questions answered otherwise than is assumed; None without any.

    `found` looks for an example in a part of the answer space.
    """
    needed: set[int] = set()
    for count in range(len(rulebook.assumptions) + 1):
        if count == FEW:
            # Before there is much to try: without which answers is there no example at all?
            needed = {
                assumed.question
                for assumed in rulebook.assumptions
                if not any(map(found, _narrowed(rulebook.space.open_state(), assumed, usual=True)))
            }
        for otherwise in combinations([a.question for a in rulebook.assumptions], count):
            if needed <= set(otherwise):
                for part in _answered(rulebook, otherwise):
                    if example := found(part):
                        return example
    return None


def _answered(rulebook: Rulebook, otherwise: Sequence[int]) -> list[list[int]]:
    """Return the parts of the space in which these questions, and no others, are answered otherwise."""
    parts = [rulebook.space.open_state()]
    for assumed in rulebook.assumptions:
        usual = assumed.question not in otherwise
        parts = [found for part in parts for found in _narrowed(part, assumed, usual=usual)]
    return parts


def _narrowed(part: list[int], assumed: Assumed, *, usual: bool) -> Iterator[list[int]]:
    """Yield a part in which a question is answered as is assumed, or otherwise."""
    for state, bit in _assuming(part, assumed):
        here = state[assumed.question]
        answers = here & bit if usual else here & ~bit
        if answers:
            yield [*state[: assumed.question], answers, *state[assumed.question + 1 :]]


def _assuming(part: list[int], assumed: Assumed) -> Iterator[tuple[Sequence[int], int]]:
    """Cut a part by what is assumed for a question."""
    for condition, bit in assumed.cases:
        truth = condition.truth(part)
        if truth:
            yield part, bit
            return
        if truth is None:
            for piece in split_state(part, [condition]):
                yield from _assuming(piece, assumed)
            return
    yield part, assumed.default
