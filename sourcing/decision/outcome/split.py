"""Proposals to buy a lot in slices: the lots that a split would make of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sourcing.brief import LONGEST_NAME, Lot, Volume
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Slice, Split


def proposed_split(rulebook: Rulebook, state: Sequence[int]) -> Split | None:
    """Return the split that the rules propose for a full state; of several, the first by id."""
    fitting = [rule.record for rule in rulebook.splits if rule.condition.truth(state)]
    return min(fitting, key=lambda rule: rule.id, default=None)


def slice_lot(lot: Lot, part: Slice) -> Lot:
    """Return the lot that a slice of another makes: its share of the volume, its own answers."""
    return lot.model_copy(
        update={
            "name": _name(lot.name, part.name),
            "answers": {**lot.answers, **part.answers},
            "volume": _share(lot.volume, part.share),
            "chosen": None,
        }
    )


def _name(whole: str, part: str) -> str:
    """Return the name of a slice: that of its lot, cut where both would be too long, and its own."""
    room = LONGEST_NAME - len(part) - 2
    return f"{whole[:room].rstrip()}: {part}"


def _share(volume: Volume | None, share: Decimal) -> Volume | None:
    if volume is None:
        return None
    counted = "hours" if volume.hours else "items" if volume.items else "units"
    if volume.people is not None:
        hours = volume.accepted_hours()
        return Volume(hours=hours * share) if hours is not None else None
    whole = getattr(volume, counted)
    return volume.model_copy(update={counted: whole * share})
