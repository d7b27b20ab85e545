"""Small rulebooks about another subject, choosing a holiday, by hand and at random.

They keep two promises honest: that the engine knows nothing of the market it ships with, and
that its shortcuts give what trying every combination gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.rulebook.axes import Axis, Space
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content

Plain = dict[str, Any]

MISSION = (
    {
        "id": "weather",
        "kind": "scale",
        "mission": True,
        "order": 1,
        "label": "How warm must it be?",
        "options": [
            {"id": "cold", "label": "Cold", "tags": ["snow"]},
            {"id": "mild", "label": "Mild"},
            {"id": "hot", "label": "Hot", "tags": ["sun"]},
        ],
    },
    {
        "id": "travellers",
        "kind": "choice",
        "mission": True,
        "order": 2,
        "label": "Who comes along?",
        "options": [
            {"id": "alone", "label": "Nobody", "tags": ["adults"]},
            {"id": "couple", "label": "One other", "tags": ["adults"]},
            {"id": "family", "label": "Children"},
        ],
    },
)
FURTHER = (
    {
        "id": "purse",
        "kind": "scale",
        "order": 3,
        "label": "How much may it cost?",
        "assumed": "thin",
        "options": [{"id": "thin", "label": "Little"}, {"id": "fat", "label": "Much"}],
    },
    {
        "id": "wishes",
        "kind": "multiple",
        "order": 4,
        "label": "What do you want to do?",
        "assumed": [],
        "options": [
            {"id": "swim", "label": "Swim"},
            {"id": "hike", "label": "Hike"},
            {"id": "read", "label": "Read"},
        ],
    },
)
QUESTIONS = (*MISSION, *FURTHER)
PLACES = ("beach", "hills", "town")


def content(**records: Sequence[Plain]) -> Plain:
    """Return the content of a rulebook about holidays, with these records added or replaced."""
    base: dict[str, Sequence[Plain]] = {
        "about": [{"id": "holidays", "title": "Holidays", "advice": "Ask those who come along."}],
        "questions": QUESTIONS,
        "channels": [place(name, order) for order, name in enumerate(PLACES, start=1)],
        "criteria": [{"id": "joy", "label": "Joy", "what": "Fun", "weight": "1"}],
        "strengths": [
            {"id": "much", "points": "2", "means": "must"},
            {"id": "bit", "points": "0.5", "means": "may"},
        ],
    }
    merged = {**base, **records}
    return {
        kind: sorted(items, key=lambda record: str(record["id"])) for kind, items in merged.items()
    }


def place(name: str, order: int) -> Plain:
    """Return a channel: here, a place to go to."""
    said = {"label": name, "advice": f"Go to the {name}.", "letter": name[0].upper()}
    return {
        "id": name,
        "order": order,
        "openness": 1,
        "what": "x",
        "fits": "x",
        "charges": "x",
        **said,
    }


def rule(name: str, /, **record: Any) -> Plain:
    """Return a rule with a reason."""
    return {"id": name, "because": f"Reason of {name}.", **record}


def gate(name: str, /, *excludes: str, **record: Any) -> Plain:
    """Return a gate."""
    return rule(name, kind="policy", excludes=list(excludes), **record)


def preference(name: str, strength: str = "much", /, **record: Any) -> Plain:
    """Return a preference under the one criterion."""
    return rule(name, criterion="joy", strength=strength, **record)


def rulebook_of(**records: Sequence[Plain]) -> Rulebook:
    """Compile a rulebook about holidays."""
    return load_content(content(**records), "holidays")


def wavering(rulebook: Rulebook) -> Rulebook:
    """Return the rulebook with assumptions that follow from mission answers."""
    content = canonical(rulebook.content)
    assumed: dict[str, dict[str, Any]] = {
        "purse": {"when": {"weather": "hot"}, "option": "fat", "because": "x"},
        "wishes": {"when": {"travellers": "family"}, "option": ["swim", "read"], "because": "x"},
    }
    for question in content["questions"]:
        if question["id"] in assumed:
            question["assumed_when"] = [assumed[question["id"]]]
    return load_content(content, "holidays")


def brief_of(**answers: Any) -> Brief:
    """Return a brief of one lot."""
    return parse_brief({"lots": [{"answers": answers}]}, nowhere("brief"))


def completions(space: Space, state: Sequence[int]) -> Iterator[list[int]]:
    """Yield every state without open questions that a state allows."""
    for bits in product(*(bits_of(mask) for mask in state[: len(space.axes)])):
        yield list(bits)


def bits_of(mask: int) -> list[int]:
    """Return the single bits of a mask."""
    return [1 << i for i in range(mask.bit_length()) if mask >> i & 1]


def holds(condition: Condition, state: Sequence[int]) -> bool:
    """Say by its definition whether a condition holds in a state without open questions."""

    def all_of(terms: Sequence[tuple[int, int]]) -> bool:
        return all(state[axis] & mask for axis, mask in terms)

    return (
        all_of(condition.all)
        and (not condition.any or any(map(all_of, condition.any)))
        and not any(map(all_of, condition.unless))
    )


# --- at random -----------------------------------------------------------------------------


def tries(examples: int) -> settings:
    """Return settings for a property: so many rulebooks."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=examples, suppress_health_check=slow)


