"""What becomes of an outcome over the whole space: kinds of change, each with its exact region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sourcing.assurance.impact.common_ground import CommonGround
from sourcing.assurance.space.cells import Block
from sourcing.assurance.space.regions import (
    Answers,
    Limit,
    Region,
    example,
    in_words,
    limits_of,
    share,
)

Parted: TypeAlias = Sequence[tuple[str, int]]
"""Regions that do not overlap, each under what it is called."""
Suspects: TypeAlias = Sequence[tuple[str, int]]
"""Rules that are not the same in both rulebooks, each with the region in which it is at work."""


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: its share of all answers, its `limits`, a brief that shows it.

    `what` names the signal, measure or figure that changes; it is empty where the kind says it
    all. `rules` are those behind it: at work there under one rulebook and not so under the other.
    """

    what: str
    before: str
    after: str
    share: float
    limits: tuple[Limit, ...]
    example: Answers
    rules: tuple[str, ...]

    @property
    def where(self) -> str:
        """The questions on which it does not span everything, in ids."""
        return in_words(self.limits)


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes of one kind, the largest first, and the share of answers that sees any of them."""

    share: float = 0.0
    found: tuple[Change, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules behind any of them."""
        return tuple(sorted({rule for change in self.found for rule in change.rules}))

    def __bool__(self) -> bool:
        return bool(self.found)


NOTHING: Final = Changes()


@dataclass
class _Found:
    region: Region = field(default_factory=Region)
    rules: set[str] = field(default_factory=set)


class Tally:
    """Changes of one kind, gathered block by block."""

    def __init__(self, ground: CommonGround) -> None:
        self.ground = ground
        self.cells = 0
        self._found: dict[tuple[str, str, str], _Found] = {}

    def take(
        self, block: Block, what: str, before: Parted, after: Parted, suspects: Suspects
    ) -> int:
        """Add what changes in a block, and return the cells in which it does."""
        changed = 0
        for was, here in before:
            for now, there in after:
                if was == now or not (cells := here & there):
                    continue
                found = self._found.setdefault((what, was, now), _Found())
                found.region.take(block, cells)
                for rule, at_work in suspects:
                    if rule not in found.rules and at_work & cells:
                        found.rules.add(rule)
                changed |= cells
        return changed

    def changes(self, compared: int) -> Changes:
        """Return what was gathered, as shares of the answers compared."""
        listed = [
            Change(
                what=what,
                before=was,
                after=now,
                share=share(found.region.count, compared),
                limits=limits_of(self.ground.space, found.region.span),
                example=example(self.ground.new, found.region.first or ()),
                rules=tuple(sorted(found.rules)),
            )
            for (what, was, now), found in self._found.items()
        ]
        listed.sort(key=lambda change: (-change.share, change.what, change.before, change.after))
        return Changes(share(self.cells, compared), tuple(listed))


def parted(whole: int, regions: Iterable[tuple[str, int]], joint: str, none: str) -> Parted:
    """Cut a region by which of several others its cells lie in, each set named by its members."""
    parts = [("", whole)]
    for name, region in regions:
        parts = [
            (label, cells)
            for named, held in parts
            for label, cells in (
                (f"{named}{joint if named else ''}{name}", held & region),
                (named, held ^ (held & region)),
            )
            if cells
        ]
    return [(label or none, cells) for label, cells in parts]


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    """Return the names under which the two hold different things."""
    names = before.keys() | after.keys()
    return {name for name in names if before.get(name) != after.get(name)}
