"""What can be proven of a rulebook over every combination of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Literal

from sourcing.assurance.cells import blocks, refined
from sourcing.assurance.outcomes import Outcomes, again_without, outcome_blocks
from sourcing.assurance.regions import Answers, Region, described, example, share
from sourcing.problems import Level
from sourcing.rulebook.compiled import ChannelRule, Rulebook
from sourcing.rulebook.conditions import Condition

FindingKind = Literal[
    "no_channel_fits",
    "tie",
    "law_refuted",
    "never_fires",
    "never_decides",
    "contradiction",
    "override_never_acts",
    "always_raised",
    "never_raised",
    "unread",
    "duplicate",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found over the whole space, with a brief that shows it where one can."""

    kind: FindingKind
    level: Level
    message: str
    record: tuple[str, str] | None = None
    share: float | None = None
    where: str | None = None
    example: Answers | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """How many combinations were proven, and what was found."""

    combinations: int
    impossible: int
    shares: Mapping[str, float]
    findings: tuple[Finding, ...]


def prove(rulebook: Rulebook) -> Proof:
    """Prove a rulebook over its whole answer space."""
    survey = _Survey(rulebook)
    survey.run()
    findings = [
        *survey.findings(),
        *_unfired(rulebook, survey),
        *_contradictions(rulebook, survey.possible),
        *_duplicates(rulebook),
        *_unread(rulebook),
    ]
    total = prod(axis.everything.bit_length() for axis in rulebook.space.axes)
    names = rulebook.channel_ids
    return Proof(
        combinations=total,
        impossible=total - survey.possible,
        shares={n: share(c, survey.possible) for n, c in zip(names, survey.won, strict=True)},
        findings=tuple(findings),
    )


