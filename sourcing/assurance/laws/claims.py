"""Laws that say what an outcome always or never is: a search for one combination that breaks them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from sourcing.assurance.laws.violations import Violation
from sourcing.decision.ranking.possible import (
    Bounds,
    Truths,
    bounds,
    completable,
    completed,
    members,
    split_state,
)
from sourcing.decision.ranking.rank import one_sided
from sourcing.rulebook.compiled import Compiled, Rulebook
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.model.laws import Claim, Law

STATUSES = ("ready", "conditional", "stop")
VERDICTS = ("no_finding", "not_screened", "conditional", "excluded")

Statement: TypeAlias = tuple[str, bool | None, Sequence[Condition]]


class Claimed:
    """Laws that say what an outcome always or never is, refuted by finding one that breaks them.

    A part of the space is left as soon as the law is certain to hold on all of it; what is
    undecided is split, usual answers first, so that the first violation found is a near one.
    """

    def __init__(self, rulebook: Rulebook, law: Compiled[Law]) -> None:
        self.rulebook = rulebook
        self.law = law
        self.always = law.record.always is not None
        self.claim: Claim = law.record.always or law.record.never or Claim(status=STATUSES)
        self.impossible = [rule.condition for rule in rulebook.impossible]
        questions = len(rulebook.space.axes)
        self.computed = range(questions, len(rulebook.outcome_space.axes))
        spoken_of = self.spoken_of = law.condition.reads() - set(self.computed)
        self.not_spoken_of = set(range(len(rulebook.vendor_space.axes))) - spoken_of
        self.ranking = {rule.condition for rule in rulebook.channel_rules}
        self.usual = {assumed.question: assumed.default for assumed in rulebook.assumptions}

    def violations(self, part: Sequence[int]) -> Iterator[Violation]:
        """Yield one combination of a part of the space that breaks the law, if there is any."""
        start = [*part, *self.rulebook.vendor_space.open_state()[len(part) :]]
        for axis, mask in self.law.condition.all:
            start[axis] &= mask
        yield from self._explore(start, (None,) * len(self.rulebook.channel_rules))

    def _explore(self, state: list[int], truths: Truths) -> Iterator[Violation]:
        if any(condition.truth(state) for condition in self.impossible):
            return
        found = bounds(self.rulebook, state, truths)
        natural = self._natural(state, found)
        state = [possible & natural.get(axis, possible) for axis, possible in enumerate(state)]
        applies = self.law.condition.truth(state)
        if not all(state) or applies is False:
            return
        statements = list(self._statements(state, found))
        if all(holds is self.always for _, holds, _ in statements):
            return
        broken = next((what for what, holds, _ in statements if holds is (not self.always)), None)
        unsure = self._unsure(state, natural, found)
        if broken and applies and not unsure:
            if completable(state, self.impossible):
                yield self._violation(state, broken, found)
            return
        waits = [c for _, holds, conditions in statements if holds is None for c in conditions]
        if applies is None:
            waits = [self.law.condition]
        for part in self._split(state, found, waits, unsure):
            for violation in self._explore(part, found.truths):
                yield violation
                return

    def _natural(self, state: list[int], found: Bounds) -> dict[int, int]:
        """Return the values that the computed axes can have over a part of the space."""
        recommended, eligible, one_sided, split = self.computed
        channels = len(self.rulebook.channels)
        sets = sum(
            1 << position
            for position in range(1 << channels)
            if not found.sure & ~position and not position & ~found.maybe
        )
        parted = [rule.condition.truth(state) for rule in self.rulebook.splits]
        splits = 2 if True in parted else 3 if None in parted else 1
        none_fits = 0 if found.sure else 1 << channels
        return {
            recommended: found.candidates() | none_fits,
            eligible: sets,
            one_sided: self._one_sided(state, found),
            split: splits,
        }

    def _unsure(
        self, state: Sequence[int], natural: Mapping[int, int], found: Bounds
    ) -> frozenset[int]:
        """Return the computed axes that may yet leave the values to which the law holds them.

        Channels that tie are each an outcome, so that any of them may be picked.
        """
        held = {axis for axis, mask in natural.items() if state[axis] != mask}
        return frozenset(held - {self.computed[0]} if found.decided() else held)

    def _one_sided(self, state: list[int], found: Bounds) -> int:
        winners = [i for i in members(found.candidates()) if state[self.computed[0]] >> i & 1]
        if found.undecided or len(winners) > 1:
            return 3
        return 2 if winners and one_sided(self.rulebook, state, winners[0]) else 1

    def _split(
        self,
        state: list[int],
        found: Bounds,
        waits: Sequence[Condition],
        unsure: frozenset[int],
    ) -> list[list[int]]:
        """Split on what the claim waits for; what it waits for in the outcome, on the rules behind it."""
        open_axes = {axis for c in waits for axis in c.reads() if state[axis] & (state[axis] - 1)}
        open_axes |= unsure
        conditions = [c for c in waits if c.truth(state) is None]
        if not waits or open_axes & set(self.computed):
            conditions += found.undecided
            conditions += [
                rule.condition
                for rule in self.rulebook.splits
                if self.computed[3] in open_axes and rule.condition.truth(state) is None
            ]
        # A law mostly turns on the questions that it speaks of itself, so these are split first.
        parts = split_state(state, conditions, never=self.not_spoken_of)
        parts = parts or split_state(state, self._related(conditions), never=self.computed)
        parts = parts or split_state(state, conditions, never=self.computed)
        if not parts:
            axis = self.computed[0]
            bits = (1 << i for i in members(state[axis]))
            parts = [[*state[:axis], bit, *state[axis + 1 :]] for bit in bits]
        return sorted(parts, key=lambda part: not all(part[a] & b for a, b in self.usual.items()))

    def _related(self, conditions: Sequence[Condition]) -> list[Condition]:
        """Return the conditions, not of rules on channels, that read what the law speaks of."""
        return [c for c in conditions if c not in self.ranking and c.reads() & self.spoken_of]

    def _violation(self, state: list[int], what: str, found: Bounds) -> Violation:
        names = [self.rulebook.channel_ids[i] for i in members(found.candidates())]
        shown = f"{'not ' if self.always else ''}{what}, with {' or '.join(names) or 'no channel'} recommended"
        cell = completed(state, self.impossible) or state
        return Violation(tuple(cell[: self.computed[0]]), shown)

    def _statements(self, state: list[int], found: Bounds) -> Iterator[Statement]:
        """Yield each part of the claim, whether it holds, and the conditions that it waits for."""
        claim, book = self.claim, self.rulebook
        if claim.recommended:
            yield self._recommended(state, found)
        for name in claim.excluded:
            bit = 1 << book.channel_ids.index(name)
            out = True if not found.maybe & bit else False if found.sure & bit else None
            yield f"{name} excluded", out, found.undecided
        if claim.status:
            yield self._status(state, found)
        for name in claim.signals:
            rules = [r.condition for r in book.signal_rules if r.record.signal == name]
            yield f"signal {name}", _any(rules, state), rules
        for name in claim.safeguards:
            rules = [r.condition for r in book.safeguards if r.record.id == name]
            yield f"safeguard {name}", _any(rules, state), rules
        if claim.verdict:
            yield self._verdict(state)

    def _recommended(self, state: list[int], found: Bounds) -> Statement:
        names = self.rulebook.channel_ids
        allowed = sum(1 << names.index(name) for name in self.claim.recommended)
        none = 1 << len(names)
        possible = state[self.computed[0]]
        # Where no channel fits, nothing wrong is recommended.
        fine = allowed | none if self.always else allowed
        holds = True if not possible & ~fine else False if not possible & fine else None
        return f"recommended {' or '.join(self.claim.recommended)}", holds, found.undecided

    def _status(self, state: list[int], found: Bounds) -> Statement:
        rules = self.rulebook.statuses
        stops = [rule.condition for rule in rules if rule.record.status == "stop"]
        asks = [rule.condition for rule in rules]
        stop, asked = _any(stops, state), _any(asks, state)
        none = 1 << len(self.rulebook.channels)
        nothing = state[self.computed[0]]
        if nothing == none:
            stop = True
        elif nothing & none and not stop:
            stop = None
        possible = {"stop"} if stop else {"conditional"} if asked else {"ready"}
        if stop is None:
            possible.add("stop")
        if asked is None and not stop:
            possible |= {"ready", "conditional"}
        wanted = set(self.claim.status)
        holds = True if possible <= wanted else None if possible & wanted else False
        waits = [condition for condition in asks if condition.truth(state) is None]
        return f"status {' or '.join(self.claim.status)}", holds, waits or found.undecided

    def _verdict(self, state: list[int]) -> Statement:
        possible: set[str] = set()
        waits: list[Condition] = []
        for verdict in reversed(VERDICTS):
            rules = [
                rule.condition
                for rule in self.rulebook.conflict_rules
                if rule.record.verdict == verdict
            ]
            fires = verdict == VERDICTS[0] or _any(rules, state)
            waits += rules
            if fires is not False:
                possible.add(verdict)
            if fires:
                break
        wanted = set(self.claim.verdict)
        holds = True if possible <= wanted else None if possible & wanted else False
        return f"verdict {' or '.join(self.claim.verdict)}", holds, waits


def _any(conditions: Sequence[Condition], state: Sequence[int]) -> bool | None:
    truths = [condition.truth(state) for condition in conditions]
    return True if True in truths else None if None in truths else False
