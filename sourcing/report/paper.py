"""What of a report is printed: what it says, once, without the working of channels not in question.

A report on paper is a report like any other, so that print, PDF and their test share one answer.
What stands elsewhere in the same document is not said again; what is left out is said to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile

from sourcing.report.model import Checklist, Concern, Finding, LotView, Report, VendorRow
from sourcing.report.model_costs import CostTable, InputRow, Prices, Saying
from sourcing.report.model_why import Ranked
from sourcing.report.ownership import Network

LEFT_OUT = (
    "Line by line for the recommended channel, and what is likely for the cheapest other one. "
    "All lines, inputs and figures of every channel stand on the page and in the JSON file."
)
CALLS = (
    "Whose task it is and by when; why stands with the signals and flags above and, with the "
    "sources, on the page and in the JSON file."
)
ASSUMED = (
    "Questions whose assumed answer gave no points here are left out; "
    "the page and the JSON file hold them."
)
MOST_FLIPS = 3
_AS_ABOVE = "Assumed, as above."
_GIVEN = ("Answered", "Open", "Worked out")
_SENTENCE_ENDS = re.compile(r"(?<=[.?!]) ")


def on_paper(report: Report) -> Report:
    """Return the report as it is printed."""
    asked = _asked(report)
    lots = _said_once(_reckoned_once(_lot(lot, asked) for lot in report.lots))
    tables = [table for lot in lots if lot.prices for table in lot.prices.tables]
    used = {number for table in tables for row in table.rows for number in row.inputs}
    raised = {rule for flag in report.flags for rule in flag.rules.split(", ")}
    whom = {f"{flag.label}: {flag.whom}.": f"{flag.whom}." for flag in report.flags}
    judged = {part for row in report.vendors for part in _sentences(row.because)}
    return replace(
        report,
        lots=lots,
        inputs=tuple(_input(row) for row in report.inputs if row.number in used),
        flags=tuple(_flag(flag, judged) for flag in report.flags),
        vendors=tuple(_vendor(row, raised) for row in report.vendors),
        ownership=report.ownership and _ownership(report.ownership, report.flags),
        checklists=tuple(_checklist(checklist, whom) for checklist in report.checklists),
    )


def _lot(lot: LotView, asked: set[str]) -> LotView:
    prices = lot.prices and replace(lot.prices, tables=_in_question(lot.prices))
    answers = tuple(row for row in lot.answers if row.question in asked)
    return replace(
        lot,
        ranked=_assumed_once(lot.ranked),
        score=None,
        prices=prices,
        answers=answers,
        changes=replace(lot.changes, flips=lot.changes.flips[:MOST_FLIPS]),
    )


def _assumed_once(ranking: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """Say with the first reason that rests on an assumed answer which it is."""
    told: set[str | None] = set()
    shortened = []
    for ranked in ranking:
        reasons = []
        for reason in ranked.reasons:
            said = _AS_ABOVE if reason.assumed in told else reason.assumed
            told |= {reason.assumed} - {None}
            reasons.append(replace(reason, assumed=said))
        shortened.append(replace(ranked, reasons=tuple(reasons)))
    return tuple(shortened)


def _reckoned_once(lots: Iterable[LotView]) -> tuple[LotView, ...]:
    """Say how a line is reckoned in the first lot that has it."""
    told: set[tuple[str, str]] = set()
    shortened = []
    for lot in lots:
        tables = lot.prices.tables if lot.prices else ()
        new = tuple(
            replace(
                table,
                rows=tuple(
                    replace(row, how="" if (row.label, row.how) in told else row.how)
                    for row in table.rows
                ),
            )
            for table in tables
        )
        told |= {(row.label, row.how) for table in tables for row in table.rows}
        shortened.append(replace(lot, prices=lot.prices and replace(lot.prices, tables=new)))
    return tuple(shortened)


def _others(lot: LotView) -> tuple[str, ...]:
    """Return the names of the channels whose lines are not printed."""
    if not lot.prices:
        return ()
    printed = {table.channel for table in lot.prices.tables}
    return tuple(row.channel.label for row in lot.prices.rows if row.channel not in printed)


def _said_once(lots: Iterable[LotView]) -> tuple[LotView, ...]:
    """Leave out what is said of money that an earlier lot says, or of channels not in question."""
    told: set[Saying] = set()
    shortened = []
    for lot in lots:
        matters = lot.money.matters if lot.money else ()
        others = _others(lot)
        new = tuple(
            replace(
                matter,
                sayings=tuple(
                    part
                    for part in matter.sayings
                    if part not in told and not part.text.startswith(others)
                ),
            )
            for matter in matters
        )
        told |= {saying for matter in matters for saying in matter.sayings}
        kept = tuple(matter for matter in new if matter.sayings)
        money = lot.money and replace(lot.money, charts=(), matters=kept)
        shortened.append(replace(lot, money=money))
    return tuple(shortened)


def _asked(report: Report) -> set[str]:
    """Return the questions that were answered or are open, or whose assumed answer counts."""
    reasons = [part.assumed for lot in report.lots for row in lot.ranked for part in row.reasons]
    gates = [part.assumed for lot in report.lots for row in lot.others for part in row.gates]
    said = " ".join(
        (
            *filter(None, (*reasons, *gates)),
            *(point.text for doubt in report.doubts for point in doubt.points),
        )
    )
    return {
        row.question
        for lot in report.lots
        for row in lot.answers
        if row.origin in _GIVEN or row.question in said
    }


def _in_question(prices: Prices) -> tuple[CostTable, ...]:
    """Return the table of the recommended channel, and the likely column of the cheapest other."""
    ranks = {row.channel.id: row.rank for row in prices.rows}
    ordered = sorted(prices.tables, key=lambda table: ranks[table.channel.id])
    first, *others = sorted(ordered, key=lambda table: not table.recommended)
    return (first, *(_likely(other) for other in others[:1]))


def _likely(table: CostTable) -> CostTable:
    rows = tuple(replace(row, low="", high="") for row in table.rows)
    return replace(table, rows=rows, low="", high="")


def _input(row: InputRow) -> InputRow:
    """Keep of the remarks on an input with a source how old it is; its source says the rest."""
    if row.reason or not row.cites:
        return row
    aged = (sentence for sentence in _sentences(row.note) if sentence.startswith("As of "))
    return replace(row, note=" ".join(aged))


def _vendor(row: VendorRow, raised: set[str]) -> VendorRow:
    """Leave to the flags the rules that stand with them."""
    rules = [rule for rule in row.rules.split(", ") if rule not in raised]
    return replace(row, rules=", ".join(rules))


def _ownership(network: Network, flags: Sequence[Concern]) -> Network:
    """Leave to the flags the ties that they tell."""
    told = " ".join(finding.because for flag in flags for finding in flag.findings)
    return replace(network, ties=tuple(tie for tie in network.ties if tie.says not in told))


def _checklist(checklist: Checklist, whom: Mapping[str, str]) -> Checklist:
    """Keep whose task an item is and whom it is about; why stands with signals and flags."""
    items = tuple(
        replace(item, because=_brief(item.because, whom), cites=()) for item in checklist.items
    )
    return replace(checklist, items=items)


def _brief(because: str, whom: Mapping[str, str]) -> str:
    """Return the first sentence of a reason, with the vendors where a flag is the reason."""
    named = next((name for said, name in whom.items() if because.endswith(said)), None)
    if named is None:
        return _sentences(because)[0]
    said = next(said for said in whom if because.endswith(said))
    return f"{because.removesuffix(said)}{named}".strip()


def _flag(flag: Concern, judged: set[str]) -> Concern:
    """Say once what a flag finds of everybody, and leave to the verdicts what they say."""
    findings = tuple(
        replace(finding, because=" ".join(_untold(_sentences(finding.because), judged)))
        for finding in flag.findings
    )
    shared = _shared([_sentences(finding.because) for finding in findings])
    if len(findings) == 1 or not shared:
        return replace(flag, findings=findings)
    alike = len({finding.cites for finding in findings}) == 1
    of_all = Finding("", shared, None, None, findings[0].cites if alike else ())
    rest = (
        replace(
            finding,
            because=finding.because.removeprefix(shared).strip(),
            cites=() if alike else finding.cites,
        )
        for finding in findings
    )
    return replace(flag, findings=(of_all, *rest))


def _untold(sentences: Sequence[str], told: set[str]) -> Iterator[str]:
    """Yield sentences without the first ones, where these are told."""
    return dropwhile(lambda sentence: sentence in told, sentences)


def _shared(texts: Sequence[Sequence[str]]) -> str:
    """Return the sentences with which all of several texts begin."""
    beside = zip(*texts, strict=False)
    return " ".join(alike[0] for alike in takewhile(lambda alike: len(set(alike)) == 1, beside))


def _sentences(text: str) -> list[str]:
    return _SENTENCE_ENDS.split(text)
