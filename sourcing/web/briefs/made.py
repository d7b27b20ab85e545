"""The decision that a brief comes to now, as it would be issued."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sourcing.decision.decide import decide
from sourcing.decision.document.write import Document, decision_document, with_history
from sourcing.decision.model.decision import Decision
from sourcing.records.answer_trail import KeptChange
from sourcing.records.briefs import StoredBrief
from sourcing.records.decisions import digest_of
from sourcing.web.briefs.reading import Reading, read_draft
from sourcing.web.briefs.trail import printed
from sourcing.web.office import office


@dataclass(frozen=True, slots=True)
class Made:
    """A decision with its document and the answers that changed after a first result.

    The digest tells whether it is the one shown before.
    """

    decision: Decision
    document: Document
    changes: list[KeptChange]
    digest: str

    @property
    def unexplained(self) -> list[KeptChange]:
        """The changes of which nobody has said who made them, and why."""
        return [change for change in self.changes if change.person is None]

    @property
    def last_change(self) -> int:
        """The number of the last change that the document tells of; 0 where it tells of none."""
        return self.changes[-1].number if self.changes else 0

    @property
    def departures(self) -> int:
        """How many lots are bought otherwise than recommended."""
        return sum(lot.chosen is not None and lot.chosen.differs for lot in self.decision.lots)

    @property
    def undecided(self) -> list[str]:
        """The lots whose first questions are not all answered: of these there is nothing to issue."""
        questions = office().rulebook.questions
        return [
            lot.name
            for lot in self.decision.lots
            if any(questions[name].mission for name in lot.open)
        ]

    def whole(self, changes: list[KeptChange]) -> Document:
        """Return the document with what became of the answers, where anything did."""
        return with_history(self.document, printed(changes)) if changes else self.document


def make(stored: StoredBrief) -> tuple[Reading, Made | None]:
    """Return what a brief reads as and, where it can be decided, the decision."""
    book = office().rulebook
    reading = read_draft(book, stored.content, on=office().today())
    if reading.brief is None:
        return reading, None
    decision = decide(book, reading.brief, on=office().today())
    document = decision_document(book, decision)
    changes = office().records.answer_trail.of(stored.id)
    digest = digest_of(json.dumps([document, len(changes)]))
    return reading, Made(decision, document, changes, digest)
