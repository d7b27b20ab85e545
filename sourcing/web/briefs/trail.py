"""Answers that change after a first result: found as a draft is saved, shown in the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from functools import partial
from typing import Any, Final

from sourcing.records.answer_trail import AnswerChange, KeptChange
from sourcing.records.briefs import StoredBrief
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.briefs.drafts import Draft, form_of
from sourcing.web.briefs.fields import ANSWER, NONE_OF_THESE, OPEN
from sourcing.web.briefs.reading_lots import VOLUME
from sourcing.web.office import office

UNTITLED: Final = "Untitled brief"
NOT_ANSWERED: Final = "Not answered"
NOT_GIVEN: Final = "Not given"
THE_LOT: Final = "The lot as a whole"
MISSING, THERE, REMOVED = "Not there", "There", "Removed"
_SIZES: Final = (*VOLUME, "unit")


def keep(brief_id: str, draft: Draft, version: int) -> StoredBrief:
    """Save a draft and, after a first result, which answers it changes.

    Raises `StaleVersionError` where somebody else saved it meanwhile.
    """
    changes = partial(answer_changes, office().rulebook, after=draft)
    return office().records.briefs.save(
        brief_id, title_of(draft), draft, version=version, changes_from=changes
    )


def title_of(draft: Mapping[str, Any]) -> str:
    """Return the title under which a draft is listed."""
    words = "".join(c if c.isprintable() else " " for c in draft.get("title", "")).split()
    return " ".join(words)[:200] or UNTITLED


def answer_changes(
    rulebook: Rulebook, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[AnswerChange]:
    """Yield what changes in the facts of the work: answers, volumes, and whole lots."""
    old, new = before["lots"], after["lots"]
    labels = _labels(rulebook)
    if len(old) == len(new):
        for n, (was, now) in enumerate(zip(old, new, strict=True), start=1):
            yield from _in_lot(rulebook, labels, _name(now, n), was, now)
        return
    yield from _whole_lots(old, new, THERE, REMOVED)
    yield from _whole_lots(new, old, MISSING, THERE)


def _whole_lots(
    lots: list[Draft], others: list[Draft], before: str, after: str
) -> Iterator[AnswerChange]:
    """Yield the lots that have no like among others; empty ones say nothing yet."""
    unmatched = [_facts(lot) for lot in others]
    for n, lot in enumerate(lots, start=1):
        facts = _facts(lot)
        if facts in unmatched:
            unmatched.remove(facts)
        elif facts:
            yield AnswerChange(_name(lot, n), THE_LOT, before, after)


def _in_lot(
    rulebook: Rulebook, labels: Mapping[str, str], name: str, was: Draft, now: Draft
) -> Iterator[AnswerChange]:
    before, after = _facts(was), _facts(now)
    if bool(before) != bool(after):
        words = (MISSING, THERE) if after else (THERE, REMOVED)
        yield AnswerChange(name, THE_LOT, *words)
        return
    for field, label in labels.items():
        if before.get(field) != after.get(field):
            said = (_said(rulebook, field, facts.get(field)) for facts in (before, after))
            yield AnswerChange(name, label, *said)


def _facts(lot: Draft) -> Draft:
    """Return the answers and sizes of a lot, without what is left open."""
    return {
        name: value
        for name, value in lot.items()
        if (name.startswith(ANSWER) or name in _SIZES) and value and value != OPEN
    }


def _said(rulebook: Rulebook, field: str, value: str | list[str] | None) -> str:
    question = rulebook.questions.get(field.removeprefix(ANSWER))
    if value is None:
        return NOT_ANSWERED if question else NOT_GIVEN
    labels = {option.id: option.label for option in question.options} if question else {}
    labels[NONE_OF_THESE] = "None of these"
    return "; ".join(labels.get(v, v) for v in ([value] if isinstance(value, str) else value))


def _labels(rulebook: Rulebook) -> Mapping[str, str]:
    lot = form_of(rulebook, {"lots": [{}]}, 0).lots[0].form
    asked = [ANSWER + name for name in rulebook.questions]
    return {name: str(lot[name].label.text) for name in (*asked, *_SIZES)}


def _name(lot: Draft, n: int) -> str:
    return str(lot.get("name") or f"Lot {n}")


def printed(changes: list[KeptChange]) -> list[dict[str, str | None]]:
    """Return changes as the document of a decision holds them."""
    return [
        {
            "lot": change.lot,
            "question": change.question,
            "before": change.before,
            "after": change.after,
            "made": change.made.astimezone(UTC).isoformat(timespec="minutes"),
            "person": change.person,
            "reason": change.reason,
        }
        for change in changes
    ]
