"""What the catalogue knows of each organisation at a glance, on one day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sourcing.decision.conflicts.facts import graph_of
from sourcing.report.formats import listed, number
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Channel
from sourcing.rulebook.model.vendors import Incident, Organisation, Reach
from sourcing.web.vendors.countries import COUNTRY_NAMES
from sourcing.web.vendors.words import BASES, COMPLIANCE, OPEN, REACH_FIELDS


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation with what it takes to find it and to place it.

    `group` is the ultimate firm, itself where nobody stands behind it; `incidents` and `reach` are
    its own or, for a brand, those of the firms behind it too.
    """

    vendor: Organisation
    channels: tuple[Channel, ...]
    group: str
    group_name: str
    incidents: tuple[Incident, ...]
    reach: Reach | None

    @property
    def open_incidents(self) -> int:
        """How many incidents have no known end."""
        return sum(incident.status in OPEN for incident in self.incidents)

    @property
    def claims(self) -> bool:
        """Whether anything is said of certificates or clearances."""
        return any(statement.field == COMPLIANCE for statement in self.vendor.statements)

    @property
    def belongs(self) -> str | None:
        """The name of the firm behind it; None where it stands for itself."""
        return self.group_name if self.group != self.vendor.id else None


def entries_of(rulebook: Rulebook, on: date) -> list[Entry]:
    """Return all organisations as they stand on a day, by name."""
    ordered = sorted(rulebook.content.organisations, key=lambda o: (o.name.casefold(), o.id))
    return [entry_of(rulebook, organisation, on) for organisation in ordered]


def entry_of(rulebook: Rulebook, organisation: Organisation, on: date) -> Entry:
    """Return one organisation as it stands on a day."""
    graph = graph_of(rulebook, on)
    behind = [rulebook.organisations[name] for name in graph.chain(organisation.id)]
    group = graph.group(organisation.id)
    return Entry(
        vendor=organisation,
        channels=tuple(c for c in rulebook.channels if c.id in organisation.channels),
        group=group,
        group_name=rulebook.organisations[group].name,
        incidents=tuple(incident for firm in behind for incident in firm.incidents),
        reach=next((firm.reach for firm in behind if firm.reach), None),
    )


def groups_of(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Return the ultimate firms that stand behind others, with name and number of members."""
    sizes = Counter(entry.group for entry in entries)
    names = {entry.group: entry.group_name for entry in entries}
    return [
        (group, f"{name} ({sizes[group]})")
        for group, name in sorted(names.items(), key=lambda item: item[1].casefold())
        if sizes[group] > 1
    ]


def countries_of(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Return the countries where anybody is said to have people, by name."""
    codes: set[str] = set()
    for entry in entries:
        codes |= countries_spoken_of(entry)
        if entry.reach:
            codes |= {*entry.reach.only, *entry.reach.mostly}
    return sorted(((code, COUNTRY_NAMES[code]) for code in codes), key=lambda pair: pair[1])


def countries_spoken_of(entry: Entry) -> set[str]:
    """Return the countries that the statements on an organisation's reach name."""
    told = [s.says for s in entry.vendor.statements if s.field in REACH_FIELDS]
    words = " ".join(re.findall(r"\w+", f" {' '.join(told)} "))
    return {code for code, name in COUNTRY_NAMES.items() if f" {name} " in f" {words} "}


def kept_share(organisation: Organisation) -> str | None:
    """Return what an intermediary keeps: 30 to 40% of the bill; None where no source says."""
    fee = organisation.fee
    if fee is None:
        return None
    low, high = number(fee.low), number(fee.high)
    return f"{low if low == high else f'{low} to {high}'}% {BASES[fee.base]}"


def reach_words(reach: Reach) -> str:
    """Return a reach in countries: Only Canada and the like; closed in Kenya."""
    told = [
        f"{word} {listed([COUNTRY_NAMES[code] for code in codes])}"
        for word, codes in (
            ("only", reach.only),
            ("mostly", reach.mostly),
            ("closed in", reach.closed),
        )
        if codes
    ]
    return "; ".join(told)
