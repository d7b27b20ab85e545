"""Gates and points over many changed states at once, one bit for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import product
from operator import or_
from typing import Protocol

from sourcing.decision.explanation.search.figured import Figured
from sourcing.decision.explanation.search.moves import Move
from sourcing.decision.explanation.search.regions import Facts, Regions, patterns
from sourcing.decision.ranking.planes import Planes, highest, scores
from sourcing.rulebook.compiled import ChannelRule, Rulebook


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a channel wins whatever prices are, and the facts that follow, and where it may win."""

    sure: int
    maybe: int


class Within(Protocol):
    """What prices can come to where only some answers can change."""

    def can_beat(self, channel: int, rival: int) -> bool:
        """Say whether a channel may win a tie with another."""

    def can_follow(self, eligible: int, facts: Facts) -> bool:
        """Say whether facts may follow from the prices of the eligible channels, given as a mask."""


class Survey:
    """The states that moves make of what is known of a lot; `where` has one region for each move.

    Regions have one bit for each state, as in a layout. With `shared_leads` every tied
    channel may win; otherwise ties are settled where it takes no price to do so.
    """

    def __init__(  # noqa: PLR0913 - what is known, and what moves where
        self,
        rulebook: Rulebook,
        known: Sequence[int],
        moves: Sequence[Sequence[Move]],
        where: Sequence[Sequence[int]],
        everything: int,
        *,
        shared_leads: bool = False,
    ) -> None:
        self.rulebook = rulebook
        self.shared_leads = shared_leads
        self.where = where
        self.everything = everything
        self.regions = Regions(rulebook, known, moves, where, everything)
        self.figured = Figured(rulebook, self.regions, everything)
        self._leads: dict[tuple[int, Within | None], Lead] = {}
        self._on_facts: dict[tuple[int, ...], list[int]] = {}
        self._of_facts = _rules_on_facts(rulebook)

    @cached_property
    def valid(self) -> int:
        """Where the answers that are given, and not only assumed, are not impossible."""
        regions = (self.regions.certain(rule.condition) for rule in self.rulebook.impossible)
        return self.everything & ~reduce(or_, regions, 0)

    @cached_property
    def eligible(self) -> list[int]:
        """For each channel, where no gate excludes it."""
        eligible = [self.valid] * len(self.rulebook.channels)
        for place, region in self._acting.items():
            excludes = self.rulebook.channel_rules[place].excludes
            if excludes and region:
                for channel in range(len(eligible)):
                    if excludes >> channel & 1:
                        eligible[channel] &= ~region
        return eligible

    @property
    def none(self) -> int:
        """Where no channel is eligible."""
        return self.valid & ~reduce(or_, self.eligible, 0)

    @cached_property
    def leading(self) -> list[list[int]]:
        """Where each channel leads, alone or tied, for each way in which facts can come out."""
        nothing: dict[int, Planes] = dict.fromkeys(range(len(self.eligible)), ())
        rules = self.rulebook.channel_rules
        common = [(rules[place].points, region) for place, region in self._acting.items()]
        upon = scores(common, nothing, self.everything)
        leading = []
        for facts in self._ways:
            following = [
                (rule.points, self._not_overridden(rule, self._acting, facts))
                for rule in (rules[place] for place in self._of_facts)
            ]
            found = scores(following, upon, self.everything)
            leading.append(highest([found[i] for i in nothing], self.eligible))
        return leading

    @cached_property
    def turning(self) -> int:
        """Where it depends on facts which channels lead."""
        first, *others = self.leading
        pairs = (pair for other in others for pair in zip(first, other, strict=True))
        return reduce(or_, (one ^ other for one, other in pairs), 0)

    def lead(self, channel: int, within: Within | None = None) -> Lead:
        """Return where a channel leads; `within` bounds what prices can come to."""
        if (channel, within) not in self._leads:
            self._leads[channel, within] = self._led(channel, within)
        return self._leads[channel, within]

    def leading_on(self, facts: tuple[int, ...]) -> list[int]:
        """Return where each channel leads if prices come to these facts."""
        if facts not in self._on_facts:
            asked = len(self.rulebook.questions)
            # Only the facts that rules read tell ways apart.
            self._on_facts[facts] = next(
                leading
                for way, leading in zip(self._ways, self.leading, strict=True)
                if all(facts[axis - asked] == bit for axis, bit in way.items())
            )
        return self._on_facts[facts]

    @cached_property
    def _acting(self) -> dict[int, int]:
        """Where each rule acts that reads no facts."""
        acting: dict[int, int] = {}
        for place, rule in enumerate(self.rulebook.channel_rules):
            if place not in self._of_facts:
                acting[place] = self._not_overridden(rule, acting, {})
        return acting

    @cached_property
    def _ways(self) -> list[Facts]:
        """Every way in which the facts that rules read can come out."""
        axes, asked = self.rulebook.space.axes, len(self.rulebook.questions)
        rules = [self.rulebook.channel_rules[place] for place in self._of_facts]
        read = sorted({i for rule in rules for i in rule.condition.reads() if i >= asked})
        options = [[1 << n for n in range(axes[i].everything.bit_length())] for i in read]
        return [dict(zip(read, bits, strict=True)) for bits in product(*options)]

    def _led(self, channel: int, within: Within | None) -> Lead:
        sure, maybe = self.eligible[channel], 0
        if not sure:
            return Lead(0, 0)
        for facts, leading in zip(self._ways, self.leading, strict=True):
            wins = can_win = leading[channel]
            for rival, region in enumerate(leading):
                if rival != channel and region & can_win:
                    may_win, does_win = self._tie(channel, rival)
                    wins &= wins if does_win else ~region
                    if within:
                        may_win = may_win and within.can_beat(channel, rival)
                    can_win &= can_win if may_win else ~region
            sure &= wins
            maybe |= can_win & self._following(facts, within) if within else can_win
        return Lead(sure, maybe)

    def _following(self, facts: Facts, within: Within) -> int:
        """Return where facts may follow from the prices of those that are eligible."""
        parts = patterns(self.eligible, self.valid)
        return sum(part for channels, part in parts if within.can_follow(channels, facts))

    def _tie(self, channel: int, rival: int) -> tuple[bool, bool]:
        """Say whether a channel can win a tie with another, and whether it does for certain.

        What has no price keeps the order of the channels.
        """
        priced = any(self.rulebook.channels[i].pricing for i in (channel, rival))
        if priced or self.shared_leads:
            return True, False
        return channel < rival, channel < rival

    def _not_overridden(self, rule: ChannelRule, acting: Mapping[int, int], facts: Facts) -> int:
        region = self.regions.holding(rule.condition, facts)
        for by in rule.overridden_by if region else ():
            region &= ~acting[by]
        return region


def _rules_on_facts(rulebook: Rulebook) -> tuple[int, ...]:
    """Return the places of the rules that read facts."""
    if "on facts" not in rulebook.memory:
        asked = len(rulebook.questions)
        rulebook.memory["on facts"] = tuple(
            place
            for place, rule in enumerate(rulebook.channel_rules)
            if max(rule.condition.reads(), default=0) >= asked
        )
    found: tuple[int, ...] = rulebook.memory["on facts"]
    return found
