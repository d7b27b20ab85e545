"""A decision's document held against what this version writes: whole, of one piece, unaltered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from pydantic import ValidationError

from sourcing.brief import salvage_brief
from sourcing.decision.document.shape import shape_of
from sourcing.decision.document.write import SCHEMA, seals_of
from sourcing.rulebook.fingerprint import fingerprint_of
from sourcing.validation import Fault, Trail, faults_of, within

Plain: TypeAlias = Any
MISSING: Final = object()

CHANNELS: Final = ("channel", "recommended", "runner_up", "tied", "possible", "below", "above")
CRITERIA: Final = ("criterion",)
QUESTIONS: Final = ("question", "open", "signals_wait_for")
ANSWERS: Final = ("answers", "assumed", "change", "when", "freed_by")
RULES: Final = ("rule", "rules", "without", "gates", "excluded_by", "suspended")


def schema_fault(document: Mapping[str, Plain]) -> Fault | None:
    """Return why this version cannot read a document at all, if it is of another schema."""
    schema = document.get("schema", SCHEMA)
    if schema == SCHEMA and not isinstance(schema, bool):
        return None
    engine = document.get("engine", "not named")
    return Fault(
        ("schema",),
        f"is of schema {json.dumps(schema)}, and this version reads schema {SCHEMA}; use the "
        f"version of sourcing that made it (engine {engine})",
    )


def document_faults(document: Mapping[str, Plain], *, engine: str) -> list[Fault]:
    """Return what is wrong with a document, for one who is to read it as it stands.

    `engine` is the version that reads it. What another version wrote may hold less or more. Nothing
    is decided again: that the outcome follows from the brief and the rules only `replay` can tell.
    """
    other = schema_fault(document)
    if other is not None:
        return [other]
    faults = _misshapen(document, ours=document.get("engine") == engine)
    brief = document.get("brief")
    if isinstance(brief, dict):
        faults += (
            Fault(("brief", *fault.path), f"brief {fault.what}")
            for fault in salvage_brief(brief).faults
        )
    broken = {fault.path[:1] for fault in faults}
    faults += (fault for fault in _altered(document) if not within(fault.path, broken))
    return faults or [*_at_odds(document)]


def _misshapen(document: Mapping[str, Plain], *, ours: bool) -> list[Fault]:
    shape = shape_of(ours=ours)
    try:
        shape.model_validate(document)
    except ValidationError as error:
        return faults_of(error, shape)
    return []


def _altered(document: Mapping[str, Plain]) -> Iterator[Fault]:
    """Yield the parts that are not as they were written."""
    seals = document.get("seals")
    if isinstance(seals, dict):
        found = seals_of(dict(document))
        for part in (*found, *(part for part in seals if part not in found)):
            if found.get(part) != seals.get(part):
                yield Fault((part,), f"{part}: is not what was sealed when the decision was made")
    content = document.get("content")
    if isinstance(content, dict) and fingerprint_of(content) != document.get("rulebook"):
        yield Fault(("content",), "content: these are not the rules whose fingerprint it carries")


def _at_odds(document: Mapping[str, Plain]) -> Iterator[Fault]:
    """Yield where a document of sound shape speaks of what it does not hold."""
    lots, asked = document["lots"], document["brief"]["lots"]
    if len(lots) != len(asked):
        yield Fault(("lots",), f"lots: there are {len(lots)}, and the brief has {len(asked)}")
    names = document["names"]
    known = {
        **dict.fromkeys(CHANNELS, ("channel", names["channels"])),
        **dict.fromkeys(CRITERIA, ("criterion", names["criteria"])),
        **dict.fromkeys(QUESTIONS, ("question", names["questions"])),
        **dict.fromkeys(ANSWERS, ("question", {**names["questions"], **names["facts"]})),
    }
    if "content" in document:
        known |= dict.fromkeys(RULES, ("rule", _ids(document["content"])))
    for n, lot in enumerate(lots):
        yield from _unknown(lot, ("lots", n), known)
        decided = {outcome["channel"] for outcome in lot["channels"]}
        for name in names["channels"]:
            if name not in decided:
                place = ("lots", n, "channels")
                yield Fault(place, f"lots[{n + 1}] channels: says nothing of '{name}'")


def _unknown(
    value: Plain, path: Trail, known: Mapping[str, tuple[str, Iterable[str]]]
) -> Iterator[Fault]:
    """Yield the ids, in the keys that hold them, that nothing in the document stands behind."""
    if isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _unknown(inner, (*path, n), known)
        return
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key in known:
            what, names = known[key]
            for name in _named(inner):
                if name not in names:
                    yield Fault((*path, key), f"{key}: no {what} '{name}' stands in this decision")
        if key not in ANSWERS:
            yield from _unknown(inner, (*path, key), known)


def _named(value: Plain) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        yield from (name for name in value if isinstance(name, str))


def _ids(content: Mapping[str, Plain]) -> frozenset[str]:
    return frozenset(
        record["id"] for records in content.values() for record in records if "id" in record
    )
