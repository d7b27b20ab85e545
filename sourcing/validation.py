"""Pydantic's complaints in the words of this product, at the places they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sourcing.problems import Place, Problem, foreign_letters, nearest
from sourcing.values import FORMS

Trail: TypeAlias = tuple[int | str, ...]
Locate: TypeAlias = Callable[[Trail], Place]
Details: TypeAlias = Any  # pydantic's ErrorDetails, which types its context no closer

_MAPPING = "expected a mapping of keys to values"
_EXPECTED = {
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_parsing_size": "expected a whole number of fewer digits",
    "int_from_float": "expected a whole number",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "tuple_type": "expected a list",
    "list_type": "expected a list",
    "string_too_short": "must not be empty",
    "string_unicode": "holds half a character; type the text anew",
    "date_parsing": "expected a day such as 2027-01-31",
    "date_from_datetime_parsing": "expected a day such as 2027-01-31",
    "date_type": "expected a day such as 2027-01-31",
}
_LIMITS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}
_KEY = "[key]"
_EMPTY = "''"
_LONGEST_SHOWN = 60


def problems_of(
    error: ValidationError, locate: Locate, model: type[BaseModel] | None = None
) -> list[Problem]:
    """Return one problem for each complaint of a failed validation.

    With the model that was validated, an unknown key is answered with the nearest known one.
    """
    found = error.errors(include_url=False)
    return [_problem(item, locate, model) for item in found if not _follows(item)]


def _follows(item: Details) -> bool:
    """Say whether a list counts as too short only because its entries are refused themselves."""
    if item["type"] != "too_short":
        return False
    return len(item["input"]) >= int(item["ctx"]["min_length"])


def _problem(item: Details, locate: Locate, model: type[BaseModel] | None) -> Problem:
    path: Trail = tuple(item["loc"])
    if item["type"] == "missing":
        message = f"{_named(path[:-1])} lacks '{path[-1]}'; add it"
        return Problem(locate(path[:-1]), "error", message)
    wording = _unknown_key(path, model) if item["type"] == "extra_forbidden" else _wording(item)
    return Problem(locate(path), "error", f"{_named(path)}: {wording}")


def _unknown_key(path: Trail, model: type[BaseModel] | None) -> str:
    known = _keys(model, path[:-1]) if model else ()
    hint = nearest(str(path[-1]), known)
    return f"unknown key; remove it or correct its spelling{hint}"


def _wording(item: Details) -> str:
    kind, value, context = item["type"], item["input"], item.get("ctx", {})
    found = f"found {_shown(value)}"
    if kind == "literal_error":
        wording = _choice(value, context["expected"], found)
    elif kind == "value_error":
        wording = str(context["error"])
        if not isinstance(value, (BaseModel, dict, list, tuple)):
            wording = f"{wording}; {found}"
    elif kind == "string_pattern_mismatch":
        form = FORMS.get(context["pattern"], context["pattern"])
        wording = f"is not of the form {form}; {found}{foreign_letters(value)}"
    elif kind == "too_short":
        wording = f"needs at least {context['min_length']}; {found}"
    elif kind in ("too_long", "string_too_long"):
        count = context.get("actual_length") or len(value)
        what = " characters" if kind == "string_too_long" else ""
        wording = f"may hold at most {context['max_length']}{what}; found {count}"
    elif kind in _LIMITS:
        words, key = _LIMITS[kind]
        wording = f"must be {words} {context[key]}; {found}"
    else:
        wording = f"{_EXPECTED.get(kind, item['msg'])}; {found}{_quoting(kind, value)}"
    return wording


def _choice(value: object, expected: str, found: str) -> str:
    known = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
    hint = nearest(value, known) if isinstance(value, str) else ""
    return f"expected one of {', '.join(known)}; {found}{hint}"


def _quoting(kind: str, value: object) -> str:
    unquoted = kind == "string_type" and not isinstance(value, (dict, list, tuple, type(None)))
    return "; put it in quotes" if unquoted else ""


def _named(path: Iterable[int | str]) -> str:
    """Return a path as people write it, such as `gates[1] excludes[2]`."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f" {step or _EMPTY}" for step in path)
    return "".join(step for step in steps if step != f" {_KEY}").strip() or "the file"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (dict, BaseModel)):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    text = str(value)
    return repr(text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "...")


def _keys(model: type[BaseModel], path: Trail) -> list[str]:
    """Return the keys that the record at the end of a path may have."""
    skipped = False
    for step in path:
        if isinstance(step, int) or skipped:
            skipped = False
            continue
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        annotation = fields[str(step)].annotation if str(step) in fields else None
        inner = next(_records(annotation), None)
        if inner is None:
            return []
        skipped = get_origin(annotation) is dict
        model = inner
    return [field.alias or name for name, field in model.model_fields.items()]


def _records(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _records(part)
