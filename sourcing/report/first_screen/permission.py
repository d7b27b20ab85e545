"""May we, on the first screen: conditions by lots, policies that are set aside, interests declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcing.report import formats
from sourcing.report.first_screen.concerns import lots_named
from sourcing.report.lots import STATUSES, UNDECIDED, goes_past_a_policy, shown_status
from sourcing.report.model.report import LotView, Point
from sourcing.report.words import Plain, Words

_NOT_YET = "Not yet. Nothing moves before these are in hand:"
_AS_WELL = "These are needed as well:"
_LATER = "Once a channel is decided, these are needed:"
_ONCE = "once these are in hand:"
_FREE = "no rule sets a condition on the channel."
_UNDECIDED = "Not before a channel is decided."
_NONE_FITS = "No: every channel is excluded."


def may_we(words: Words, document: Plain, lots: Sequence[LotView]) -> Iterator[Point]:
    """Yield whether the lots may be bought, and on what."""
    yield from _set_aside(lots)
    yield from _conditions(words, document["lots"])
    yield from _others(document["lots"])
    yield from _declared(document)


def _conditions(words: Words, lots: Sequence[Plain]) -> Iterator[Point]:
    """Yield the conditions, gathered by the lots that they are set for, the gravest first.

    Those that hold anyway come before those that an open question may yet lift.
    """
    held: dict[str, list[Plain]] = {}
    first: dict[str, Plain] = {}
    for lot in lots:
        for condition in lot["conditions"]:
            held.setdefault(condition["rule"], []).append(lot)
            first.setdefault(condition["rule"], condition)
    gathered: dict[tuple[str, str], list[str]] = {}
    for rule, same in held.items():
        gathered.setdefault((first[rule]["status"], lots_named(same, lots)), []).append(rule)
    for status, where in sorted(gathered, key=lambda key: -STATUSES.index(key[0])):
        rules = sorted(gathered[status, where], key=lambda rule: bool(words.only_if(first[rule])))
        yield _of(where, _lead(status, held[rules[0]]))
        yield from _left_open(words, [first[rule] for rule in rules])
        for rule in rules:
            condition = first[rule]
            due = f"{condition['owner']}, {condition['due']}"
            note = "; ".join(filter(None, (due, words.only_if(condition))))
            # The line above has said the status; a mark that says it again is left to a stop.
            mark = status if status == "stop" else "medium"
            yield Point(formats.sentence(condition["evidence"]), mark, note)


def _left_open(words: Words, conditions: Sequence[Plain]) -> Iterator[Point]:
    """Yield which open questions make the list of conditions longer than it may have to be."""
    open_questions = {name for each in conditions for name in each.get("only_if") or {}}
    for name in words.questions:
        if name in open_questions:
            yield Point(
                f"You left open: “{words.question(name)}” So all that could apply count; "
                "answer it, and this list may shrink."
            )


def _lead(status: str, lots: Sequence[Plain]) -> str:
    """Return what stands above conditions of one status on the same lots."""
    if status == "stop":
        return _NOT_YET
    shown = {shown_status(lot) for lot in lots}
    if "stop" in shown:
        return _AS_WELL
    return _LATER if shown == {UNDECIDED} else f"{_yes(lots)}{_ONCE}"


def _yes(lots: Sequence[Plain]) -> str:
    """Return how a yes begins, after what was said of policies set aside for these lots."""
    return "Beyond that, " if any(map(goes_past_a_policy, lots)) else "Yes, "


def _others(lots: Sequence[Plain]) -> Iterator[Point]:
    """Yield what holds for the lots that no condition is set for."""
    shut = [lot for lot in lots if shown_status(lot) == "stop" and not lot["conditions"]]
    free = [lot for lot in lots if _is_free(lot)]
    found = (
        (shut, _NONE_FITS, "stop"),
        *(
            (some, f"{_yes(some)}{_FREE}", None)
            for past in (True, False)
            if (some := [lot for lot in free if goes_past_a_policy(lot) == past])
        ),
        ([lot for lot in lots if shown_status(lot) == UNDECIDED], _UNDECIDED, None),
    )
    for some, said, mark in found:
        if some:
            yield _of(lots_named(some, lots), said, mark)


def _is_free(lot: Plain) -> bool:
    return lot["status"] == "ready" and shown_status(lot) != UNDECIDED


def _set_aside(lots: Sequence[LotView]) -> Iterator[Point]:
    """Yield the choices that set a policy aside."""
    for lot in lots:
        if lot.choice and lot.choice.set_aside:
            channel = lot.choice.channel.label
            named = f"{lot.label}, {channel}" if lot.label else channel
            yield _of(named, lot.choice.set_aside, "high")


def _declared(document: Plain) -> Iterator[Point]:
    """Yield the interests that were declared."""
    for said in document["brief"].get("declarations") or ():
        interest = formats.sentence(said["interest"])
        yield Point(
            f"{said['person']} declared an interest: {interest}",
            "medium",
            formats.sentence(said["handling"]),
        )


def _of(where: str, said: str, mark: str | None = None) -> Point:
    return Point(f"{where}: {formats.small(said)}" if where else said, mark)
