"""A report as plain text for the terminal: the page's words in 80 columns, without its line tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from textwrap import wrap

from sourcing.report.formats import sentence
from sourcing.report.model.report import Concern, LotView, Report
from sourcing.report.view import report_of
from sourcing.report.words import Plain, cited_text

WIDTH = 80
LABEL = 22
_SIGNS = {
    "high": "[!!]",
    "medium": "[!]",
    "low": "[-]",
    "info": "[i]",
    "excluded": "[x] Excluded:",
    "conditional": "[?] Conditional:",
    "stop": "[STOP]",
    "not_screened": "[ ] Not screened:",
    "no_finding": "[o] No finding:",
}
_STATUSES = {
    "ready": "Ready",
    "undecided": "Not decided",
    "conditional": "Conditional",
    "stop": "Stop",
}


def as_text(
    document: Plain, *, decision_id: str | None = None, issued: datetime | None = None
) -> str:
    """Return a decision's document as text of at most 80 columns, wherever its words allow."""
    return text_of(report_of(document, decision_id=decision_id, issued=issued))


def text_of(report: Report) -> str:
    """Return a report as text; see `as_text`."""
    parts = (
        _first(report),
        *(_lot(lot) for lot in report.lots),
        _concerns(report),
        _vendors(report),
        _measures(report),
        _ending(report),
    )
    return "\n".join(line.rstrip() for part in parts for line in part) + "\n"


def _first(report: Report) -> Iterator[str]:
    yield from _wrapped(report.title)
    yield "=" * WIDTH
    name = f"Decision {report.decision_id}" if report.decision_id else report.preview or ""
    yield from _wrapped(f"{report.date}. {_STATUSES[report.status]}. {name}")
    for lot in report.lots:
        head = lot.headline
        price = f"  {head.cost} ({head.cost_range})" if head.cost else ""
        yield ""
        if lot.label:
            yield from _wrapped(f"{lot.label}  {lot.name} ({_STATUSES[head.status].lower()})")
        yield from _wrapped(f"{head.advice}{price}")
        yield from _wrapped(head.why, "  ")
        yield from _choice(lot)
    if report.total:
        yield ""
        yield from _wrapped(f"All lots: {report.total[0]} ({report.total[1]})")
    for doubt in report.doubts:
        yield from ("", *_wrapped(doubt.label))
        for point in doubt.points:
            said = f"{_SIGNS[point.mark]} {point.text}" if point.mark else point.text
            yield from _wrapped(_noted(said, point.note), "  ", "    ")


def _lot(lot: LotView) -> Iterator[str]:
    yield from _heading(_of("Why:", lot))
    yield from _wrapped(lot.account)
    for ranked in lot.ranked:
        yield from _wrapped(f"{ranked.place} {ranked.channel.label}: {ranked.score}".strip())
        for reason in ranked.reasons:
            yield from _labelled(
                f"  {reason.points}",
                _sourced(reason.because, reason.rule, cited_text(reason.cites)),
                7,
            )
            if reason.assumed:
                yield from _labelled("", reason.assumed, 7)
    for line in lot.suspended:
        yield from _wrapped(line)
    yield from _others(lot)
    yield from _changes(lot)
    yield from _prices(lot)
    yield from _split(lot)
    yield from _answers(lot)


def _choice(lot: LotView) -> Iterator[str]:
    if lot.choice:
        cost = f"  {lot.choice.cost} ({lot.choice.cost_range})" if lot.choice.cost else ""
        yield from _wrapped(f"* {lot.choice.says}{cost}", "  ", "    ")
        for who, said in lot.choice.account:
            yield from _wrapped(f"{who}: {said}", "    ", "      ")


def _others(lot: LotView) -> Iterator[str]:
    if lot.others:
        yield from _heading(_of("Why not the others:", lot))
    for other in lot.others:
        yield from _wrapped(f"{other.channel.label}: {other.standing}")
        for gate in other.gates:
            yield from _labelled(
                f"  {gate.kind}", _sourced(gate.because, gate.rule, cited_text(gate.cites)), 12
            )
        yield from _wrapped(other.change or "", "  ")


def _changes(lot: LotView) -> Iterator[str]:
    found = lot.changes
    yield from _heading(_of("What would change it:", lot))
    for line in (found.settled, found.tied, found.one_sided):
        yield from _wrapped(line or "")
    for flip in found.flips:
        yield from _wrapped(f"- {flip.instead} if: {flip.change}", "", "  ")
    yield from _wrapped(found.more_flips or "")
    for line in found.can_win:
        yield from _wrapped(f"- {line}", "", "  ")
    yield from _wrapped(found.settles_most or "")
    for hold in found.holds:
        yield from _wrapped(f"- {hold.criterion}: {hold.text}", "", "  ")
    yield from _wrapped(found.weights or "")


