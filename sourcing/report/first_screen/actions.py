"""Who has to do what by when: the first thing that each owner owes, and how much follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sourcing.report import formats
from sourcing.report.model.report import Point
from sourcing.report.words import SEVERITIES, Plain

_CALLS = {"evidence": "Have", "clause": "Sign", "question": "Ask", "measure": "Do"}
_FLAGGED = ("ask", "evidence", "clause")
_KINDS = {"ask": "question", "evidence": "evidence", "clause": "clause"}


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done; `grave` counts from 0, the gravest.

    `earliest_start` is the first start of the work that leaves time for it, where that is known.
    """

    owner: str
    due: str
    earliest_start: str | None
    grave: int
    kind: str
    text: str


def actions_of(document: Plain) -> tuple[Point, ...]:
    """Return a line for each owner, whoever is due first above; conditions are said elsewhere."""
    by_owner: dict[str, list[Task]] = {}
    for task in tasks_of(document):
        by_owner.setdefault(task.owner, []).append(task)
    shown: set[str] = set()
    return tuple(_line(owner, tasks, document["date"], shown) for owner, tasks in by_owner.items())


def tasks_of(document: Plain) -> tuple[Task, ...]:
    """Return what has to be done, each owner's things once, what is due first above."""
    found: dict[tuple[str, str], Task] = {}
    for task in sorted(_tasks(document), key=lambda task: (task.due, task.grave)):
        found.setdefault((task.owner, task.text.rstrip(".?").casefold()), task)
    return tuple(found.values())


def _line(owner: str, tasks: Sequence[Task], today: str, shown: set[str]) -> Point:
    """Say what an owner owes first; of things due together, one that no other owner was told."""
    together = [task for task in tasks if task.due == tasks[0].due]
    first = next((task for task in together if task.text not in shown), tasks[0])
    last = tasks[-1]
    shown.add(first.text)
    when = "at once" if first.due <= today else f"by {formats.day(first.due)}"
    text = f"{owner}, {when}. {_CALLS[first.kind]}: {formats.sentence(formats.first_sentence(first.text))}"
    if len(tasks) == 1:
        return Point(text, who=owner)
    until = f", the last by {formats.day(last.due)}" if last.due != first.due else ""
    return Point(text, note=f"and {len(tasks) - 1} more{until}", who=owner)


def _tasks(document: Plain) -> Iterator[Task]:
    least = len(SEVERITIES)
    for flag in document["flags"]:
        if flag.get("owner") and flag.get("due"):
            grave = SEVERITIES.index(flag["severity"])
            for part in _FLAGGED:
                if flag[part]:
                    yield _task(flag, grave, _KINDS[part], flag[part])
    for lot in document["lots"]:
        for item in lot["safeguards"]:
            if item.get("owner") and item.get("due"):
                yield _task(item, least, item["kind"], item["text"])


def _task(item: Plain, grave: int, kind: str, text: str) -> Task:
    return Task(item["owner"], item["due"], item.get("earliest_start"), grave, kind, text)
