"""What is wrong with one part of a brief hides nothing that is wrong with another."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.brief import nowhere
from sourcing.decision.intake.brief import take_brief
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import ON

SOUND: dict[str, Any] = {
    "title": "Ratings",
    "organisation": {"name": "Acme"},
    "competitors": ["meta"],
    "vendors": ["sama"],
    "budget": {"amount": "250000", "currency": "EUR"},
    "exchange": {
        "currency": "EUR",
        "one_is_worth": "1.1",
        "of": "USD",
        "as_of": "2026-11-01",
        "source": "ECB",
    },
    "declarations": [
        {"person": "Ana", "interest": "Shares", "date": "2026-11-01", "handling": "Stays out"}
    ],
    "start": "2027-01-10",
    "end": "2027-03-31",
    "lots": [
        {
            "answers": {
                "task_type": "task-support-rating",
                "credential_rarity": "none",
                "data_sensitivity": "public",
                "duration": "one_off",
            },
            "volume": {"hours": "4000"},
            "quotes": {"crowd": {"bill_rate": "20"}},
            "chosen": {"channel": "managed_vendor", "reason": "They know us", "person": "Ana"},
        },
        {"name": "Second", "answers": {}},
    ],
}
SLIPS: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "unknown key": (("wishes",), 1, "wishes: unknown key"),
    "no text": (("title",), 5, "title: expected text"),
    "no mapping": (("organisation",), "Acme", "organisation: expected a mapping"),
    "no country": (("worker_countries",), ["XX"], "no country has this code"),
    "no day": (("start",), "2027-13-01", "start: expected a day"),
    "no figure": (("exchange", "one_is_worth"), "x", "exchange one_is_worth: expected a figure"),
    "a day to come": (("exchange", "as_of"), "2026-11-21", "2026-11-21 is after the day of the"),
    "declared too late": (("declarations", 0, "date"), "2027-01-01", "2027-01-01 is after the day"),
    "half declared": (("declarations", 0, "person"), None, "declarations[1] person: expected text"),
    "no hours": (("lots", 0, "volume", "hours"), "x", "lots[1] volume hours: expected a figure"),
    "two volumes": (("lots", 0, "volume", "units"), 5, "lots[1] volume: give the volume in one way"),
    "unknown question": (("lots", 0, "answers", "durtaion"), "ongoing", "did you mean 'duration'?"),
    "a number unasked": (("lots", 0, "answers", "taks"), 5, "unknown question 'taks'; known: "),
    "unknown option": (("lots", 0, "answers", "control"), "hihg", "did you mean 'high'?"),
    "a number chosen": (("lots", 0, "answers", "strategic"), 7, "'strategic' takes one option"),
    "quote for nobody": (("lots", 0, "quotes", "nobodyy"), {"pay": "5"}, "'nobodyy' is neither"),
    "quote below zero": (("lots", 0, "quotes", "crowd", "bill_rate"), "-1", "quotes crowd bill_rate"),
    "no such channel": (("lots", 0, "chosen", "channel"), "drct", "did you mean 'direct'?"),
    "nobody chose": (("lots", 0, "chosen", "person"), "", "chosen person: must not be empty"),
    "no lot": (("lots", 1), 5, "lots[2]: expected a mapping"),
}  # fmt: skip


def slipped(names: list[str]) -> dict[str, Any]:
    brief = deepcopy(SOUND)
    for name in names:
        path, value, _ = SLIPS[name]
        held: Any = brief
        for step in path[:-1]:
            held = held[step]
        held[path[-1]] = value
    return brief


def told(rulebook: Rulebook, brief: object) -> list[str]:
    try:
        take_brief(rulebook, brief, nowhere("brief"), on=ON)
    except InvalidInputError as error:
        return [problem.message for problem in error.problems]
    return []


def test_the_sound_brief_is_taken(rulebook: Rulebook) -> None:
    assert told(rulebook, SOUND) == []


@pytest.mark.parametrize("name", SLIPS)
def test_each_slip_is_told_by_itself(rulebook: Rulebook, name: str) -> None:
    messages = told(rulebook, slipped([name]))
    assert len(messages) == 1
    assert SLIPS[name][2] in messages[0]


@given(names=st.lists(st.sampled_from(sorted(SLIPS)), min_size=2, unique=True))
def test_slips_are_told_in_every_combination(rulebook: Rulebook, names: list[str]) -> None:
    """Each of them, and nothing else: no slip makes another part look wrong."""
    messages = told(rulebook, slipped(names))
    assert len(messages) == len(names), messages
    for name in names:
        assert any(SLIPS[name][2] in message for message in messages), (name, messages)


def test_all_slips_at_once(rulebook: Rulebook) -> None:
    assert len(told(rulebook, slipped(list(SLIPS)))) == len(SLIPS)


def test_what_is_missing_hides_nothing(rulebook: Rulebook) -> None:
    brief = deepcopy(SOUND)
    del brief["exchange"]["source"], brief["lots"][0]["chosen"]["person"]
    brief["lots"][0]["chosen"]["channel"] = "drct"
    brief["organisation"] = {"is": "nobody"}
    messages = " ".join(told(rulebook, brief))
    for words in ("exchange lacks 'source'", "chosen lacks 'person'", "'drct'", "'nobody'"):
        assert words in messages


def test_what_excludes_a_quote_is_told_beside_a_slip(rulebook: Rulebook) -> None:
    """Answers that could be read still say what they say."""
    brief = slipped(["unknown option", "no hours"])
    brief["lots"][0]["answers"]["data_sensitivity"] = "defence"
    messages = told(rulebook, brief)
    assert any(message.startswith("these answers exclude 'crowd'") for message in messages)


@pytest.mark.parametrize("lots", [[], 5, None, "x", [[]], {}, [None] * 300])
def test_odd_lots_hide_nothing(rulebook: Rulebook, lots: object) -> None:
    messages = told(rulebook, {"lots": lots, "organisation": {"is": "nobody"}})
    assert any("lots" in message for message in messages)
    assert any("unknown organisation 'nobody'" in message for message in messages)


@pytest.mark.parametrize("brief", [None, 5, "x", [], [{}]])
def test_what_is_no_brief_at_all(rulebook: Rulebook, brief: object) -> None:
    (message,) = told(rulebook, brief)
    assert message.startswith("the file: expected a mapping")
