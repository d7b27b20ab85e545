"""The moves that can help one channel: a search for what makes it win needs no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sourcing.decision.explanation.merits import hopeful, merits_of
from sourcing.decision.explanation.moves import Move
from sourcing.decision.standing import answered
from sourcing.rulebook.compiled import Rulebook


@dataclass(frozen=True, slots=True)
class Toward:
    """A channel to be helped, from what is known of a lot and what is assumed.

    Only answers of which none other is as good are worth a move. With `near` the other must also be
    as near; with `prices` there must be no price that tells the two apart, as a tie needs.
    """

    rulebook: Rulebook
    channel: int
    known: Sequence[int]
    state: Sequence[int]
    near: bool = False
    prices: bool = False

    def moves(
        self, every: Sequence[Sequence[Move]]
    ) -> tuple[list[tuple[Move, ...]], frozenset[int]]:
        """Return the moves that can help, and the questions that have to be answered otherwise."""
        hopes = hopeful(self.rulebook, self.channel)
        found, must = [], set()
        for axis, moves in enumerate(every):
            kept = self._kept(axis)
            if kept is not None and not kept & hopes[axis]:
                must.add(axis)
                kept = None
            able = [move for move in moves if move.bit & hopes[axis]]
            found.append(tuple(self._useful(able, axis, kept)))
        return found, frozenset(must)

    def _kept(self, axis: int) -> int | None:
        """Return the answer that a question keeps; None where that follows from other answers."""
        follows = any(
            assumed.question == axis and assumed.cases and not answered(self.known[axis])
            for assumed in self.rulebook.assumptions
        )
        return self.state[axis] if answered(self.state[axis]) and not follows else None

    def _useful(self, moves: Sequence[Move], axis: int, kept: int | None) -> Iterator[Move]:
        merits = merits_of(self.rulebook, self.channel, axis, prices=self.prices)
        kinds = self._kinds(axis)

        def kind(bit: int) -> list[bool]:
            return [bool(bit & mask) for mask in kinds]

        rivals = [
            (move.steps if self.near else 0, n, merits[move.bit], kind(move.bit))
            for n, move in enumerate(moves)
        ]
        if kept is not None:
            rivals.append((-1, -1, merits[kept], kind(kept)))
        for n, move in enumerate(moves):
            steps, _, own, alike = rivals[n]
            if not any(
                not own & ~merit
                and alike == same
                and (less < steps or (less == steps and (merit != own or place < n)))
                for less, place, merit, same in rivals
                if place != n
            ):
                yield move

    def _kinds(self, axis: int) -> list[int]:
        """Return the masks by which an answer bears on what is assumed for open questions."""
        return [
            mask
            for assumed in self.rulebook.assumptions
            if not answered(self.known[assumed.question])
            for condition, _ in assumed.cases
            for at, mask in condition.all
            if at == axis
        ]
