"""Pydantic's complaints in the words of this product, at the places they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from pydantic import ValidationError

from sourcing.problems import Place, Problem, nearest

Trail: TypeAlias = tuple[int | str, ...]
Locate: TypeAlias = Callable[[Trail], Place]


def problems_of(error: ValidationError, locate: Locate) -> list[Problem]:
    """Return one problem for each complaint of a failed validation."""
    return [_problem(item, locate) for item in error.errors(include_url=False)]


def _problem(item: Any, locate: Locate) -> Problem:  # noqa: ANN401 - pydantic's ErrorDetails
    path: Trail = tuple(item["loc"])
    kind = item["type"]
    context = item.get("ctx", {})
    if kind == "missing":
        message = f"{_named(path[:-1])} lacks '{path[-1]}'; add it"
        return Problem(locate(path[:-1]), "error", message)
    return Problem(locate(path), "error", f"{_named(path)}: {_wording(kind, item, context)}")


def _wording(kind: str, item: Any, context: dict[str, Any]) -> str:  # noqa: ANN401
    found = f"found {_shown(item['input'])}"
    if kind == "extra_forbidden":
        return "unknown key; remove it or correct its spelling"
    if kind == "literal_error":
        known = [word.strip(" '") for word in context["expected"].replace(" or ", ",").split(",")]
        hint = nearest(item["input"], known) if isinstance(item["input"], str) else ""
        return f"expected one of {', '.join(known)}; {found}{hint}"
    if kind == "value_error":
        return f"{context['error']}"
    plain = {
        "string_type": "expected text",
        "int_type": "expected a whole number",
        "int_parsing": "expected a whole number",
        "bool_type": "expected true or false",
        "bool_parsing": "expected true or false",
        "dict_type": "expected a mapping of keys to values",
        "model_type": "expected a mapping of keys to values",
        "model_attributes_type": "expected a mapping of keys to values",
        "tuple_type": "expected a list",
        "list_type": "expected a list",
        "string_too_short": "must not be empty",
        "date_parsing": "expected a day such as 2027-01-31",
        "date_from_datetime_parsing": "expected a day such as 2027-01-31",
        "date_type": "expected a day such as 2027-01-31",
    }
    if kind in plain:
        return f"{plain[kind]}; {found}"
    if kind == "string_pattern_mismatch":
        return f"is not of the form {context['pattern']}; {found}"
    if kind == "too_short":
        return f"needs at least {context['min_length']}"
    if kind in ("too_long", "string_too_long"):
        return f"may hold at most {context['max_length']}; found {context.get('actual_length', len(item['input']))}"
    limits = {
        "greater_than": ("more than", "gt"),
        "greater_than_equal": ("at least", "ge"),
        "less_than": ("less than", "lt"),
        "less_than_equal": ("at most", "le"),
    }
    if kind in limits:
        words, key = limits[kind]
        return f"must be {words} {context[key]}; {found}"
    return f"{item['msg']}; {found}"


def _named(path: Iterable[int | str]) -> str:
    steps = ["[" + str(step + 1) + "]" if isinstance(step, int) else str(step) for step in path]
    return " ".join(steps).replace(" [", "[") or "the file"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (dict, list, tuple)):
        return "a list" if not isinstance(value, dict) else "a mapping"
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "...")  # noqa: PLR2004
