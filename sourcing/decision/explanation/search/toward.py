"""The moves that can help one channel: a search for what makes it win needs no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sourcing.decision.explanation.merits import hopeful, merits_of
from sourcing.decision.explanation.search.moves import Move
from sourcing.decision.ranking.standing import answered
from sourcing.rulebook.compiled import Rulebook

MOST_REMEMBERED = 4096

StandIns: TypeAlias = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Rival:
    """An answer with what it is good for, how far it is, and how it bears on what is assumed."""

    bit: int
    steps: int
    place: int
    merits: int
    kind: tuple[bool, ...]

    def beats(self, other: _Rival) -> bool:
        """Say whether this answer is as good as another, and better, nearer or first."""
        if other.merits & ~self.merits or self.kind != other.kind or self.steps > other.steps:
            return False
        if self.steps < other.steps or self.merits != other.merits:
            return True
        return self.place < other.place


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
            useful = set(self.stand_ins(axis, moves).values())
            found.append(tuple(move for move in moves if move.bit in useful))
            if self._kept(axis) & ~hopes[axis]:
                must.add(axis)
        return found, frozenset(must)

    def stand_ins(self, axis: int, moves: Sequence[Move]) -> StandIns:
        """Return, for each answer that moves give, one as good that is worth a move, or stays.

        An answer that is worth a move stands for itself; one without hope is left out.
        """
        memory: dict[object, StandIns] = self.rulebook.memory.setdefault("stand-ins", {})
        kept = self._kept(axis)
        # What moves give follows from the answer that there is, and whether it stays.
        key = (
            *(self.channel, self.near, self.prices, axis, self.state[axis], kept, len(moves)),
            *self._kinds(axis),
        )
        if key not in memory:
            if len(memory) >= MOST_REMEMBERED:
                memory.clear()
            memory[key] = self._compared(axis, moves, kept)
        return memory[key]

    def _compared(self, axis: int, moves: Sequence[Move], kept: int) -> StandIns:
        hopes = hopeful(self.rulebook, self.channel)[axis]
        merits = merits_of(self.rulebook, self.channel, axis, prices=self.prices)
        kinds = self._kinds(axis)
        answers = [(-1, kept)] if kept & hopes else []
        answers += [(move.steps, move.bit) for move in moves if move.bit & hopes]
        rivals = [
            _Rival(
                bit=bit,
                steps=steps if self.near else min(steps, 0),
                place=place,
                merits=merits[bit],
                kind=tuple(bool(bit & mask) for mask in kinds),
            )
            for place, (steps, bit) in enumerate(answers)
        ]
        best = [rival for rival in rivals if not any(other.beats(rival) for other in rivals)]
        return {
            rival.bit: next(each.bit for each in best if each is rival or each.beats(rival))
            for rival in rivals
        }

    def _kept(self, axis: int) -> int:
        """Return the answer that a question keeps; 0 where that follows from other answers."""
        follows = any(
            assumed.question == axis and assumed.cases and not answered(self.known[axis])
            for assumed in self.rulebook.assumptions
        )
        return self.state[axis] if answered(self.state[axis]) and not follows else 0

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
