"""What changes in the records of a rulebook, in its worked cases, and in briefs that were saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.model.decision import Decision, LotDecision
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.values import Record

SCREENING = ("conflict_rules", "stake_bands", "organisations", "ownership")
IN_WORDS = (
    "because",
    "sources",
    "facts",
    "says",
    "summary",
    "founded",
    "hq",
    "workforce",
    "owner_says",
    "owner_sources",
    "channels_because",
    "channels_sources",
    "rivals_sources",
    "statements",
    "pay",
    "as_of",
)


@dataclass(frozen=True, slots=True)
class BriefChange:
    """A brief that comes out otherwise, lot by lot in words."""

    name: str
    changes: tuple[str, ...]


def changed_records(old: Rulebook, new: Rulebook) -> Iterator[str]:
    """Yield each record added (+), removed (-) and changed (~), as kind/id."""
    before, after = _by_name(old), _by_name(new)
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield f"-{name}"
        elif name not in before:
            yield f"+{name}"
        elif before[name] != after[name]:
            yield f"~{name}"


def changed_screening(old: Rulebook, new: Rulebook) -> Iterator[str]:
    """Yield the records on vendors that differ in more than words, as kind/id.

    Which flags follow depends on the vendors and rivals of a brief, so no share can be told.
    """
    for kind in SCREENING:
        before, after = (
            {record.id: _effect(record) for record in getattr(book.content, kind)}
            for book in (old, new)
        )
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                yield f"{kind}/{name}"


def _effect(record: Record) -> object:
    """Return a record without what only people read."""
    return record.model_dump(exclude=set(IN_WORDS))


def _by_name(rulebook: Rulebook) -> dict[str, object]:
    return {
        f"{kind}/{record.get('id') or record.get('fact')}": record
        for kind, records in canonical(rulebook.content).items()
        for record in records
    }


def cases_of(old: Rulebook, new: Rulebook) -> Iterator[tuple[str, Brief]]:
    """Yield the worked cases of both, the newer of each, by id and title."""
    cases = {case.id: case for case in (*old.content.cases, *new.content.cases)}
    for name, case in sorted(cases.items()):
        try:
            yield f"{name} {case.title}", parse_brief(case.brief, nowhere(name))
        except InvalidInputError:
            continue


def brief_changes(
    old: Rulebook, new: Rulebook, briefs: Iterable[tuple[str, Brief]], on: date
) -> Iterator[BriefChange]:
    """Yield the briefs, by name, that come out otherwise as of a day."""
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
    verdicts = [{v.vendor: v.verdict for v in (*lot.vendors, *lot.shortlist)} for lot in (was, now)]
    for vendor in sorted(verdicts[0].keys() | verdicts[1].keys()):
        one, other = (known.get(vendor, "not named") for known in verdicts)
        if one != other:
            yield f"vendor {vendor} {one} -> {other}"
    if (before := _likely(was)) != (after := _likely(now)):
        yield f"likely cost {before} -> {after}"


def _likely(lot: LotDecision) -> str:
    cost = lot.channel(lot.recommended).cost if lot.recommended else None
    return f"{cost.total.likely:,}" if cost else "no price"


def _gained(word: str, before: set[str], after: set[str]) -> Iterator[str]:
    yield from (f"{word} +{name}" for name in sorted(after - before))
    yield from (f"{word} -{name}" for name in sorted(before - after))
