"""`sourcing schema`: what rule files and briefs may hold, as JSON Schema for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import click

from sourcing.brief import Brief
from sourcing.cli.common import output_option, rulebook_from, rules_argument, write
from sourcing.cli.exits import FINE
from sourcing.rulebook.schema import rules_schema

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@click.command("schema")
@click.argument("kind", type=click.Choice(["rules", "brief", "both"]), default="both")
@rules_argument
@click.option(
    "--format", "form", type=click.Choice(["json"]), default="json", help="A schema is JSON."
)
@output_option
def command(
    kind: Literal["rules", "brief", "both"],
    rules: Path | None,
    form: Literal["json"],  # noqa: ARG001 - every command that has a result takes it
    output: Path | None,
) -> int:
    """Print the JSON Schema of rule files, of briefs, or of both in one object.

    An editor that knows it completes keys and ids, explains them, and marks mistakes while you
    type. That of rule files is made from the rulebook in the folder RULES, by default the one in
    use; make it again when ids or labels change.

    \b
    Example:
      sourcing schema rules rules --output rules/.schema/rules.json
    """
    chosen: Schema = {}
    if kind in ("rules", "both"):
        chosen["rules"] = rules_schema(rulebook_from(rules))
    if kind in ("brief", "both"):
        chosen["brief"] = brief_schema()
    chosen = chosen if kind == "both" else chosen[kind]
    write(json.dumps(chosen, ensure_ascii=False, indent=1), output)
    return FINE


def brief_schema() -> Schema:
    """Return the schema of a brief."""
    return {"$schema": DIALECT, **Brief.model_json_schema(by_alias=True)}
