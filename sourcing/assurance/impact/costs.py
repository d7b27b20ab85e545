"""What changes in what channels cost: the figures that apply to them, over the whole space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from sourcing.assurance.impact.changes import NOTHING, Changes, Parted, Tally, differing
from sourcing.assurance.impact.common_ground import CommonGround
from sourcing.assurance.space.cells import Block, blocks
from sourcing.assurance.space.outcomes import open_conditions, outcomes
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.model.money import CostFigure
from sourcing.rulebook.vocabulary import CHANNEL
from sourcing.values import plain

NO_FIGURE = "no figure"
CHARGES = "way of charging"
HOURS = "hours of a band"

Ranked: TypeAlias = tuple[tuple[str, str, Condition], ...]
"""What can apply to an input: its value in words, the figure's id and when; the first one counts."""


def cost_impact(ground: CommonGround) -> Changes:
    """Compare the figures that apply to every channel that is eligible under both rulebooks.

    How a channel charges and the hours that stand for a band count as figures. A figure counts
    by its value, so that a better source for the same amount changes nothing.
    """
    survey = _Survey(ground)
    return survey.run()


class _Survey:
    def __init__(self, ground: CommonGround) -> None:
        self.ground = ground
        self.tally = Tally(ground)
        self.books = [_gates_only(book) for book in (ground.old, ground.new)]
        figures = [_figures(book) for book in (ground.old, ground.new)]
        before, after = figures
        both = [name for name in before if name in after]
        self.changed: dict[str, list[tuple[str, Ranked, Ranked]]] = {}
        for channel in both:
            for name in sorted(differing(_values(before[channel]), _values(after[channel]))):
                one, other = before[channel].get(name, ()), after[channel].get(name, ())
                self.changed.setdefault(channel, []).append((name, one, other))

    def run(self) -> Changes:
        if not self.changed:
            return NOTHING
        compared = 0
        for block in blocks(self.ground.shared, self._undecided):
            old, new = (outcomes(book, block) for book in self.books)
            both = old.valid & new.valid
            compared += block.count(both)
            changed = 0
            for channel, inputs in self.changed.items():
                left = both
                for book, found in zip(self.books, (old, new), strict=True):
                    left &= found.eligible[book.channel_ids.index(channel)]
                for name, before, after in inputs:
                    changed |= self._take(block, left, f"{channel}: {name}", before, after)
            self.tally.cells += block.count(changed)
        return self.tally.changes(compared)

    def _undecided(self, state: Sequence[int]) -> list[Condition]:
        figures = {
            condition
            for inputs in self.changed.values()
            for _, before, after in inputs
            for *_, condition in (*before, *after)
            if condition.truth(state) is None
        }
        gates = (open_conditions(book, state) for book in self.books)
        return [*figures, *(condition for found in gates for condition in found)]

    def _take(self, block: Block, left: int, what: str, before: Ranked, after: Ranked) -> int:
        if not left:
            return 0
        (was, at_work), (now, then) = _applying(block, left, before), _applying(block, left, after)
        suspects = [*at_work.items(), *then.items()]
        return self.tally.take(block, what, was, now, suspects)


def _applying(block: Block, left: int, ranked: Ranked) -> tuple[Parted, Mapping[str, int]]:
    """Return which value applies where, and which figure."""
    values: dict[str, int] = {}
    figures: dict[str, int] = {}
    for value, figure, condition in ranked:
        if not left:
            break
        here = left & block.region(condition)
        left ^= here
        values[value] = values.get(value, 0) | here
        if figure:
            figures[figure] = figures.get(figure, 0) | here
    values[NO_FIGURE] = left
    return list(values.items()), figures


def _values(figures: Mapping[str, Ranked]) -> dict[str, object]:
    return {
        name: [(value, condition) for value, _, condition in ranked]
        for name, ranked in figures.items()
    }


def _figures(rulebook: Rulebook) -> dict[str, dict[str, Ranked]]:
    """Return, for each channel that has a price, what can apply to each input."""
    found: dict[str, dict[str, Ranked]] = {}
    for place, channel in enumerate(rulebook.channels):
        if channel.pricing is None:
            continue
        inputs: dict[str, Ranked] = {CHARGES: ((channel.pricing, "", Condition()),)}
        hours = tuple(_hours(rulebook))
        if hours:
            inputs[HOURS] = hours
        for name, figures in rulebook.cost_figures.items():
            ranked = (
                (_value(figure), figure.id, within)
                for figure, condition in figures
                if (within := _for_channel(rulebook, condition, place)) is not None
            )
            if applying := tuple(ranked):
                inputs[name] = applying
        found[channel.id] = inputs
    return found


def _for_channel(rulebook: Rulebook, condition: Condition, channel: int) -> Condition | None:
    """Return a condition for one channel, or None where it never holds for it."""
    axis = rulebook.cost_space.index[CHANNEL]
    for place, mask in condition.all:
        if place == axis and not mask >> channel & 1:
            return None
    return Condition(all=tuple(term for term in condition.all if term[0] != axis))


def _hours(rulebook: Rulebook) -> list[tuple[str, str, Condition]]:
    found = []
    for name, bands in rulebook.bands.items():
        place = rulebook.space.index[name]
        axis = rulebook.space.axes[place]
        for option, hours in bands.typical.items():
            if option in axis.options:
                condition = Condition(all=((place, axis.answer(option)),))
                found.append((f"{plain(hours)} hours", "", condition))
    return found


def _value(figure: CostFigure) -> str:
    low, likely, high = (plain(amount) for amount in (figure.low, figure.likely, figure.high))
    span = f" ({low} to {high})" if low != high else ""
    return f"{likely}{span} {figure.unit}"


def _gates_only(rulebook: Rulebook) -> Rulebook:
    """Return a rulebook that excludes the same channels and prefers none."""
    none = (0,) * len(rulebook.channels)
    rules = tuple(replace(rule, points=none) for rule in rulebook.channel_rules)
    return replace(rulebook, channel_rules=rules)
