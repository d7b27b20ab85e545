"""The document of a decision is sound as it is written, and what was altered in it is found."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import sourcing
from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.check import document_faults
from sourcing.decision.document.replay import replay
from sourcing.decision.document.write import packet, to_json, with_history
from sourcing.problems import InvalidInputError
from sourcing.rulebook.compiled import Rulebook
from tests import small
from tests.conftest import ON

ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    3.5,
    "",
    "x",
    [],
    {},
    [None],
    {"x": 1},
    10**30,
    "2026-13-45",
)
ALTERED = 25


def packet_of(rulebook: Rulebook, brief: dict[str, Any]) -> dict[str, Any]:
    decision = decide(rulebook, parse_brief(brief, nowhere("brief")), on=ON)
    found: dict[str, Any] = json.loads(to_json(packet(rulebook, decision)))
    return found


def faults(document: dict[str, Any]) -> list[str]:
    return [fault.message for fault in document_faults(document, engine=sourcing.__version__)]


def test_every_worked_case_is_sound(rulebook: Rulebook) -> None:
    for case in rulebook.content.cases:
        document = packet_of(rulebook, case.brief)
        assert faults(document) == [], case.id
        assert faults({**document, "engine": "0.0.1"}) == [
            "engine: is not what was sealed when the decision was made"
        ]


def test_open_questions_and_other_rulebooks_are_sound(rulebook: Rulebook) -> None:
    assert faults(packet_of(rulebook, {"lots": [{}]})) == []
    other = small.rulebook_of(preferences=[small.preference("p", **{"for": ["town"]})])
    assert faults(packet_of(other, {"lots": [{"answers": {"weather": "hot"}}]})) == []


def test_answers_that_changed_are_sound(rulebook: Rulebook) -> None:
    change = {"lot": "A", "question": "How long?", "before": "Once", "after": "On and on"}
    made = {"made": "2026-11-20T10:00+00:00", "person": None, "reason": None}
    document = packet_of(rulebook, {"lots": [{}]})
    assert faults(with_history(document, [{**change, **made}])) == []


FIGURES = st.builds(
    lambda whole, part, zeros: f"{whole}.{part}{'0' * zeros}",
    st.integers(1, 400),
    st.integers(0, 99),
    st.integers(0, 3),
)


@settings(max_examples=25)
@given(pay=FIGURES, hours=FIGURES, rate=FIGURES, amount=FIGURES)
def test_however_figures_are_written_the_packet_comes_out_the_same(
    rulebook: Rulebook, pay: str, hours: str, rate: str, amount: str
) -> None:
    brief = {
        "budget": {"amount": amount, "tax": "19.0%"},
        "incumbent": {"bill_rate": rate},
        "lots": [
            {
                "answers": {
                    "task_type": "task-support-rating",
                    "credential_rarity": "none",
                    "data_sensitivity": "public",
                    "duration": "one_off",
                },
                "volume": {"hours": hours},
                "quotes": {"crowd": {"pay": pay, "take_rate": "30.0%"}, "mercor": {"pay": rate}},
                "pay_floor": amount,
            }
        ],
    }
    document = packet_of(rulebook, brief)
    assert faults(document) == []
    assert replay(document, lambda _content, _name: rulebook, "packet") == ()


def test_whatever_is_altered_is_found(rulebook: Rulebook) -> None:
    """Removed, replaced or changed by a letter: it differs, or is refused with its place."""
    case = max(rulebook.content.cases, key=lambda case: len(case.brief["lots"]))
    sound = packet_of(rulebook, case.brief)
    inside = {part: value for part, value in sound.items() if part != "content"}
    chance = random.Random(6)  # noqa: S311 - draws places
    places = chance.sample(list(_places(inside)), ALTERED)
    for place in places:
        document = _altered(sound, place, chance)
        if json.dumps(document) == json.dumps(sound):
            continue
        assert faults(document), place
        named = _named(document, rulebook)
        assert any(place[0] in path.split("/") for path in named), (place, named)


def _named(document: dict[str, Any], rulebook: Rulebook) -> list[str]:
    """Return the paths at which a packet differs, or for which it is refused."""
    try:
        found = replay(document, lambda _content, _name: rulebook, "packet")
    except InvalidInputError as error:
        return [problem.place.path for problem in error.problems]
    return [each.path for each in found]


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [place for key, each in inner for place in ((*path, key), *_places(each, (*path, key)))]


def _altered(
    sound: dict[str, Any], place: tuple[str | int, ...], chance: random.Random
) -> dict[str, Any]:
    document = deepcopy(sound)
    held: Any = document
    for step in place[:-1]:
        held = held[step]
    value = held[place[-1]]
    kind = chance.choice(("remove", "replace", "touch"))
    if kind == "remove":
        del held[place[-1]]
    elif kind == "touch" and isinstance(value, str) and value:
        held[place[-1]] = value[:-1] + chr(ord(value[-1]) ^ 1)
    else:
        held[place[-1]] = chance.choice(ODD)
    return document
