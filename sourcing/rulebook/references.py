"""Cross-checks between records: ids that are unique, and names that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from sourcing.problems import Place, Problem, nearest
from sourcing.rulebook.axes import MOST_OPTIONS_OF_A_MULTIPLE
from sourcing.rulebook.model.content import Content
from sourcing.rulebook.model.questions import Question
from sourcing.values import Record

Locate: TypeAlias = Callable[[str, int, tuple[str | int, ...]], Place]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A record's place, to hang problems on its parts."""

    kind: str
    index: int
    locate: Locate

    def problem(self, message: str, *path: str | int) -> Problem:
        return Problem(self.locate(self.kind, self.index, path), "error", message)


def reference_problems(content: Content, locate: Locate) -> list[Problem]:
    """Return every repeated id and every name that nothing bears."""
    spots: list[tuple[_Spot, Record]] = [
        (_Spot(kind, i, locate), record)
        for kind in Content.model_fields
        for i, record in enumerate(getattr(content, kind))
    ]
    checks = (_repeated, _about, _citations, _channel_names, _rule_names, _questions, _vendors)
    return [problem for check in checks for problem in check(content, spots)]


_Spots: TypeAlias = list[tuple[_Spot, Record]]
_RULES = ("gates", "preferences")


def _name(record: Record) -> str:
    return str(getattr(record, "id", None) or getattr(record, "fact", ""))


def _repeated(content: Content, spots: _Spots) -> Iterator[Problem]:
    seen: dict[tuple[str, str], _Spot] = {}
    for spot, record in spots:
        key = ("rules" if spot.kind in _RULES else spot.kind, _name(record))
        if key in seen:
            first = seen[key].locate(seen[key].kind, seen[key].index, ())
            yield spot.problem(f"'{key[1]}' stands twice (also at {first}); give one another id", "id")
        else:
            seen[key] = spot


def _about(content: Content, spots: _Spots) -> Iterator[Problem]:
    if len(content.about) != 1:
        place = Place("rulebook")
        message = f"needs exactly one record 'about', found {len(content.about)}"
        yield Problem(place, "error", message)
    for kind in ("questions", "channels"):
        if not getattr(content, kind):
            yield Problem(Place("rulebook"), "error", f"has no {kind}; add a file with '{kind}:'")


def _unknown(
    spot: _Spot, names: Iterable[str], known: Iterable[str], what: str, *path: str | int
) -> Iterator[Problem]:
    known = set(known)
    for i, name in enumerate(names):
        if name not in known:
            yield spot.problem(f"unknown {what} '{name}'{nearest(name, known)}", *path, i)


def _citations(content: Content, spots: _Spots) -> Iterator[Problem]:
    known = {source.id for source in content.sources}

    def within(spot: _Spot, value: object, path: tuple[str | int, ...]) -> Iterator[Problem]:
        if isinstance(value, Record):
            for field in type(value).model_fields:
                inner = getattr(value, field)
                if field == "sources" or field.endswith("_sources"):
                    cited = (citation.partition(":")[0] for citation in inner)
                    yield from _unknown(spot, cited, known, "source", *path, field)
                elif isinstance(inner, (tuple, Record)):
                    yield from within(spot, inner, (*path, field))
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, Record):
                    yield from within(spot, item, (*path, i))

    for spot, record in spots:
        yield from within(spot, record, ())


def _channel_names(content: Content, spots: _Spots) -> Iterator[Problem]:
    known = {channel.id for channel in content.channels}
    for spot, record in spots:
        for field, key in (
            ("excludes", "excludes"),
            ("for_", "for"),
            ("against", "against"),
            ("channels", "channels"),
            ("favours", "favours"),
        ):
            yield from _unknown(spot, getattr(record, field, ()), known, "channel", key)


def _rule_names(content: Content, spots: _Spots) -> Iterator[Problem]:
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
            yield from _unknown(spot, overrides, rules, "rule", "overrides")
        for field, (known, what) in single.items():
            name = getattr(record, field, None)
            if isinstance(name, str) and name not in known:
                yield spot.problem(f"unknown {what} '{name}'{nearest(name, known)}", field)


