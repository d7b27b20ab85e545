"""Where two texts, or two sets of files, differ: line by line, with a little of what surrounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

AROUND: Final = 2
MOST_LINES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison; `number` counts in the text that holds it, the new one for both."""

    kind: Literal["same", "gone", "new"]
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class FileDifference:
    """How one file differs, in parts that lie apart; `act` says what became of it."""

    path: str
    act: Literal["added", "removed", "changed"]
    parts: tuple[tuple[Line, ...], ...]
    added: int
    removed: int


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[FileDifference]:
    """Return how each file differs, in the order of their paths."""
    paths = sorted(old.keys() | new.keys())
    return [
        difference(path, old.get(path), new.get(path))
        for path in paths
        if old.get(path) != new.get(path)
    ]


def difference(path: str, old: str | None, new: str | None) -> FileDifference:
    """Return how two states of a file differ; None stands for none."""
    parts = tuple(_parts(_lines(old), _lines(new)))
    lines = [line.kind for part in parts for line in part]
    act: Literal["added", "removed", "changed"] = (
        "added" if old is None else "removed" if new is None else "changed"
    )
    return FileDifference(path, act, parts, lines.count("new"), lines.count("gone"))


def _lines(text: str | None) -> list[str]:
    return (text or "").splitlines()


def _parts(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Line, ...]]:
    if max(len(old), len(new)) > MOST_LINES:
        text = f"The file has more than {MOST_LINES:,} lines, too many to compare here"
        yield (Line("same", 0, text),)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) > MOST_LINES // 10)
    for group in matcher.get_grouped_opcodes(AROUND):
        yield tuple(_group(group, old, new))


def _group(
    group: Sequence[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]
) -> Iterator[Line]:
    for act, i, until_i, j, until_j in group:
        if act == "equal":
            yield from (Line("same", n + 1, new[n]) for n in range(j, until_j))
        else:
            yield from (Line("gone", n + 1, old[n]) for n in range(i, until_i))
            yield from (Line("new", n + 1, new[n]) for n in range(j, until_j))
