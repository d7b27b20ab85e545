"""Organisations found by name and by what matters to a buyer, and what a search could drop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from sourcing.problems import latin
from sourcing.rulebook.model.vendors import Organisation
from sourcing.web.vendors.entries import Entry, countries_spoken_of
from sourcing.web.vendors.words import ESTABLISHED, OPEN

LONGEST = 200
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; empty words want everything."""

    q: str = ""
    channel: str = ""
    kind: str = ""
    country: str = ""
    compliance: str = ""
    fee: str = ""
    incidents: str = ""
    group: str = ""
    employment: str = ""

    def __bool__(self) -> bool:
        return bool(self.given)

    @property
    def given(self) -> dict[str, str]:
        """What is asked for, by name."""
        return {item.name: asked for item in fields(self) if (asked := getattr(self, item.name))}

    def keeps(self, entry: Entry) -> bool:
        """Say whether an organisation is wanted."""
        return all(_TESTS[name](entry, asked) for name, asked in self.given.items())


def filter_of(arguments: Mapping[str, str]) -> Filter:
    """Return the filter that an address asks for."""
    names = (item.name for item in fields(Filter))
    return Filter(**{n: " ".join(arguments.get(n, "").split())[:LONGEST] for n in names})


def found(entries: Iterable[Entry], wanted: Filter) -> list[Entry]:
    """Return the organisations that are wanted; those whose own name is asked for come first."""
    kept = [entry for entry in entries if wanted.keeps(entry)]
    asked = _folded(wanted.q)
    return sorted(kept, key=lambda entry: _distance(entry.vendor, asked)) if asked else kept


def eased(entries: Sequence[Entry], wanted: Filter) -> list[tuple[str, Filter, int]]:
    """Return each filter that could be dropped to find somebody, and how many that finds."""
    without = ((name, replace(wanted, **{name: ""})) for name in wanted.given)
    counted = ((name, fewer, len(found(entries, fewer))) for name, fewer in without)
    return [(name, fewer, count) for name, fewer, count in counted if count]


def _folded(text: str) -> str:
    return latin(text).casefold()


def _names(organisation: Organisation) -> list[str]:
    return [_folded(n) for n in (organisation.name, organisation.id, *organisation.aliases)]


def _distance(organisation: Organisation, asked: str) -> int:
    """Return 0 for the name itself, 1 for its beginning, 2 for a part of it, 3 for the summary."""
    names = _names(organisation)
    if asked in names:
        return 0
    if any(name.startswith(asked) for name in names):
        return 1
    return 2 if any(asked in name for name in names) else 3


def _speaks_of(entry: Entry, asked: str) -> bool:
    """Say whether every word stands in a name, an alias or the summary."""
    text = " ".join((*_names(entry.vendor), _folded(entry.vendor.summary)))
    return all(word in text for word in _folded(asked).split())


def _reaches(entry: Entry, country: str) -> bool:
    """Say whether people in a country work for it by its reach, or by what is said of it."""
    reach = entry.reach
    if reach and (country in reach.closed or reach.only):
        return country in reach.only
    return country in (reach.mostly if reach else ()) or country in countries_spoken_of(entry)


def _incidents(entry: Entry, asked: str) -> bool:
    statuses = {incident.status for incident in entry.incidents}
    return {
        "any": bool(statuses),
        "open": bool(statuses & set(OPEN)),
        "reported": "reported" in statuses,
        "established": bool(statuses & set(ESTABLISHED)),
        "none": not statuses,
    }.get(asked, True)


def _stated(holds: bool, asked: str) -> bool:  # noqa: FBT001 - one of two answers
    return {YES: holds, NO: not holds}.get(asked, True)


_TESTS: Mapping[str, Callable[[Entry, str], bool]] = {
    "q": _speaks_of,
    "channel": lambda entry, asked: asked in entry.vendor.channels,
    "kind": lambda entry, asked: entry.vendor.kind == asked,
    "country": _reaches,
    "compliance": lambda entry, asked: _stated(entry.claims, asked),
    "fee": lambda entry, asked: _stated(entry.vendor.fee is not None, asked),
    "incidents": _incidents,
    "group": lambda entry, asked: entry.group == asked,
    "employment": lambda entry, asked: entry.vendor.employment == asked,
}
