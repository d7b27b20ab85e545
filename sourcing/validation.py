"""Pydantic's complaints in the words of this product, at the places they are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Generic, TypeAlias, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sourcing.problems import Place, Problem, foreign_letters, nearest
from sourcing.problems import shown as quoted
from sourcing.values import FORMS, SAID

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
    "float_type": "expected a number",
    "none_required": "expected nothing",
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
_NUMBER = re.compile(r"Decimal\('|'\)")
_KEY = "[key]"
_EMPTY = "''"
_STAND_INS: Final[tuple[Any, ...]] = ("0.5", "AAA", "KE", "2000-01-01", {}, [], [{}])
"""Values of which one fits almost any part of a record: see `salvaged`."""
_DEEPEST_RECORD = 12

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the part of the data that a path leads to, and how to mend it."""

    path: Trail
    what: str
    mend: str = ""

    @property
    def message(self) -> str:
        """Both as one text."""
        return f"{self.what}{self.mend}"


@dataclass(frozen=True, slots=True)
class Salvaged(Generic[M]):
    """As much of a record as could be read, and all that is wrong with the rest.

    `lost` are the paths of what could not be read: a value that stands there means nothing. The
    record is None where there is too little to make one of.
    """

    record: M | None
    faults: tuple[Fault, ...]
    lost: frozenset[Trail]


def problems_of(
    error: ValidationError, locate: Locate, model: type[BaseModel] | None = None
) -> list[Problem]:
    """Return one problem for each complaint of a failed validation; see `faults_of`."""
    found = faults_of(error, model)
    return [Problem(locate(fault.path), "error", fault.message) for fault in found]


def faults_of(error: ValidationError, model: type[BaseModel] | None = None) -> list[Fault]:
    """Return one fault for each complaint of a failed validation.

    With the model that was validated, an unknown key is answered with the nearest known one.
    """
    return [_fault(item, model) for item in _details(error)]


def salvaged(model: type[M], data: object) -> Salvaged[M]:
    """Validate data, and where parts of it are wrong all other parts too.

    What is wrong with one part then hides nothing that is wrong elsewhere. In place of a part that
    cannot be read a value stands in that can, for a record that lacks the part would be refused
    for that.
    """
    faults: list[Fault] = []
    tried: dict[Trail, int] = {}
    kept = data
    while True:
        try:
            return Salvaged(model.model_validate(kept), tuple(faults), frozenset(tried))
        except ValidationError as error:
            details = _details(error)
        if not tried:
            kept = _copied(data, _DEEPEST_RECORD)
        known = frozenset(tried)
        faults += (_fault(item, model) for item in details if not within(_spot(item), known))
        if not sum([_mended(kept, item, tried) for item in details]):
            return Salvaged(None, tuple(faults), frozenset(tried))


def within(path: Trail, paths: Collection[Trail]) -> bool:
    """Say whether a path is one of those, or leads to a part of what one of them leads to."""
    return any(path[:length] in paths for length in range(len(path) + 1))


def _mended(kept: Any, item: Details, tried: dict[Trail, int]) -> bool:  # noqa: ANN401
    """Take away what is too much, or put a stand-in for what is wrong; say whether that was done."""
    path = _spot(item)
    holder: Any = _at(kept, path[:-1])
    if item["type"] == "extra_forbidden" and isinstance(holder, dict) and path[-1] in holder:
        del holder[path[-1]]
    elif item["type"] == "too_long" and isinstance(listed := _at(kept, path), list):
        del listed[item["ctx"]["max_length"] :]
    else:
        return _stood_in(kept, path, tried)
    tried[path] = 1
    return True


def _stood_in(kept: Any, path: Trail, tried: dict[Trail, int]) -> bool:  # noqa: ANN401
    """Put the next stand-in at a path, at last none, and then one for what it is a part of."""
    while path and tried.get(path, 0) > len(_STAND_INS):
        path = path[:-1]
    holder: Any = _at(kept, path[:-1])
    if not path or not (isinstance(holder, dict) or _holds(holder, path[-1])):
        return False
    attempt = tried.get(path, 0)
    tried[path] = attempt + 1
    if attempt < len(_STAND_INS):
        holder[path[-1]] = _copied(_STAND_INS[attempt], _DEEPEST_RECORD)
    elif isinstance(holder, dict):
        holder.pop(path[-1], None)
    return True


def _holds(listed: object, step: int | str) -> bool:
    return isinstance(listed, list) and isinstance(step, int) and step < len(listed)


def _at(value: Any, path: Trail) -> Any:  # noqa: ANN401 - plain values
    """Return the value that a path leads to; None where another value stands in for a whole."""
    inner = value
    try:
        for step in path:
            inner = inner[step]
    except (LookupError, TypeError):
        return None
    return inner


def _spot(item: Details) -> Trail:
    """Return the path of the value that is wrong or missing."""
    path: Trail = tuple(item["loc"])
    return path[:-1] if path and path[-1] == _KEY else path


def _copied(value: Any, depth: int) -> Any:  # noqa: ANN401 - plain values
    """Return lists and mappings anew, as deep as records go."""
    if depth and isinstance(value, dict):
        return {key: _copied(inner, depth - 1) for key, inner in value.items()}
    if depth and isinstance(value, (list, tuple)):
        return [_copied(inner, depth - 1) for inner in value]
    return value


def _details(error: ValidationError) -> list[Details]:
    return [item for item in error.errors(include_url=False) if not _follows(item)]


def _follows(item: Details) -> bool:
    """Say whether a list counts as too short only because its entries are refused themselves."""
    if item["type"] != "too_short":
        return False
    return len(item["input"]) >= int(item["ctx"]["min_length"])


def _fault(item: Details, model: type[BaseModel] | None) -> Fault:
    path: Trail = tuple(item["loc"])
    if item["type"] == "missing":
        return Fault(path[:-1], f"{_named(path[:-1])} lacks '{path[-1]}'", "; add it")
    if item["type"] == "extra_forbidden":
        known = _keys(model, path[:-1]) if model else ()
        hint = nearest(str(path[-1]), known)
        mend = f"; remove it or correct its spelling{hint}"
        return Fault(path, f"{_named(path)}: unknown key", mend)
    return Fault(path, f"{_named(path)}: {_wording(item)}")


def _wording(item: Details) -> str:
    kind, value, context = item["type"], item["input"], item.get("ctx", {})
    found = f"found {_shown(value)}"
    if kind == SAID:
        wording = str(item["msg"])
    elif kind == "literal_error":
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
        what = " characters" if isinstance(value, str) else ""
        wording = f"may hold at most {context['max_length']}{what}; found {count}"
    elif kind in _LIMITS:
        words, key = _LIMITS[kind]
        limit = Decimal(_NUMBER.sub("", str(context[key])))
        wording = f"must be {words} {limit:,}; {found}"
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
    steps = (
        f"[{step + 1}]" if isinstance(step, int) else f" {quoted(step) or _EMPTY}" for step in path
    )
    return "".join(step for step in steps if step != f" {_KEY}").strip() or "the file"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (dict, BaseModel)):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    return f"'{quoted(str(value))}'"


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
