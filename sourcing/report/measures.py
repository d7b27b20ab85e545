"""What the decision calls for: what to do, have, sign and ask, and which practices to avoid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sourcing.report import formats
from sourcing.report.first_screen.concerns import flagged, lots_named
from sourcing.report.model.report import Checklist, ChecklistItem
from sourcing.report.words import Plain, Words, cited_together, cites

QUESTIONS = "Ask the vendor"
_TITLES = {
    "evidence": "Have in hand",
    "clause": "Sign",
    "question": QUESTIONS,
    "measure": "Do",
}


def checklists_of(words: Words, document: Plain) -> tuple[Checklist, ...]:
    """Return the checklists: evidence, clauses, questions and measures, each thing once."""
    lots = document["lots"]
    items: dict[str, dict[str, ChecklistItem]] = {kind: {} for kind in _TITLES}
    for kind, item in (
        *_conditions(words, lots),
        *_flags(words, document["flags"]),
        *_called(words, lots),
        *_asked(words, lots),
    ):
        said = item.text.rstrip(".?").casefold()
        known = items[kind].get(said)
        items[kind][said] = _joined(known, item) if known else item
    return tuple(
        Checklist(title, tuple(items[kind].values()))
        for kind, title in _TITLES.items()
        if items[kind]
    )


def _joined(first: ChecklistItem, other: ChecklistItem) -> ChecklistItem:
    """Return a thing that is called for twice as one, with what the second adds to the reasons."""
    whose = first.because.partition(". ")[0]
    also, _, reason = other.because.partition(". ")
    added = reason if also == whose else formats.sentence(other.because)
    lots = (first.lots, other.lots)
    return replace(
        first,
        lots="; ".join(dict.fromkeys(lots)) if all(lots) else "",
        cites=cited_together(first.cites, other.cites),
        also=first.also if added in first.because else f"{first.also} {added}".strip(),
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """Things that are the task of one by one day; `whose` is empty for things that stand alone.

    Each has what paper says of it, and what only the page adds.
    """

    whose: str
    things: tuple[tuple[ChecklistItem, str, str], ...]


def by_duty(items: Sequence[ChecklistItem], printed: Sequence[ChecklistItem]) -> tuple[Duty, ...]:
    """Return the items of a checklist under whose task they are; `printed` are the same on paper.

    Things alone come first, so that none stands below the name of another.
    """
    duties: dict[str, list[tuple[ChecklistItem, str, str]]] = {}
    for item, short in zip(items, printed, strict=True):
        whole = item.because.startswith(short.because)
        more = item.because.removeprefix(short.because) if whole else ""
        whose = item.because.partition(". ")[0].rstrip(".")
        duties.setdefault(whose, []).append((item, short.because, more))
    alone = [
        thing
        for whose, things in duties.items()
        if len(things) == 1 or not whose
        for thing in things
    ]
    shared = [
        Duty(whose, tuple(_under(whose, *thing) for thing in things))
        for whose, things in duties.items()
        if len(things) > 1 and whose
    ]
    return (Duty("", tuple(alone)), *shared) if alone else tuple(shared)


def _under(
    whose: str, item: ChecklistItem, short: str, more: str
) -> tuple[ChecklistItem, str, str]:
    return item, short.removeprefix(whose).lstrip(". "), more


def practices_of(words: Words, lots: Sequence[Plain]) -> tuple[ChecklistItem, ...]:
    """Return the practices to avoid, each once with the lots that it is said of."""
    return tuple(
        ChecklistItem(
            _said(words, item, "avoid"),
            item["because"],
            where,
            cites(item["sources"]),
        )
        for item, where in _merged(lots, lambda lot: lot["avoid"], "avoid")
    )


def _conditions(words: Words, lots: Sequence[Plain]) -> Iterator[tuple[str, ChecklistItem]]:
    for item, where in _merged(lots, lambda lot: lot["conditions"], "evidence"):
        due = f"{item['owner']}, {item['due']}. {item['because']}"
        yield (
            "evidence",
            ChecklistItem(_said(words, item, "evidence"), due, where, cites(item["sources"])),
        )


def _called(words: Words, lots: Sequence[Plain]) -> Iterator[tuple[str, ChecklistItem]]:
    for item, where in _merged(lots, lambda lot: lot["safeguards"], "text"):
        yield (
            item["kind"],
            ChecklistItem(
                _said(words, item, "text"),
                _duty(item) + item["because"],
                where,
                cites(item["sources"]),
            ),
        )


def _asked(words: Words, lots: Sequence[Plain]) -> Iterator[tuple[str, ChecklistItem]]:
    for item, where in _merged(lots, lambda lot: lot["signals"], "ask"):
        if item["ask"]:
            yield (
                "question",
                ChecklistItem(
                    _said(words, item, "ask"),
                    item["label"],
                    where,
                    cites(item["sources"]),
                ),
            )


def _flags(words: Words, flags: Iterable[Plain]) -> Iterator[tuple[str, ChecklistItem]]:
    alike: dict[str, list[Plain]] = {}
    for flag in flags:
        alike.setdefault(flag["rule"], []).append(flag)
    for found in alike.values():
        first = found[0]
        whom = flagged(words, found)
        for kind, key in (("question", "ask"), ("evidence", "evidence"), ("clause", "clause")):
            if first[key]:
                yield (
                    kind,
                    ChecklistItem(
                        first[key],
                        f"{_duty(first)}{first['label']}: {whom}.",
                        "",
                        cites(first["sources"]),
                    ),
                )


def _said(words: Words, item: Plain, key: str) -> str:
    """Return what is called for, after what has to be the case for it."""
    only = words.only_if(item)
    return f"{formats.sentence(only)} {item[key]}" if only else str(item[key])


def _duty(item: Plain) -> str:
    """Say who sees to it and by when; nothing for decisions made before rules said so."""
    if not item.get("owner"):
        return ""
    by = f" by {formats.day(item['due'])}" if item.get("due") else ""
    return f"{item['owner']}{by}. "


def _merged(
    lots: Sequence[Plain], part: Callable[[Plain], Iterable[Plain]], key: str
) -> Iterator[tuple[Plain, str]]:
    """Yield things said of several lots once, with the lots named."""
    found: dict[tuple[str, str, str], list[tuple[Plain, Plain]]] = {}
    for lot in lots:
        for item in part(lot):
            alike = item["rule"], str(item[key]), str(item.get("only_if"))
            found.setdefault(alike, []).append((lot, item))
    for same in found.values():
        yield same[0][1], lots_named([lot for lot, _ in same], lots)
