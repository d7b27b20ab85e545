"""Records and where they stand, to hang problems on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from sourcing.problems import Place, Problem, offered
from sourcing.rulebook.model.content import Content
from sourcing.values import Record

Locate: TypeAlias = Callable[[str, int, tuple[str | int, ...]], Place]


@dataclass(frozen=True, slots=True)
class Spot:
    """A record's place; `path` leads to a part of it."""

    kind: str
    index: int
    locate: Locate

    def place(self, *path: str | int) -> Place:
        """Return the place of a part of the record."""
        return self.locate(self.kind, self.index, path)

    def problem(self, message: str, *path: str | int) -> Problem:
        """Return an error at a part of the record."""
        return Problem(self.place(*path), "error", message)

    def unknown(
        self, names: Iterable[str], known: Collection[str], what: str, *path: str | int
    ) -> Iterator[Problem]:
        """Yield a problem for each of the names in a list that is not known."""
        for i, name in enumerate(names):
            if name not in known:
                yield self.problem(f"unknown {what} '{name}'{offered(name, known)}", *path, i)


Spots: TypeAlias = list[tuple[Spot, Record]]


def spots_of(content: Content, locate: Locate) -> Spots:
    """Return every record of a rulebook with its place."""
    return [
        (Spot(kind, i, locate), record)
        for kind in Content.model_fields
        for i, record in enumerate(getattr(content, kind))
    ]
