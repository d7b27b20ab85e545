"""A problem in something that a person wrote: where it is, what is wrong, how to mend it."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "info"]

MOST_COMPARED = 5000
MOST_NAMED = 8
LONGEST_SHOWN = 60
_LATIN = str.maketrans(
    "авекмнорстухіјѕһԁԛԝгѵАВЕКМНОРСТУХІЈЅҺԌԚԜαβγεικνορτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abekmhopctyxijshdqwrvABEKMHOPCTYXIJSHGQWabyeiknoptuxwABEZHIKMNOPTYX",
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A spot in a file; line and column count from 1, and 0 means the file as a whole."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding; `str()` gives `path:line:column: level: what is wrong, and how to mend it`."""

    place: Place
    level: Level
    message: str

    def __str__(self) -> str:
        return printable(f"{self.place}: {self.level}: {self.message}")


class InvalidInputError(Exception):
    """Input that was refused, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def printable(text: str) -> str:
    """Return a text on one line, with every character that cannot be seen by its number."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown(word: str) -> str:
    """Return a word of the input as a message quotes it: short, and on one line."""
    return printable(word if len(word) <= LONGEST_SHOWN else f"{word[: LONGEST_SHOWN - 3]}...")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the known word most like `word`, or nothing.

    A letter of another script that looks like one of ours is named, for nobody can see it.
    """
    words = sorted(known)
    if len(words) > MOST_COMPARED:
        return ""
    close = difflib.get_close_matches(latin(word), words, n=1, cutoff=0.6)
    return f"{foreign_letters(word)}; did you mean '{close[0]}'?" if close else ""


def offered(word: str, known: Collection[str]) -> str:
    """Return the nearest known word, or where none is near, the known words themselves."""
    if hint := nearest(word, known):
        return hint
    if not known:
        return "; none are defined yet"
    more = ", ..." if len(known) > MOST_NAMED else ""
    return f"{foreign_letters(word)}; known: {', '.join(sorted(known)[:MOST_NAMED])}{more}"


def latin(word: str) -> str:
    """Return a word with Cyrillic, Greek and full-width look-alikes as the letters they resemble."""
    plain = unicodedata.normalize("NFKC", word).translate(_LATIN)
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")


def foreign_letters(word: str) -> str:
    """Return `; its 'x' is the CYRILLIC ...` for the first letter that only looks like another."""
    for letter in word:
        if not letter.isascii() and latin(letter).isascii():
            name = unicodedata.name(letter, f"character U+{ord(letter):04X}")
            shown = f"'{letter}'" if letter.isprintable() else "hidden character"
            return f"; its {shown} is the {name}"
    return ""
