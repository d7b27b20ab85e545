"""Requests to vendors that several rules share: named once, put in words wherever a rule names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias, TypeVar

from sourcing.problems import Problem, offered
from sourcing.rulebook.model.content import Content
from sourcing.rulebook.model.signals import Safeguard, SignalRule, VendorRequest
from sourcing.rulebook.model.vendors import ConflictRule
from sourcing.rulebook.spots import Spots
from sourcing.values import Record

ASKING: Final[Mapping[str, str]] = {"ask": "question", "evidence": "evidence", "clause": "clause"}
"""The keys of rules under which a request may be named, and what kind of request that is."""
_RULES = (SignalRule, ConflictRule)

Named: TypeAlias = Mapping[str, VendorRequest]
R = TypeVar("R", bound=Record)


def request_problems(content: Content, spots: Spots) -> Iterator[Problem]:
    """Yield requests of no theme, and names of requests that nothing bears or that fit no such place.

    A single word names a request; a rulebook without requests has words alone.
    """
    themes = {theme.id for theme in content.request_themes}
    named = {request.id: request for request in content.vendor_requests}
    for spot, record in spots:
        theme = getattr(record, "theme", None)
        if theme is not None and theme not in themes:
            yield spot.problem(f"unknown theme '{theme}'{offered(theme, themes)}", "theme")
        for key, kind, text in _asked(record) if named else ():
            request = named.get(text)
            known = {name for name, one in named.items() if one.kind == kind}
            if request is None and len(text.split()) == 1:
                yield spot.problem(f"unknown request '{text}'{offered(text, known)}", key)
            elif request and request.kind != kind:
                fault = f"'{text}' is asked as {request.kind}, and {kind} is wanted here"
                yield spot.problem(f"{fault}; name another, or write it out", key)


def with_requests(content: Content) -> Content:
    """Return the content with the words of each request where a rule names it."""
    named = {request.id: request for request in content.vendor_requests}
    if not named:
        return content
    return content.model_copy(
        update={
            "signal_rules": tuple(_worded(rule, named) for rule in content.signal_rules),
            "conflict_rules": tuple(_worded(rule, named) for rule in content.conflict_rules),
            "safeguards": tuple(_worded(rule, named) for rule in content.safeguards),
        }
    )


def themes_of(content: Content) -> dict[str, str]:
    """Return the theme of each thing asked of vendors, by its words."""
    found = {rule.text: rule.theme for rule in content.safeguards if rule.theme}
    return found | {request.text: request.theme for request in content.vendor_requests}


def unasked(content: Content) -> Iterator[VendorRequest]:
    """Yield the requests that no rule makes."""
    kinds = (content.signal_rules, content.conflict_rules, content.safeguards)
    texts = {text for rules in kinds for rule in rules for _, _, text in _asked(rule)}
    yield from (one for one in content.vendor_requests if one.text not in texts)


def _asked(record: Record) -> Iterator[tuple[str, str, str]]:
    """Yield each key under which a record asks something of vendors, the kind, and the text there."""
    if isinstance(record, _RULES):
        for key, kind in ASKING.items():
            if text := getattr(record, key, None):
                yield key, kind, text
    elif isinstance(record, Safeguard) and record.kind != "measure":
        yield "text", record.kind, record.text


def _worded(rule: R, named: Named) -> R:
    words: dict[str, str] = {}
    for key, _, text in _asked(rule):
        if request := named.get(text):
            words[key] = request.text
            if isinstance(rule, Safeguard):
                words["theme"] = request.theme
    return rule.model_copy(update=words) if words else rule
