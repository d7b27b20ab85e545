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
PATIENCE_SECONDS: Final = 0.25
_working: Final[dict[str, Thread]] = {}
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
    nobody waits longer than a moment for it.
    """
    if firing not in book.memory:
        book.memory[firing] = firing(book)
    fires: Mapping[tuple[str, str], float] = book.memory[firing]
    decides = book.memory.get(deciding) or proven.get(DECIDING, book.fingerprint)
    if decides is None:
        _work_out(book).join(PATIENCE_SECONDS)
        decides = book.memory.get(deciding)
    if decides is None:
        return Shares(fires, complete=False)
    if DECIDING not in book.memory:
        proven.keep(DECIDING, book.fingerprint, dict(decides))
        book.memory.update({deciding: decides, DECIDING: True})
    return Shares(fires, decides)


def _work_out(book: Rulebook) -> Thread:
    """Return what works out where each rule of a rulebook decides, started if it was not yet.

    It only thinks; what it finds is kept by the next to ask.
    """
    with _starting:
        thread = _working.get(book.fingerprint)
        if thread is None or not (thread.is_alive() or deciding in book.memory):
            thread = Thread(target=_remember, args=(book,), daemon=True)
            _working.clear()
            _working[book.fingerprint] = thread
            thread.start()
        return thread


def _remember(book: Rulebook) -> None:
    book.memory[deciding] = deciding(book)
