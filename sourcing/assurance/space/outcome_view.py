"""What rules on outcomes see: in the cells of a block, what came of the answers there.

Such rules read the answers, who is recommended, who is left, whether the lead rests on interested
sources, and whether a split is proposed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from sourcing.assurance.space.cells import Block
from sourcing.assurance.space.outcomes import Outcomes, open_conditions, outcomes, valid_cells
from sourcing.decision.ranking.possible import members
from sourcing.decision.ranking.rank import dropped_for_interest
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition, Conjunction

NEVER = Condition(all=((0, 0),))
RECOMMENDED, ELIGIBLE, ONE_SIDED, SPLIT = range(4)
"""The parts of an outcome that rules read, in the order of their axes."""

Degrees: TypeAlias = tuple[tuple[str, str, Condition], ...]
"""What a thing can be, the gravest first: its word, the rule that makes it so, and when."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that an outcome calls for or not; `else_` is what it is where no rule holds."""

    name: str
    degrees: Degrees
    else_: str

    @property
    def conditions(self) -> Iterator[Condition]:
        """When it is what."""
        return (condition for *_, condition in self.degrees)


def pieces(condition: Condition, axes: int) -> Iterator[Condition]:
    """Yield plain conditions on the answers alone; where all are constant, so is this one."""
    for part in (condition.all, *condition.any, *condition.unless):
        terms = {term for term in (*condition.all, *part) if term[0] < axes}
        if terms:
            yield Condition(all=tuple(sorted(terms)))


def read_of_outcome(item: Item, axes: int) -> frozenset[int]:
    """Return which parts of the outcome an item reads, counted from the last of the answers."""
    return frozenset(axis - axes for c in item.conditions for axis in c.reads() if axis >= axes)


def open_of(
    rulebook: Rulebook, state: Sequence[int], reads: Container[int], *, ranked: bool = True
) -> list[Condition]:
    """Return the open conditions on which the parts of the outcome that are read depend.

    Without `ranked`, those are left out on which the ranking depends.
    """
    found = [c for c in (r.condition for r in rulebook.impossible) if c.truth(state) is None]
    if ranked and any(part in reads for part in (RECOMMENDED, ELIGIBLE, ONE_SIDED)):
        found = open_conditions(rulebook, state)
    if ONE_SIDED in reads:
        for book in _disinterested(rulebook):
            found += open_conditions(book, state) if book is not rulebook else []
    if SPLIT in reads:
        splits = (rule.condition for rule in rulebook.splits)
        found += [condition for condition in splits if condition.truth(state) is None]
    return found


