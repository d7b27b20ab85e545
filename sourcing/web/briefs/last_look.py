"""All that a brief says, line by line, to be read once more before it is issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sourcing.brief import Lot
from sourcing.decision.ranking.standing import Answer, standing_of, values
from sourcing.report.formats import day, listed, number, sentence
from sourcing.report.model.report import AnswerRow, Report
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.briefs.fields import ANSWER
from sourcing.web.briefs.made import Made
from sourcing.web.briefs.reading_lots import VOLUME
from sourcing.web.vendors.countries import COUNTRY_NAMES

VOLUME_ROW, FLOOR_ROW = "Volume", "Pay floor"
FOLLOWS, WORKED_OUT = "Follows", "Worked out"


@dataclass(frozen=True, slots=True)
class Row:
    """A line to check: its question, its answer, where the answer is from, the field to change."""

    label: str
    value: str
    origin: str
    field: str


def facts_of(brief: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a brief says beside the facts of the report."""
    if tax := (brief.get("budget") or {}).get("tax"):
        yield "Tax on top, not got back", f"{number(Decimal(tax) * 100)}%"
    if countries := brief.get("worker_countries"):
        yield "People may work from", listed([COUNTRY_NAMES.get(c, c) for c in countries])
    if rate := brief.get("exchange"):
        worth = f"1 {rate['currency']} is {rate['one_is_worth']} {rate['of']}"
        yield "Exchange rate", f"{worth}, on {day(rate['as_of'])}, from {rate['source']}"
    for row in brief.get("declarations") or ():
        handled = f"{sentence(row['interest'])} {sentence(row['handling'])}"
        yield f"Declared by {row['person']}", f"{day(row['date'])}: {handled}"


def chosen_in(document: dict[str, Any], lot: dict[str, Any]) -> str:
    """Say which channel the buyer takes, who decided so and who agreed; empty where nobody did."""
    choice = lot["chosen"]
    if not choice:
        return ""
    label = document["names"]["channels"][choice["channel"]]["label"]
    said = f"{label}, because {sentence(choice['reason'])} Decided by {choice['person']}."
    if choice["second_person"]:
        agreed = f"{choice['second_person']} agrees, because {sentence(choice['second_reason'])}"
        said = f"{said} A policy excludes it; {agreed}"
    return said if choice["differs"] else f"As recommended: {said}"


def rows_of(rulebook: Rulebook, made: Made, report: Report, n: int) -> list[Row]:
    """Return a lot's answers with the field of each, in the order in which they are asked.

    What follows them in the report was worked out and cannot be changed by itself.
    """
    lot, asked = report.lots[n], made.decision.brief.lots[n]
    at, names = f"lots-{n}-", made.document["names"]["questions"]
    follows = values(rulebook, standing_of(rulebook, asked).state)
    facts = dict(lot.facts)
    rows = []
    for name, row in zip(names, lot.answers[: len(names)], strict=True):
        if name in rulebook.bands and name not in asked.answers and VOLUME_ROW in facts:
            entered = facts.pop(VOLUME_ROW)
            told = f"{entered} ({row.answer})" if row.origin == "Answered" else entered
            rows.append(Row(row.question, told, row.origin, f"{at}{_sized(asked)}"))
        else:
            told, origin = _told(rulebook, name, row, follows)
            rows.append(Row(row.question, told, origin, f"{at}{ANSWER}{name}"))
    fields = {VOLUME_ROW: _sized(asked), FLOOR_ROW: "pay_floor"}
    return rows + [
        Row(label, value, "Entered", at + fields.get(label, "quotes-0-source"))
        for label, value in facts.items()
    ]


def _sized(asked: Lot) -> str:
    """Return the first field in which the volume of a lot was entered."""
    return next((name for name in VOLUME if getattr(asked.volume, name, None) is not None), "hours")


def _told(
    rulebook: Rulebook, name: str, row: AnswerRow, state: Mapping[str, Answer]
) -> tuple[str, str]:
    """Return an answer and where it is from; of one that follows from others, what it comes to."""
    if row.origin != FOLLOWS or name not in state:
        return row.answer, row.origin
    labels = {option.id: option.label for option in rulebook.questions[name].options}
    found = state[name]
    chosen = [found] if isinstance(found, str) else found
    return "; ".join(labels[option] for option in chosen) or "None", WORKED_OUT
