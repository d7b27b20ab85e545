"""An impact as text for people and as plain values for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from sourcing.assurance.impact.briefs import BriefChange
from sourcing.assurance.impact.changes import Change, Changes
from sourcing.assurance.impact.compare import Impact
from sourcing.assurance.impact.matrix import matrix_of
from sourcing.assurance.impact.ranking import Move
from sourcing.assurance.proof.wording import share_words
from sourcing.assurance.space.regions import Answers

MOST_SHOWN: Final = 12
TITLES: Final = {
    "recommendations": "Recommended",
    "exclusions": "Excluded",
    "statuses": "Status",
    "splits": "Split",
    "signals": "Signals",
    "measures": "Measures",
    "costs": "Cost",
}


SCREENED = (
    "  Flags and verdicts follow from a brief's own vendors and rivals, so no share of answers is told; "
    "they are compared in the worked cases and saved decisions."
)


def impact_json(found: Impact) -> str:
    """Return an impact as JSON."""
    content = {
        "outcomes_change": found.outcomes_change,
        "records": found.records,
        "vocabulary": found.vocabulary,
        "unchanged": found.unchanged,
        "shares": {kind: changes.share for kind, changes in found.kinds.items()},
        "rules": {kind: changes.rules for kind, changes in found.kinds.items()},
        "matrix": [asdict(move) for move in found.matrix],
        **{kind: list(map(_plain, c.found)) for kind, c in found.kinds.items()},
        "screening": found.screening,
        "cases": [asdict(case) for case in found.cases],
        "briefs": [asdict(brief) for brief in found.briefs],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=dict)


def _plain(change: Change) -> dict[str, object]:
    return {**asdict(change), "where": change.where}


def impact_text(found: Impact, saved: str) -> str:
    """Return an impact in words; `saved` says which saved decisions were tried."""
    if not found.records:
        return "The two rulebooks are the same."
    lines = ["Records", *(f"  {name}" for name in found.records)]
    if found.vocabulary:
        lines += ["Questions and options", *(f"  {name}" for name in found.vocabulary)]
    lines += ["Share of all answers for which it changes", *_shares(found)]
    lines += _matrix(found.matrix)
    for kind, changes in found.kinds.items():
        lines += _changes(TITLES[kind], changes)
    if found.screening:
        lines += ["Screening of vendors may change, by", *(f"  {n}" for n in found.screening)]
        lines += [SCREENED]
    lines += _brief_changes("Worked cases", found.cases)
    lines += _brief_changes("Saved decisions", found.briefs)
    if saved:
        lines += [saved]
    if not found.outcomes_change:
        lines += ["No outcome changes."]
    return "\n".join(lines)


def _shares(found: Impact) -> Iterator[str]:
    for kind, changes in found.kinds.items():
        yield f"  {TITLES[kind].lower():<12} {share_words(changes.share):>11}"


def _matrix(moves: Sequence[Move]) -> Iterator[str]:
    if all(move.before == move.after for move in moves):
        return
    table = matrix_of(moves)
    width = max(len(row.before) for row in table.rows) + 2
    widths = [max(len(name), 11) + 2 for name in table.columns]
    yield "What becomes of each recommendation, as shares of all answers (rows before, columns after)"
    head = (name.rjust(space) for name, space in zip(table.columns, widths, strict=True))
    yield f"  {'':<{width}}{''.join(head)}"
    for row in table.rows:
        shown = (share_words(share) if share else "-" for share in row.becomes)
        cells = (text.rjust(space) for text, space in zip(shown, widths, strict=True))
        yield f"  {row.before:<{width}}{''.join(cells)}"


def _changes(title: str, changes: Changes) -> Iterator[str]:
    if not changes:
        return
    yield title
    for change in changes.found[:MOST_SHOWN]:
        yield from _change(change)
    if len(changes.found) > MOST_SHOWN:
        yield f"  and {len(changes.found) - MOST_SHOWN} smaller ones"
    yield f"  behind them: {', '.join(changes.rules) or 'weights or points'}"


def _change(change: Change) -> Iterator[str]:
    named = f"{change.what}: " if change.what else ""
    yield f"  {change.share:9.4%}  {named}{change.before} -> {change.after}"
    yield f"             where {change.where}"
    if change.rules:
        yield f"             by {', '.join(change.rules)}"
    yield f"             for example {_answers(change.example)}"


def _answers(answers: Answers) -> str:
    named = (f"{k}: {'+'.join(v) if isinstance(v, list) else v}" for k, v in answers.items() if v)
    return ", ".join(named)


def _brief_changes(title: str, changes: Sequence[BriefChange]) -> Iterator[str]:
    if not changes:
        return
    yield title
    for change in changes:
        yield f"  {change.name}"
        yield from (f"    {text}" for text in change.changes)