def _questions(content: Content, spots: _Spots) -> Iterator[Problem]:
    for spot, record in spots:
        if isinstance(record, Question):
            yield from _question(spot, record)


def _question(spot: _Spot, question: Question) -> Iterator[Problem]:
    options = [option.id for option in question.options]
    groups = {group.id for group in question.groups}
    for i, option in enumerate(question.options):
        if option.id in options[:i]:
            yield spot.problem(f"the option '{option.id}' stands twice", "options", i)
        if option.group is not None and option.group not in groups:
            hint = nearest(option.group, groups)
            yield spot.problem(f"unknown group '{option.group}'{hint}", "options", i, "group")
    if question.kind == "multiple" and len(options) > MOST_OPTIONS_OF_A_MULTIPLE:
        most = MOST_OPTIONS_OF_A_MULTIPLE
        yield spot.problem(f"a multiple choice may have at most {most} options; split it", "options")
    yield from _assumed(spot, question, options)
    if question.bands:
        yield from _bands(spot, question, options)


def _assumed(spot: _Spot, question: Question, options: list[str]) -> Iterator[Problem]:
    if question.mission:
        if question.assumed is not None or question.assumed_when:
            yield spot.problem("nothing is assumed for a mission question; remove it", "assumed")
        return
    if question.assumed is None:
        yield spot.problem(f"'{question.id}' needs 'assumed', the option used while it is open")
        return
    several = question.kind == "multiple"
    answers: list[tuple[str | tuple[str, ...], tuple[str | int, ...]]] = [
        (question.assumed, ("assumed",)),
        *(
            (assumption.option, ("assumed_when", i, "option"))
            for i, assumption in enumerate(question.assumed_when)
        ),
    ]
    for answer, path in answers:
        if isinstance(answer, tuple) != several:
            form = "a list of options" if several else "one option"
            yield spot.problem(f"'{question.id}' takes {form}", *path)
        named = answer if isinstance(answer, tuple) else (answer,)
        yield from _unknown(spot, named, options, f"option of '{question.id}'", *path)


def _bands(spot: _Spot, question: Question, options: list[str]) -> Iterator[Problem]:
    bands = question.bands
    if bands is None:
        return
    if question.kind != "scale" or len(bands.thresholds) != len(options) - 1:
        needed = len(options) - 1
        fault = f"bands need a scale and {needed} thresholds for {len(options)} options"
        yield spot.problem(fault, "bands", "thresholds")
    if any(a >= b for a, b in zip(bands.thresholds, bands.thresholds[1:], strict=False)):
        yield spot.problem("thresholds must rise from one to the next", "bands", "thresholds")
    if set(bands.typical) != set(options):
        yield spot.problem("'typical' needs one number for each option", "bands", "typical")
    if bands.assumption and not bands.reason:
        yield spot.problem("an assumption needs a reason", "bands")


def _vendors(content: Content, spots: _Spots) -> Iterator[Problem]:
    known = {organisation.id for organisation in content.organisations}
    aliases: dict[str, str] = {}
    for spot, record in spots:
        if spot.kind == "ownership":
            ends = (getattr(record, "parent", ""), getattr(record, "child", ""))
            for end, name in zip(("parent", "child"), ends, strict=True):
                if name not in known:
                    yield spot.problem(f"unknown organisation '{name}'{nearest(name, known)}", end)
        if spot.kind == "organisations":
            name = _name(record)
            yield from _unknown(spot, getattr(record, "rivals", ()), known, "organisation", "rivals")
            spellings = {name, getattr(record, "name", ""), *getattr(record, "aliases", ())}
            for spelling in sorted({s.casefold() for s in spellings}):
                if aliases.setdefault(spelling, name) != name:
                    other = aliases[spelling]
                    fault = f"'{spelling}' names both '{other}' and '{name}'; keep it with one"
                    yield spot.problem(fault, "aliases")
