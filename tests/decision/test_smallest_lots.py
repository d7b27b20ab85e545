"""The smallest and the longest lots that a brief can hold are decided, priced and shown."""

from __future__ import annotations

from typing import Any

import pytest

from sourcing.brief import nowhere
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.decision.intake.brief import take_brief
from sourcing.report.text import as_text
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import ON

GENERAL = {
    "task_type": "task-dialogue-safety",
    "credential_rarity": "skilled_generalist",
    "data_sensitivity": "competitive",
    "duration": "ongoing",
}
EXPERT = {
    "task_type": "task-domain-medical",
    "credential_rarity": "licensed",
    "data_sensitivity": "regulated",
    "duration": "ongoing",
}


@pytest.mark.parametrize("answers", [GENERAL, EXPERT])
@pytest.mark.parametrize(
    "volume",
    [
        {"hours": "0.0000001"},
        {"hours": "0.01"},
        {"items": "1", "minutes_per_item": "0.01"},
        {"people": "0.01", "weeks": "0.01", "hours_per_week": "0.01"},
        {"units": "0.0001", "unit": "environment"},
        {"hours": "10000000000"},
    ],
)
@pytest.mark.parametrize("end", ["2027-01-02", "9999-12-31"])
def test_any_volume_is_decided(
    rulebook: Rulebook, answers: dict[str, str], volume: dict[str, str], end: str
) -> None:
    lot: dict[str, Any] = {"name": "x" * 200, "answers": answers, "volume": volume}
    brief = {"lots": [lot], "budget": {"amount": "1"}, "start": "2027-01-01", "end": end}
    taken = take_brief(rulebook, brief, nowhere("brief"), on=ON)
    document = decision_document(rulebook, decide(rulebook, taken, on=ON))
    assert as_text(document)


def test_a_slice_has_a_name_that_a_lot_can_have(rulebook: Rulebook) -> None:
    case = next(c for c in rulebook.content.cases if any(lot.split for lot in c.expect.lots))
    lots = [{**lot, "name": "x" * 200} for lot in case.brief["lots"]]
    taken = take_brief(rulebook, {**case.brief, "lots": lots}, nowhere("brief"), on=ON)
    found = [lot.split for lot in decide(rulebook, taken, on=ON).lots if lot.split]
    assert found
    for part in found[0].slices:
        assert len(part.lot.name) <= 200
        assert part.lot.name.endswith(f": {part.name}")
