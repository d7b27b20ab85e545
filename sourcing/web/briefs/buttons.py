"""The buttons of the questionnaire that change the lots."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sourcing.brief import MOST_LOTS
from sourcing.web.briefs import drafts
from sourcing.web.briefs.drafts import Draft

_ON_A_LOT = re.compile(r"(copy|remove)-lot-([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Change:
    """A changed draft, what to say of it, and the spot of the page to show."""

    draft: Draft
    said: str
    anchor: str


def change_of(button: str, draft: Draft) -> Change | None:
    """Return the change that a button asks for; None where it asks for none."""
    count = len(draft["lots"])
    if button == "add-lot":
        said = f"Lot {count + 1} is added."
        return _unless_full(draft, Change(drafts.with_lot_added(draft), said, f"lot-{count + 1}"))
    if button == "restore-lot" and draft.get(drafts.REMOVED):
        place = min(draft[drafts.REMOVED][-1]["place"], count)
        restored = drafts.with_lot_restored(draft)
        return _unless_full(draft, Change(restored, "The lot is back.", f"lot-{place + 1}"))
    pressed = _ON_A_LOT.fullmatch(button)
    if pressed and int(pressed[2]) < count:
        return _on_lot(pressed[1], int(pressed[2]), draft)
    return None


def _on_lot(act: str, n: int, draft: Draft) -> Change:
    if act == "remove":
        said = f"Lot {n + 1} is removed. You can bring it back at the end of the page."
        return Change(drafts.with_lot_removed(draft, n), said, "lots")
    said = f"Lot {n + 1} is copied; the copy is lot {n + 2}."
    return _unless_full(draft, Change(drafts.with_lot_copied(draft, n), said, f"lot-{n + 2}"))


def _unless_full(draft: Draft, change: Change) -> Change:
    if len(draft["lots"]) < MOST_LOTS:
        return change
    said = f"A brief holds at most {MOST_LOTS} lots. Copy the brief and share the lots out."
    return Change(draft, said, "lots")
