"""`sourcing schema`: what rule files and briefs may hold, as JSON Schema for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import click

from sourcing.brief import Brief
from sourcing.cli.common import output_option, write
from sourcing.cli.exits import FINE
from sourcing.rulebook.model.content import Content

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
CONDITION = "#/$defs/Condition"
MATCHER = "#/$defs/Matcher"
MATCHER_SCHEMA: Schema = {
    "description": (
        "What an answer must be: an option; a list of options, of which one must be given; or "
        "tests, which must all hold. On a question that takes several answers an option asks "
        "whether it is among them, and `[]` whether there are none."
    ),
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": "string"}},
        {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": False,
            "properties": {
                "at_least": {
                    "type": "string",
                    "description": "This option of a scale, or one further up",
                },
                "at_most": {
                    "type": "string",
                    "description": "This option of a scale, or one further down",
                },
                "not": {"$ref": MATCHER, "description": "Anything else"},
                "tagged": {
                    "anyOf": [
                        {"type": "string"},
                        {"type": "array", "items": {"type": "string"}, "minItems": 1},
                    ],
                    "description": "An option that carries this tag, or one of these",
                },
            },
        },
    ],
}
CONDITION_SCHEMA: Schema = {
    "description": (
        "Questions by id, and what the answer to each must be; every entry must hold, as in "
        "`{size: {at_least: medium}, colour: [red, green], taste: {not: sour}}`"
    ),
    "type": "object",
    "additionalProperties": {"$ref": MATCHER},
}


@click.command("schema")
@click.argument("kind", type=click.Choice(["rules", "brief", "both"]), default="both")
@click.option(
    "--format", "form", type=click.Choice(["json"]), default="json", help="A schema is JSON."
)
@output_option
def command(
    kind: Literal["rules", "brief", "both"],
    form: Literal["json"],  # noqa: ARG001 - every command that has a result takes it
    output: Path | None,
) -> int:
    """Print the JSON Schema of rule files, of briefs, or of both in one object.

    An editor that knows it completes keys and marks mistakes while you type.

    \b
    Example:
      sourcing schema rules --output rules.schema.json
    """
    schemas = {"rules": rules_schema(), "brief": brief_schema()}
    chosen: Schema = schemas if kind == "both" else schemas[kind]
    write(json.dumps(chosen, ensure_ascii=False, indent=1), output)
    return FINE


def brief_schema() -> Schema:
    """Return the schema of a brief."""
    return {"$schema": DIALECT, **Brief.model_json_schema(by_alias=True)}


def rules_schema() -> Schema:
    """Return the schema of a rule file, which may hold any kinds of records."""
    schema = Content.model_json_schema(by_alias=True)
    for definition in schema["$defs"].values():
        _describe_conditions(definition.get("properties", {}))
    schema["$defs"] |= {"Condition": CONDITION_SCHEMA, "Matcher": MATCHER_SCHEMA}
    return {"$schema": DIALECT, **schema, "title": "Rule file"}


def _describe_conditions(properties: Schema) -> None:
    # The records take any mapping here and the compiler says what is wrong with it; an editor
    # has no compiler, so it is told the language itself.
    several = {"type": "array", "items": {"$ref": CONDITION}}
    forms: dict[str, Schema] = {
        "when": {"$ref": CONDITION},
        "any": several,
        "unless": {"anyOf": [{"$ref": CONDITION}, several]},
    }
    for name, form in forms.items():
        if name in properties:
            said = {k: v for k, v in properties[name].items() if k in ("description", "title")}
            properties[name] = {**form, **said}
