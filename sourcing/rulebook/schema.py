"""A JSON Schema of rule files, made from a rulebook: what an editor may complete, show and mark.

The records give the keys; the rulebook gives the ids that may stand in them, the questions and
options that conditions may read, and the words shown for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from sourcing.rulebook.axes import Axis, Space
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.content import KINDS, Content
from sourcing.rulebook.requests import ASKING
from sourcing.rulebook.schema_ids import Offered, offered_ids, titled
from sourcing.rulebook.schema_words import FACTS, OPERATORS, key_words
from sourcing.values import CITATION_PATTERN, FORMS

Schema: TypeAlias = dict[str, Any]

# Draft 7 is what editors' language servers support in full.
DIALECT = "http://json-schema.org/draft-07/schema#"
_NOT_BEFORE_A_BREAK = r"(?!\n)"
_FLAGS = ("flags", "signals", "without", "signal", "flag")
_CHANNELS = ("excludes", "for", "against", "channels", "favours", "excluded", "possible", "split")
_IDS: Mapping[str, str] = {
    **dict.fromkeys(_FLAGS, "signal"),
    **dict.fromkeys(_CHANNELS, "channel"),
    **dict.fromkeys(("rivals", "parent", "child", "organisations"), "organisation"),
    "recommended": "outcome",
    "safeguards": "safeguard",
    "avoid": "practice",
    "criterion": "criterion",
    "strength": "strength",
    "overrides": "rule",
    "along": "scale",
    "theme": "theme",
}
"""What the ids under a key are ids of, in every record that has the key."""
_ASKED: Mapping[tuple[str, str], str] = {
    ("SignalRule", "ask"): "question",
    **{("ConflictRule", key): kind for key, kind in ASKING.items()},
    ("Safeguard", "text"): "any",
}
"""Texts in place of which the id of a request to vendors may stand, and of which kind."""
_TEXTS = frozenset({("Practice", "avoid")})
"""Keys that are text, though other records hold ids under them."""
_READS: Mapping[str, str] = {
    **dict.fromkeys(("Impossible", "Preference", "Split"), "lot"),
    "Gate": "answers",
    **dict.fromkeys(("StatusRule", "SignalRule", "Safeguard", "Practice"), "outcome"),
    **dict.fromkeys(("ConflictRule", "Law"), "vendor"),
    "CostFigure": "cost",
    "Assumption": "mission",
}
"""What the conditions of a record may read."""


def rules_schema(rulebook: Rulebook) -> Schema:
    """Return the schema of a rule file, which may hold any kinds of records."""
    schema = Content.model_json_schema(by_alias=True)
    records: Schema = schema["$defs"]
    definitions = {
        **records,
        **_ids(rulebook),
        **_axes(rulebook),
        **_conditions(rulebook),
        "citation": _citation(rulebook),
    }
    for name, record in records.items():
        _describe_record(name, record)
    kinds = {kind: _kind(kind, schema["properties"][kind], records) for kind in KINDS}
    return {
        "$schema": DIALECT,
        "title": "Rule file",
        "description": "Records of a rulebook, by kind, in any order and any number of files.",
        "type": "object",
        "additionalProperties": False,
        "properties": kinds,
        "$defs": dict(sorted(definitions.items())),
    }


def _kind(name: str, schema: Schema, records: Mapping[str, Schema]) -> Schema:
    record = records[schema["items"]["$ref"].rpartition("/")[2]]
    said = {"title": titled(name), "description": schema.get("description", record["description"])}
    return {**said, "type": "array", "items": schema["items"]}


def _describe_record(name: str, record: Schema) -> None:
    record["description"] = record.get("description", "").partition("\n\n")[0]
    for key, found in record.get("properties", {}).items():
        said = found.get("description") or key_words(name, key)
        form = _form(name, key, _plain(found))
        record["properties"][key] = {**form, "title": titled(key), "description": said}


def _form(name: str, key: str, found: Schema) -> Schema:
    """Return what may stand under a key: what its record says, and what the rulebook knows."""
    if name in _READS and key in ("when", "any", "unless"):
        one = _ref(f"condition.{_READS[name]}")
        several = {"type": "array", "items": one, "minItems": 1}
        return {"when": one, "any": several, "unless": {"anyOf": [one, several]}}[key]
    if (name, key) == ("Slice", "answers"):
        return _ref("answers")
    if (name, key) == ("Case", "brief"):
        lot = {"type": "object", "properties": {"answers": _ref("answers")}}
        lots = {"type": "array", "items": lot}
        return {"type": "object", "required": ["lots"], "properties": {"lots": lots}}
    if (name, key) in _ASKED:
        return {"anyOf": [_ref(f"id.request.{_ASKED[name, key]}"), found]}
    if key in _IDS and (name, key) not in _TEXTS:
        return _leaves(found, _ref(f"id.{_IDS[key]}"))
    return found


def _leaves(schema: Schema, one: Schema) -> Schema:
    """Return the same lists and values, each value one of the ids that are known."""
    if schema.get("type") != "array":
        return one
    return {**schema, "items": _leaves(schema["items"], one)}


def _plain(schema: Schema) -> Schema:
    """Return a schema as people write files: what is not said is left out and not `null`."""
    forms = [form for form in schema.get("anyOf", ()) if form != {"type": "null"}]
    known = {k: v for k, v in schema.items() if k not in ("anyOf", "default", "title")}
    if len(forms) == 1:
        return _plain({**known, **forms[0]})
    if forms:
        known["anyOf"] = [_plain(form) for form in forms]
    if schema.get("default"):
        known["default"] = schema["default"]
    if "items" in known:
        known["items"] = _plain(known["items"])
    if isinstance(known.get("additionalProperties"), dict):
        known["additionalProperties"] = _plain(known["additionalProperties"])
    if known.get("pattern") == CITATION_PATTERN:
        return _ref("citation")
    return {**known, **_pattern(known["pattern"])} if "pattern" in known else known


def _pattern(pattern: str) -> Schema:
    said = f"write it in the form {FORMS[pattern]}"
    return {"pattern": pattern.replace(_NOT_BEFORE_A_BREAK, ""), "patternErrorMessage": said}


def _citation(rulebook: Rulebook) -> Schema:
    sources = sorted(rulebook.sources)
    if not sources:
        return {"type": "string", **_pattern(CITATION_PATTERN)}
    listed = "\n".join(f"- {name}: {rulebook.sources[name].title}" for name in sources)
    names = "|".join(name.replace(".", r"\.") for name in sources)
    return {
        "type": "string",
        "description": f"Where it stands: source id, colon, line.\n\n{listed}",
        "pattern": f"^({names}):[1-9][0-9]*$",
        "patternErrorMessage": f"write source:line, with one of: {', '.join(sources)}",
    }


def _ids(rulebook: Rulebook) -> Schema:
    return {f"id.{name}": _one_of(offered) for name, offered in offered_ids(rulebook).items()}


def _axes(rulebook: Rulebook) -> Schema:
    found: Schema = {}
    for axis in {a.id: a for space in _spaces(rulebook).values() for a in space}.values():
        option = _ref(f"option.{axis.id}")
        found[f"option.{axis.id}"] = _one_of(_options(rulebook, axis))
        found[f"test.{axis.id}"] = _test(axis, option)
    return found


def _test(axis: Axis, option: Schema) -> Schema:
    operands: Schema = {"not": _ref(f"test.{axis.id}")}
    if axis.kind == "scale":
        operands |= {"at_least": option, "at_most": option}
    if axis.tags:
        tag = {"type": "string", "enum": sorted(axis.tags)}
        operands["tagged"] = {"anyOf": [tag, {"type": "array", "items": tag, "minItems": 1}]}
    tests = {
        name: {**operands[name], "title": name, "description": OPERATORS[name]}
        for name in OPERATORS
        if name in operands
    }
    # On a multiple choice an empty list asks that nothing is chosen.
    several = {
        "type": "array",
        "items": option,
        "minItems": 0 if axis.kind == "multiple" else 1,
    }
    operators = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": False,
        "properties": tests,
    }
    return {"anyOf": [option, several, operators]}


def _options(rulebook: Rulebook, axis: Axis) -> list[Offered]:
    question = rulebook.questions.get(axis.id) or rulebook.facts.get(axis.id)
    if question:
        # Editors show the option over the question's key too, so it says what it answers.
        asked = f"An answer to: {question.label}"
        return [
            (
                option.id,
                option.label,
                "\n\n".join(filter(None, (option.hint, option.example, asked))),
            )
            for option in question.options
        ]
    channels = {channel.id: channel for channel in rulebook.channels}
    return [
        (option, channels[option].label, channels[option].what)
        if option in channels
        else (option, titled(option), "")
        for option in axis.options
    ]


def _conditions(rulebook: Rulebook) -> Schema:
    found: Schema = {}
    for name, axes in _spaces(rulebook).items():
        entries = {axis.id: _asked(rulebook, axis, f"test.{axis.id}") for axis in axes}
        found[f"condition.{name}"] = _entries(entries) | {
            "description": "What must be so; every entry must hold"
        }
    answers = {}
    for axis in rulebook.space.axes[: len(rulebook.questions)]:
        option = _asked(rulebook, axis, f"option.{axis.id}")
        several = {"type": "array", "items": _ref(f"option.{axis.id}")}
        said = {k: v for k, v in option.items() if k != "$ref"}
        answers[axis.id] = {**said, **several} if axis.kind == "multiple" else option
    return {**found, "answers": _entries(answers)}


def _spaces(rulebook: Rulebook) -> Mapping[str, tuple[Axis, ...]]:
    spaces: Mapping[str, Space] = {
        "lot": rulebook.space,
        "outcome": rulebook.outcome_space,
        "vendor": rulebook.vendor_space,
    }
    # What follows from prices can neither decide who has a price nor what it is made of.
    asked = rulebook.space.axes[: len(rulebook.questions)]
    channel = rulebook.cost_space.axes[len(rulebook.space.axes) :]
    mission = tuple(rulebook.space.axes[i] for i in rulebook.mission)
    return {
        **{name: space.axes for name, space in spaces.items()},
        "answers": asked,
        "cost": (*asked, *channel),
        "mission": mission,
    }


def _asked(rulebook: Rulebook, axis: Axis, definition: str) -> Schema:
    question = rulebook.questions.get(axis.id) or rulebook.facts.get(axis.id)
    if question:
        title, description = question.label, question.hint or ""
    else:
        title, description = FACTS.get(axis.id, (titled(axis.id), ""))
    return {**_ref(definition), "title": title, "description": description}


def _entries(properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _one_of(offered: Iterable[Offered]) -> Schema:
    """Return the schema of one of these ids, in words; any text where there are none yet."""
    forms = [
        {"const": name, "title": title, "description": meaning}
        if meaning
        else {"const": name, "title": title}
        for name, title, meaning in offered
    ]
    return {"oneOf": forms} if forms else {"type": "string"}


def _ref(definition: str) -> Schema:
    return {"$ref": f"#/$defs/{definition}"}
