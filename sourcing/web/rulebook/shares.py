"""Where rules fire and decide, as shares of all situations: worked out once for each rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from sourcing.assurance.shares import deciding, firing
from sourcing.records.proven import Proven
from sourcing.rulebook.compiled import Rulebook

DECIDING = "deciding"
_working = Lock()


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of all situations: `fires` by kind and id, `decides` by the id of a rule on channels.

    `complete` is False while some are being worked out.
    """

    fires: Mapping[tuple[str, str], float]
    decides: Mapping[str, float] = field(default_factory=dict)
    complete: bool = True


def shares_of(book: Rulebook, proven: Proven) -> Shares:
    """Return the shares of a rulebook.

    Where it decides takes some seconds to work out, which the first to ask waits for; who asks
    meanwhile is answered without.
    """
    if firing not in book.memory:
        book.memory[firing] = firing(book)
    fires = book.memory[firing]
    decides = book.memory.get(deciding) or proven.get(DECIDING, book.fingerprint)
    if decides is None:
        if not _working.acquire(blocking=False):
            return Shares(fires, complete=False)
        try:
            decides = dict(deciding(book))
            proven.keep(DECIDING, book.fingerprint, decides)
        finally:
            _working.release()
    book.memory[deciding] = decides
    return Shares(fires, decides)
