"""Cross-checks between records: ids that are unique, and names that exist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sourcing.problems import Place, Problem, offered
from sourcing.rulebook.catalogue import catalogue_problems
from sourcing.rulebook.model.content import Content
from sourcing.rulebook.model.laws import Claim, Law
from sourcing.rulebook.model.money import CostFigure
from sourcing.rulebook.model.rules import Criterion
from sourcing.rulebook.requests import request_problems
from sourcing.rulebook.spots import Spot, Spots
from sourcing.rulebook.vocabulary import NO_CHANNEL
from sourcing.values import Record

_RULES = ("gates", "preferences")
_CHANNELS = (
    ("about", "about"),
    ("excludes", "excludes"),
    ("for_", "for"),
    ("against", "against"),
    ("channels", "channels"),
    ("favours", "favours"),
)


def reference_problems(content: Content, spots: Spots) -> list[Problem]:
    """Return every repeated id, every name that nothing bears, and figures that cannot be."""
    checks = (
        _repeated,
        _about,
        _citations,
        _channel_names,
        _rule_names,
        _laws,
        _weights,
        _currencies,
        catalogue_problems,
        request_problems,
    )
    return [problem for check in checks for problem in check(content, spots)]


@cache
def _fields(kind: type[Record]) -> tuple[str, ...]:
    return tuple(kind.model_fields)


def _name(record: Record) -> str:
    return str(getattr(record, "id", None) or getattr(record, "fact", ""))


def _repeated(_: Content, spots: Spots) -> Iterator[Problem]:
    seen: dict[tuple[str, str], tuple[Spot, str]] = {}
    for spot, record in spots:
        name = _name(record)
        key = ("rules" if spot.kind in _RULES else spot.kind, name.lower())
        if key not in seen:
            seen[key] = (spot, name)
            continue
        first, other = seen[key]
        if name == other:
            fault = f"'{name}' stands twice (also at {first.place()}); give one another id"
        else:
            fault = f"'{name}' and '{other}' ({first.place()}) differ only in case; rename one"
        yield spot.problem(fault, "id")


def _about(content: Content, spots: Spots) -> Iterator[Problem]:
    if not content.about:
        fault = "needs a record 'about'; add a file with 'about:'"
        yield Problem(Place("rulebook"), "error", fault)
    found = [spot for spot, _ in spots if spot.kind == "about"]
    for spot in found[1:]:
        fault = f"there may be one record 'about' (also at {found[0].place()}); remove one"
        yield spot.problem(fault)


def records_in(record: Record) -> Iterator[tuple[tuple[str | int, ...], Record]]:
    """Yield a record and every record within it, each with the path that leads to it."""
    yield (), record
    for field in _fields(type(record)):
        inner = getattr(record, field)
        if isinstance(inner, Record):
            yield from _beneath((field,), inner)
        elif isinstance(inner, tuple):
            for i, item in enumerate(inner):
                if isinstance(item, Record):
                    yield from _beneath((field, i), item)


def _beneath(
    start: tuple[str | int, ...], record: Record
) -> Iterator[tuple[tuple[str | int, ...], Record]]:
    return (((*start, *path), part) for path, part in records_in(record))


def citations_in(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every citation in a record and in those within it, each with its path."""
    for path, part in records_in(record):
        for field in _citing(type(part)):
            for i, citation in enumerate(getattr(part, field)):
                yield (*path, field, i), citation


@cache
def _citing(kind: type[Record]) -> tuple[str, ...]:
    return tuple(f for f in _fields(kind) if f == "sources" or f.endswith("_sources"))


def _citations(content: Content, spots: Spots) -> Iterator[Problem]:
    known = {source.id for source in content.sources}
    for spot, record in spots:
        for path, citation in citations_in(record):
            name = citation.partition(":")[0]
            if name not in known:
                yield spot.problem(f"unknown source '{name}'{offered(name, known)}", *path)


def _channel_names(content: Content, spots: Spots) -> Iterator[Problem]:
    known = {channel.id for channel in content.channels}
    for spot, record in spots:
        for field, key in _CHANNELS:
            if field in _fields(type(record)):
                yield from spot.unknown(getattr(record, field), known, "channel", key)


def _rule_names(content: Content, spots: Spots) -> Iterator[Problem]:
    rules = {rule.id for kind in _RULES for rule in getattr(content, kind)}
    single = {
        "criterion": ({c.id for c in content.criteria}, "criterion"),
        "strength": ({s.id for s in content.strengths}, "strength"),
        "signal": ({s.id for s in content.signals}, "signal"),
        "flag": ({s.id for s in content.signals}, "signal"),
    }
    for spot, record in spots:
        if spot.kind in _RULES:
            overrides = getattr(record, "overrides", ())
            yield from spot.unknown(overrides, rules, "rule", "overrides")
        for field, (known, what) in single.items():
            name = getattr(record, field) if field in _fields(type(record)) else None
            if isinstance(name, str) and name not in known:
                yield spot.problem(f"unknown {what} '{name}'{offered(name, known)}", field)


def _laws(content: Content, spots: Spots) -> Iterator[Problem]:
    channels = {channel.id for channel in content.channels}
    scales = {question.id for question in content.questions if question.kind == "scale"}
    names = {
        "recommended": (channels | {NO_CHANNEL}, "channel"),
        "excluded": (channels, "channel"),
        "signals": ({signal.id for signal in content.signals}, "signal"),
        "safeguards": ({safeguard.id for safeguard in content.safeguards}, "safeguard"),
    }
    for spot, law in spots:
        if not isinstance(law, Law):
            continue
        if law.along is not None and law.along not in scales:
            fault = f"'{law.along}' is no scale question{offered(law.along, scales)}"
            yield spot.problem(fault, "along")
        for form in ("always", "never"):
            claim: Claim | None = getattr(law, form)
            for field, (known, what) in names.items():
                yield from spot.unknown(getattr(claim, field, ()), known, what, form, field)


def _weights(content: Content, spots: Spots) -> Iterator[Problem]:
    if content.criteria and not any(criterion.weight for criterion in content.criteria):
        spot = next(spot for spot, record in spots if isinstance(record, Criterion))
        fault = "the weights of all criteria are 0, so no preference counts; raise one above 0"
        yield spot.problem(fault, "weight")


def _currencies(content: Content, spots: Spots) -> Iterator[Problem]:
    if len(content.about) != 1:
        return
    currency = content.about[0].currency or "USD"
    for spot, figure in spots:
        if isinstance(figure, CostFigure):
            found = figure.unit[:3]
            if found.isupper() and found.isalpha() and found != currency:
                fault = f"figures are in {currency}, as 'about' says; found {found}. Convert it"
                yield spot.problem(fault, "unit")
