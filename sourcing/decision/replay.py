"""A decision made again from its packet, and compared with what the packet says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document import SCHEMA, packet, to_json
from sourcing.problems import InvalidInputError, Place, Problem
from sourcing.rulebook.compiled import Rulebook

PARTS = ("schema", "engine", "rulebook", "date", "brief", "lots", "flags", "totals", "content")
HISTORY: Final = "answer_changes"
"""What a packet may say of how its answers came about; no rule can work that out again."""
ABSENT: Final = "(nothing)"
_OF_RULES = ("rule", "rules")

LoadContent = Callable[[dict[str, Any], str], Rulebook]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place at which a packet does not say what its own brief, rules and day come to."""

    path: str
    stored: Any
    recomputed: Any
    note: str | None = None


def replay(document: object, load: LoadContent, name: str) -> tuple[Difference, ...]:
    """Return where a packet differs from the decision made again from its own content.

    `load` compiles a rulebook's content; `name` is what problems are told of. Raises
    `InvalidInputError` where the packet cannot be decided again: what is missing, which version it
    is of, or what in its brief or rules is not sound.
    """
    if not isinstance(document, dict):
        raise _refused(name, "is not a decision; give the file that `sourcing decide` wrote")
    _check_parts(document, name)
    rulebook = load(document["content"], f"{name}/content")
    brief = parse_brief(document["brief"], nowhere(f"{name}/brief"))
    decision = decide(rulebook, brief, on=_day(document["date"], name))
    again = json.loads(to_json(packet(rulebook, decision)))
    rules = _ids(again["content"])
    told = {part: value for part, value in document.items() if part != HISTORY}
    return tuple(_noted(found, rules) for found in _differences(told, again, ""))


def _check_parts(document: dict[str, Any], name: str) -> None:
    schema = document.get("schema")
    if "schema" in document and (schema != SCHEMA or isinstance(schema, bool)):
        engine = document.get("engine", "not named")
        fault = (
            f"is of schema {json.dumps(schema)}, and this version reads schema {SCHEMA}; verify it "
            f"with the version of sourcing that made it (engine {engine})"
        )
        raise _refused(f"{name}/schema", fault)
    missing = [part for part in PARTS if part not in document]
    if missing == ["content"]:
        fault = "is missing, so the decision cannot be made again; write it with `sourcing decide --format json --packet`"
        raise _refused(f"{name}/content", fault)
    problems = [
        Problem(Place(f"{name}/{part}"), "error", "is missing; the packet is not whole")
        for part in missing
    ]
    if problems:
        raise InvalidInputError(problems)
    if not isinstance(document["content"], dict):
        raise _refused(f"{name}/content", "is not a rulebook's content; the packet is damaged")


def _day(value: object, name: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        fault = f"is not a day such as 2027-01-31: {json.dumps(value)}"
        raise _refused(f"{name}/date", fault) from None


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


def _noted(found: Difference, rules: frozenset[str]) -> Difference:
    """Return a difference with what it means, where that can be told."""
    note = None
    parts = found.path.split("/")
    if found.path == "engine":
        note = f"made by engine {found.stored}; this is engine {found.recomputed}"
    elif found.path == "rulebook":
        note = "the rules in the packet are not those that it names"
    elif any(part in _OF_RULES for part in parts[-2:]) and _unknown(found.stored, rules):
        note = f"no rule '{found.stored}' stands in the packet's rulebook"
    return Difference(found.path, found.stored, found.recomputed, note) if note else found


def _unknown(stored: object, rules: frozenset[str]) -> bool:
    return isinstance(stored, str) and stored != ABSENT and stored not in rules


def _ids(content: dict[str, Any]) -> frozenset[str]:
    return frozenset(record.get("id", "") for records in content.values() for record in records)
