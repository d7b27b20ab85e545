"""What changes in what an outcome calls for: status, splits, signals, and measures to take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sourcing.assurance.impact.changes import (
    NOTHING,
    Changes,
    Parted,
    Suspects,
    Tally,
    differing,
    parted,
)
from sourcing.assurance.impact.common_ground import CommonGround
from sourcing.assurance.impact.moved import Cut, Moved, Pair, Views
from sourcing.assurance.impact.ranking import ChangedRules
from sourcing.assurance.space.cells import Block, blocks
from sourcing.assurance.space.outcome_view import Item
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.model.rules import SEVERITIES, Split

NOT_RAISED, CALLED, NOT_CALLED = "not raised", "called for", "not called for"
NO_SPLIT = "no split"


@dataclass(frozen=True, slots=True)
class CallsImpact:
    """What changes beside the ranking."""

    statuses: Changes = NOTHING
    splits: Changes = NOTHING
    signals: Changes = NOTHING
    measures: Changes = NOTHING


def calls_impact(ground: CommonGround) -> CallsImpact:
    """Compare what is called for under both rulebooks, wherever it can change.

    Measures that no rule of their own changes are left out: they follow the recommendation.
    """
    return CallsImpact(
        statuses=_Survey(ground, _statuses(ground.old), _statuses(ground.new)).run(),
        splits=_Survey(ground, _splits(ground.old), _splits(ground.new)).run(),
        signals=_Survey(ground, _signals(ground.old), _signals(ground.new)).run(),
        measures=_Survey(ground, *_changed_measures(ground)).run(),
    )


def _changed_measures(ground: CommonGround) -> tuple[dict[str, Item], dict[str, Item]]:
    old, new = _measures(ground.old), _measures(ground.new)
    names = differing(old, new)
    return {n: i for n, i in old.items() if n in names}, {
        n: i for n, i in new.items() if n in names
    }


def _statuses(rulebook: Rulebook) -> dict[str, Item]:
    rules = sorted(rulebook.statuses, key=lambda rule: rule.record.status != "stop")
    degrees = [(rule.record.status, rule.record.id, rule.condition) for rule in rules]
    recommended = len(rulebook.space.axes)
    none_fits = Condition(all=((recommended, 1 << len(rulebook.channels)),))
    return {"": Item("", (("stop", "", none_fits), *degrees), "ready")}


def _splits(rulebook: Rulebook) -> dict[str, Item]:
    rules = sorted(rulebook.splits, key=lambda rule: rule.record.id)
    degrees = [(_slices(rule.record), rule.record.id, rule.condition) for rule in rules]
    return {"": Item("", tuple(degrees), NO_SPLIT)}


def _slices(split: Split) -> str:
    """Return a proposal in words, complete, so that any change of it shows."""
    slices = (
        f"{part.share:.0%} {part.name} ({', '.join(f'{k} {v}' for k, v in part.answers.items())})"
        for part in split.slices
    )
    return f"{split.id}: {', '.join(slices)}"


def _signals(rulebook: Rulebook) -> dict[str, Item]:
    found: dict[str, list[tuple[str, str, Condition]]] = {}
    rules = sorted(rulebook.signal_rules, key=lambda r: SEVERITIES.index(r.record.severity))
    for rule in rules:
        degree = (rule.record.severity, rule.record.id, rule.condition)
        found.setdefault(rule.record.signal, []).append(degree)
    return {name: Item(name, tuple(degrees), NOT_RAISED) for name, degrees in found.items()}


def _measures(rulebook: Rulebook) -> dict[str, Item]:
    return {
        rule.record.id: Item(
            rule.record.id, ((CALLED, rule.record.id, rule.condition),), NOT_CALLED
        )
        for rules in (rulebook.safeguards, rulebook.practices)
        for rule in rules
    }


class _Survey:
    """What becomes of the things of one kind.

    Those whose own rules change are looked at everywhere, all others only where what they read of
    the outcome changes.
    """

    def __init__(
        self,
        ground: CommonGround,
        old: Mapping[str, Item],
        new: Mapping[str, Item],
    ) -> None:
        self.ground = ground
        self.moved = moved = Moved(ground, [*old.values(), *new.values()])
        self.tally = Tally(ground)
        self.changed_rules = ChangedRules(ground)
        changed = differing(old, new)
        self.own = [
            (old.get(name) or _absent(new[name]), new.get(name) or _absent(old[name]))
            for name in sorted(changed)
        ]
        self.following = [
            (item, new[name])
            for name, item in sorted(old.items())
            if name not in changed and moved.concerns(item)
        ]

    def run(self) -> Changes:
        if self.own:
            self._visit(self.ground.shared, self.own, [])
        if self.following:
            for part in self.moved.parts:
                self._visit(part, self.following, self.own)
        return self.tally.changes(self.moved.compared) if self.own or self.following else NOTHING

    def _visit(self, start: Sequence[int], pairs: Sequence[Pair], counted: Sequence[Pair]) -> None:
        """Gather what becomes of some pairs in a part of the space.

        Cells in which one of those `counted` before changes are not counted again.
        """
        items = [item for pair in (*pairs, *counted) for item in pair]
        cut = Cut(self.ground, items)
        for block in blocks(start, cut.undecided):
            views = cut.views(block)
            both = views[0].valid & views[1].valid
            changed = 0
            for pair in pairs:
                changed |= self._take(block, both, views, pair, cut)
            for pair in counted:
                if changed:
                    changed ^= changed & _changed(views, pair)
            self.tally.cells += block.count(changed & both)

    def _take(self, block: Block, both: int, views: Views, pair: Pair, cut: Cut) -> int:
        if not _changed(views, pair) & both:
            return 0
        sides: list[Parted] = [
            parted(both, sorted(view.degrees(item).items()), " or ", "")
            for view, item in zip(views, pair, strict=True)
        ]
        suspects = self._suspects(views, pair, cut)
        return self.tally.take(block, pair[0].name, sides[0], sides[1], suspects)

    def _suspects(self, views: Views, pair: Pair, cut: Cut) -> Suspects:
        """Return the rules that differ: those of the item itself, and those on channels."""
        rules = [{rule: (word, c) for word, rule, c in item.degrees} for item in pair]
        own = [
            (rule, view.where(condition))
            for view, item in zip(views, pair, strict=True)
            for _, rule, condition in item.degrees
            if rule and rules[0].get(rule) != rules[1].get(rule)
        ]
        if not cut.on_outcomes:
            return own
        return [*own, *self.changed_rules.at_work(views[0].found, views[1].found)]


def _changed(views: Views, pair: Pair) -> int:
    """Return the cells in which a thing is not what it was."""
    before, after = (view.degrees(item) for view, item in zip(views, pair, strict=True))
    cells = 0
    for word in before.keys() | after.keys():
        cells |= before.get(word, 0) ^ after.get(word, 0)
    return cells


def _absent(item: Item) -> Item:
    return Item(item.name, (), item.else_)
