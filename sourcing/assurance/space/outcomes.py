"""What comes out in every cell of a block at once: rules acting, channels left, winners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sourcing.assurance.space.cells import Block, blocks
from sourcing.assurance.space.contest import Contest, contest, undecided_conditions
from sourcing.decision.ranking.planes import Planes, highest, scores
from sourcing.decision.ranking.possible import members
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcome over a block's valid cells; all regions are masks of its cells.

    `acting` and `holding` have one region per channel rule: where it acts, and where its
    condition holds though another rule may override it. `winners` has one region per channel,
    tied channels all counted; `scores` are the channels' bit planes, above one common level.
    Of channels that are not among the `contenders` nothing is told but that they do not win.
    """

    valid: int
    contenders: int
    holding: tuple[int, ...]
    acting: tuple[int, ...]
    eligible: tuple[int, ...]
    winners: tuple[int, ...]
    scores: tuple[Planes, ...]
    _without: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict, compare=False)

    @property
    def none_fits(self) -> int:
        """Where no channel is left."""
        fits = 0
        for region in self.eligible:
            fits |= region
        return self.valid ^ fits

    @property
    def tied(self) -> int:
        """Where two channels or more share the lead."""
        once = twice = 0
        for region in self.winners:
            twice |= once & region
            once |= region
        return twice

    def winners_without(self, points: tuple[int, ...]) -> tuple[int, ...]:
        """Return the winners if these points, one number per channel, were taken everywhere."""
        if points not in self._without:
            taken = [-more for more in points]
            found = scores([(taken, self.valid)], dict(enumerate(self.scores)), self.valid)
            self._without[points] = tuple(highest(list(found.values()), self.eligible))
        return self._without[points]


def outcome_blocks(
    rulebook: Rulebook, state: Sequence[int], also: Sequence[Condition] = ()
) -> Iterator[tuple[Block, Outcomes]]:
    """Visit every cell of the part of the space that a state leaves open.

    On each cell the outcome is the same throughout, and so is each of the conditions in `also`.
    """

    def undecided(state: Sequence[int]) -> list[Condition]:
        return open_conditions(rulebook, state) + [c for c in also if c.truth(state) is None]

    for block in blocks(state, undecided):
        yield block, outcomes(rulebook, block)


def open_conditions(rulebook: Rulebook, state: Sequence[int]) -> list[Condition]:
    """Return the undecided conditions on which the outcome still depends in a state."""
    return undecided_conditions(rulebook, state, contest(rulebook, state))


def outcomes(rulebook: Rulebook, block: Block, found: Contest | None = None) -> Outcomes:
    """Return the outcome in every cell of a block that was cut for this rulebook.

    What is not told apart there must not matter to the contest, by default `contest`'s.
    """
    found = found or contest(rulebook, block.state)
    valid = valid_cells(rulebook, block)
    holding = tuple(
        block.region(rule.condition) & valid if place in found.open else valid if truth else 0
        for place, (rule, truth) in enumerate(
            zip(rulebook.channel_rules, found.truths, strict=True)
        )
    )
    return _outcomes(rulebook, valid, found.contenders, holding)


def same_but_for_weights(old: Rulebook, new: Rulebook) -> bool:
    """Say whether rules hold and exclude alike, and tell the same channels apart by their points."""
    rules = zip(old.channel_rules, new.channel_rules, strict=False)
    return (
        len(old.channel_rules) == len(new.channel_rules)
        and [rule.condition for rule in old.impossible] == [r.condition for r in new.impossible]
        and all(
            one.condition == other.condition
            and one.excludes == other.excludes
            and one.overridden_by == other.overridden_by
            and _levels(one.points) == _levels(other.points)
            for one, other in rules
        )
    )


def _levels(points: Sequence[int]) -> list[int]:
    return [points.index(more) for more in points]


def reweighed(rulebook: Rulebook, found: Outcomes) -> Outcomes:
    """Return the outcome under a rulebook that is the same but for weights."""
    scores = _scores(rulebook, found.valid, found.contenders, found.acting)
    winners = tuple(highest(scores, found.eligible))
    return replace(found, winners=winners, scores=scores, _without={})


def valid_cells(rulebook: Rulebook, block: Block) -> int:
    """Return the cells of a block that are not declared impossible."""
    valid = block.everything
    for impossible in rulebook.impossible:
        valid ^= valid & block.region(impossible.condition)
    return valid


def again_without(rulebook: Rulebook, found: Outcomes, place: int) -> Outcomes:
    """Return the outcome that a block would have without one preference; `scores` stay as found."""
    rule = rulebook.channel_rules[place]
    if rule.excludes or rule.record.overrides:
        holding = (*found.holding[:place], 0, *found.holding[place + 1 :])
        return _outcomes(rulebook, found.valid, found.contenders, holding)
    acting = found.acting[place]
    pairs = zip(found.winners, found.winners_without(rule.points), strict=True)
    return replace(found, winners=tuple(now ^ ((now ^ then) & acting) for now, then in pairs))


def _outcomes(
    rulebook: Rulebook, valid: int, contenders: int, holding: tuple[int, ...]
) -> Outcomes:
    acting: list[int] = []
    eligible = [valid if contenders >> i & 1 else 0 for i in range(len(rulebook.channels))]
    for rule, region in zip(rulebook.channel_rules, holding, strict=True):
        acts = region
        if acts:
            for by in rule.overridden_by:
                acts ^= acts & acting[by]
            for channel in members(rule.excludes):
                eligible[channel] ^= eligible[channel] & acts
        acting.append(acts)
    scores = _scores(rulebook, valid, contenders, acting)
    winners = highest(scores, eligible)
    return Outcomes(
        valid, contenders, holding, tuple(acting), tuple(eligible), tuple(winners), scores
    )


def _scores(
    rulebook: Rulebook, valid: int, contenders: int, acting: Sequence[int]
) -> tuple[Planes, ...]:
    """Return the scores of each contender above its lowest possible one, lifted to one level."""
    points = (rule.points for rule in rulebook.channel_rules)
    nothing: dict[int, Planes] = dict.fromkeys(members(contenders), ())
    found = scores(zip(points, acting, strict=True), nothing, valid)
    return tuple(found.get(i, ()) for i in range(len(rulebook.channels)))