class View:
    """What rules on outcomes see in the cells of a block that was cut for one rulebook."""

    def __init__(self, rulebook: Rulebook, block: Block, found: Outcomes) -> None:
        self.rulebook = rulebook
        self.block = block
        self.questions = len(rulebook.space.axes)
        self.found = found
        self.valid = self.found.valid
        self._known: dict[tuple[int, int, int], int] = {}

    def degrees(self, item: Item) -> dict[str, int]:
        """Return where a thing is what; where channels tie, it may be several things."""
        found: dict[str, int] = {}
        for cells, winner in self._winners(item):
            rest = cells
            for word, _, condition in item.degrees:
                if not rest:
                    break
                here = rest & self._where(condition, winner)
                rest ^= here
                found[word] = found.get(word, 0) | here
            found[item.else_] = found.get(item.else_, 0) | rest
        return found

    def where(self, condition: Condition) -> int:
        """Return where a condition holds for some of the channels that lead."""
        cells = 0
        for among, winner in self._winners(Item("", (("", "", condition),), "")):
            cells |= among & self._where(condition, winner)
        return cells

    def _winners(self, item: Item) -> list[tuple[int, int]]:
        """Return where each channel leads, or everything at once if it does not matter which."""
        if not read_of_outcome(item, self.questions) & {RECOMMENDED, ONE_SIDED}:
            return [(self.valid, 0)]
        return [(cells, place) for place, cells in enumerate(self.led) if cells]

    def _where(self, condition: Condition, winner: int) -> int:
        """Return where a condition holds if one channel is recommended."""
        cells = self._conjunction(condition.all, winner) & self.valid
        if condition.any and cells:
            within = 0
            for part in condition.any:
                within |= self._conjunction(part, winner)
            cells &= within
        for part in condition.unless:
            cells ^= cells & self._conjunction(part, winner)
        return cells

    def _conjunction(self, terms: Conjunction, winner: int) -> int:
        cells = self.block.everything
        for axis, mask in terms:
            if axis < self.questions:
                cells &= self.block.where(axis, mask)
            else:
                cells &= self.computed(axis - self.questions, mask, winner)
        return cells

    @cached_property
    def led(self) -> Sequence[int]:
        """Where each channel leads, and last where none fits."""
        return (*self.found.winners, self.found.none_fits)

    def leading(self, mask: int) -> int:
        """Return where one of the channels in a mask leads."""
        return union(cells for place, cells in enumerate(self.led) if mask >> place & 1)

    def computed(self, part: int, mask: int, winner: int = 0) -> int:
        """Return where a part of the outcome is one of the values in a mask, if a channel leads."""
        if part == RECOMMENDED:
            return self.block.everything if mask >> winner & 1 else 0
        key = (part, mask, winner if part == ONE_SIDED else 0)
        if key not in self._known:
            self._known[key] = self._held(part, mask, winner)
        return self._known[key]

    def _held(self, part: int, mask: int, winner: int) -> int:
        if part == ELIGIBLE:
            return self._left(mask)
        yes = self.one_sided[winner] if part == ONE_SIDED else self._split
        no = self.block.everything ^ yes
        return (no if mask & 1 else 0) | (yes if mask & 2 else 0)

    def _left(self, mask: int) -> int:
        """Return where the channels left are one of the sets in a mask."""
        cells = 0
        for position in members(mask):
            here = self.valid
            for place, region in enumerate(self.found.eligible):
                here &= region if position >> place & 1 else self.valid ^ region
            cells |= here
        return cells

    @cached_property
    def one_sided(self) -> list[int]:
        """Return where each channel would lose without what only its own sellers say."""
        sided = []
        for place, book in enumerate(_disinterested(self.rulebook)):
            wins = self.found.winners[place]
            if wins and book is not self.rulebook:
                sided.append(wins ^ (wins & outcomes(book, self.block).winners[place]))
            else:
                sided.append(0)
        return [*sided, 0]

    @cached_property
    def _split(self) -> int:
        cells = 0
        for rule in self.rulebook.splits:
            cells |= self.block.region(rule.condition)
        return cells & self.valid


def union(regions: Iterable[int]) -> int:
    """Return the cells that lie in any region."""
    cells = 0
    for region in regions:
        cells |= region
    return cells


def unranked(rulebook: Rulebook, block: Block) -> Outcomes:
    """Return the outcome of a block on which the ranking does not matter."""
    return Outcomes(valid_cells(rulebook, block), 0, (), (), (), (), ())


def _disinterested(rulebook: Rulebook) -> Sequence[Rulebook]:
    """Return, for each channel, the rulebook without the rules whose authors want it to win."""
    key = _disinterested
    if key not in rulebook.memory:
        rulebook.memory[key] = [
            _without(rulebook, dropped_for_interest(rulebook, place))
            for place in range(len(rulebook.channels))
        ]
    found: Sequence[Rulebook] = rulebook.memory[key]
    return found


def _without(rulebook: Rulebook, dropped: Iterable[int]) -> Rulebook:
    gone = set(dropped)
    if not gone:
        return rulebook
    rules = tuple(
        replace(rule, condition=NEVER) if place in gone else rule
        for place, rule in enumerate(rulebook.channel_rules)
    )
    return replace(rulebook, channel_rules=rules)
