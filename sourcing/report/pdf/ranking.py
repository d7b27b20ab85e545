"""Why a channel, why not the others, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from sourcing.report.model.report import LotView, Report
from sourcing.report.model.why import Other, Ranked
from sourcing.report.paper import CHANGES
from sourcing.report.pdf.blocks import Block, Item, Para
from sourcing.report.pdf.parts import (
    Origins,
    channel,
    in_columns,
    lot_heading,
    spaced,
    strong,
    warned,
)


def why(report: Report) -> Iterator[Block]:
    """Yield the account of each lot, and its ranking with the reasons."""
    origin = Origins()
    for lot in report.lots:
        yield from lot_heading(lot)
        if not lot.ranked:
            yield Para("No channel is eligible, so there is no ranking.")
        yield in_columns(item for ranked in lot.ranked for item in _ranked(ranked, origin))
        for line in lot.suspended:
            yield Para(line, "small")


def others(report: Report) -> Iterator[Block]:
    """Yield the channels that are not recommended, with their gates and what would let them win."""
    origin = Origins()
    for lot in report.lots:
        yield from lot_heading(lot)
        if not lot.others:
            yield Para("There is no other channel.")
        yield in_columns(item for other in lot.others for item in _other(other, origin))


def changes(report: Report) -> Iterator[Block]:
    """Yield what would change the outcome of each lot."""
    for lot in report.lots:
        yield from lot_heading(lot)
        yield in_columns(_changes(lot))
    yield Para(CHANGES, "small")


def _ranked(ranked: Ranked, origin: Origins) -> Iterator[Item]:
    name = spaced(ranked.place, channel(ranked.channel), ranked.score)
    yield Item(name, is_head=True)
    for reason in ranked.reasons:
        assumed = reason.assumed and warned(reason.assumed)
        said = spaced(reason.because, assumed, f"{reason.criterion}.")
        yield Item((*said, *origin(reason.cites, reason.rule)), sign=reason.points)
    if not ranked.reasons:
        yield Item("No rule gives or takes points.")


def _other(other: Other, origin: Origins) -> Iterator[Item]:
    yield Item(spaced(channel(other.channel), other.standing), is_head=True)
    for gate in other.gates:
        assumed = gate.assumed and warned(gate.assumed)
        said = spaced(strong(f"{gate.kind}."), gate.because, assumed)
        yield Item((*said, *origin(gate.cites, gate.rule)))
    if other.change:
        yield Item(other.change)


def _changes(lot: LotView) -> Iterator[Item]:
    found = lot.changes
    for line in (found.settled, found.tied, *found.can_win, found.settles_most):
        if line:
            yield Item(line)
    for flip in found.flips:
        yield Item(spaced(strong(f"{flip.instead}:"), flip.change))
    for hold in found.holds:
        yield Item(spaced(strong(f"{hold.criterion}."), hold.text))
    for line in (found.more_flips, found.weights, found.one_sided):
        if line:
            yield Item(line)
