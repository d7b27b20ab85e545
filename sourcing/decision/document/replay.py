"""A decision made again from its packet, and compared with what the packet says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sourcing.brief import Brief, nowhere
from sourcing.decision.decide import decide
from sourcing.decision.document.check import schema_fault
from sourcing.decision.document.write import (
    HISTORY,
    Document,
    packet,
    seals_of,
    to_json,
    with_history,
)
from sourcing.decision.intake.brief import take_brief
from sourcing.problems import InvalidInputError, Place, Problem
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import fingerprint_of

PARTS = ("schema", "engine", "rulebook", "date", "brief", "lots", "flags", "totals", "content")
ABSENT: Final = "(nothing)"
SEALS: Final = "seals"
FROM: Final = ("schema", "engine", "rulebook", "date", "brief", SEALS)
_OF_RULES = ("rule", "rules")

LoadContent = Callable[[dict[str, Any], str], Rulebook]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place at which a packet does not say what its own brief, rules and day come to."""

    path: str
    stored: Any
    recomputed: Any
    note: str | None = None


def replay(document: Mapping[str, Any], load: LoadContent, name: str) -> tuple[Difference, ...]:
    """Return where a packet differs from the decision made again from its own content.

    Which engine wrote it is no difference, unless that was altered. `load` compiles a rulebook's
    content; `name` is what problems are told of. Raises `InvalidInputError` where the packet cannot
    be decided again: what is missing, which version it is of, or what in its brief or rules is not
    sound.
    """
    _check_parts(document, name)
    rulebook, brief, day = _inputs(document, load, name)
    decision = decide(rulebook, brief, on=day)
    made = packet(rulebook, decision)
    if HISTORY in document:
        made = with_history(made, document[HISTORY])
    if document["engine"] != made["engine"]:
        made = _by_engine(made, document["engine"])
    again = json.loads(to_json(made))
    rules = _ids(again["content"])
    # What the decision was made from comes first: what else differs may follow from it.
    found = sorted(
        _differences(document, again, ""), key=lambda each: not _of_what_it_is_from(each)
    )
    shown = {each.path.split("/")[0] for each in found}
    return tuple(_noted(each, rules) for each in found if not _says_again(each, shown))


def _by_engine(document: Document, engine: object) -> Document:
    """Return a document as it would read if another version of the program had made it."""
    told = {**document, "engine": engine}
    return {**told, SEALS: {**document[SEALS], **seals_of({"engine": engine})}}


def _check_parts(document: Mapping[str, Any], name: str) -> None:
    other = schema_fault(document)
    if other is not None:
        raise _refused(f"{name}/schema", other.message)
    missing = [part for part in PARTS if part not in document]
    if missing == ["content"]:
        fault = "is missing, so the decision cannot be made again; write it with `sourcing decide --format json --packet`"
        raise _refused(f"{name}/content", fault)
    if missing:
        raise InvalidInputError(
            Problem(Place(f"{name}/{part}"), "error", "is missing; the packet is not whole")
            for part in missing
        )


def _inputs(
    document: Mapping[str, Any], load: LoadContent, name: str
) -> tuple[Rulebook, Brief, date]:
    """Return what the decision is made from; raises `InvalidInputError` with all that is wrong."""
    problems: list[Problem] = []
    try:
        day = date.fromisoformat(str(document["date"]))
    except ValueError:
        fault = f"is not a day such as 2027-01-31: {json.dumps(document['date'])}"
        problems += _refused(f"{name}/date", fault).problems
        day = date.max
    try:
        rulebook = _loaded(document["content"], load, f"{name}/content")
        brief = take_brief(rulebook, document["brief"], nowhere(f"{name}/brief"), on=day)
    except InvalidInputError as error:
        problems += error.problems
        if _rules_altered(document):
            fault = (
                "the rules in this packet were altered after it was written: they have not the "
                "fingerprint that it names. Take a copy that was kept"
            )
            problems += _refused(f"{name}/content", fault).problems
    if problems:
        raise InvalidInputError(problems)
    return rulebook, brief, day


def _loaded(content: object, load: LoadContent, name: str) -> Rulebook:
    if not isinstance(content, dict):
        raise _refused(name, "is not a rulebook's content; the packet is damaged")
    return load(content, name)


def _rules_altered(document: Mapping[str, Any]) -> bool:
    content = document["content"]
    return isinstance(content, dict) and fingerprint_of(content) != document["rulebook"]


def _refused(place: str, fault: str) -> InvalidInputError:
    return InvalidInputError([Problem(Place(place), "error", fault)])


def _differences(stored: Any, again: Any, path: str) -> Iterator[Difference]:  # noqa: ANN401 - plain
    if isinstance(stored, dict) and isinstance(again, dict):
        for key in (*again, *(key for key in stored if key not in again)):
            ours, theirs = again.get(key, ABSENT), stored.get(key, ABSENT)
            yield from _differences(theirs, ours, f"{path}/{key}" if path else key)
    elif isinstance(stored, list) and isinstance(again, list):
        for n in range(max(len(stored), len(again))):
            theirs = stored[n] if n < len(stored) else ABSENT
            ours = again[n] if n < len(again) else ABSENT
            yield from _differences(theirs, ours, f"{path}/{n}")
    elif stored != again or isinstance(stored, bool) != isinstance(again, bool):
        yield Difference(path, stored, again)


def _of_what_it_is_from(found: Difference) -> bool:
    return found.path.split("/")[0] in FROM


def _says_again(found: Difference, shown: set[str]) -> bool:
    """Say whether a difference is only the seal of a part that is found to differ itself."""
    part, _, sealed = found.path.partition("/")
    return part == SEALS and found.recomputed != ABSENT and sealed in shown


def _noted(found: Difference, rules: frozenset[str]) -> Difference:
    """Return a difference with what it means, where that can be told."""
    note = None
    parts = found.path.split("/")
    if found.path == "rulebook":
        note = "the rules in the packet are not those that it names"
    elif parts[0] == SEALS and parts[1:]:
        note = f"'{parts[1]}' in the packet is not what the decision was made with"
    elif any(part in _OF_RULES for part in parts[-2:]) and _unknown(found.stored, rules):
        note = f"no rule '{found.stored}' stands in the packet's rulebook"
    return Difference(found.path, found.stored, found.recomputed, note) if note else found


def _unknown(stored: object, rules: frozenset[str]) -> bool:
    return isinstance(stored, str) and stored != ABSENT and stored not in rules


def _ids(content: dict[str, Any]) -> frozenset[str]:
    return frozenset(record.get("id", "") for records in content.values() for record in records)
