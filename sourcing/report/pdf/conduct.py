"""What to know, whom to trust, what to do: signals, vendors, safeguards and practices to avoid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcing.report import formats
from sourcing.report.measures import by_duty
from sourcing.report.model.report import ChecklistItem, Concern, Report
from sourcing.report.ownership.ties import Network, TieShown
from sourcing.report.paper import ASKED_ELSEWHERE, CALLS, FLAGS
from sourcing.report.pdf.blocks import Block, Heading, Item, Items, Para, Run
from sourcing.report.pdf.front import in_a_row, point
from sourcing.report.pdf.parts import Origins, in_columns, soft, spaced, strong
from sourcing.report.templating import VERDICTS


def signals(report: Report) -> Iterator[Block]:
    """Yield the signals on the lots."""
    yield from _concerns(report.signals, "No signal is raised.")


def vendors(report: Report) -> Iterator[Block]:
    """Yield the verdicts on vendors, who else could serve, and the conflict flags."""
    yield Para(report.screening, leads=True)
    yield _verdicts(report) if report.vendors else Para("You named no vendors.")
    if report.ownership:
        yield from _ownership(report.ownership)
    if report.shortlist:
        yield Heading("In the catalogue, for the channel of the lot", 2)
        yield Para(
            "No endorsement: no rule found against them what it found against others.",
            "small",
            leads=True,
        )
        yield Para(in_a_row(map(point, report.shortlist)), "list")
    yield Heading("Conflict flags", 2)
    if report.flags:
        number = report.sections["measures"].number
        said = f"What each flag calls for stands in section {number}. {FLAGS}"
        yield Para(said, "small", leads=True)
    yield from _concerns(report.flags, "No flag is raised.")


def _ownership(network: Network) -> Iterator[Block]:
    """Yield who stands behind whom; the page draws it as well."""
    yield Heading(network.title, 2)
    yield Para(network.about, "small", leads=bool(network.ties))
    if network.ties:
        origin = Origins()
        yield in_columns([_tie(network, tie, origin) for tie in network.ties])


def _tie(network: Network, tie: TieShown, origin: Origins) -> Item:
    ends = f"{network.name(tie.parent)} \N{RIGHTWARDS ARROW} {network.name(tie.child)}"
    said = spaced(strong(ends), f"{tie.kind}.", tie.says, tie.age and f"{tie.age}.")
    return Item((*said, *origin(tie.cites)))


def _verdicts(report: Report) -> Items:
    """Return the verdicts; vendors of whom all the same is said stand together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for row in report.vendors:
        alike.setdefault((row.lots, row.verdict, row.because, row.rules), []).append(row.name)
    return in_columns(
        Item(
            spaced(
                strong(f"{VERDICTS[verdict]}: {formats.listed(names)}."),
                where and soft(f"{where}."),
                because,
                rules and soft(f"[{rules}]"),
            ),
            sign=verdict,
        )
        for (where, verdict, because, rules), names in alike.items()
    )


def _concerns(concerns: Sequence[Concern], nothing: str) -> Iterator[Block]:
    origin = Origins()
    if concerns:
        yield in_columns([_concern(concern, origin) for concern in concerns])
    else:
        yield Para(nothing)


def _concern(concern: Concern, origin: Origins) -> Item:
    several = len(concern.findings) > 1
    found: list[str | Run] = []
    for finding in concern.findings:
        said = spaced(
            strong(f"{finding.whom}.") if several and finding.whom else None,
            finding.because,
            finding.path and f"Path: {finding.path}.",
            finding.age and f"{finding.age}.",
        )
        rule = concern.rules if finding is concern.findings[-1] else ""
        found += (" ", *said, *origin(finding.cites, rule))
    whom = f" {concern.whom}." if concern.whom else ""
    return Item((strong(f"{concern.label}."), whom, *found), sign=concern.severity)


def measures(report: Report) -> Iterator[Block]:
    """Yield what to have, sign, ask and do, as lists to tick."""
    if not report.checklists:
        yield Para("No safeguard is called for.")
    else:
        yield Para(CALLS, "small", leads=True)
    for checklist in report.checklists:
        yield Heading(checklist.title, 2)
        if checklist.items:
            yield in_columns([*_by_duty(checklist.items)], ticked=True)
        else:
            yield Para(ASKED_ELSEWHERE, "small", leads=True)


def _by_duty(items: Sequence[ChecklistItem]) -> Iterator[Item]:
    """Yield the items under whose task they are, where several are the task of one."""
    for duty in by_duty(items, items):
        if duty.whose:
            yield Item(strong(f"{duty.whose}:"), is_head=True)
        for item, remark, _ in duty.things:
            where = f" {item.lots}." if item.lots else ""
            yield Item(f"{formats.sentence(item.text)}{where}", remark)


def avoid(report: Report) -> Iterator[Block]:
    """Yield the practices to avoid."""
    origin = Origins()
    if report.avoid:
        yield in_columns([_item(item, origin) for item in report.avoid])
    else:
        yield Para("None is named for this work.")


def _item(item: ChecklistItem, origin: Origins) -> Item:
    where = f" {item.lots}." if item.lots else ""
    return Item(f"{formats.sentence(item.text)}{where}", (item.because, *origin(item.cites)))
