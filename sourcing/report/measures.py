"""What the decision calls for: what to do, have, sign and ask, and which practices to avoid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sourcing.report.concerns import lots_named
from sourcing.report.model import Checklist, ChecklistItem
from sourcing.report.words import Plain, Words, cites

_TITLES = {
    "evidence": "Have in hand",
    "clause": "Sign",
    "question": "Ask the vendor",
    "measure": "Do",
}


def checklists_of(words: Words, document: Plain) -> tuple[Checklist, ...]:
    """Return the checklists: evidence, clauses, questions and measures, each thing once."""
    lots = document["lots"]
    items: dict[str, dict[str, ChecklistItem]] = {kind: {} for kind in _TITLES}
    for kind, item in (
        *_conditions(lots),
        *_flags(words, document["flags"]),
        *_called(lots),
        *_asked(lots),
    ):
        items[kind].setdefault(item.text.rstrip(".?").casefold(), item)
    return tuple(
        Checklist(title, tuple(items[kind].values()))
        for kind, title in _TITLES.items()
        if items[kind]
    )


def practices_of(lots: Sequence[Plain]) -> tuple[ChecklistItem, ...]:
    """Return the practices to avoid, each once with the lots that it is said of."""
    return tuple(
        ChecklistItem(item["avoid"], item["because"], where, cites(item["sources"]))
        for item, where in _merged(lots, lambda lot: lot["avoid"], "avoid")
    )


def _conditions(lots: Sequence[Plain]) -> Iterator[tuple[str, ChecklistItem]]:
    for item, where in _merged(lots, lambda lot: lot["conditions"], "evidence"):
        due = f"{item['owner']}, {item['due']}. {item['because']}"
        yield "evidence", ChecklistItem(item["evidence"], due, where, cites(item["sources"]))


def _called(lots: Sequence[Plain]) -> Iterator[tuple[str, ChecklistItem]]:
    for item, where in _merged(lots, lambda lot: lot["safeguards"], "text"):
        yield (
            item["kind"],
            ChecklistItem(item["text"], item["because"], where, cites(item["sources"])),
        )


def _asked(lots: Sequence[Plain]) -> Iterator[tuple[str, ChecklistItem]]:
    for item, where in _merged(lots, lambda lot: lot["signals"], "ask"):
        if item["ask"]:
            yield (
                "question",
                ChecklistItem(item["ask"], item["label"], where, cites(item["sources"])),
            )


def _flags(words: Words, flags: Iterable[Plain]) -> Iterator[tuple[str, ChecklistItem]]:
    alike: dict[str, list[Plain]] = {}
    for flag in flags:
        alike.setdefault(flag["rule"], []).append(flag)
    for found in alike.values():
        first = found[0]
        whom = words.organisations([vendor for flag in found for vendor in flag["vendors"]])
        for kind, key in (("question", "ask"), ("evidence", "evidence"), ("clause", "clause")):
            if first[key]:
                yield (
                    kind,
                    ChecklistItem(
                        first[key], f"{first['label']}: {whom}.", "", cites(first["sources"])
                    ),
                )


def _merged(
    lots: Sequence[Plain], part: Callable[[Plain], Iterable[Plain]], key: str
) -> Iterator[tuple[Plain, str]]:
    """Yield things said of several lots once, with the lots named."""
    found: dict[tuple[str, str], list[tuple[Plain, Plain]]] = {}
    for lot in lots:
        for item in part(lot):
            found.setdefault((item["rule"], str(item[key])), []).append((lot, item))
    for same in found.values():
        yield same[0][1], lots_named([lot for lot, _ in same], lots)
