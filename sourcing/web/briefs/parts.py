"""Which part of a questionnaire a page shows: of several lots one at a time, so that pages stay light.

Part 0 is the brief itself, part 3 its third lot. What is not shown rides along unseen in the same
form, so that every button still sends the whole of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sourcing.web.briefs.drafts import REMOVED
from sourcing.web.briefs.fields import ANSWER
from sourcing.web.serving.numbers import whole_number

THE_BRIEF: Final = 0
BUTTON: Final = "part-"
TO_A_FIELD: Final = "to-"
_FIELD: Final = re.compile(r"[A-Za-z0-9_-]{1,200}")
_OF_A_LOT: Final = re.compile(r"lots-([0-9]{1,4})-")


def part_asked(text: str | None, lots: int, otherwise: int = THE_BRIEF) -> int | None:
    """Return the part to show of a brief with so many lots; None stands for all of it."""
    if lots == 1:
        return None
    wanted = whole_number(text, lots)
    return otherwise if wanted is None else wanted


def part_pressed(button: str) -> str | None:
    """Return the part that a button leads to, as it was sent; None where it leads to none."""
    return button.removeprefix(BUTTON) if button.startswith(BUTTON) else None


def field_pressed(button: str) -> str | None:
    """Return the field that a button leads to, by its id; None where it leads to none."""
    field = button.removeprefix(TO_A_FIELD)
    return field if field != button and _FIELD.fullmatch(field) else None


def part_of_field(name: str) -> int:
    """Return the part in which a field stands, by its name or id."""
    found = _OF_A_LOT.match(name)
    return int(found[1]) + 1 if found else THE_BRIEF


def part_complained_of(fields: Iterable[str], part: int | None) -> int | None:
    """Return the part to show so that a complaint is seen: the one shown, if it has any."""
    parts = [part_of_field(name) for name in fields]
    return part if part is None or part in parts or not parts else parts[0]


def carried(draft: Mapping[str, Any], part: int | None) -> list[tuple[str, str]]:
    """Return names and values of the fields that a page does not show."""
    if part is None:
        return []
    unseen = list(_named("", {n: v for n, v in draft.items() if n not in ("lots", REMOVED)}))
    found = [] if part == THE_BRIEF else unseen
    for n, lot in enumerate(draft["lots"]):
        if n + 1 != part:
            # The name stands for a lot of which nothing else is known yet.
            found += _named(f"lots-{n}-", {"name": "", **lot})
    return found


def _named(at: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, str):
            yield at + name, value
        elif name.startswith(ANSWER):
            yield from ((at + name, option) for option in value)
        else:
            for n, row in enumerate(value):
                if isinstance(row, str):
                    yield f"{at}{name}-{n}", row
                else:
                    yield from _named(f"{at}{name}-{n}-", row)
