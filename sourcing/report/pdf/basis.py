"""What the decision rests on: answers, sources, and the record of how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from sourcing.report.model.report import (
    AnswerChangeRow,
    AnswerRow,
    DeclarationRow,
    LotView,
    Report,
    SourceRow,
)
from sourcing.report.paper import ASSUMED
from sourcing.report.pdf.blocks import (
    Block,
    Column,
    Declare,
    Heading,
    Item,
    Pairs,
    Para,
    Row,
    Run,
    Table,
    Words,
)
from sourcing.report.pdf.front import SIGNERS
from sourcing.report.pdf.parts import (
    in_columns,
    lot_heading,
    plain,
    soft,
    spaced,
    strong,
    warned,
    width,
)

LOTS_IN_A_TABLE = 3
TABLE_ROOM, GAP = 6200, 130
"""Hundredths of a letter's height across a table on A4, and between columns, with half a word to spare."""
SHARES = ((12, 8), (10, 8), (8, 8), (14, 8), (16, 8))
"""Shares of the questions and of the answers of a lot, the usual ones first."""
_PLAIN = ("Answered", "Follows")


def answers(report: Report) -> Iterator[Block]:
    """Yield what the brief says, then the answers: one row for a question, one column for a lot.

    Those of a single lot are a list.
    """
    lots = report.lots
    if len(lots) == 1:
        yield Para(_run_in((("Lot", lots[0].name), *report.facts)), "list")
        yield in_columns(_answered(lots[0]))
        lots = ()
    else:
        yield Para(_run_in(report.facts), "list")
    for first in range(0, len(lots), LOTS_IN_A_TABLE):
        yield _answers(lots[first : first + LOTS_IN_A_TABLE])
    yield Para(ASSUMED, "small")
    if report.answer_changes:
        yield Heading("Answers changed after a first result", 2)
        yield _changed(report.answer_changes)


def _changed(changes: Sequence[AnswerChangeRow]) -> Table:
    heads = ("Lot", "Question", "From", "To", "When, who, why")
    rows = [
        Row(
            (
                change.lot,
                change.question,
                change.before,
                change.after,
                f"{change.made}. {change.by}: {change.reason}",
            )
        )
        for change in changes
    ]
    columns = tuple(
        Column(head, share=share) for head, share in zip(heads, (2, 4, 3, 3, 5), strict=True)
    )
    return Table(columns, rows)


def _run_in(pairs: Sequence[tuple[str, str]]) -> Words:
    """Return terms with what they stand for, in one paragraph."""
    return [part for term, text in pairs for part in (soft(f"{term}: "), f"{text}. ")]


def _answered(lot: LotView) -> Iterator[Item]:
    for row in lot.answers:
        yield Item((soft(row.question), " ", *_answer(row)))
    for term, said in lot.facts:
        yield Item((soft(f"{term}: "), said))


def _answers(lots: Sequence[LotView]) -> Table:
    rows = [
        Row((alike[0].question, *(_answer(row) for row in alike)))
        for alike in zip(*(lot.answers for lot in lots), strict=True)
    ]
    terms = dict.fromkeys(term for lot in lots for term, _ in lot.facts)
    rows += [Row((term, *(dict(lot.facts).get(term, "") for lot in lots))) for term in terms]
    first, other = _shares(rows)
    heads = tuple(Column(f"{lot.label} {lot.name}".strip(), share=other) for lot in lots)
    return Table((Column("Question", share=first), *heads), rows)


def _shares(rows: Sequence[Row]) -> tuple[int, int]:
    """Return the shares of the first column and of each other with which rows take fewest lines."""
    columns = max((len(row.cells) for row in rows), default=1)
    widths = [[width(plain(cell)) for cell in row.cells] for row in rows]

    def lines(shares: tuple[int, int]) -> int:
        first, other = shares
        room = TABLE_ROOM / (first + other * (columns - 1))
        rooms = [first * room - GAP, *[other * room - GAP] * (columns - 1)]
        return sum(max(map(_lines, row, rooms)) for row in widths)

    return min(SHARES, key=lines)


def _lines(length: int, room: float) -> int:
    return ceil(length / room)


def _answer(row: AnswerRow) -> tuple[str | Run, ...]:
    if row.origin in _PLAIN:
        return (row.answer,)
    return spaced(row.answer, warned(row.origin.lower()))


def sources(report: Report) -> Iterator[Block]:
    """Yield the sources with their age and what they gain."""
    yield in_columns([_source(source) for source in report.sources])


def _source(source: SourceRow) -> Item:
    told = spaced(strong(source.title), soft(source.id))
    dated = f"{source.author}, {source.date}. {source.age} old on the day of the decision."
    overdue = source.overdue and warned(f"{source.overdue}.")
    remark = spaced(dated, overdue, f"{source.cited}.", soft(source.bias))
    return Item(told, remark, label=f"source-{source.id}")


def record(report: Report) -> Iterator[Block]:
    """Yield how the decision came about, what was chosen instead, and who declares which interest."""
    yield Para(_run_in(report.record), "list", leads=True)
    yield Para(report.advice, "small", leads=True)
    for lot in report.lots:
        if lot.choice and lot.choice.account and not lot.choice.differs:
            yield from lot_heading(lot)
            yield Pairs(tuple((term, (text,)) for term, text in lot.choice.account))
    if report.declarations:
        yield Heading("Interests declared", 2)
        yield in_columns([_declared(row) for row in report.declarations])
    yield Declare("Declarations of interest", SIGNERS)


def _declared(row: DeclarationRow) -> Item:
    return Item(
        spaced(strong(f"{row.person}."), row.interest), spaced(f"{row.date}.", row.handling)
    )
