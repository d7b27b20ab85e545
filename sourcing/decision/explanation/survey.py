"""Gates and points over many changed states at once, one bit for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import product
from operator import and_, or_

from sourcing.decision.explanation.moves import Move, price_classes
from sourcing.decision.explanation.planes import Planes, add
from sourcing.decision.standing import answered
from sourcing.rulebook.compiled import ChannelRule, Rulebook
from sourcing.rulebook.conditions import Condition, Conjunction

Facts = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a channel wins for certain, where it leads or may win a tie for certain, and where maybe.

    What is not certain depends on the facts that follow from prices.
    """

    sure: int
    always: int
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
        self.known = known[: len(rulebook.questions)]
        self.moves = moves
        self.where = where
        self.everything = everything
        self._kept: dict[int, int] = {}
        self._values: dict[int, list[tuple[int, int]]] = {}
        self._terms: dict[tuple[int, int], int] = {}
        self._leads: dict[int, Lead] = {}
        self._pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._of_facts = _rules_on_facts(rulebook)

    @cached_property
    def valid(self) -> int:
        """Where the answers that are given, and not only assumed, are not impossible."""
        regions = (self._certain(rule.condition) for rule in self.rulebook.impossible)
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
                    terms = (self._term(axis, mask) for mask in classes)
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
    def _outlooks(self) -> list[list[tuple[ChannelRule, int]]]:
        """Where the rules that read facts act, for every way in which facts can come out."""
        rules = [self.rulebook.channel_rules[place] for place in self._of_facts]
        return [
            [(rule, self._not_overridden(rule, self._acting, facts)) for rule in rules]
            for facts in self._facts(rules)
        ]

    def _led(self, channel: int) -> Lead:
        own = self.eligible[channel]
        if not own:
            return Lead(0, 0, 0)
        rivals = [rival for rival in range(len(self.eligible)) if rival != channel]
        compared = [self._compared(channel, rival) for rival in rivals]
        sure = always = own
        maybe = 0
        for outlook in range(len(self._outlooks)):
            level = own
            for rival, found in zip(rivals, compared, strict=True):
                above, equal = found[outlook]
                can_win, wins = self._tie(channel, rival)
                out = self.everything & ~self.eligible[rival]
                level &= above | (equal if can_win else 0) | out
                sure &= above | (equal if wins else 0) | out
            maybe |= level
            always &= level
        return Lead(sure, always, maybe)

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
        region = self._holding(rule.condition, facts)
        for by in rule.overridden_by:
            region &= ~acting[by]
        return region

    def _facts(self, rules: Iterable[ChannelRule]) -> Iterator[Facts]:
        """Yield every way in which the facts that some rules read can come out."""
        axes, asked = self.rulebook.space.axes, len(self.known)
        read = sorted({i for rule in rules for i in rule.condition.reads() if i >= asked})
        options = [[1 << n for n in range(axes[i].everything.bit_length())] for i in read]
        for bits in product(*options):
            yield dict(zip(read, bits, strict=True))

    def _holding(self, condition: Condition, facts: Facts) -> int:
        region = self._conjunction(condition.all, facts)
        if condition.any and region:
            region &= reduce(or_, (self._conjunction(part, facts) for part in condition.any))
        for part in condition.unless if region else ():
            region &= ~self._conjunction(part, facts)
        return region

    def _conjunction(self, terms: Conjunction, facts: Facts) -> int:
        region = self.everything
        for axis, mask in terms:
            if axis in facts:
                region = region if facts[axis] & mask else 0
            else:
                region &= self._term(axis, mask)
            if not region:
                break
        return region

    def _term(self, axis: int, mask: int) -> int:
        """Return where the answer to a question, given or assumed, is in a mask."""
        key = axis, mask
        if key not in self._terms:
            regions = (region for bit, region in self._answers(axis) if bit & mask)
            self._terms[key] = reduce(or_, regions, 0)
        return self._terms[key]

    def _answers(self, axis: int) -> list[tuple[int, int]]:
        """Return the answers to a question with where they stand, the assumed ones where it is open."""
        if axis not in self._values:
            where = self.where[axis]
            found = [(move.bit, at) for move, at in zip(self.moves[axis], where, strict=True)]
            kept = self._kept_at(axis)
            if kept and answered(self.known[axis]):
                found.append((self.known[axis], kept))
            elif kept:
                found += self._assumed(axis, kept)
            self._values[axis] = found
        return self._values[axis]

    def _kept_at(self, axis: int) -> int:
        """Return where a question keeps its answer, or stays open."""
        if axis not in self._kept:
            self._kept[axis] = self.everything & ~reduce(or_, self.where[axis], 0)
        return self._kept[axis]

    def _assumed(self, axis: int, kept: int) -> Iterator[tuple[int, int]]:
        assumed = next((a for a in self.rulebook.assumptions if a.question == axis), None)
        if assumed is None:
            return
        for condition, bit in assumed.cases:
            region = kept & self._holding(condition, {})
            kept &= ~region
            yield bit, region
        yield assumed.default, kept

    def _certain(self, condition: Condition) -> int:
        region = reduce(and_, (self._given(*term) for term in condition.all), self.everything)
        if condition.any:
            parts = (
                reduce(and_, (self._given(*term) for term in part), self.everything)
                for part in condition.any
            )
            region &= reduce(or_, parts)
        for part in condition.unless:
            region &= ~reduce(
                and_,
                (self._given(axis, mask, possibly=True) for axis, mask in part),
                self.everything,
            )
        return region

    def _given(self, axis: int, mask: int, *, possibly: bool = False) -> int:
        """Return where the answer given is in a mask for certain, or with `possibly` may be."""
        open_ = self.rulebook.space.axes[axis].everything
        if axis >= len(self.known):
            return self.everything if (mask if possibly else not open_ & ~mask) else 0
        moved = zip(self.moves[axis], self.where[axis], strict=True)
        region = reduce(or_, (at for move, at in moved if move.bit & mask), 0)
        here = self.known[axis]
        kept = here & mask if possibly else not here & ~mask
        return region | self._kept_at(axis) if kept else region


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
