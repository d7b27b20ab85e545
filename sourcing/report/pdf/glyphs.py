"""Characters that no font at hand holds are printed by name, never as an empty box without a word."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from sourcing.report.pdf.blocks import Paper

NOTICE = "In square brackets: the names of characters that no font on the printing machine holds."
_INVISIBLE = {"Cf", "Zs"}
"""Categories of characters that join or space others, and have no shape of their own."""
_NAMELESS = "CJK UNIFIED IDEOGRAPH"
_Part = TypeVar("_Part")


def by_name(paper: Paper, can_show: Callable[[str], bool]) -> Paper:
    """Return a document with the names of characters for those that `can_show` denies, and a notice."""
    found: set[str] = set()

    def noted(text: str) -> str:
        found.update(text)
        return text

    _told(paper, noted)
    missing = set(_missing(sorted(filter(_has_shape, found)), can_show))
    if not missing:
        return paper
    names = str.maketrans({character: f"[{_name(character)}]" for character in missing})
    return replace(_told(paper, lambda text: text.translate(names)), notice=NOTICE)


def _missing(characters: list[str], can_show: Callable[[str], bool]) -> Iterable[str]:
    """Yield the characters that cannot be shown, found by halving those that cannot all be shown."""
    if not characters or can_show(" ".join(characters)):
        return
    if len(characters) == 1:
        yield from characters
        return
    half = len(characters) // 2
    yield from _missing(characters[:half], can_show)
    yield from _missing(characters[half:], can_show)


def _has_shape(character: str) -> bool:
    plain = character.isascii() and (character.isprintable() or character.isspace())
    return not plain and unicodedata.category(character) not in _INVISIBLE


def _name(character: str) -> str:
    name = unicodedata.name(character, _NAMELESS)
    return f"U+{ord(character):04X}" if name.startswith(_NAMELESS) else name.lower()


def _told(part: _Part, change: Callable[[str], str]) -> _Part:
    """Return a part of a document with every text in it changed."""
    if isinstance(part, str):
        return change(part)  # type: ignore[return-value]
    if isinstance(part, (tuple, list)):
        return tuple(_told(one, change) for one in part)  # type: ignore[return-value]
    if is_dataclass(part) and not isinstance(part, type):
        held = {
            one.name: _told(getattr(part, one.name), change) for one in fields(part) if one.init
        }
        return replace(part, **held)
    return part
