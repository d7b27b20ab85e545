"""What changes between two rulebooks: over all answers, in the worked cases, in saved briefs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sourcing.assurance.cells import Block, blocks
from sourcing.assurance.common_ground import CommonGround, common_ground
from sourcing.assurance.outcomes import Outcomes, open_conditions, outcomes
from sourcing.assurance.regions import Answers, Region, described, example, share
from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.model import Decision, LotDecision
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.fingerprint import canonical


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: its share of all answers, where it lies, a brief that shows it.

    `rules` are those that act on that brief under one rulebook and not under the other.
    """

    before: str
    after: str
    share: float
    where: str
    example: Answers
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BriefChange:
    """A brief that comes out otherwise, lot by lot in words."""

    name: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything that differs between two rulebooks; empty where nothing does.

    `records` names records added (+), removed (-) and changed (~), as kind/id. Shares are of all
    answers that both rulebooks know and neither calls impossible.
    """

    records: tuple[str, ...]
    vocabulary: tuple[str, ...]
    unchanged: float
    recommendations: tuple[Change, ...]
    exclusions: tuple[Change, ...]
    cases: tuple[BriefChange, ...]
    briefs: tuple[BriefChange, ...]

    @property
    def outcomes_change(self) -> bool:
        """Whether any outcome differs."""
        return bool(self.recommendations or self.exclusions or self.cases or self.briefs)


def impact(
    old: Rulebook, new: Rulebook, *, on: date, briefs: Iterable[tuple[str, Brief]] = ()
) -> Impact:
    """Compare two rulebooks as of a day; `briefs` are saved ones, by name."""
    ground = common_ground(old, new)
    survey = _Survey(ground)
    if not _same_ranking(old, new):
        survey.run()
    saved = ((name, brief) for name, brief in briefs)
    return Impact(
        records=tuple(_records(old, new)),
        vocabulary=tuple(f"-{name}" for name in ground.only_old)
        + tuple(f"+{name}" for name in ground.only_new),
        unchanged=share(survey.same, survey.compared) if survey.compared else 1.0,
        recommendations=survey.changes(survey.moves),
        exclusions=survey.changes(survey.shut),
        cases=tuple(_brief_changes(old, new, _cases(old, new), on)),
        briefs=tuple(_brief_changes(old, new, saved, on)),
    )


def _same_ranking(old: Rulebook, new: Rulebook) -> bool:
    """Say whether both rank channels by the very same rules, so that no answer need be tried."""
    kinds = ("questions", "impossible", "channels", "criteria", "strengths", "gates", "preferences")
    return all(getattr(old.content, kind) == getattr(new.content, kind) for kind in kinds)


class _Survey:
    """One visit to every cell under both rulebooks."""

    def __init__(self, ground: CommonGround) -> None:
        self.ground = ground
        self.compared = 0
        self.same = 0
        self.moves: dict[tuple[str, str], Region] = {}
        self.shut: dict[tuple[str, str], Region] = {}

    def run(self) -> None:
        old, new = self.ground.old, self.ground.new

        def undecided(state: Sequence[int]) -> list[Condition]:
            return [*open_conditions(old, state), *open_conditions(new, state)]

        for block in blocks(self.ground.shared, undecided):
            before, after = outcomes(old, block), outcomes(new, block)
            both = before.valid & after.valid
            changed = self._take(
                self.moves, block, both, _leading(old, before), _leading(new, after)
            )
            changed |= self._take(
                self.shut, block, both, _excluded(old, before), _excluded(new, after)
            )
            self.compared += block.count(both)
            self.same += block.count(both & ~changed)

    @staticmethod
    def _take(
        found: dict[tuple[str, str], Region],
        block: Block,
        both: int,
        before: Sequence[tuple[str, int]],
        after: Sequence[tuple[str, int]],
    ) -> int:
        changed = 0
        for was, here in before:
            for now, there in after:
                if was != now and (cells := here & there & both):
                    found.setdefault((was, now), Region()).take(block, cells)
                    changed |= cells
        return changed

    def changes(self, found: dict[tuple[str, str], Region]) -> tuple[Change, ...]:
        """Return the changes, the largest first."""
        listed = [
            Change(
                before=was,
                after=now,
                share=share(region.count, self.compared),
                where=described(self.ground.space, region.span),
                example=example(self.ground.new, region.first or ()),
                rules=self._rules(region.first or ()),
            )
            for (was, now), region in found.items()
        ]
        return tuple(
            sorted(listed, key=lambda change: (-change.share, change.before, change.after))
        )

    def _rules(self, state: Sequence[int]) -> tuple[str, ...]:
        before, after = (
            {
                (rule.record.id, rule.points, rule.excludes)
                for rule in rulebook.channel_rules
                if rule.condition.truth(state)
            }
            for rulebook in (self.ground.old, self.ground.new)
        )
        return tuple(sorted({name for name, *_ in before ^ after}))


def _leading(rulebook: Rulebook, found: Outcomes) -> list[tuple[str, int]]:
    """Return the regions by the channels that lead there."""
    return _by_set(rulebook, found, found.winners, " or ", "no channel")


def _excluded(rulebook: Rulebook, found: Outcomes) -> list[tuple[str, int]]:
    """Return the regions by the channels that are out there."""
    out = tuple(found.valid & ~region for region in found.eligible)
    return _by_set(rulebook, found, out, ", ", "nothing")


def _by_set(
    rulebook: Rulebook, found: Outcomes, regions: Sequence[int], joint: str, none: str
) -> list[tuple[str, int]]:
    parts = [("", found.valid)]
    for name, region in zip(rulebook.channel_ids, regions, strict=True):
        parts = [
            (label, cells)
            for named, held in parts
            for label, cells in (
                (f"{named}{joint if named else ''}{name}", held & region),
                (named, held & ~region),
            )
            if cells
        ]
    return [(label or none, cells) for label, cells in parts]


def _records(old: Rulebook, new: Rulebook) -> Iterator[str]:
    before, after = _by_name(old), _by_name(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield f"-{name}"
        elif name not in before:
            yield f"+{name}"
        elif before[name] != after[name]:
            yield f"~{name}"


def _by_name(rulebook: Rulebook) -> dict[str, object]:
    return {
        f"{kind}/{record.get('id') or record.get('fact')}": record
        for kind, records in canonical(rulebook.content).items()
        for record in records
    }


def _cases(old: Rulebook, new: Rulebook) -> Iterator[tuple[str, Brief]]:
    cases = {case.id: case for case in (*old.content.cases, *new.content.cases)}
    for name, case in sorted(cases.items()):
        try:
            yield f"{name} {case.title}", parse_brief(case.brief, nowhere(name))
        except InvalidInputError:
            continue


def _brief_changes(
    old: Rulebook, new: Rulebook, briefs: Iterable[tuple[str, Brief]], on: date
) -> Iterator[BriefChange]:
    for name, brief in briefs:
        changes = tuple(_differences(_decided(old, brief, on), _decided(new, brief, on)))
        if changes:
            yield BriefChange(name, changes)


def _decided(rulebook: Rulebook, brief: Brief, on: date) -> Decision | str:
    try:
        return decide(rulebook, brief, on=on)
    except InvalidInputError as error:
        return "; ".join(problem.message for problem in error.problems)


def _differences(before: Decision | str, after: Decision | str) -> Iterator[str]:
    if isinstance(before, str) or isinstance(after, str):
        if before != after:
            yield (
                f"refused: {after}"
                if isinstance(after, str)
                else "accepted, and was refused before"
            )
        return
    for was, now in zip(before.lots, after.lots, strict=True):
        yield from (f"{now.name}: {text}" for text in _lot_differences(was, now))
    flags = [{(flag.id, flag.vendors) for flag in d.flags} for d in (before, after)]
    yield from _gained(
        "flag", {str(name) for name, _ in flags[0]}, {str(name) for name, _ in flags[1]}
    )


def _lot_differences(was: LotDecision, now: LotDecision) -> Iterator[str]:
    for word in ("recommended", "status"):
        if getattr(was, word) != getattr(now, word):
            yield f"{word} {getattr(was, word) or 'nothing'} -> {getattr(now, word) or 'nothing'}"
    out = [{c.channel for c in lot.channels if not c.eligible} for lot in (was, now)]
    yield from _gained("excluded", *out)
    yield from _gained("signal", {s.id for s in was.signals}, {s.id for s in now.signals})
    if (before := _likely(was)) != (after := _likely(now)):
        yield f"likely cost {before} -> {after}"


def _likely(lot: LotDecision) -> str:
    cost = lot.channel(lot.recommended).cost if lot.recommended else None
    return f"{cost.total.likely:,}" if cost else "no price"


def _gained(word: str, before: set[str], after: set[str]) -> Iterator[str]:
    yield from (f"{word} +{name}" for name in sorted(after - before))
    yield from (f"{word} -{name}" for name in sorted(before - after))
