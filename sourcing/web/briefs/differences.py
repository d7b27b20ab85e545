"""Where two drafts of one brief differ, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sourcing.rulebook.compiled import Rulebook
from sourcing.web.briefs.drafts import REMOVED, form_of
from sourcing.web.briefs.fields import ANSWER

Difference = tuple[str, str, str]
Path = tuple[str, ...]
NOTHING = "nothing"


def differences(
    rulebook: Rulebook, mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> list[Difference]:
    """Return (label, mine, theirs) of each field that differs; numbered lots name their number."""
    left, right = (dict(_flat(draft)) for draft in (mine, theirs))
    labels = _labels(rulebook)
    return [
        (
            _label(labels, path),
            _said(rulebook, path, left.get(path)),
            _said(rulebook, path, right.get(path)),
        )
        for path in sorted({*left, *right})
        if left.get(path) != right.get(path)
    ]


def _said(rulebook: Rulebook, path: Path, value: str | list[str] | None) -> str:
    """Return a value as its author saw it: answers by their labels."""
    if value is None:
        return NOTHING
    question = rulebook.questions.get(path[-1].removeprefix(ANSWER))
    labels = {option.id: option.label for option in question.options} if question else {}
    return ", ".join(labels.get(v, v) for v in ([value] if isinstance(value, str) else value))


def _flat(value: Any, path: Path = ()) -> Iterator[tuple[Path, str | list[str]]]:  # noqa: ANN401 - plain values
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name != REMOVED:
                yield from _flat(inner, (*path, name))
    elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        for n, item in enumerate(value, start=1):
            yield from _flat(item, (*path, f"{n:04}"))
    else:
        yield path, value


def _labels(rulebook: Rulebook) -> Mapping[str, str]:
    form = form_of(rulebook, {"lots": [{}]}, 0)
    lot = form.lots[0].form
    fields = (*form, *lot, *lot.quotes[0].form, *form.declarations[0].form)
    named = {field.short_name: str(field.label.text) for field in fields}
    return {**named, "competitors": "Rivals", "vendors": "Vendors"}


def _label(labels: Mapping[str, str], path: Path) -> str:
    named = labels.get(path[-1], path[-1])
    if path[0] == "declarations":
        return f"Declaration {int(path[1])}: {named}"
    return f"Lot {int(path[1])}: {named}" if path[0] == "lots" else named
