"""One lot of a draft, as the brief's file format has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sourcing.decision.intake.brief import Directory
from sourcing.quotes.reading import FIGURES
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.briefs.fields import ANSWER, NONE_OF_THESE, OPEN
from sourcing.web.briefs.sheet import Draft, Path, Sheet

VOLUME: Final = (
    "hours",
    "items",
    "minutes_per_item",
    "judgements_per_item",
    "people",
    "weeks",
    "hours_per_week",
    "units",
)
QUOTED: Final = (*FIGURES, "margin_base")
CHOSEN: Final = {
    "channel": "Choose the channel that you take instead",
    "reason": "Say why you choose another channel",
    "person": "Name the person who decided so",
}
MISSING: Final = "-"
"""Stands in for a part of a choice that has to be asked for."""
SECOND: Final = ("second_person", "second_reason")


def read_lot(
    rulebook: Rulebook, sheet: Sheet, directory: Directory, n: int, lot: Draft
) -> dict[str, Any]:
    """Return a lot in the brief's file format, without what could not be read."""
    at = f"lots-{n}-"
    path: Path = ("lots", n)
    sheet.fields |= {path: f"{at}name", (*path, "volume"): f"{at}hours"}
    found = {
        "name": sheet.take((*path, "name"), "name", lot, at) or f"Lot {n + 1}",
        "answers": _answers(rulebook, sheet, lot, path, at),
        "volume": _volume(sheet, lot, path, at),
        "quotes": _quotes(sheet, directory, lot, path, at),
        "pay_floor": sheet.amount("pay_floor", lot, (*path, "pay_floor"), at),
        "chosen": _chosen(sheet, lot, path, at),
    }
    return {name: value for name, value in found.items() if value not in (None, {})}


def _answers(rulebook: Rulebook, sheet: Sheet, lot: Draft, path: Path, at: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in rulebook.questions.values():
        field = f"{at}{ANSWER}{question.id}"
        sheet.fields[*path, "answers", question.id] = field
        sheet.fields.setdefault((*path, "answers"), field)
        value = lot.get(ANSWER + question.id)
        if not value or value == OPEN:
            continue
        if question.kind == "multiple" and NONE_OF_THESE in value:
            if len(value) > 1:
                sheet.complain(field, "Choose either 'None of these' or those that apply")
            value = []
        answers[question.id] = value
    return answers


def _volume(sheet: Sheet, lot: Draft, path: Path, at: str) -> dict[str, str]:
    found: Mapping[str, str | None] = {
        **{name: sheet.figure(name, lot, (*path, "volume", name), at) for name in VOLUME},
        "unit": sheet.take((*path, "volume", "unit"), "unit", lot, at),
    }
    return {name: value for name, value in found.items() if value}


def _quotes(sheet: Sheet, directory: Directory, lot: Draft, path: Path, at: str) -> dict[str, Any]:
    channels = {label.casefold(): name for name, label in sheet.labels.items()}
    found: dict[str, Any] = {}
    for j, row in enumerate(lot.get("quotes", ())):
        if not row:
            continue
        here = f"{at}quotes-{j}-"
        name = " ".join(row.get("source", "").split())
        known = channels.get(name.casefold()) or directory.find(name) or name
        if not known:
            sheet.complain(f"{here}source", "Say from whom the quote is: a vendor or a channel")
            continue
        if known in found:
            sheet.complain(f"{here}source", f"There are two quotes from {name}; keep one")
            continue
        place = (*path, "quotes", known)
        sheet.fields[place] = f"{here}source"
        # As it was typed: the brief reads quotes as the comparison of quotes does.
        quote = {key: sheet.take((*place, key), key, row, here) for key in QUOTED}
        found[known] = {key: value for key, value in quote.items() if value is not None}
    return found


def _chosen(sheet: Sheet, lot: Draft, path: Path, at: str) -> dict[str, str] | None:
    parts = {
        part: sheet.take((*path, "chosen", part), f"chosen_{part}", lot, at)
        for part in (*CHOSEN, *SECOND)
    }
    if not any(parts.values()):
        return None
    sheet.asked_for(parts, CHOSEN, f"{at}chosen_")
    if not parts["channel"]:
        return None
    # A channel is enough to say what else is needed; what is missing has been asked for.
    missing = {part: MISSING for part in CHOSEN if not parts[part]}
    sheet.unread |= {(*path, "chosen", part) for part in missing}
    return {**{part: value for part, value in parts.items() if value}, **missing}
