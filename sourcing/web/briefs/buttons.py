"""The buttons of the questionnaire that add and remove lots and rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sourcing.brief import MOST_LOTS
from sourcing.web.briefs import drafts
from sourcing.web.briefs.drafts import Draft
from sourcing.web.briefs.parts import part_of_field

_ON_A_LOT = re.compile(r"(copy|remove)-lot-([0-9]{1,4})")
_LOT_HEADING = re.compile(r"lot-([0-9]{1,4})")
_ADD_ROW = re.compile(r"add-(declaration|quote)(?:-([0-9]{1,4}))?")
_REMOVE_ROW = re.compile(r"remove-(declaration|quote)(?:-([0-9]{1,4}))?-([0-9]{1,4})")
BACK = "You can bring it back at the end of the page."


@dataclass(frozen=True, slots=True)
class Change:
    """A changed draft, what to say of it, and the spot to show."""

    draft: Draft
    said: str
    anchor: str

    @property
    def part(self) -> str:
        """The part of the questionnaire in which the spot is."""
        lot = _LOT_HEADING.fullmatch(self.anchor)
        return lot[1] if lot else str(part_of_field(self.anchor))


def change_of(button: str, draft: Draft) -> Change | None:
    """Return the change that a button asks for; None where it asks for none."""
    count = len(draft["lots"])
    if button == "add-lot":
        said = f"Lot {count + 1} is added."
        return _unless_full(draft, Change(drafts.with_lot_added(draft), said, f"lot-{count + 1}"))
    if button == "restore-lot" and draft.get(drafts.REMOVED):
        place = min(draft[drafts.REMOVED][-1]["place"], count)
        restored = drafts.with_restored(draft)
        if "row" in draft[drafts.REMOVED][-1]:
            return Change(restored, "It is back.", "lots")
        return _unless_full(draft, Change(restored, "The lot is back.", f"lot-{place + 1}"))
    pressed = _ON_A_LOT.fullmatch(button)
    if pressed and int(pressed[2]) < count:
        return _on_lot(pressed[1], int(pressed[2]), draft)
    return _on_rows(button, draft)


def _on_lot(act: str, n: int, draft: Draft) -> Change:
    if act == "remove":
        said = f"Lot {n + 1} is removed. {BACK}"
        return Change(drafts.with_lot_removed(draft, n), said, "lots")
    said = f"Lot {n + 1} is copied; the copy is lot {n + 2}."
    return _unless_full(draft, Change(drafts.with_lot_copied(draft, n), said, f"lot-{n + 2}"))


def _on_rows(button: str, draft: Draft) -> Change | None:
    """Return what a button does to the declarations, or to the quotes of a lot.

    There is always one empty row, so that one more only needs what was typed to be kept.
    """
    pressed = _ADD_ROW.fullmatch(button) or _REMOVE_ROW.fullmatch(button)
    if pressed is None:
        return None
    key, lot = f"{pressed[1]}s", None if pressed[2] is None else int(pressed[2])
    if (key == "quotes") != (lot is not None) or (lot or 0) >= len(draft["lots"]):
        return None
    rows = (draft if lot is None else draft["lots"][lot]).get(key, ())
    at = key if lot is None else f"lots-{lot}-{key}"
    if button.startswith("add"):
        said = f"There is room for one more {pressed[1]}."
        return Change(draft, said, f"{at}-{len(rows)}")
    n = int(pressed[3])
    if n >= len(rows):
        return None
    said = f"The {pressed[1]} is removed. {BACK}"
    return Change(drafts.with_row_removed(draft, lot, key, n), said, at)


def _unless_full(draft: Draft, change: Change) -> Change:
    if len(draft["lots"]) < MOST_LOTS:
        return change
    said = f"A brief holds at most {MOST_LOTS} lots. Copy the brief and share the lots out."
    return Change(draft, said, "lots")
