"""Who has to do what by when: the first thing that each owner owes, and how much follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sourcing.report import formats
from sourcing.report.model import Point
from sourcing.report.words import SEVERITIES, Plain

_CALLS = {"evidence": "Have", "clause": "Sign", "question": "Ask", "measure": "Do"}
_FLAGGED = ("ask", "evidence", "clause")
_KINDS = {"ask": "question", "evidence": "evidence", "clause": "clause"}


@dataclass(frozen=True, slots=True)
class _Task:
    """Something to be done; `grave` counts from 0, the gravest."""

    owner: str
    due: str
    grave: int
    kind: str
    text: str


def actions_of(document: Plain) -> tuple[Point, ...]:
    """Return a line for each owner, whoever is due first above; conditions are said elsewhere."""
    by_owner: dict[str, dict[str, _Task]] = {}
    for task in sorted(_tasks(document), key=lambda task: (task.due, task.grave)):
        by_owner.setdefault(task.owner, {}).setdefault(task.text.rstrip(".?").casefold(), task)
    return tuple(_line(owner, list(tasks.values())) for owner, tasks in by_owner.items())


def _line(owner: str, tasks: Sequence[_Task]) -> Point:
    first, last = tasks[0], tasks[-1]
    text = f"{owner}, by {formats.day(first.due)}. {_CALLS[first.kind]}: {formats.sentence(formats.first_sentence(first.text))}"
    if len(tasks) == 1:
        return Point(text)
    until = f", the last by {formats.day(last.due)}" if last.due != first.due else ""
    return Point(text, note=f"and {len(tasks) - 1} more{until}")


def _tasks(document: Plain) -> Iterator[_Task]:
    least = len(SEVERITIES)
    for flag in document["flags"]:
        if flag.get("owner") and flag.get("due"):
            grave = SEVERITIES.index(flag["severity"])
            for part in _FLAGGED:
                if flag[part]:
                    yield _Task(flag["owner"], flag["due"], grave, _KINDS[part], flag[part])
    for lot in document["lots"]:
        for item in lot["safeguards"]:
            if item.get("owner") and item.get("due"):
                yield _Task(item["owner"], item["due"], least, item["kind"], item["text"])
