"""What changes between two rulebooks: over all answers, in the worked cases, in what is saved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from sourcing.assurance.impact.changes import Change
from sourcing.assurance.impact.compare import Impact, impact
from sourcing.assurance.impact.matrix import Matrix, matrix_of
from sourcing.assurance.proof.wording import told
from sourcing.assurance.space.regions import Limit
from sourcing.brief import Brief, nowhere, parse_brief
from sourcing.problems import InvalidInputError
from sourcing.records.archive import Records
from sourcing.report.formats import listed
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.briefs.reading import read_draft
from sourcing.web.office import office
from sourcing.web.rulebook.sentences import Term, answer_words, asked_words

MOST_SAVED: Final = 100
FEW: Final = 8
_WORD: Final = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Two rulebooks to compare; the same question is worked out once.

    `files` are the digests of the files behind them, `saved` what was saved and when.
    """

    files: tuple[str, str]
    saved: tuple[tuple[str, int], ...]
    on: date
    old: Rulebook = field(compare=False)
    new: Rulebook = field(compare=False)
    records: Records


def impact_between(old: Rulebook, new: Rulebook, files: tuple[str, str]) -> Impact:
    """Compare two rulebooks as of today, over the newest briefs and decisions too.

    `files` are the digests of the files that they were made of.
    """
    records = office().records
    saved = [(line.id, 0) for line in records.decisions.newest(most=MOST_SAVED)]
    saved += [(line.id, line.version) for line in records.briefs.newest(most=MOST_SAVED)]
    return _impact(_Asked(files, tuple(saved), office().today(), old, new, records))


@lru_cache(maxsize=FEW)
def _impact(asked: _Asked) -> Impact:
    briefs = _saved(asked)
    return impact(asked.old, asked.new, on=asked.on, briefs=briefs)


def _saved(asked: _Asked) -> Iterator[tuple[str, Brief]]:
    """Yield the briefs that can be read, by the name under which people know them."""
    records = asked.records
    for decision in records.decisions.newest(most=MOST_SAVED):
        stored = records.decisions.get(decision.id)
        if stored is not None:
            try:
                brief = parse_brief(json.loads(stored.document)["brief"], nowhere(decision.id))
            except InvalidInputError:
                continue
            yield f"{decision.id} {decision.title}", brief
    for line in records.briefs.newest(most=MOST_SAVED):
        draft = records.briefs.get(line.id)
        reading = read_draft(asked.old, draft.content, on=asked.on) if draft else None
        if reading and reading.brief:
            yield f"Brief: {line.title}", reading.brief


@dataclass(frozen=True, slots=True)
class Words:
    """An impact in the words of a rulebook."""

    book: Rulebook

    def named(self, text: str) -> str:
        """Return a text with labels in place of the ids of channels and signals."""
        labels = {channel.id: channel.label for channel in self.book.channels}
        labels = {**self.book.labels, **labels}
        return _WORD.sub(lambda word: labels.get(word[0], word[0]), text)

    def matrix(self, found: Impact) -> Matrix | None:
        """Return what becomes of each recommendation, or None where nothing does."""
        return matrix_of(found.matrix) if found.recommendations else None

    def example(self, change: Change) -> tuple[Term, ...]:
        """Return the answers of a brief that shows a change, without those assumed anyway."""
        answers = told(self.book, change.example)
        return tuple(
            Term(asked_words(self.book, name), answer_words(self.book, name, answer))
            for name, answer in answers.items()
        )

    def limits(self, change: Change) -> tuple[Term, ...]:
        """Return where a change lies at most."""
        return tuple(
            Term(asked_words(self.book, limit.question), self._held(limit))
            for limit in change.limits
        )

    def _held(self, limit: Limit) -> str:
        named = [answer_words(self.book, limit.question, answer) for answer in limit.answers]
        if limit.more:
            named.append(f"{limit.more} more")
        return f"{'any but ' if limit.without else ''}{listed(named, 'and' if limit.without else 'or')}"
