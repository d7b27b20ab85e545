"""The templates' environment: strict, escaping, and with the filters that every page shares."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sourcing.places import templates_folder
from sourcing.report import formats
from sourcing.report.charts.drawing import path_of
from sourcing.report.measures import by_duty
from sourcing.report.money.lines import inputs_beside, side_by_side
from sourcing.report.ownership.picture import drawn
from sourcing.report.paper import (
    ASKED_ELSEWHERE,
    ASSUMED,
    CALLS,
    CHANGES,
    DUTIES,
    FLAGS,
    LEFT_OUT,
    POINTS,
    flags_once,
    on_paper,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SEVERITIES = {"high": "High", "medium": "Medium", "low": "Low", "info": "Info"}
STATUSES = {
    "ready": "Ready",
    "undecided": "Not decided",
    "conditional": "Conditional",
    "stop": "Stop",
}
VERDICTS = {
    "excluded": "Excluded",
    "conditional": "Conditional",
    "not_screened": "Not screened",
    "no_finding": "No finding",
}


@cache
def environment() -> Environment:
    """Return the environment of pages made without the web, compiled once for the process."""
    env = Environment(
        loader=FileSystemLoader(templates_folder()), autoescape=True, auto_reload=False
    )
    install(env)
    return env


def install(env: Environment) -> None:
    """Make an environment strict and give it the shared filters; Flask's own is passed here too."""
    env.undefined = StrictUndefined
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.filters.update(FILTERS)
    env.globals.update(
        LEFT_OUT=LEFT_OUT,
        ASKED_ELSEWHERE=ASKED_ELSEWHERE,
        CALLS=CALLS,
        DUTIES=DUTIES,
        ASSUMED=ASSUMED,
        FLAGS=FLAGS,
        CHANGES=CHANGES,
        POINTS=POINTS,
    )


def source_anchor(citation: str) -> str:
    """Return the id of a source's entry on the page for a citation such as field-guide:94."""
    return f"source-{citation.partition(':')[0]}"


def source_words(citation: str) -> str:
    """Return a citation as it is read: field-guide, line 94."""
    source, _, line = citation.partition(":")
    return f"{source}, line {line}" if line else source


FILTERS: dict[str, Callable[..., object]] = {
    "by_duty": by_duty,
    "day": formats.day,
    "counted": formats.counted,
    "drawn": drawn,
    "inputs_beside": inputs_beside,
    "flags_once": flags_once,
    "listed": formats.listed,
    "on_paper": on_paper,
    "path_of": path_of,
    "sentence": formats.sentence,
    "side_by_side": side_by_side,
    "severity_word": SEVERITIES.__getitem__,
    "status_word": STATUSES.__getitem__,
    "verdict_word": VERDICTS.__getitem__,
    "source_anchor": source_anchor,
    "source_words": source_words,
}
