"""Every worked example of the help is worked out by the program, from the lines shown beside it.

A table names the examples that are laid beside the chapter's rulebook. Columns that bear the label
of a question hold answers, all others what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.conflicts.facts import parties
from sourcing.decision.conflicts.screen import known_facts
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.decision.ranking.answers import lot_state
from sourcing.report import formats
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.conditions import ConditionError, compile_condition
from sourcing.rulebook.load import load_texts
from sourcing.rulebook.model.base import Conditional
from sourcing.rulebook.reader import read_text
from tests.help.conftest import Chapter
from tests.help.helppages import Help, Table

Plain = dict[str, Any]
ON = date(2026, 11, 20)
CHAPTERS = ("/help/decision", "/help/cost", "/help/vendors")
OPEN, NOTHING, OUT = "left open", "none", "out"
TRUTHS = {True: "yes", False: "no", None: "not yet known"}


@dataclass(frozen=True)
class Worked:
    """One row, decided: the rulebook, the document, and the lot of interest."""

    book: Rulebook
    document: Plain
    lot: Plain

    def label(self, channel: str | None) -> str:
        return next((c.label for c in self.book.channels if c.id == channel), NOTHING)

    def labels(self, channels: list[str]) -> str:
        return ", ".join(self.label(channel) for channel in channels) or NOTHING

    def answers(self, given: Mapping[str, str]) -> str:
        said = (f"{self.book.questions[name].label}: {option}" for name, option in given.items())
        return ", ".join(said) or "nothing"

    def channel(self, label: str) -> Plain | None:
        return next((c for c in self.lot["channels"] if self.label(c["channel"]) == label), None)


def points(worked: Worked, label: str) -> str:
    found = worked.channel(label)
    assert found is not None, label
    return f"{found['score']:g}" if found["eligible"] else OUT


def let_in(worked: Worked, label: str) -> str:
    found = worked.channel(label)
    assert found is not None, label
    return worked.answers(found["freed_by"])


def cost(worked: Worked, heading: str) -> str:
    """Return a figure of a channel's cost: "Vendor, likely", "Vendor, labour"."""
    label, _, what = heading.partition(", ")
    found = worked.channel(label)
    assert found is not None, heading
    price = found["cost"]
    if price is None:
        return "no price"
    if what in ("low", "likely", "high", "p10", "p50", "p90"):
        return formats.money(price[what])
    (line,) = (
        each for each in price["lines"] if what in (each["label"].lower(), spelt(each["id"]))
    )
    money = line["unit"].startswith("USD")
    if line["unit"] == "share of bill":
        return formats.percent(line["likely"], 1)
    return formats.money(line["likely"]) if money else formats.number(line["likely"])


def spelt(name: str) -> str:
    return name.replace("_", " ")


def split(worked: Worked) -> str:
    found = worked.lot["split"]
    if not found:
        return NOTHING
    return ", ".join(
        f"{part['name']}: {worked.label(part['recommended'])}" for part in found["slices"]
    )


def rival_stake(worked: Worked) -> str:
    """Return the rival's stake in the vendor listed, as the graph of ties has it on the day."""
    brief = parse_brief(worked.document["brief"], nowhere("row"))
    on = date.fromisoformat(worked.document["date"])
    (vendor,) = brief.vendors
    facts = known_facts(worked.book, parties(worked.book, brief), on).facts[vendor]
    return formats.percent(facts.rival_stakes[0].percent / 100) if facts.rival_stakes else NOTHING


def verdict(worked: Worked) -> str:
    return spelt(worked.lot["vendors"][0]["verdict"])


