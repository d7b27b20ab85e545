"""What a rulebook could do without: rules, overrides and questions that change nothing."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from sourcing.assurance.proof.findings import Finding, record_of
from sourcing.assurance.space.cells import blocks, refined
from sourcing.assurance.space.outcomes import valid_cells
from sourcing.assurance.space.together import hold_together
from sourcing.decision.ranking.possible import members
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition


def idle_rules(rulebook: Rulebook, idle: Container[int]) -> Iterator[Finding]:
    """Yield rules that never hold, rules that hold and never matter, overrides that never act.

    `idle` holds the places of the preferences that change no winner anywhere.
    """
    gates = _idle_gates(rulebook)
    for place, rule in enumerate(rulebook.channel_rules):
        if not hold_together(rulebook, [rule.condition]):
            message = "can never fire: no answers meet its condition; correct it or remove the rule"
            yield Finding("never_fires", "error", message, record_of(rule))
        elif place in (gates if rule.excludes else idle):
            message = "never decides anything: without it every outcome is the same; remove it or say more"
            yield Finding("never_decides", "warning", message, record_of(rule))
        for by in rule.overridden_by:
            overrider = rulebook.channel_rules[by]
            if not hold_together(rulebook, [rule.condition, overrider.condition]):
                message = (
                    f"its override of '{rule.record.id}' never acts: the two never hold together"
                )
                yield Finding("override_never_acts", "warning", message, record_of(overrider))


def _idle_gates(rulebook: Rulebook) -> set[int]:
    """Return the gates without which the same channels would be excluded everywhere."""
    rules = rulebook.channel_rules
    idle = {place for place, rule in enumerate(rules) if rule.excludes}
    wanted = set(idle)
    for place in reversed(range(len(rules))):
        if place in wanted:
            wanted.update(rules[place].overridden_by)
    impossible = [rule.condition for rule in rulebook.impossible]
    conditions = [*(rules[place].condition for place in wanted), *impossible]

    def undecided(state: Sequence[int]) -> list[Condition]:
        return [condition for condition in conditions if condition.truth(state) is None]

    for block in blocks(rulebook.space.open_state(), undecided):
        valid = valid_cells(rulebook, block)
        holding = {place: block.region(rules[place].condition) & valid for place in wanted}
        out = _excluded(rulebook, holding)
        for place in sorted(idle):
            if holding[place] and _excluded(rulebook, {**holding, place: 0}) != out:
                idle.discard(place)
        if not idle:
            break
    return idle


def _excluded(rulebook: Rulebook, holding: Mapping[int, int]) -> list[int]:
    acting: dict[int, int] = {}
    out = [0] * len(rulebook.channels)
    for place in sorted(holding):
        rule = rulebook.channel_rules[place]
        acts = holding[place]
        for by in rule.overridden_by:
            acts ^= acts & acting.get(by, 0)
        acting[place] = acts
        for channel in members(rule.excludes):
            out[channel] |= acts
    return out


def duplicates(rulebook: Rulebook) -> Iterator[Finding]:
    """Yield rules with the condition and the effect of another."""
    seen: dict[object, str] = {}
    for rule in rulebook.channel_rules:
        key = (rule.condition, rule.excludes, rule.points)
        if key in seen:
            message = f"says the same as '{seen[key]}'; keep one of them"
            yield Finding("duplicate", "warning", message, record_of(rule))
        seen.setdefault(key, rule.record.id)


def unread(rulebook: Rulebook) -> Iterator[Finding]:
    """Yield questions that nothing reads, and options that nothing tells apart."""
    read = _masks_read(rulebook)
    for place, axis in enumerate(rulebook.space.axes[: len(rulebook.questions)]):
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


def _masks_read(rulebook: Rulebook) -> dict[int, set[int]]:
    """Return the masks that conditions of all kinds hold against each axis."""
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
    read: dict[int, set[int]] = {}
    for condition in (*ruled, *figures):
        for terms in (condition.all, *condition.any, *condition.unless):
            for place, mask in terms:
                read.setdefault(place, set()).add(mask)
    return read
