"""The explanation of lots as plain text for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from sourcing.report.explained.lots import ExplainedView, WhyNotView, explained
from sourcing.report.words import Plain, Words

WIDTH = 80


def lot_text(words: Words, lot: Plain) -> str:
    """Return all that explains one lot; a lot without an explanation says so."""
    view = explained(words, lot)
    lines = [lot["name"], "=" * min(len(lot["name"]), WIDTH)]
    if view is None:
        lines += _wrapped("This decision holds no explanation: another version made it.")
    else:
        lines += _lines(view)
    return "\n".join(lines) + "\n"


def why_not_text(view: WhyNotView) -> str:
    """Return why one channel is not recommended."""
    return "\n".join(_why_not(view)) + "\n"


def _lines(view: ExplainedView) -> Iterator[str]:
    yield from _part("Why", _wrapped(view.paragraph))
    yield from _part("Why not", (line for each in view.why_not for line in _why_not(each)))
    flips = [line for flip in view.flips for line in _listed(f"{flip.instead} if: {flip.change}")]
    yield from _part("If instead", [*flips, *_wrapped(view.more_flips or "")])
    settled = [*_wrapped(view.settled), *(line for can in view.can_win for line in _listed(can))]
    yield from _part("How far it is settled", [*settled, *_wrapped(view.settles_most or "")])
    holds = [line for hold in view.holds for line in _listed(f"{hold.criterion}: {hold.text}")]
    yield from _part("How far weights can move", holds)
    yield from _part("One-sided advice", _wrapped(view.one_sided or ""))


def _why_not(view: WhyNotView) -> Iterator[str]:
    yield from _wrapped(f"{view.channel.label}: {view.reason}")
    yield from _wrapped(view.change, "  ")


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", title, "-" * len(title), *found)


def _listed(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
