"""Every kind of rule has an example that loads beside the shipped rulebook and does what it says.

An example's worked cases fail without its other records and pass with them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sourcing.assurance.cases.worked import run_cases
from sourcing.assurance.laws.prove import refuted
from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from sourcing.rulebook.model.content import KINDS
from sourcing.rulebook.reader import read_text
from tests.help.conftest import Chapter

Plain = dict[str, Any]
ON = date(2026, 11, 20)
ALONE = {"example-cases"}
"""An example of a case: it needs no other record to pass."""


def beside(book: Rulebook, *added: Plain) -> Rulebook:
    """Return a rulebook with more records; those of the same id take the place of its own."""
    content = {kind: list(records) for kind, records in canonical(book.content).items()}
    for records_by_kind in added:
        for kind, records in records_by_kind.items():
            fresh = {record.get("id") for record in records}
            kept = [one for one in content.get(kind, []) if one.get("id") not in fresh]
            content[kind] = sorted([*kept, *records], key=lambda one: str(one.get("id", "")))
    return load_content(content, "the help")


def passing(book: Rulebook, *added: Plain) -> bool:
    """Say whether the cases among the records pass; records that do not load fail."""
    try:
        results = run_cases(beside(book, *added), on=ON)
    except InvalidInputError:
        return False
    assert results
    return all(result.passed for result in results)


@pytest.fixture
def examples(chapter: Chapter) -> dict[str, Plain]:
    page = chapter("/help/rules")
    assert {kind for kind, _ in page.examples.values()} == {"rules"}
    return {name: read_text(text, name).value for name, (_, text) in page.examples.items()}


def test_every_kind_of_rule_has_an_example(examples: dict[str, Plain]) -> None:
    assert {kind for records in examples.values() for kind in records} == set(KINDS)


def test_every_example_loads_beside_the_shipped_rules(
    examples: dict[str, Plain], rulebook: Rulebook
) -> None:
    sources = examples["example-sources"]
    for name, records in examples.items():
        rules = {kind: found for kind, found in records.items() if kind != "cases"}
        loaded = beside(rulebook, sources, rules)
        assert loaded.fingerprint != rulebook.fingerprint, name


def test_every_case_passes_with_its_example_and_fails_without(
    examples: dict[str, Plain], rulebook: Rulebook
) -> None:
    sources = examples["example-sources"]
    for name, records in examples.items():
        if "cases" not in records:
            continue
        assert passing(rulebook, sources, records), name
        if name not in ALONE:
            assert not passing(rulebook, {"cases": records["cases"]}), name


def test_the_law_holds(examples: dict[str, Plain], rulebook: Rulebook) -> None:
    laws = examples["example-laws"]
    book = beside(rulebook, examples["example-sources"], laws)
    broken = {found.law.id for found in refuted(book)}
    assert not broken & {law["id"] for law in laws["laws"]}


def test_an_impossible_combination_is_refused(
    examples: dict[str, Plain], rulebook: Rulebook
) -> None:
    (rule,) = examples["example-impossible"]["impossible"]
    four = {"task_type": "task-image-boxes", "credential_rarity": "none", "duration": "one_off"}
    brief = parse_brief({"lots": [{"answers": {**four, **rule["when"]}}]}, nowhere("brief"))
    assert decide(rulebook, brief, on=ON).lots
    with pytest.raises(InvalidInputError, match=rule["because"]):
        decide(beside(rulebook, examples["example-impossible"]), brief, on=ON)
