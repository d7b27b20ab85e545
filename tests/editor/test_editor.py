"""What an editor with the real yaml-language-server does for somebody who writes rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import rule_files
from tests.conftest import RULES
from tests.editor.language_server import LanguageServer, running
from tests.leftout import language_server

pytestmark = pytest.mark.editor

GATES = RULES / "channel-rules" / "gates.yaml"
GATE = """\
# yaml-language-server: $schema=../.schema/rules.json
gates:
  - id: a-gate
    kind: policy
    excludes: [crowd]
    because: So it is.
"""


@pytest.fixture(scope="module")
def editor() -> Iterator[LanguageServer]:
    program = language_server()
    assert program
    with running(program, RULES) as server:
        yield server


class TestCompletion:
    """Nobody has to remember an id."""

    def test_questions_in_a_condition(self, editor: LanguageServer, rulebook: Rulebook) -> None:
        offered = editor.offers(GATES, GATE + "    when:\n      |\n")
        assert set(offered) == set(rulebook.questions), "a gate reads questions, and nothing else"
        written, words = offered["data_sensitivity"]
        assert written.startswith("data_sensitivity:")
        assert words == rulebook.questions["data_sensitivity"].hint

    @pytest.mark.parametrize("test", ["|", "{at_least: |}", "{not: |}"])
    def test_options_of_a_question(
        self, editor: LanguageServer, rulebook: Rulebook, test: str
    ) -> None:
        offered = editor.offers(GATES, f"{GATE}    when:\n      data_sensitivity: {test}\n")
        options = rulebook.questions["data_sensitivity"].options
        assert {option.id for option in options} <= set(offered)
        assert str(options[2].hint) in offered[options[2].id][1]

    def test_what_yaml_would_read_as_a_truth_value(self, editor: LanguageServer) -> None:
        """`yes` is written as rule files write it, without quotes."""
        offered = editor.offers(GATES, GATE + "    when:\n      strategic: |\n")
        assert {written for written, _ in offered.values()} >= {"yes", "no"}

    def test_facts_of_vendors_where_they_may_be_read(
        self, editor: LanguageServer, rulebook: Rulebook
    ) -> None:
        rule = (
            "# yaml-language-server: $schema=../.schema/rules.json\nconflict_rules:\n  - unless:\n"
        )
        offered = editor.offers(RULES / "conflicts" / "record.yaml", rule + "      - |\n")
        assert {axis.id for axis in rulebook.vendor_space.axes} == set(offered)

    def test_ids_of_other_records(self, editor: LanguageServer, rulebook: Rulebook) -> None:
        offered = editor.offers(GATES, GATE.replace("[crowd]", "\n      - |"))
        assert set(offered) == set(rulebook.channel_ids)
        offered = editor.offers(GATES, GATE + "    overrides:\n      - |\n")
        assert "bulk-of-strategic-feedback-to-marketplaces" in offered


class TestHover:
    """An id says what it stands for."""

    @pytest.mark.parametrize("test", ["comp|etitive", "[comp|etitive]", "{at_most: comp|etitive}"])
    def test_option(self, editor: LanguageServer, rulebook: Rulebook, test: str) -> None:
        shown = editor.hover(GATES, f"{GATE}    when: {{data_sensitivity: {test}}}\n")
        option = rulebook.questions["data_sensitivity"].options[2]
        assert option.label in shown
        assert str(option.hint) in shown

    def test_question(self, editor: LanguageServer, rulebook: Rulebook) -> None:
        rule = GATE + "    when: {data_sens|itivity: {at_least: competitive}}\n"
        assert rulebook.questions["data_sensitivity"].label in editor.hover(GATES, rule)

    def test_key(self, editor: LanguageServer) -> None:
        assert "in a sentence" in editor.hover(GATES, GATE.replace("because", "bec|ause"))


class TestDiagnostics:
    """Mistakes are marked while they are made, and nothing else is."""

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ("wehn: {}", "Property wehn is not allowed"),
            ("when: {data_sensitivty: public}", "Property data_sensitivty is not allowed"),
            ("when: {rival_stake: none}", "Property rival_stake is not allowed"),
            ("when: {data_sensitivity: publik}", '"public" | "confidential"'),
            ("when: {task_type: {at_least: task-ner}}", "Value must be"),
            ("overrides: [no-such-rule]", '"no-crowd-for-'),
            ("sources: [feild-guide:9]", "write source:line, with one of"),
        ],
    )
    def test_a_mistake(self, editor: LanguageServer, line: str, message: str) -> None:
        [problems] = editor.problems((GATES, f"{GATE}    {line}\n"))
        assert any(message in problem for problem in problems), problems

    def test_every_shipped_file_is_accepted(self, editor: LanguageServer) -> None:
        drafts = [(path, path.read_text("utf-8")) for path in rule_files(RULES)]
        found = dict(zip(map(_shown, drafts), editor.problems(*drafts), strict=True))
        assert not {path: problems for path, problems in found.items() if problems}


def _shown(draft: tuple[Path, str]) -> str:
    return draft[0].relative_to(RULES).as_posix()
