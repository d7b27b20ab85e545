"""A map of the recommended channel over any two questions, all others held at chosen answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sourcing.decision.ranking.rank import rank
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.questions import DerivedFact, Question
from sourcing.rulebook.model.rules import Channel

NONE_OF_THESE = "-"


@dataclass(frozen=True, slots=True)
class Cell:
    """What leads for one pair of answers: the channels at the top, none where none fits."""

    leaders: tuple[Channel, ...]
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The map: labels of its rows and columns, and a row of cells for each row label."""

    down: Question
    across: Question
    held: Mapping[str, str]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    counts: tuple[tuple[Channel, int], ...]


def questions_to_map(book: Rulebook) -> list[Question]:
    """Return the questions that have one answer each, and so can make rows or columns."""
    return [q for q in book.questions.values() if q.kind != "multiple" and len(q.options) > 1]


def map_of(book: Rulebook, arguments: Mapping[str, str]) -> HeatMap | None:
    """Return the map that an address asks for, by default over the first scales; None where none can be."""
    usual = sorted(
        questions_to_map(book), key=lambda q: (q.kind != "scale", not q.mission, q.order)
    )
    if len(usual) < 2:  # noqa: PLR2004 - a map has two sides
        return None
    known = {question.id: question for question in usual}
    down = known.get(arguments.get("down", ""), usual[0])
    across = known.get(arguments.get("across", ""), usual[1])
    if down is across:
        across = next(q for q in usual if q is not down)
    held = {
        question.id: _held(question, arguments.get(question.id))
        for question in book.questions.values()
        if question not in (down, across)
    }
    held |= {fact.id: _supposed(fact, arguments.get(fact.id)) for fact in book.facts.values()}
    rows = tuple(
        (
            row.label,
            tuple(
                _cell(book, {**held, down.id: row.id, across.id: column.id})
                for column in across.options
            ),
        )
        for row in down.options
    )
    return HeatMap(down, across, held, rows, _counts(book, rows))


def _held(question: Question, asked: str | None) -> str:
    """Return the answer at which a question is held: the one asked for, assumed, or the first."""
    names = [option.id for option in question.options]
    if question.kind == "multiple":
        names.append(NONE_OF_THESE)
    if asked in names:
        return asked
    assumed = question.assumed
    if isinstance(assumed, str):
        return assumed
    return NONE_OF_THESE if question.kind == "multiple" else names[0]


def _supposed(fact: DerivedFact, asked: str | None) -> str:
    """Return what a fact that the program works out by itself is supposed to be."""
    return asked if asked in [option.id for option in fact.options] else fact.otherwise


def _cell(book: Rulebook, answers: Mapping[str, str]) -> Cell:
    given = {name: () if value == NONE_OF_THESE else value for name, value in answers.items()}
    state: Sequence[int] = book.space.state(given)
    if any(rule.condition.truth(state) for rule in book.impossible):
        return Cell((), impossible=True)
    best = rank(book, state).best
    return Cell(tuple(c for place, c in enumerate(book.channels) if best >> place & 1))


def _counts(
    book: Rulebook, rows: Sequence[tuple[str, tuple[Cell, ...]]]
) -> tuple[tuple[Channel, int], ...]:
    cells = [cell for _, row in rows for cell in row]
    return tuple(
        (channel, sum(cell.leaders == (channel,) for cell in cells)) for channel in book.channels
    )
