"""Which changed answers change the recommendation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import islice
from operator import or_

from sourcing.decision.explanation.model import Flip, Flips
from sourcing.decision.explanation.recommended import Recommended
from sourcing.decision.explanation.search.around import Around
from sourcing.decision.explanation.search.moves import steps
from sourcing.decision.explanation.search.shells import Shell, order_of, places
from sourcing.decision.ranking.alike import bits_of

MOST_LISTED = 20


def flips_of(around: Around, winner: int | None) -> Flips:
    """Return the single answers that change the recommendation, or else the pairs of answers that do.

    `winner` is the place of the recommended channel, None where none fits.
    """
    single = sorted(_singles(around, winner), key=lambda found: found[0])
    if single:
        return Flips(1, len(single), tuple(flip for _, flip in single))
    if around.shells.most < 2:  # noqa: PLR2004 - two answers
        return Flips(1, 0, ())
    shell = around.shells.at(2)
    changed = _changed(around, shell, winner)
    region = reduce(or_, changed.values(), 0)
    listed = (
        _flip(around, shell.change(place).answers, instead)
        for place in shell.nearest_first(region)
        for instead, where in changed.items()
        if where >> place & 1
    )
    return Flips(2, shell.count(region), tuple(islice(listed, MOST_LISTED)))


def _singles(around: Around, winner: int | None) -> Iterator[tuple[tuple[int, int, int], Flip]]:
    """Yield every single answer that changes the recommendation, with what it is sorted by."""
    if not around.shells.most:
        return
    shell = around.shells.at(1)
    axes, order = around.rulebook.space.axes, order_of(around.rulebook)
    for instead, region in _changed(around, shell, winner).items():
        for place in places(region):
            ((axis, move),) = shell.picked(place)
            for bit in bits_of(move.part):
                answers = {axes[axis].id: axes[axis].value(bit)}
                far = steps(axes[axis], around.state[axis], bit)
                yield (far, order.index(axis), bit), _flip(around, answers, instead)


def _changed(around: Around, shell: Shell, winner: int | None) -> dict[int | None, int]:
    """Return where each other channel is recommended, and where none is."""
    recommended = Recommended(around.winners, shell).over(shell.survey.valid)
    return {instead: region for instead, region in recommended.items() if instead != winner}


def _flip(around: Around, answers: dict[str, str | list[str]], instead: int | None) -> Flip:
    names = around.rulebook.channel_ids
    return Flip(answers, None if instead is None else names[instead])