def _prices(lot: LotView) -> Iterator[str]:
    yield from _heading(_of("Cost:", lot))
    if not lot.prices:
        yield from _wrapped(lot.unpriced or "")
        return
    yield from _wrapped(lot.prices.basis)
    yield f"{'':<22}{'likely':>16}  {'low to high':<30}to worker"
    for row in lot.prices.rows:
        name = f"{'* ' if row.taken else '  '}{row.channel.label}"[:21]
        share = row.to_worker.partition(" (")[0]
        yield f"{name:<22}{row.likely:>16}  {f'{row.low} to {row.high}':<30}{share}"


def _split(lot: LotView) -> Iterator[str]:
    if not lot.split:
        return
    yield from _heading("Proposed split")
    yield from _wrapped(_sourced(lot.split.because, lot.split.rule, cited_text(lot.split.cites)))
    for part in lot.split.slices:
        yield from _labelled(f"  {part.share}", f"{part.name}: {part.advice} {part.cost}", 7)
    yield from _wrapped(f"Shares: {lot.split.share_reason} {lot.split.comparison or ''}")


def _answers(lot: LotView) -> Iterator[str]:
    yield from _heading("Answers")
    for row in lot.answers:
        origin = "" if row.origin == "Answered" else f" [{row.origin.lower()}]"
        yield from _wrapped(f"{sentence(row.question)} {row.answer}{origin}", "", "  ")
    for label, fact in lot.facts:
        yield from _wrapped(f"{label}: {fact}", "", "  ")


def _concerns(report: Report) -> Iterator[str]:
    yield from _heading("What you should know")
    if not report.signals:
        yield "No signal is raised."
    for concern in report.signals:
        yield from _concern(concern)


def _concern(concern: Concern) -> Iterator[str]:
    whom = f" ({concern.whom})" if concern.whom else ""
    yield from _labelled(_SIGNS[concern.severity], f"{concern.label}{whom}", 6)
    for finding in concern.findings:
        more = " ".join(
            filter(None, (finding.because, finding.path and f"Path: {finding.path}.", finding.age))
        )
        yield from _labelled("", _sourced(more, concern.rules, cited_text(finding.cites)), 6)


def _vendors(report: Report) -> Iterator[str]:
    yield from _heading("Vendors and conflicts")
    yield from _wrapped(report.screening)
    for row in report.vendors:
        where = f" ({row.lots})" if row.lots else ""
        yield from _wrapped(f"{_SIGNS[row.verdict]} {row.name}{where}. {row.because}", "", "  ")
    for concern in report.flags:
        yield from _concern(concern)


def _measures(report: Report) -> Iterator[str]:
    for checklist in report.checklists:
        yield from _heading(checklist.title)
        for item in checklist.items:
            yield from _labelled("[ ]", _noted(item.text, item.lots), 4)
    if report.avoid:
        yield from _heading("Avoid")
        for item in report.avoid:
            yield from _labelled("-", f"{item.text.rstrip('.')}. {item.because}", 2)


def _ending(report: Report) -> Iterator[str]:
    yield from _heading("Sources")
    for source in report.sources:
        overdue = f" {source.overdue}." if source.overdue else ""
        yield from _labelled(
            source.id, f"{source.date}, {source.age} old.{overdue} {source.bias}", LABEL
        )
    yield from _heading("Record")
    for label, value in (*report.facts, *report.record):
        yield from _labelled(label, value, LABEL)
    for change in report.answer_changes:
        said = f"{change.lot}, {change.question} From {change.before} to {change.after}."
        yield from _labelled(
            "Changed", f"{said} {change.made}, {change.by}: {change.reason}", LABEL
        )
    for declared in report.declarations:
        said = f"{declared.person}, {declared.date}. {declared.interest} {declared.handling}"
        yield from _labelled("Declared", said, LABEL)
    yield ""
    yield from _wrapped(report.advice)


def _heading(title: str) -> Iterable[str]:
    return "", *_wrapped(title), "-" * WIDTH


def _of(title: str, lot: LotView) -> str:
    return " ".join(filter(None, (title, lot.label, lot.name)))


def _noted(text: str, note: str | None) -> str:
    return f"{text} ({note})" if note else text


def _sourced(text: str, rule: str, cited: str) -> str:
    return f"{text} [{'; '.join(filter(None, (rule, cited)))}]"


def _labelled(label: str, text: str, width: int) -> list[str]:
    """Return text wrapped beside a label that stands in a column of its own."""
    lines = wrap(text, WIDTH - width, break_on_hyphens=False) or [""]
    first = f"{label:<{width - 1}} {lines[0]}"
    return [first, *(f"{'':<{width}}{line}" for line in lines[1:])]


def _wrapped(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    return wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if hanging is None else hanging,
        break_on_hyphens=False,
    )