OUTCOMES: Mapping[str, Callable[[Worked], str]] = {
    "Recommended": lambda worked: worked.label(worked.lot["recommended"]),
    "Tied with": lambda worked: worked.labels(worked.lot["tied"]),
    "Can still win": lambda worked: worked.labels(worked.lot["possible"]),
    "Settled": lambda worked: TRUTHS[worked.lot["settled"]],
    "Status": lambda worked: str(worked.lot["status"]),
    "Assumed": lambda worked: worked.answers(worked.lot["assumed"]),
    "Lead": lambda worked: f"{worked.lot['lead']:g}",
    "Signals": lambda worked: ", ".join(s["id"] for s in worked.lot["signals"]) or NOTHING,
    "Proposed split": split,
    "Break-even band": lambda worked: ", ".join(worked.lot["facts"].values()),
    "Verdict": verdict,
    "Rival's stake": rival_stake,
    "Flags": lambda worked: (
        ", ".join(sorted({flag["id"] for flag in worked.document["flags"]})) or NOTHING
    ),
    "Vendor cheaper than crowd, share of simulations": lambda worked: formats.percent(
        worked.lot["money"]["cheaper"]["vendor"]["crowd"]
    ),
}


def outcome(worked: Worked, heading: str) -> str:
    if heading in OUTCOMES:
        return OUTCOMES[heading](worked)
    if heading.endswith(" is let in by"):
        return let_in(worked, heading.removesuffix(" is let in by"))
    return cost(worked, heading) if ", " in heading else points(worked, heading)


def rulebook_for(page: Help, table: Table) -> Rulebook:
    (base,) = (text for kind, text in page.examples.values() if kind == "rulebook")
    added = {f"{name}.yaml": page.examples[name][1] for name in table.beside}
    return load_texts({"base.yaml": base, **added})


def answers_in(book: Rulebook, row: Mapping[str, str]) -> dict[str, str]:
    """Return the answers that a row gives, by question; what a table leaves out is the first option."""
    answers = {}
    for question in book.questions.values():
        first = question.options[0].label if question.mission else OPEN
        if (cell := row.get(question.label, first)) != OPEN:
            (option,) = (option.id for option in question.options if option.label == cell)
            answers[question.id] = option
    return answers


def brief_in(book: Rulebook, row: Mapping[str, str]) -> Plain:
    """Return the brief of a row."""
    lot: Plain = {"answers": answers_in(book, row)}
    if "Hours" in row:
        lot["volume"] = {"hours": row["Hours"]}
    if "Quote" in row:
        lot["quotes"] = read_text(row["Quote"], "the help").value
    listed = {"competitors": row.get("Rival"), "vendors": row.get("Vendor listed")}
    names = {key: cell.split(", ") for key, cell in listed.items() if cell}
    return {"lots": [lot], **names}


def condition_holds(book: Rulebook, row: Mapping[str, str]) -> str:
    """Return whether the condition in a row holds, in the words of the help."""
    text = row["Condition"]
    clause = read_text(text, "the help").value
    parts = clause if clause.keys() <= {"when", "any", "unless"} else {"when": clause}
    faults: list[ConditionError] = []
    condition = compile_condition(Conditional.model_validate(parts), book.space, faults.append)
    assert not faults, text
    brief = parse_brief({"lots": [{"answers": answers_in(book, row)}]}, nowhere("row"))
    return TRUTHS[condition.truth(lot_state(book, brief.lots[0]))]


GIVEN = {"Day", "Condition", "Holds", "Hours", "Quote", "Rival", "Vendor listed"}


@pytest.mark.parametrize("address", CHAPTERS)
def test_worked_examples_come_out_as_the_help_says(chapter: Chapter, address: str) -> None:
    page = chapter(address)
    assert page.tables
    for table in page.tables:
        book = rulebook_for(page, table)
        labels = {question.label for question in book.questions.values()}
        for row in table.rows:
            where = f"{address}, {table.caption}: {row}"
            if "Condition" in row:
                assert condition_holds(book, row) == row["Holds"], where
                continue
            on = date.fromisoformat(row["Day"]) if "Day" in row else ON
            decision = decide(book, parse_brief(brief_in(book, row), nowhere("row")), on=on)
            document = decision_document(book, decision)
            worked = Worked(book, document, document["lots"][0])
            stated = {name: cell for name, cell in row.items() if name not in labels | GIVEN}
            found = {name: outcome(worked, name) for name in stated}
            assert found == stated, where
