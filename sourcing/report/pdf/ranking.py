"""Why a channel, why not the others, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator

from sourcing.report.model.report import LotView, Report
from sourcing.report.model.why import Other, Ranked
from sourcing.report.paper import CHANGES, POINTS
from sourcing.report.pdf.blocks import Block, Item, Para
from sourcing.report.pdf.parts import (
    Origins,
    by_lot,
    channel,
    soft,
    spaced,
    strong,
    warned,
)


def why(report: Report) -> Iterator[Block]:
    """Yield the ranking of each lot with its reasons."""
    origin = Origins()
    last = max((lot.index for lot in report.lots if lot.ranked), default=None)
    yield from by_lot(report.lots, lambda lot: _ranking(lot, origin, told=lot.index == last))


def _ranking(lot: LotView, origin: Origins, *, told: bool) -> Iterator[Item]:
    if not lot.ranked:
        yield Item("No channel is eligible, so there is no ranking.")
    for ranked in lot.ranked:
        yield from _ranked(ranked, origin)
    for line in (*lot.suspended, *([POINTS] if told else [])):
        yield Item(soft(line))


def others(report: Report) -> Iterator[Block]:
    """Yield the channels that are not recommended, with their gates and what would let them win."""
    origin = Origins()
    yield from by_lot(report.lots, lambda lot: _others(lot, origin))


def _others(lot: LotView, origin: Origins) -> Iterator[Item]:
    if not lot.others:
        yield Item("There is no other channel.")
    for other in lot.others:
        yield from _other(other, origin)


def changes(report: Report) -> Iterator[Block]:
    """Yield what would change the outcome of each lot."""
    yield from by_lot(report.lots, _changes)
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
