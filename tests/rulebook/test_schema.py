"""The schema of rule files: complete, in words, and the one that stands beside the rules."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import rule_files
from sourcing.rulebook.model.content import KINDS
from sourcing.rulebook.schema import rules_schema
from tests import small
from tests.cli.conftest import Run, run  # noqa: F401 - a fixture
from tests.conftest import RULES

SCHEMA = RULES / ".schema" / "rules.json"
RENEW = "sourcing schema rules rules --output rules/.schema/rules.json"


@pytest.fixture(scope="module")
def schema(rulebook: Rulebook) -> dict[str, Any]:
    return rules_schema(rulebook)


def keys(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key that rule files may hold, with its schema."""
    for name, record in {"": schema, **schema["$defs"]}.items():
        for key, form in record.get("properties", {}).items():
            yield f"{name}.{key}", form


class TestWords:
    """Whatever an editor shows is said in words."""

    def test_every_key(self, schema: dict[str, Any]) -> None:
        mute = [name for name, form in keys(schema) if not form.get("title")]
        mute += [name for name, form in keys(schema) if not form.get("description")]
        assert mute == [], "say what they mean in sourcing/rulebook/schema_words.py"

    def test_options_as_buyers_read_them(self, schema: dict[str, Any], rulebook: Rulebook) -> None:
        for question in rulebook.questions.values():
            said = schema["$defs"][f"option.{question.id}"]["oneOf"]
            assert [(form["const"], form["title"]) for form in said] == [
                (option.id, option.label) for option in question.options
            ]


class TestForms:
    """What may be written depends on the kind of rule."""

    @pytest.mark.parametrize(
        ("record", "reads"),
        [
            ("Gate", "answers"),
            ("Preference", "lot"),
            ("StatusRule", "outcome"),
            ("ConflictRule", "vendor"),
            ("Law", "vendor"),
            ("CostFigure", "cost"),
            ("Assumption", "mission"),
        ],
    )
    def test_conditions(self, schema: dict[str, Any], record: str, reads: str) -> None:
        when = schema["$defs"][record]["properties"]["when"]
        assert when["$ref"] == f"#/$defs/condition.{reads}"

    def test_only_what_comes_after_prices_reads_what_follows_from_them(
        self, schema: dict[str, Any], rulebook: Rulebook
    ) -> None:
        offered = {
            name: set(schema["$defs"][f"condition.{name}"]["properties"])
            for name in ("lot", "answers", "cost")
        }
        assert offered["answers"] == set(rulebook.questions)
        assert offered["lot"] == {*rulebook.questions, *rulebook.facts}
        assert offered["cost"] == {*rulebook.questions, "channel"}

    def test_order_is_asked_of_scales_alone(self, schema: dict[str, Any]) -> None:
        tests = {
            name: schema["$defs"][f"test.{name}"]["anyOf"][2]["properties"]
            for name in ("data_sensitivity", "task_type")
        }
        assert set(tests["data_sensitivity"]) == {"at_least", "at_most", "not"}
        assert set(tests["task_type"]) == {"not", "tagged"}

    def test_every_reference_leads_somewhere(self, schema: dict[str, Any]) -> None:
        for name in {part.split('"')[0] for part in json.dumps(schema).split('"#/$defs/')[1:]}:
            assert name in schema["$defs"]

    def test_another_subject(self) -> None:
        """A rulebook without sources, signals or vendors has a schema too."""
        schema = rules_schema(small.rulebook_of())
        assert set(schema["properties"]) == set(KINDS)
        assert schema["$defs"]["id.signal"] == {"type": "string"}
        assert set(schema["$defs"]["condition.mission"]["properties"]) == {"weather", "travellers"}


class TestOnDisk:
    """Editors read the schema from the rules folder; it is renewed with the rules."""

    def test_up_to_date(self, run: Run) -> None:  # noqa: F811 - the fixture
        made = run("schema", "rules", str(RULES)).out
        assert SCHEMA.read_text("utf-8") == made, f"renew it: {RENEW}"

    def test_every_rule_file_names_it(self) -> None:
        def first(path: Path) -> str:
            return f"# yaml-language-server: $schema={os.path.relpath(SCHEMA, path.parent)}"

        bare = {
            path.relative_to(RULES).as_posix(): first(path)
            for path in rule_files(RULES)
            if path.read_text("utf-8").partition("\n")[0] != first(path)
        }
        assert not bare, f"put these as first lines, and renew the schema they name: {RENEW}"

    def test_the_loader_passes_over_it(self) -> None:
        assert SCHEMA.parent not in {path.parent for path in rule_files(RULES)}
