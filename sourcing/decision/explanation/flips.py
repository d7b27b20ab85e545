"""Which changed answers change the recommendation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import prod

from sourcing.decision.alike import bits_of
from sourcing.decision.explanation.around import Around
from sourcing.decision.explanation.model import Flip, Flips
from sourcing.decision.explanation.moves import steps
from sourcing.decision.explanation.shells import Shell, order_of, places

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
    region = _changed(shell, winner)
    pairs = [place for place in places(region) if around.winner_at(shell, place) != winner]
    found = sum(prod(move.part.bit_count() for _, move in shell.picked(place)) for place in pairs)
    kept = sum(1 << place for place in pairs)
    listed = (
        _flip(around, shell.change(place).answers, around.winner_at(shell, place))
        for place in shell.nearest_first(kept)
    )
    return Flips(2, found, tuple(islice(listed, MOST_LISTED)))


def _singles(around: Around, winner: int | None) -> Iterator[tuple[tuple[int, int, int], Flip]]:
    """Yield every single answer that changes the recommendation, with what it is sorted by."""
    if not around.shells.most:
        return
    shell = around.shells.at(1)
    axes, order = around.rulebook.space.axes, order_of(around.rulebook)
    for place in places(_changed(shell, winner)):
        instead = around.winner_at(shell, place)
        if instead == winner:
            continue
        ((axis, move),) = shell.picked(place)
        for bit in bits_of(move.part):
            answers = {axes[axis].id: axes[axis].value(bit)}
            far = steps(axes[axis], around.state[axis], bit)
            yield (far, order.index(axis), bit), _flip(around, answers, instead)


def _changed(shell: Shell, winner: int | None) -> int:
    """Return the states whose recommendation may be another one."""
    survey = shell.survey
    same = survey.none if winner is None else survey.lead(winner).sure
    return survey.valid & ~same


def _flip(around: Around, answers: dict[str, str | list[str]], instead: int | None) -> Flip:
    names = around.rulebook.channel_ids
    return Flip(answers, None if instead is None else names[instead])
