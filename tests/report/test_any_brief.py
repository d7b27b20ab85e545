"""Whatever a brief holds, once it is decided it can be read: on the page, as text, on paper."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.problems import InvalidInputError
from sourcing.report.page import render_report
from sourcing.report.pdf.document import paper_of
from sourcing.report.text import text_of
from sourcing.report.view import report_of
from sourcing.rulebook.compiled import Rulebook
from tests.conftest import ON

TRIES, FEWEST_DECIDED = 60, 30


def any_brief(rulebook: Rulebook, random: Random) -> dict[str, Any]:
    """Return one or two lots with vendors, rivals, quotes, a budget and what is paid today."""
    firms = sorted(o.id for o in rulebook.content.organisations if o.channels)
    labs = sorted(o.id for o in rulebook.content.organisations if not o.channels)
    brief: dict[str, Any] = {
        "title": "Any",
        "vendors": random.sample(firms, random.randint(0, 3)),
        "competitors": random.sample(labs, random.randint(0, 2)),
        "lots": [any_lot(rulebook, random, firms) for _ in range(random.randint(1, 2))],
    }
    if random.random() < 0.5:
        brief["incumbent"] = {"vendor": random.choice(firms), "bill_rate": rate(random)}
    if random.random() < 0.5:
        brief["budget"] = {"amount": str(random.randint(1, 2_000_000))}
    return brief


def any_lot(rulebook: Rulebook, random: Random, firms: list[str]) -> dict[str, Any]:
    """Return a lot with nearly always its first answers, some others, quotes and a floor for pay."""
    answers: dict[str, Any] = {}
    for question in rulebook.questions.values():
        if random.random() < (0.95 if question.mission else 0.3):
            options = [option.id for option in question.options]
            several = question.kind == "multiple"
            answers[question.id] = (
                random.sample(options, random.randint(0, 2)) if several else random.choice(options)
            )
    named = random.sample(firms, random.choice((0, 0, 1, 2)))
    quotes = {name: {"bill_rate": rate(random)} for name in named}
    lot: dict[str, Any] = {"answers": answers, "volume": {"hours": "1234.5"}, "quotes": quotes}
    return {**lot, "pay_floor": rate(random)} if random.random() < 0.5 else lot


def rate(random: Random) -> str:
    return str(random.randint(5, 200))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_decided_can_be_read(rulebook: Rulebook, seed: int) -> None:
    random, decided = Random(seed), 0  # noqa: S311 - drawn alike each time
    for _ in range(TRIES):
        brief = parse_brief(any_brief(rulebook, random), nowhere("brief"))
        with suppress(InvalidInputError):  # such as a quote for a channel that the answers exclude
            decision = decide(rulebook, brief, on=ON)
            decided += 1
            report = report_of(decision_document(rulebook, decision), decision_id=None, issued=None)
            for told in (render_report(report), text_of(report), str(paper_of(report))):
                assert report.title in told, brief
    assert decided >= FEWEST_DECIDED
