"""What of a report is printed: what it says, once, without the working of channels not in question.

A report on paper is a report like any other, so that print, PDF and their test share one answer.
What stands elsewhere in the same document is not said again; what is left out is said to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sourcing.report.charts.drawing import Chart
from sourcing.report.explained.lots import FlipView
from sourcing.report.measures import QUESTIONS
from sourcing.report.model.costs import CostTable, InputRow, MoneyView, PriceRow, Prices, Saying
from sourcing.report.model.marks import Cite, Cites
from sourcing.report.model.report import Checklist, Concern, Finding, LotView, Report, VendorRow
from sourcing.report.model.why import Ranked
from sourcing.report.ownership.ties import Network

LEFT_OUT = (
    "Line by line for the channel of the lot. The page, the workbook and the JSON file hold the "
    "lines and inputs of the others, how each line is reckoned, why each input is what it is, and "
    "the simulations to the cent; the page and the JSON file, how often one channel costs less than "
    "another in simulations and what these draw, what is told above of one channel alone, what twice "
    "the volume would cost, the picture of break-even, and what moves the total."
)
POINTS = "The page also draws the points, and tells in a paragraph how they decide."
FLAGS = (
    "Of flags that are low or inform the first sentence is printed; the page and the JSON file hold "
    "the rest."
)
CHANGES = (
    "At most three further answers that change it are named; the page and the JSON file name all, "
    "and what would let each channel win."
)
DUTIES = "Owners and days are the rulebook's assumptions; set your own."
CALLS = f"{DUTIES} Why: see signals and flags. Further reasons, and sources: the page and the JSON file."
ASKED_ELSEWHERE = (
    "So much is to be had, signed and done that the questions are left to the page, the JSON file "
    "and the request that goes to the vendors."
)
ASSUMED = (
    "Questions whose assumed answer gave no points here are left out; "
    "the page and the JSON file hold them."
)
MOST_FLIPS = 3
MOST_CHARTS = 2
MOST_CALLED = 70
"""So many things to have, sign, ask and do fit on the six pages of two lots."""
GRAVE = ("high", "medium")
UNPRINTED = ("In simulations", "Twice the volume")
"""Matters of money that the pictures and the table of prices tell, or that stand on the page only."""
_AS_ABOVE = "Assumed, as above."
_GIVEN = ("Answered", "Open", "Worked out")
_SENTENCE_ENDS = re.compile(r"(?<=[.?!]) ")


def on_paper(report: Report) -> Report:
    """Return the report as it is printed."""
    asked = _asked(report)
    lots = _said_once(_lot(lot, asked) for lot in report.lots)
    tables = [table for lot in lots if lot.prices for table in lot.prices.tables]
    used = {number for table in tables for row in table.rows for number in row.inputs}
    raised = {rule for flag in report.flags for rule in flag.rules.split(", ")}
    whom = {
        **{signal.label: "" for signal in report.signals},
        **{f"{flag.label}: {flag.whom}.": f"{flag.whom}." for flag in report.flags},
    }
    return replace(
        report,
        lots=lots,
        inputs=tuple(_input(row) for row in report.inputs if row.number in used),
        signals=tuple(replace(signal, ask=None) for signal in report.signals),
        flags=tuple(map(_short, flags_once(report))),
        vendors=tuple(_vendor(row, raised) for row in report.vendors),
        ownership=report.ownership and _ownership(report.ownership, report.flags),
        checklists=tuple(_checklist(checklist, whom) for checklist in _called(report)),
    )


def _called(report: Report) -> Iterable[Checklist]:
    """Yield the checklists; where they are too long, that of the questions without its items."""
    too_long = sum(len(checklist.items) for checklist in report.checklists) > MOST_CALLED
    for checklist in report.checklists:
        left_out = too_long and checklist.title == QUESTIONS
        yield replace(checklist, items=()) if left_out else checklist


def _lot(lot: LotView, asked: set[str]) -> LotView:
    prices = lot.prices and replace(
        lot.prices,
        rows=tuple(_drawn(row) for row in lot.prices.rows),
        tables=(_in_question(lot.prices),),
    )
    answers = tuple(row for row in lot.answers if row.question in asked)
    return replace(
        lot,
        account="",
        ranked=_assumed_once(lot.ranked),
        score=None,
        prices=prices,
        answers=answers,
        changes=replace(lot.changes, flips=_untold_flips(lot)[:MOST_FLIPS], can_win=()),
    )


def _untold_flips(lot: LotView) -> tuple[FlipView, ...]:
    """Return the changes that are not told already of the channel that they lead to."""
    told = [other.change for other in lot.others if other.change]
    return tuple(
        flip for flip in lot.changes.flips if not any(said.endswith(flip.change) for said in told)
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


def _others(lot: LotView) -> tuple[str, ...]:
    """Return the names of the channels whose lines are not printed."""
    if not lot.prices:
        return ()
    printed = {table.channel for table in lot.prices.tables}
    return tuple(row.channel.label for row in lot.prices.rows if row.channel not in printed)


def _said_once(lots: Iterable[LotView]) -> tuple[LotView, ...]:
    """Leave out what is said of money that an earlier lot says, or of channels not in question."""
    told: set[Saying] = set()
    explained: set[str] = set()
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
        kept = tuple(matter for matter in new if matter.sayings and matter.label not in UNPRINTED)
        charts = tuple(_picture(chart, explained) for chart in _first_two(lot.money))
        explained |= {chart.note for chart in charts}
        money = lot.money and replace(lot.money, charts=charts, matters=kept)
        shortened.append(replace(lot, money=money))
    return tuple(shortened)


def _picture(chart: Chart, explained: set[str]) -> Chart:
    """Return a picture without its table, and without a note that an earlier one has."""
    return replace(chart, grid=None, note="" if chart.note in explained else chart.note)


def _first_two(money: MoneyView | None) -> tuple[Chart, ...]:
    """Return the pictures of all channels side by side."""
    return money.charts[:MOST_CHARTS] if money else ()


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


def _drawn(row: PriceRow) -> PriceRow:
    """Leave what the simulations cost to the picture."""
    return replace(row, p10="", p50="", p90="")


def _in_question(prices: Prices) -> CostTable:
    """Return the lines of the channel that the lot is bought on, else of the cheapest."""
    ranks = {row.channel.id: row.rank for row in prices.rows}
    offered = [table for table in prices.tables if not table.today]
    found = min(offered, key=lambda table: (not table.taken, ranks[table.channel.id]))
    return replace(found, rows=tuple(replace(row, how="") for row in found.rows))


def _input(row: InputRow) -> InputRow:
    """Keep how old an input is, and of what is entered or quoted how."""
    if not row.reason and not row.cites:
        return row
    aged = (sentence for sentence in _sentences(row.note) if sentence.startswith("As of "))
    return replace(row, reason="", note=" ".join(aged))


def _vendor(row: VendorRow, raised: set[str]) -> VendorRow:
    """Leave to the flags the rules that stand with them."""
    rules = [rule for rule in row.rules.split(", ") if rule not in raised]
    return replace(row, rules=", ".join(rules))


def _ownership(network: Network, flags: Sequence[Concern]) -> Network:
    """Leave to the flags the ties that they tell, and to the page those that have ended."""
    told = " ".join(finding.because for flag in flags for finding in flag.findings)
    kept = tuple(tie for tie in network.ties if tie.says not in told and not tie.ended)
    return replace(network, ties=kept)


def _checklist(checklist: Checklist, whom: Mapping[str, str]) -> Checklist:
    """Keep whose task an item is and whom it is about; why stands with signals and flags."""
    items = tuple(
        replace(item, because=_brief(item.because, whom), cites=(), also="")
        for item in checklist.items
    )
    return replace(checklist, items=items)


def _brief(because: str, whom: Mapping[str, str]) -> str:
    """Return the first sentence of a reason, with the vendors where a flag is the reason."""
    named = next((name for said, name in whom.items() if because.endswith(said)), None)
    if named is None:
        return _sentences(because)[0]
    said = next(said for said in whom if because.endswith(said))
    return f"{because.removesuffix(said)}{named}".strip()


def flags_once(report: Report) -> tuple[Concern, ...]:
    """Return the flags, each without what it says twice or what the verdicts say already."""
    judged = {part for row in report.vendors for part in _sentences(row.because)}
    return tuple(_flag(flag, judged) for flag in report.flags)


def _flag(flag: Concern, judged: set[str]) -> Concern:
    """Say once what a flag finds, after what the verdicts say, and at its end where that is from."""
    told = set(judged)
    findings = []
    for finding in flag.findings:
        sentences = [one for one in _sentences(finding.because) if one not in told]
        told.update(sentences)
        findings.append(replace(finding, because=" ".join(sentences), cites=()))
    left = [one for one in findings[:-1] if one.because or one.path]
    last = replace(findings[-1], cites=_together(flag.findings))
    return replace(flag, findings=(*left, last), ask=None)


def _short(flag: Concern) -> Concern:
    """Keep of a flag that is not grave the first sentence of each finding."""
    if flag.severity in GRAVE:
        return flag
    findings = (
        replace(finding, because=_sentences(finding.because)[0]) for finding in flag.findings
    )
    return replace(flag, findings=tuple(findings))


def _together(findings: Sequence[Finding]) -> Cites:
    """Return the sources of several findings, each once with all places."""
    found: dict[str, dict[str, None]] = {}
    for cite in (cite for finding in findings for cite in finding.cites):
        found.setdefault(cite.source, {}).update(dict.fromkeys(cite.places.split(", ")))
    return tuple(Cite(source, ", ".join(filter(None, at))) for source, at in found.items())


def _sentences(text: str) -> list[str]:
    return _SENTENCE_ENDS.split(text)
