"""The catalogue of vendors, with everything that the sources say about each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from flask import Blueprint, abort, render_template, request

from sourcing.rulebook.model.vendors import Organisation, Statement, Tie
from sourcing.web.office import office

bp = Blueprint("vendors", __name__, url_prefix="/vendors")


@bp.get("")
def catalogue() -> str:
    """List organisations, all or those that serve `?channel=` and whose name holds `?q=`."""
    book = office().rulebook
    wanted = " ".join(request.args.get("q", "").split())[:200]
    channel = request.args.get("channel", "")
    found = sorted(
        (o for o in book.content.organisations if _matches(o, wanted.casefold(), channel)),
        key=lambda organisation: organisation.name.casefold(),
    )
    return render_template(
        "pages/vendors.html",
        vendors=[o for o in found if o.channels],
        others=[o for o in found if not o.channels],
        in_all=len(book.content.organisations),
        channels=book.channels,
        places=_places(),
        wanted=wanted,
        channel=channel if channel in book.channel_ids else "",
    )


@bp.get("/<vendor_id>")
def vendor(vendor_id: str) -> str:
    """Show one organisation."""
    book = office().rulebook
    organisation = book.organisations.get(vendor_id)
    if organisation is None:
        abort(404)
    ties = [tie for tie in book.content.ownership if vendor_id in (tie.parent, tie.child)]
    return render_template(
        "pages/vendor.html",
        vendor=organisation,
        channels=[channel for channel in book.channels if channel.id in organisation.channels],
        places=_places(),
        owners=_ordered(tie for tie in ties if tie.child == vendor_id and tie.kind != "customer"),
        customers=_ordered(
            tie for tie in ties if tie.child == vendor_id and tie.kind == "customer"
        ),
        holdings=_ordered(tie for tie in ties if tie.parent == vendor_id),
        names={name: found.name for name, found in book.organisations.items()},
        statements=_by_field(organisation.statements),
    )


def _matches(organisation: Organisation, wanted: str, channel: str) -> bool:
    if channel in office().rulebook.channel_ids and channel not in organisation.channels:
        return False
    names = (organisation.id, organisation.name, *organisation.aliases)
    return any(wanted in name.casefold() for name in names)


def _places() -> dict[str, int]:
    """Return where each channel stands in the rulebook's order, from 1."""
    return {channel.id: n for n, channel in enumerate(office().rulebook.channels, start=1)}


def _ordered(ties: Iterable[Tie]) -> list[Tie]:
    return sorted(ties, key=lambda tie: (not tie.current, tie.kind, tie.id))


def _by_field(statements: Iterable[Statement]) -> list[tuple[str, list[Statement]]]:
    ordered = sorted(statements, key=lambda statement: statement.field)
    return [
        (field.replace("_", " ").replace("-", " ").capitalize(), list(group))
        for field, group in groupby(ordered, key=lambda statement: statement.field)
    ]