class _Survey:
    """One visit to every cell, gathering what all findings on channels need."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.possible = 0
        self.won = [0] * len(rulebook.channels)
        self.none_fits = Region()
        self.ties: dict[tuple[int, int], Region] = {}
        self.idle = {place for place, rule in enumerate(rulebook.channel_rules) if any(rule.points)}

    def run(self) -> None:
        rulebook = self.rulebook
        for block, found in outcome_blocks(rulebook, rulebook.space.open_state()):
            self.possible += block.count(found.valid)
            self.none_fits.take(block, found.none_fits)
            for channel, region in enumerate(found.winners):
                self.won[channel] += block.count(region)
            if found.tied:
                for pair in combinations(range(len(found.winners)), 2):
                    both = found.winners[pair[0]] & found.winners[pair[1]]
                    self.ties.setdefault(pair, Region()).take(block, both)
            for place in sorted(self.idle):
                if found.acting[place] and self._decides(found, place):
                    self.idle.discard(place)

    def _decides(self, found: Outcomes, place: int) -> bool:
        return again_without(self.rulebook, found, place).winners != found.winners

    def findings(self) -> Iterator[Finding]:
        space, names = self.rulebook.space, self.rulebook.channel_ids
        if self.none_fits and self.none_fits.first:
            yield Finding(
                "no_channel_fits",
                "warning",
                "no channel fits here; loosen a gate, or say so on purpose with 'impossible'",
                share=share(self.none_fits.count, self.possible),
                where=described(space, self.none_fits.span),
                example=example(self.rulebook, self.none_fits.first),
            )
        for (one, other), region in self.ties.items():
            if region and region.first:
                yield Finding(
                    "tie",
                    "info",
                    f"{names[one]} and {names[other]} share the lead; the lower likely cost decides",
                    share=share(region.count, self.possible),
                    where=described(space, region.span),
                    example=example(self.rulebook, region.first),
                )


def _unfired(rulebook: Rulebook, survey: _Survey) -> Iterator[Finding]:
    """Yield rules whose condition never holds, and rules that hold without ever mattering."""
    gates = _idle_gates(rulebook)
    for place, rule in enumerate(rulebook.channel_rules):
        kind = "gates" if rule.excludes else "preferences"
        record = (kind, rule.record.id)
        if not _satisfiable(rulebook, [rule.condition]):
            message = "can never fire: no answers meet its condition; correct it or remove the rule"
            yield Finding("never_fires", "error", message, record)
        elif place in (gates if rule.excludes else survey.idle):
            message = "never decides anything: without it every outcome is the same; remove it or say more"
            yield Finding("never_decides", "warning", message, record)
        for by in rule.overridden_by:
            overrider = rulebook.channel_rules[by]
            if not _satisfiable(rulebook, [rule.condition, overrider.condition]):
                message = (
                    f"its override of '{rule.record.id}' never acts: the two never hold together"
                )
                above = "gates" if overrider.excludes else "preferences"
                record = (above, overrider.record.id)
                yield Finding("override_never_acts", "warning", message, record)


def _idle_gates(rulebook: Rulebook) -> set[int]:
    """Return the gates without which the same channels would be excluded everywhere."""
    rules = rulebook.channel_rules
    wanted = {place for place, rule in enumerate(rules) if rule.excludes}
    for place in sorted(wanted, reverse=True):
        wanted.update(rules[place].overridden_by)
    for place in sorted(wanted, reverse=True):
        wanted.update(rules[place].overridden_by)
    idle = {place for place in wanted if rules[place].excludes}
    impossible = [rule.condition for rule in rulebook.impossible]
    conditions = [*(rules[place].condition for place in wanted), *impossible]

    def undecided(state: Sequence[int]) -> list[Condition]:
        return [condition for condition in conditions if condition.truth(state) is None]

    for block in blocks(rulebook.space.open_state(), undecided):
        valid = block.everything
        for condition in impossible:
            valid &= ~block.region(condition)
        holding = {place: block.region(rules[place].condition) & valid for place in wanted}
        out = _excluded(rulebook, holding)
        for place in sorted(idle):
            if holding[place] and _excluded(rulebook, {**holding, place: 0}) != out:
                idle.discard(place)
    return idle


def _excluded(rulebook: Rulebook, holding: Mapping[int, int]) -> list[int]:
    acting: dict[int, int] = {}
    out = [0] * len(rulebook.channels)
    for place in sorted(holding):
        rule = rulebook.channel_rules[place]
        acts = holding[place]
        for by in rule.overridden_by:
            acts &= ~acting.get(by, 0)
        acting[place] = acts
        for channel in range(len(out)):
            if rule.excludes >> channel & 1:
                out[channel] |= acts
    return out


def _satisfiable(rulebook: Rulebook, conditions: Sequence[Condition]) -> bool:
    return bool(_where(rulebook, conditions))


def _where(rulebook: Rulebook, conditions: Sequence[Condition]) -> Region:
    """Return the region in which all conditions hold together, without impossible answers."""
    if not rulebook.impossible and not any(c.any or c.unless for c in conditions):
        return _box(rulebook, conditions)
    region = Region()
    impossible = [rule.condition for rule in rulebook.impossible]

    def undecided(state: Sequence[int]) -> list[Condition]:
        if any(condition.truth(state) is False for condition in conditions):
            return []
        return [c for c in (*conditions, *impossible) if c.truth(state) is None]

    for block in blocks(rulebook.space.open_state(), undecided):
        if any(condition.truth(block.state) is False for condition in conditions):
            continue
        cells = block.everything
        for condition in conditions:
            cells &= block.region(condition)
        for condition in impossible:
            cells &= ~block.region(condition)
        region.take(block, cells)
    return region


def _box(rulebook: Rulebook, conditions: Sequence[Condition]) -> Region:
    """Return the region of plain conjunctions: on each axis what all of them accept."""
    span = rulebook.space.open_state()
    for condition in conditions:
        for axis, mask in condition.all:
            span[axis] &= mask
    if not all(span):
        return Region()
    return Region(prod(mask.bit_count() for mask in span), span, tuple(span))


def _contradictions(rulebook: Rulebook, possible: int) -> Iterator[Finding]:
    """Yield pairs in which a gate excludes what the strongest preferences ask for."""
    rules = rulebook.channel_rules
    top = max((max(map(abs, rule.points)) for rule in rules), default=0)
    strong = [(rule, _asked_for(rule, top)) for rule in rules if top in rule.points]
    for gate in rules:
        for rule, asked in strong:
            clash = gate.excludes & asked
            if not clash or _settled(gate, rule):
                continue
            region = _where(rulebook, [gate.condition, rule.condition])
            if region and region.first:
                channels = (c for i, c in enumerate(rulebook.channel_ids) if clash >> i & 1)
                yield Finding(
                    "contradiction",
                    "info",
                    f"excludes {', '.join(channels)}, for which '{rule.record.id}' speaks "
                    "strongly; the gate prevails, or let one override the other",
                    ("gates", gate.record.id),
                    share=share(region.count, possible),
                    where=described(rulebook.space, region.span),
                    example=example(rulebook, region.first),
                )


def _settled(one: ChannelRule, other: ChannelRule) -> bool:
    """Say whether one of two rules overrides the other."""
    return one.record.id in other.record.overrides or other.record.id in one.record.overrides


def _asked_for(rule: ChannelRule, top: int) -> int:
    """Return the mask of channels to which a rule gives the most points that any rule gives."""
    return sum(1 << i for i, points in enumerate(rule.points) if points == top)


def _duplicates(rulebook: Rulebook) -> Iterator[Finding]:
    seen: dict[object, str] = {}
    for rule in rulebook.channel_rules:
        key = (rule.condition, rule.excludes, rule.points)
        if key in seen:
            kind = "gates" if rule.excludes else "preferences"
            message = f"says the same as '{seen[key]}'; keep one of them"
            yield Finding("duplicate", "warning", message, (kind, rule.record.id))
        seen.setdefault(key, rule.record.id)


def _unread(rulebook: Rulebook) -> Iterator[Finding]:
    """Yield questions that nothing reads, and options that nothing tells apart."""
    read: dict[int, set[int]] = {}
    figures = [condition for found in rulebook.cost_figures.values() for _, condition in found]
    ruled = [
        rule.condition
        for rules in (
            rulebook.channel_rules,
            rulebook.signal_rules,
            rulebook.safeguards,
            rulebook.practices,
            rulebook.statuses,
            rulebook.splits,
            rulebook.conflict_rules,
            rulebook.impossible,
        )
        for rule in rules
    ]
    for condition in (*ruled, *figures):
        for terms in (condition.all, *condition.any, *condition.unless):
            for place, mask in terms:
                read.setdefault(place, set()).add(mask)
    for place, axis in enumerate(rulebook.space.axes):
        record = ("questions", axis.id)
        if place not in read:
            message = "no rule and no figure reads this question; use it or remove it"
            yield Finding("unread", "warning", message, record)
        elif axis.kind != "multiple":
            for alike in refined(axis.everything, read[place]):
                if alike.bit_count() > 1:
                    names = ", ".join(map(str, axis.values(alike)))
                    message = f"no rule and no figure tells these options apart: {names}"
                    yield Finding("unread", "info", message, record)
