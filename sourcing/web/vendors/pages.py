"""The pages of the catalogue: the list, an organisation, the picture of all ties."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, abort, render_template, request

from sourcing.rulebook.compiled import Rulebook
from sourcing.web.office import office
from sourcing.web.vendors import graph
from sourcing.web.vendors.dossier import dossier_of
from sourcing.web.vendors.entries import (
    Entry,
    countries_of,
    entries_of,
    entry_of,
    groups_of,
    kept_share,
)
from sourcing.web.vendors.filters import NO, YES, Filter, eased, filter_of, found
from sourcing.web.vendors.words import EMPLOYMENT, KINDS

bp = Blueprint("vendors", __name__, url_prefix="/vendors")

Choices = dict[str, tuple[str, list[tuple[str, str]]]]


@bp.get("")
def catalogue() -> str:
    """List the organisations that the address asks for, or all."""
    book, on = office().rulebook, office().today()
    entries = _entries(book, on)
    choices = _choices(book, entries)
    wanted = _known(filter_of(request.args), choices)
    kept = found(entries, wanted)
    return render_template(
        "pages/vendors.html",
        sellers=[entry for entry in kept if entry.channels],
        others=[entry for entry in kept if not entry.channels],
        wanted=wanted,
        choices=choices,
        eased=[] if kept else eased(entries, wanted),
        in_all=len(entries),
        places=_places(book),
        channels=book.channels,
        kinds=KINDS,
        keeps={entry.vendor.id: kept_share(entry.vendor) for entry in kept},
    )


@bp.get("/graph")
def everybody() -> str:
    """Show who owns whom and who buys from whom, today or on `?on=YYYY-MM-DD`."""
    today = office().today()
    asked = request.args.get("on", "")
    on = _day(asked)
    ownership, clients = graph.networks_of(office().rulebook, on or today, today)
    return render_template(
        "pages/vendor-graph.html",
        networks=(ownership, clients),
        on=on or today,
        today=today,
        refused=bool(asked) and on is None,
    )


@bp.get("/<vendor_id>")
def vendor(vendor_id: str) -> str:
    """Show one organisation."""
    book, today = office().rulebook, office().today()
    organisation = book.organisations.get(vendor_id)
    if organisation is None:
        abort(404)
    return render_template(
        "pages/vendor.html",
        entry=entry_of(book, organisation, today),
        dossier=dossier_of(book, organisation, today),
        network=graph.around(book, organisation.id, today),
        places=_places(book),
    )


def _entries(book: Rulebook, on: date) -> list[Entry]:
    """Return all entries, worked out once a day for each rulebook."""
    kept: tuple[date, list[Entry]] | None = book.memory.get(_entries)
    if kept is None or kept[0] != on:
        kept = book.memory[_entries] = (on, entries_of(book, on))
    return kept[1]


def _choices(book: Rulebook, entries: Sequence[Entry]) -> Choices:
    """Return what each filter can be set to, with its label."""
    kinds = {entry.vendor.kind for entry in entries}
    engaged = {entry.vendor.employment for entry in entries}
    return {
        "channel": ("Channel", [(channel.id, channel.label) for channel in book.channels]),
        "kind": ("Kind", [(kind, word) for kind, word in KINDS.items() if kind in kinds]),
        "country": ("People in", countries_of(entries)),
        "group": ("Group", groups_of(entries)),
        "employment": ("Workers are", [pair for pair in EMPLOYMENT.items() if pair[0] in engaged]),
        "fee": ("Fee", [(YES, "Stated by a source"), (NO, "Not stated")]),
        "compliance": ("Certificates", [(YES, "Spoken of by a source"), (NO, "Not spoken of")]),
        "incidents": (
            "Incidents",
            [
                ("open", "Alleged or before a court"),
                ("reported", "Reported"),
                ("established", "Settled, judged or confirmed"),
                ("any", "Any on record"),
                ("none", "None on record"),
            ],
        ),
    }


def _known(wanted: Filter, choices: Choices) -> Filter:
    """Return a filter without the values that no list offers."""
    values = {name: {value for value, _ in options} for name, (_, options) in choices.items()}
    given = wanted.given
    return filter_of({n: v for n, v in given.items() if n == "q" or v in values[n]})


def _places(book: Rulebook) -> dict[str, int]:
    """Return where each channel stands in the rulebook's order, from 1."""
    return {channel.id: n for n, channel in enumerate(book.channels, start=1)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
