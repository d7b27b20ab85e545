"""The ties of the catalogue as networks: who owns whom, and who buys from whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sourcing.decision.conflicts.shown import has_begun, owner_unknown, tie_shown
from sourcing.report.ownership.ties import (
    CLIENT,
    Network,
    Party,
    TieShown,
    tie_in_words,
    unknown_owners,
)
from sourcing.report.words import when
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.vendors import Tie

NO_OWNER = "no outside owner named"


def networks_of(book: Rulebook, on: date, today: date) -> tuple[Network, Network]:
    """Return all ownership and all customers as they stand on a day, with ages as of today."""
    ties = _ties(book, on)
    owning = [tie for tie in ties if tie.kind != CLIENT]
    sellers = [o.id for o in book.content.organisations if o.channels]
    nobodies, gaps = unknown_owners(name for name in sellers if owner_unknown(book, name))
    owned = {end for tie in owning for end in (tie.parent, tie.child)}
    ownership = Network(
        id="ownership",
        title="Who owns whom",
        about="An owner whom no source names stands by itself for each vendor: two may be one, or not.",
        parties=(*_parties(book, sorted({*sellers, *owned})), *nobodies),
        ties=(*(tie_in_words(tie_shown(tie, on), today) for tie in owning), *gaps),
    )
    buying = [tie for tie in ties if tie.kind == CLIENT]
    buyers = {end for tie in buying for end in (tie.parent, tie.child)}
    clients = Network(
        id="clients",
        title="Who buys from whom",
        about="Every line leads from a client to a vendor; those that ended say so.",
        parties=_parties(book, sorted(buyers)),
        ties=tuple(_buys(tie, on, today) for tie in buying),
    )
    return ownership, clients


def around(book: Rulebook, vendor: str, today: date) -> Network:
    """Return an organisation with those that own it, that it owns, and that buy from it."""
    ties = [tie for tie in _ties(book, today) if vendor in (tie.parent, tie.child)]
    ties.sort(key=lambda tie: (tie.kind == CLIENT, not tie.holds(today), tie.id))
    names = dict.fromkeys((vendor, *(end for tie in ties for end in (tie.parent, tie.child))))
    parties = [
        replace(party, marked=party.id == vendor, page=party.id != vendor)
        for party in _parties(book, names)
    ]
    nobodies, gaps = unknown_owners([vendor] if owner_unknown(book, vendor) else [])
    return Network(
        id="ties",
        title=f"Ties of {book.organisations[vendor].name}",
        about="Owners and clients stand to the left of those whom they own or buy from.",
        parties=(*parties, *nobodies),
        ties=(*(tie_in_words(tie_shown(tie, today), today) for tie in ties), *gaps),
    )


def _ties(book: Rulebook, on: date) -> list[Tie]:
    return [tie for tie in book.content.ownership if has_begun(tie, on)]


def _parties(book: Rulebook, names: Iterable[str]) -> tuple[Party, ...]:
    return tuple(Party(name, book.organisations[name].name, _notes(book, name)) for name in names)


def _notes(book: Rulebook, name: str) -> tuple[str, ...]:
    known = book.organisations[name]
    return (NO_OWNER,) if known.channels and known.owner == "founders_or_none_known" else ()


def _buys(tie: Tie, on: date, today: date) -> TieShown:
    """Return a customer tie whose line says only what sets it apart from the others."""
    shown = tie_in_words(tie_shown(tie, on), today)
    past = f"until {when(tie.until)}" if tie.until else "ended"
    return replace(shown, label=past if shown.ended else "")