def _matchers(question: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    names = [option["id"] for option in question["options"]]
    tags = sorted({tag for option in question["options"] for tag in option.get("tags", ())})
    one = st.sampled_from(names)
    several = st.lists(one, min_size=1, max_size=2, unique=True)
    forms: list[st.SearchStrategy[Any]] = [one, several, st.builds(lambda m: {"not": m}, several)]
    if tags:
        forms.append(st.builds(lambda tag: {"tagged": tag}, st.sampled_from(tags)))
    if question["kind"] == "scale":
        forms.append(st.builds(lambda o: {"at_least": o}, one))
        forms.append(st.builds(lambda o: {"at_most": o}, one))
    if question["kind"] == "multiple":
        forms.append(st.just([]))
    return st.one_of(forms)


def clauses(least: int = 1) -> st.SearchStrategy[Plain]:
    """Return conjunctions over the questions."""
    entries = {str(q["id"]): _matchers(q) for q in QUESTIONS}
    return st.fixed_dictionaries({}, optional=entries).filter(lambda clause: len(clause) >= least)


def conditions() -> st.SearchStrategy[Plain]:
    """Return `when`, `any` and `unless` of a record."""
    parts = st.lists(clauses(), min_size=1, max_size=2)
    return st.fixed_dictionaries({"when": clauses(0)}, optional={"any": parts, "unless": parts})


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """Draw a rulebook with gates, preferences, overrides and impossible combinations."""
    some_places = st.lists(st.sampled_from(PLACES), min_size=1, max_size=2, unique=True)
    names = [f"r{i}" for i in range(draw(st.integers(0, 7)))]
    rules: list[Plain] = []
    for i, name in enumerate(names):
        record = draw(conditions())
        if i and draw(st.booleans()):
            record["overrides"] = [draw(st.sampled_from(names[:i]))]
        if draw(st.integers(0, 2)) == 0:
            rules.append(gate(name, *draw(some_places), **record))
        else:
            sides = draw(st.sampled_from(["for", "against"]))
            strength = draw(st.sampled_from(["much", "bit"]))
            rules.append(preference(name, strength, **{sides: draw(some_places)}, **record))
    impossible = draw(st.lists(clauses(2), max_size=2))
    return rulebook_of(
        gates=[record for record in rules if "excludes" in record],
        preferences=[record for record in rules if "criterion" in record],
        impossible=[
            {"id": f"i{n}", "when": when, "because": "x"} for n, when in enumerate(impossible)
        ],
    )


@st.composite
def states(draw: st.DrawFn, axes: Sequence[Axis], *, parts: bool = False) -> list[int]:
    """Draw what is known: each question answered or open, or with `parts` any set of positions."""
    state = []
    for axis in axes:
        if parts:
            state.append(draw(st.integers(1, axis.everything)))
        else:
            bits = bits_of(axis.everything)
            state.append(draw(st.sampled_from([*bits, axis.everything, axis.everything])))
    return state
