"""Gates that exclude what the strongest preferences ask for."""

from __future__ import annotations

from collections.abc import Iterator

from sourcing.assurance.proof.findings import Finding, record_of
from sourcing.assurance.space.regions import described, example, share
from sourcing.assurance.space.together import where
from sourcing.decision.ranking.possible import members
from sourcing.rulebook.compiled import ChannelRule, Rulebook


def contradictions(rulebook: Rulebook, possible: int) -> Iterator[Finding]:
    """Yield the pairs in which neither overrides the other, with where both hold.

    `possible` counts the combinations that are not impossible.
    """
    rules = rulebook.channel_rules
    told: dict[tuple[str, int], str] = {}
    top = max((max(map(abs, rule.points)) for rule in rules), default=0)
    strong = [(rule, _asked_for(rule, top)) for rule in rules if top in rule.points]
    for gate in (rule for rule in rules if rule.excludes):
        accepted = dict(gate.condition.all)
        for rule, asked in strong:
            clash = gate.excludes & asked
            if not clash or not _may_meet(accepted, rule) or _settled(gate, rule):
                continue
            region = where(rulebook, [gate.condition, rule.condition])
            if region and region.first:
                channels = ", ".join(rulebook.channel_ids[i] for i in members(clash))
                yield Finding(
                    "contradiction",
                    "info",
                    f"excludes {channels}, for which '{rule.record.id}' speaks strongly; "
                    "the gate prevails, or let one override the other",
                    record_of(gate),
                    share=share(region.count, possible),
                    where=described(rulebook.space, region.span, told),
                    example=example(rulebook, region.first),
                )


def _may_meet(accepted: dict[int, int], rule: ChannelRule) -> bool:
    return all(accepted.get(axis, mask) & mask for axis, mask in rule.condition.all)


def _settled(one: ChannelRule, other: ChannelRule) -> bool:
    """Say whether one of two rules overrides the other."""
    return one.record.id in other.record.overrides or other.record.id in one.record.overrides


def _asked_for(rule: ChannelRule, top: int) -> int:
    """Return the mask of channels to which a rule gives the most points that any rule gives."""
    return sum(1 << i for i, points in enumerate(rule.points) if points == top)
