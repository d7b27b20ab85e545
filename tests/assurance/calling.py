"""Rulebooks at random whose rules read the outcome, and what such rules read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from sourcing.decision.outcome.split import proposed_split
from sourcing.decision.ranking.possible import members
from sourcing.decision.ranking.rank import one_sided, rank
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from tests.small import PLACES, clauses, rulebooks

Plain = dict[str, Any]
SOURCE = {
    "id": "brochure",
    "title": "Brochure",
    "author": "A",
    "date": "2026",
    "bias": "x",
    "dated": "2026-01-01",
    "review_after": "2027-01-01",
    "favours": ["beach"],
}
YES_OR_NO = st.sampled_from(["yes", "no"])
OUTCOMES = st.fixed_dictionaries(
    {},
    optional={
        "recommended": st.sampled_from([*PLACES, "none", {"not": "beach"}]),
        "eligible": st.sampled_from([*PLACES, [], {"not": ["hills"]}]),
        "one_sided": YES_OR_NO,
        "split": YES_OR_NO,
    },
)


def clauses_on_outcomes() -> st.SearchStrategy[Plain]:
    return st.builds(lambda a, b: {**a, **b}, clauses(0), OUTCOMES).filter(bool)


def conditions_on_outcomes() -> st.SearchStrategy[Plain]:
    parts = st.lists(clauses_on_outcomes(), min_size=1, max_size=2)
    return st.fixed_dictionaries(
        {"when": clauses_on_outcomes()}, optional={"any": parts, "unless": parts}
    )


@st.composite
def calling(draw: st.DrawFn) -> Rulebook:
    """Draw a rulebook whose outcomes raise signals, ask for measures and stop lots."""
    ranked = draw(rulebooks())
    content = canonical(ranked.content)
    for record in content.get("preferences", []):
        if draw(st.booleans()):
            record["sources"] = ["brochure:1"]
    signal_rules = [
        {
            "id": f"s{n}",
            "because": "x",
            "signal": draw(st.sampled_from(["late", "wet"])),
            "severity": draw(st.sampled_from(["high", "low"])),
            **condition,
        }
        for n, condition in enumerate(draw(st.lists(conditions_on_outcomes(), max_size=3)))
    ]
    statuses = [
        {
            "id": f"t{n}",
            "because": "x",
            "status": draw(st.sampled_from(["stop", "conditional"])),
            "evidence": "x",
            "owner": "x",
            "due": "x",
            **condition,
        }
        for n, condition in enumerate(draw(st.lists(conditions_on_outcomes(), max_size=2)))
    ]
    practices = [
        {"id": f"p{n}", "avoid": "x", "because": "x", **condition}
        for n, condition in enumerate(draw(st.lists(conditions_on_outcomes(), max_size=2)))
    ]
    slices = [
        {"name": "a", "share": "0.5", "answers": {"purse": "thin"}},
        {"name": "b", "share": "0.5", "answers": {"purse": "fat"}},
    ]
    splits = [
        {"id": f"x{n}", "because": "x", "share_reason": "x", "slices": slices, "when": clause}
        for n, clause in enumerate(draw(st.lists(clauses(), max_size=2)))
    ]
    added = {
        "sources": [SOURCE],
        "signals": [{"id": "late", "label": "Late"}, {"id": "wet", "label": "Wet"}],
        "signal_rules": signal_rules,
        "statuses": statuses,
        "practices": practices,
        "splits": splits,
    }
    return load_content({**content, **added}, "holidays")


def outcomes(book: Rulebook, state: list[int]) -> Iterator[list[int]]:
    """Yield what rules on outcomes read, once for each channel that leads."""
    ranking = rank(book, state)
    recommended, eligible, sided, parted = book.outcome_space.axes[len(book.space.axes) :]
    left = [book.channel_ids[i] for i in members(ranking.eligible)]
    split = parted.answer("yes" if proposed_split(book, state) else "no")
    for winner in members(ranking.best) if ranking.best else [None]:
        name = "none" if winner is None else book.channel_ids[winner]
        biased = winner is not None and one_sided(book, state, winner)
        bias = sided.answer("yes" if biased else "no")
        yield [*state, recommended.answer(name), eligible.answer(left), bias, split]
