"""When the work starts, and whether what has to be done before it fits in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sourcing.report import formats
from sourcing.report.first_screen.actions import Task, tasks_of
from sourcing.report.model.report import Point
from sourcing.report.words import Plain

ONE_DAY = timedelta(days=1)


def schedule_of(document: Plain) -> Iterator[Point]:
    """Yield start and end, and how many actions the start leaves too little time for."""
    today = date.fromisoformat(document["date"])
    start, end = (_day(document["brief"].get(key)) for key in ("start", "end"))
    if start:
        said = f"Start {formats.day(start)}, {_distance(start, today)}."
        yield Point(said, None if start >= today else "medium")
    if end:
        said = f"End {formats.day(end)}{_lasting(start, end)}."
        yield Point(said, None if end >= today else "medium")
    if any(lot["status"] == "stop" for lot in document["lots"]):
        yield Point("Nothing starts before the stop under “May we?” is lifted.", "stop")
    else:
        yield from _time_left(tasks_of(document), start, today)


def _lasting(start: date | None, end: date) -> str:
    """Return how long the work lasts; the last day is worked as well, and the price counts it too."""
    if start is None or not start <= end < date.max:
        return ""
    return f", {formats.lasting(start, end + ONE_DAY)} of work"


def _time_left(tasks: Sequence[Task], start: date | None, today: date) -> Iterator[Point]:
    """Yield for how many tasks the time is short, and from when there is enough for all."""
    wanted = [(day, task) for task in tasks if (day := _day(task.earliest_start))]
    if not wanted:
        return
    first = formats.day(max(day for day, _ in wanted))
    if start is None:
        yield Point(
            f"No start was given. One from {first} on leaves time for all the actions below."
        )
        return
    short = [task for day, task in wanted if day > start]
    if not short:
        return
    late = sum(task.due <= today.isoformat() for task in short)
    some = _part(len(short), formats.counted(len(tasks), "action"), len(tasks))
    have = "has" if len(short) == 1 else "have"
    many = f"{late:,} of them" if late < len(short) else "it" if late == 1 else "they"
    at_once = f", and {many} would have to be done at once" if late else ""
    yield Point(
        f"{some} below {have} too little time before this start{at_once}. "
        f"The earliest start that leaves time for all is {first}.",
        "high" if late else "medium",
    )


def _part(some: int, every: str, count: int) -> str:
    if some < count:
        return f"{some:,} of the {every}"
    return "The one action" if count == 1 else f"All {every}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _distance(when: date, today: date) -> str:
    if when == today:
        return "the day of this decision"
    if when < today:
        return f"{formats.lasting(when, today)} before this decision"
    return f"{formats.lasting(today, when)} after this decision"
