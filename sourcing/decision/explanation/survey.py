"""Gates and points over many changed states at once, one bit for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import product
from operator import or_

from sourcing.decision.alike import price_classes
from sourcing.decision.explanation.moves import Move
from sourcing.decision.explanation.planes import Planes, add
from sourcing.decision.explanation.regions import Facts, Regions
from sourcing.rulebook.compiled import ChannelRule, Rulebook


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a channel wins whatever prices are, and the facts that follow, and where it may win."""

    sure: int
    maybe: int


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
        self._leads: dict[int, Lead] = {}
        self._pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}
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
            for channel in range(len(eligible)):
                if excludes >> channel & 1:
                    eligible[channel] &= ~region
        return eligible

    @property
    def none(self) -> int:
        """Where no channel is eligible."""
        return self.valid & ~reduce(or_, self.eligible, 0)

    def lead(self, channel: int) -> Lead:
        """Return where a channel leads."""
        if channel not in self._leads:
            self._leads[channel] = self._led(channel)
        return self._leads[channel]

    def never_above(self, channel: int, rival: int) -> int:
        """Return where a rival is eligible and, whatever facts follow from prices, at least level."""
        region = self.eligible[rival]
        for above, _ in self._compared(channel, rival):
            region &= ~above
        return region

    def eligible_at(self, place: int) -> list[int]:
        """Return the channels that no gate excludes in a state."""
        return [i for i, region in enumerate(self.eligible) if region >> place & 1]

    def leaders_at(self, place: int) -> list[tuple[int, ...]]:
        """Return the channels that lead in a state, for each outlook on facts."""
        eligible = self.eligible_at(place)
        behind: list[set[int]] = [set() for _ in self._outlooks]
        for n, one in enumerate(eligible):
            for other in eligible[n + 1 :]:
                for beaten, (above, equal) in zip(behind, self._compared(one, other), strict=True):
                    if above >> place & 1:
                        beaten.add(other)
                    elif not equal >> place & 1:
                        beaten.add(one)
        return [tuple(i for i in eligible if i not in beaten) for beaten in behind]

    def outlook_on(self, facts: Sequence[int]) -> int:
        """Return which outlook has these facts; only those that rules read tell outlooks apart."""
        asked = len(self.rulebook.questions)
        return next(
            n
            for n, outlook in enumerate(self._ways)
            if all(facts[axis - asked] == bit for axis, bit in outlook.items())
        )

    def decided_alike(self, channel: int, place: int) -> int:
        """Return the states in which a channel wins if and only if it does in the one at a place.

        There the same channels are eligible, level or ahead, and all prices are the same.
        """
        channels = range(len(self.eligible))
        rivals = [rival for rival in channels if rival != channel]
        region = self.valid & self.priced_alike(place, channels)
        for rival in rivals:
            patterns = (part for pair in self._compared(channel, rival) for part in pair)
            for part in (self.eligible[rival], *patterns):
                region &= part if part >> place & 1 else ~part
        return region & self.eligible[channel]

    def priced_alike(self, place: int, channels: Iterable[int]) -> int:
        """Return the states in which some channels have the same prices as in the one at a place."""
        region = self.everything
        for channel in channels:
            for axis, classes in enumerate(price_classes(self.rulebook, channel)):
                if len(classes) > 1:
                    terms = (self.regions.term(axis, mask) for mask in classes)
                    region &= next(term for term in terms if term >> place & 1)
        return region

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

    @cached_property
    def _outlooks(self) -> list[list[tuple[ChannelRule, int]]]:
        """Where the rules that read facts act, for each of these ways."""
        rules = [self.rulebook.channel_rules[place] for place in self._of_facts]
        return [
            [(rule, self._not_overridden(rule, self._acting, facts)) for rule in rules]
            for facts in self._ways
        ]

    def _led(self, channel: int) -> Lead:
        own = self.eligible[channel]
        if not own:
            return Lead(0, 0)
        rivals = [rival for rival in range(len(self.eligible)) if rival != channel]
        compared = [self._compared(channel, rival) for rival in rivals]
        sure, maybe = own, 0
        for outlook in range(len(self._outlooks)):
            level = own
            for rival, found in zip(rivals, compared, strict=True):
                above, equal = found[outlook]
                can_win, wins = self._tie(channel, rival)
                out = self.everything & ~self.eligible[rival]
                level &= above | (equal if can_win else 0) | out
                sure &= above | (equal if wins else 0) | out
            maybe |= level
        return Lead(sure, maybe)

    def _compared(self, channel: int, rival: int) -> list[tuple[int, int]]:
        """Return where a channel is above a rival and where level, for every outlook on facts."""
        if channel > rival:
            return [
                (self.everything & ~(above | equal), equal)
                for above, equal in self._compared(rival, channel)
            ]
        if (channel, rival) not in self._pairs:
            planes, zero = self._difference(channel, rival)
            self._pairs[channel, rival] = [
                _against_zero(self._added(planes, following, channel, rival), zero, self.everything)
                for following in self._outlooks
            ]
        return self._pairs[channel, rival]

    def _tie(self, channel: int, rival: int) -> tuple[bool, bool]:
        """Say whether a channel can win a tie with another, and whether it does for certain.

        What has no price keeps the order of the channels.
        """
        priced = any(self.rulebook.channels[i].pricing for i in (channel, rival))
        if priced or self.shared_leads:
            return True, False
        return channel < rival, channel < rival

    def _difference(self, channel: int, rival: int) -> tuple[Planes, int]:
        """Return how far a channel is before a rival by rules that read no facts, and the plane of 0.

        A difference is lifted by a power of 2, whose plane is the plane of 0. Points that speak for
        the rival are taken everywhere at first, and given back where their rule does not act.
        """
        rules = self.rulebook.channel_rules
        common = [(rules[place], region) for place, region in self._acting.items() if region]
        following = [(rules[place], 0) for place in self._of_facts]
        leads = [_lead_by(rule, channel, rival) for rule, _ in (*common, *following)]
        zero = sum(map(abs, leads)).bit_length()
        start = (1 << zero) + sum(lead for lead in leads if lead < 0)
        planes = [self.everything * (start >> place & 1) for place in range(zero + 1)]
        return self._added(planes, common, channel, rival), zero

    def _added(
        self,
        planes: Planes,
        acting: Iterable[tuple[ChannelRule, int]],
        channel: int,
        rival: int,
    ) -> Planes:
        sums = list(planes)
        for rule, region in acting:
            more = _lead_by(rule, channel, rival)
            if more > 0:
                add(sums, region, more)
            elif more < 0:
                add(sums, self.everything & ~region, -more)
        return sums

    def _not_overridden(self, rule: ChannelRule, acting: Mapping[int, int], facts: Facts) -> int:
        region = self.regions.holding(rule.condition, facts)
        for by in rule.overridden_by:
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


def _lead_by(rule: ChannelRule, channel: int, rival: int) -> int:
    return rule.points[channel] - rule.points[rival]


def _against_zero(planes: Planes, zero: int, everything: int) -> tuple[int, int]:
    """Return where a lifted difference is above 0, and where it is 0."""
    top = reduce(or_, planes[zero:])
    below = reduce(or_, planes[:zero], 0)
    above = top & below | reduce(or_, planes[zero + 1 :], 0)
    return above, top & ~above & everything
