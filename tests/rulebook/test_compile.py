"""What the compiler refuses, though each record by itself is sound."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content


@pytest.fixture
def content(rulebook: Rulebook) -> dict[str, Any]:
    """The shipped content as plain values, to be spoiled."""
    return deepcopy(canonical(rulebook.content))


def refusal(content: dict[str, Any]) -> str:
    with pytest.raises(InvalidInputError) as refused:
        load_content(content, "spoiled")
    return str(refused.value)


class TestRecordsThatDisagree:
    """Records that each are sound and together are not."""

    def test_two_figures_for_one_lot(self, content: dict[str, Any]) -> None:
        """Two pay figures of one rank that could apply to one lot are refused by name."""
        first = next(figure for figure in content["cost_figures"] if figure["input"] == "pay")
        content["cost_figures"].append({**first, "id": "zz-twin"})
        assert f"'{first['id']}' and 'zz-twin' can apply to the same lot" in refusal(content)

    def test_two_assumptions_for_one_state(self, content: dict[str, Any]) -> None:
        """Two assumptions of one question that can hold together are refused."""
        question = next(q for q in content["questions"] if q["id"] == "data_regime")
        question["assumed_when"].append(
            {"when": {"duration": "one_off"}, "option": ["gdpr"], "because": "A test"}
        )
        assert "can hold together" in refusal(content)

    def test_assumption_on_a_further_question(self, content: dict[str, Any]) -> None:
        """An assumption may speak of mission questions only, since others may be open."""
        question = next(q for q in content["questions"] if q["id"] == "harmful_content")
        question["assumed_when"] = [{"when": {"control": "high"}, "option": "yes", "because": "x"}]
        assert "may only speak of mission questions" in refusal(content)

    def test_a_gate_or_figure_that_reads_what_follows_from_prices(
        self, content: dict[str, Any]
    ) -> None:
        """Gates decide what has a price, so they cannot wait for prices; nor can figures."""
        content["gates"][0]["when"] = {"break_even": "beyond"}
        content["cost_figures"][0].setdefault("when", {})["break_even"] = "beyond"
        message = refusal(content)
        assert f"'{content['gates'][0]['id']}': reads a fact that is worked out" in message
        assert f"'{content['cost_figures'][0]['id']}': reads a fact that is worked" in message

    def test_rules_that_override_each_other(self, content: dict[str, Any]) -> None:
        """A circle of overrides is refused, and names its rules."""
        one, other = content["preferences"][:2]
        one["overrides"] = [other["id"]]
        other["overrides"] = [one["id"]]
        message = refusal(content)
        assert "override each other in a circle" in message
        assert one["id"] in message
        assert other["id"] in message

    def test_one_alias_for_two_organisations(self, content: dict[str, Any]) -> None:
        """A spelling that two organisations claim is refused."""
        content["organisations"][0]["aliases"] = ["Twin"]
        content["organisations"][1]["aliases"] = ["TWIN"]
        assert "'twin' names both" in refusal(content)
