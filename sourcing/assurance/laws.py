"""Laws of a rulebook, proven over every combination of answers or refuted with one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from sourcing.assurance.cells import Block, blocks
from sourcing.assurance.outcomes import Outcomes, open_conditions, outcomes
from sourcing.assurance.regions import Answers, example
from sourcing.decision.possible import (
    Bounds,
    Truths,
    bounds,
    completable,
    completed,
    members,
    split_state,
)
from sourcing.decision.ranking import one_sided, rank
from sourcing.rulebook.compiled import Compiled, Rulebook
from sourcing.rulebook.conditions import Condition, compile_condition
from sourcing.rulebook.model.base import Conditional
from sourcing.rulebook.model.laws import Claim, Law

STATUSES = ("ready", "conditional", "stop")
VERDICTS = ("no_finding", "not_screened", "conditional", "excluded")


@dataclass(frozen=True, slots=True)
class Refutation:
    """A law that does not hold: how it fails, a brief that shows it, and the rules behind it."""

    law: Law
    found: str
    example: Answers
    rules: tuple[str, ...]


def refuted(rulebook: Rulebook) -> list[Refutation]:
    """Return the laws that do not hold; all others are proven."""
    found = (_check(rulebook, law) for law in rulebook.laws)
    return [refutation for refutation in found if refutation]


def witness(rulebook: Rulebook, record: Conditional) -> Answers | None:
    """Return answers under which a record's condition holds, at its edge, or None.

    The condition may read the outcome and the facts of a vendor; only the answers are returned.
    """
    condition = compile_condition(record, rulebook.vendor_space, lambda _: None)
    # A law that such a case breaks whatever comes out of it.
    law = Law(id="witness", says="Never.", never=Claim(status=STATUSES))
    found = next(_Claimed(rulebook, Compiled(law, condition)).violations(), None)
    return example(rulebook, found.state) if found else None


def _check(rulebook: Rulebook, law: Compiled[Law]) -> Refutation | None:
    search = _Along(rulebook, law) if law.record.along else _Claimed(rulebook, law)
    best = min(search.violations(), key=lambda violation: violation.distance, default=None)
    if best is None:
        return None
    ranking = rank(rulebook, best.state)
    rules = tuple(
        rule.record.id
        for rule, acts in zip(rulebook.channel_rules, ranking.acting, strict=True)
        if acts and (rule.excludes or any(rule.points))
    )
    return Refutation(law.record, best.found, example(rulebook, best.state), rules)


@dataclass(frozen=True, slots=True)
class _Violation:
    """A cell in which a law fails; `distance` counts the answers that are not the assumed ones."""

    state: tuple[int, ...]
    distance: int
    found: str


def _nearest(rulebook: Rulebook, block: Block, cells: int, found: str) -> _Violation:
    """Return the cell of a region that takes the fewest answers beside the assumed ones."""
    state = block.cell(cells)
    distance = 0
    for assumed in rulebook.assumptions:
        bit = assumed.bit(list(state))
        if usual := cells & block.where(assumed.question, bit):
            cells = usual
        else:
            distance += 1
    chosen = list(block.cell(cells))
    for assumed in rulebook.assumptions:
        bit = assumed.bit(chosen)
        chosen[assumed.question] &= bit if chosen[assumed.question] & bit else ~0
    lowest = tuple(possible & -possible for possible in chosen)
    return _Violation(lowest[: len(rulebook.space.axes)], distance, found)


Statement: TypeAlias = tuple[str, bool | None, Sequence[Condition]]


class _Claimed:
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
        spoken_of = law.condition.reads() - set(self.computed)
        self.not_spoken_of = set(range(len(rulebook.vendor_space.axes))) - spoken_of
        self.usual = {assumed.question: assumed.default for assumed in rulebook.assumptions}

    def violations(self) -> Iterator[_Violation]:
        start = self.rulebook.vendor_space.open_state()
        for axis, mask in self.law.condition.all:
            start[axis] &= mask
        yield from self._explore(start, (None,) * len(self.rulebook.channel_rules))

    def _explore(self, state: list[int], truths: Truths) -> Iterator[_Violation]:
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
        certain = applies and all(state[axis] == mask for axis, mask in natural.items())
        if broken and (certain or found.decided()) and completable(state, self.impossible):
            yield self._violation(state, broken, found)
            return
        waits = [c for _, holds, conditions in statements if holds is None for c in conditions]
        if applies is None:
            waits = [self.law.condition]
        for part in self._split(state, found, waits):
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

    def _one_sided(self, state: list[int], found: Bounds) -> int:
        winners = [i for i in members(found.candidates()) if state[self.computed[0]] >> i & 1]
        if found.undecided or len(winners) != 1:
            return 3
        return 2 if one_sided(self.rulebook, state, winners[0]) else 1

    def _split(
        self, state: list[int], found: Bounds, waits: Sequence[Condition]
    ) -> list[list[int]]:
        """Split on what the claim waits for; what it waits for in the outcome, on the rules behind it."""
        open_axes = {axis for c in waits for axis in c.reads() if state[axis] & (state[axis] - 1)}
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
        parts = parts or split_state(state, conditions, never=self.computed)
        if not parts:
            axis = self.computed[0]
            bits = (1 << i for i in members(state[axis]))
            parts = [[*state[:axis], bit, *state[axis + 1 :]] for bit in bits]
        return sorted(parts, key=lambda part: not all(part[a] & b for a, b in self.usual.items()))

    def _violation(self, state: list[int], what: str, found: Bounds) -> _Violation:
        names = [self.rulebook.channel_ids[i] for i in members(found.candidates())]
        shown = f"{'not ' if self.always else ''}{what}, with {' or '.join(names) or 'no channel'} recommended"
        cell = completed(state, self.impossible) or state
        return _Violation(tuple(cell[: self.computed[0]]), 0, shown)

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


class _Along:
    """Laws that say that no step up a scale makes a more open channel win."""

    def __init__(self, rulebook: Rulebook, law: Compiled[Law]) -> None:
        self.rulebook = rulebook
        self.law = law
        self.axis = rulebook.space.index[law.record.along or ""]
        self.openness = [channel.openness for channel in rulebook.channels]

    def violations(self) -> Iterator[_Violation]:
        options = self.rulebook.space.axes[self.axis].options
        for low, high in pairwise(range(len(options))):
            steps = f"from {options[low]} to {options[high]}"
            yield from self._between(1 << low, 1 << high, steps)

    def _between(self, low: int, high: int, steps: str) -> Iterator[_Violation]:
        axis, rulebook = self.axis, self.rulebook

        def undecided(state: Sequence[int]) -> list[Condition]:
            above = [*state[:axis], high, *state[axis + 1 :]]
            law = [self.law.condition] if self.law.condition.truth(state) is None else []
            return [*open_conditions(rulebook, state), *open_conditions(rulebook, above), *law]

        start = rulebook.space.open_state()
        start[axis] = low
        for block in blocks(start, undecided):
            above = Block(
                (*block.state[:axis], high, *block.state[axis + 1 :]), block.parts, block.weight
            )
            before, after = outcomes(rulebook, block), outcomes(rulebook, above)
            cells = before.valid & after.valid & block.region(self.law.condition)
            for channel, level in enumerate(self.openness):
                now = cells & after.winners[channel]
                # Ties count as a set: neither its most open nor its most closed channel opens up.
                newly = ~self._reaching(before, level)
                no_longer = self._below(before, level) & ~self._below(after, level)
                if broken := now & (newly | no_longer):
                    name = rulebook.channel_ids[channel]
                    yield _nearest(rulebook, block, broken, f"{steps}, {name} wins")

    def _reaching(self, found: Outcomes, level: int) -> int:
        """Return where some winner is at least as open as a level."""
        pairs = zip(found.winners, self.openness, strict=True)
        return _union(region for region, openness in pairs if openness >= level)

    def _below(self, found: Outcomes, level: int) -> int:
        """Return where some winner is less open than a level."""
        pairs = zip(found.winners, self.openness, strict=True)
        return _union(region for region, openness in pairs if openness < level)


def _union(regions: Iterable[int]) -> int:
    cells = 0
    for region in regions:
        cells |= region
    return cells
