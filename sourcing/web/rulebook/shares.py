"""Where rules fire and decide, as shares of all situations: worked out once for each rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Final

from sourcing.assurance.proof.shares import deciding, firing
from sourcing.records.proven import Proven
from sourcing.rulebook.compiled import Rulebook

DECIDING: Final = "deciding"
KEPT: Final = "kept"
PATIENCE_SECONDS: Final = 0.25
_starting: Final = Lock()


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of all situations: `fires` by kind and id, `decides` by the id of a rule on channels.

    `complete` is False while some are being worked out.
    """

    fires: Mapping[tuple[str, str], float]
    decides: Mapping[str, float] = field(default_factory=dict)
    complete: bool = True


def shares_of(book: Rulebook, proven: Proven) -> Shares:
    """Return the shares of a rulebook, as far as they are known.

    Where each rule decides takes some seconds to work out: the first to ask sets it going, and
    nobody waits longer than a moment for it. Where that fails it is not tried again, and the
    shares are complete without it.
    """
    if firing not in book.memory:
        book.memory[firing] = firing(book)
    fires: Mapping[tuple[str, str], float] = book.memory[firing]
    decides = book.memory.get(DECIDING) or proven.get(DECIDING, book.fingerprint)
    if decides is None:
        complete = work_out(book, PATIENCE_SECONDS)
        decides = book.memory.get(DECIDING)
        if decides is None:
            return Shares(fires, complete=complete)
    if KEPT not in book.memory:
        proven.keep(DECIDING, book.fingerprint, dict(decides))
        book.memory.update({DECIDING: decides, KEPT: True})
    return Shares(fires, decides)


def work_out(book: Rulebook, patience: float | None = None) -> bool:
    """Wait until it was tried once to work out where each rule of a rulebook decides.

    Whoever comes first sets it going. Nobody waits for more than `patience` seconds where a number
    is given; False says that it is still going on.
    """
    with _starting:
        if work_out not in book.memory:
            started = Thread(target=_remember, args=(book,), daemon=True)
            book.memory[work_out] = started
            started.start()
    thread: Thread = book.memory[work_out]
    thread.join(patience)
    return not thread.is_alive()


def _remember(book: Rulebook) -> None:
    book.memory[DECIDING] = deciding(book)
