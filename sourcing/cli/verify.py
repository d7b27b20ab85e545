"""`sourcing verify`: a decision made again from its packet, and compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

import sourcing
from sourcing.cli.common import format_option, output_option, problem_content, show_problems, write
from sourcing.cli.decision_file import read_decisions
from sourcing.cli.exits import FINDING, FINE, WRONG_INPUT
from sourcing.decision.document.replay import Difference, replay
from sourcing.problems import InvalidInputError
from sourcing.rulebook.load import load_content

MOST_SHOWN = 20
LONGEST_VALUE = 200


@click.command("verify")
@click.argument("decision", type=click.Path(path_type=Path))
@format_option
@output_option
def command(decision: Path, form: str, output: Path | None) -> int:
    """Decide a packet again from its own brief, rules and day, and compare.

    Nothing else is read: neither the rulebook in use nor the network. Each part of a decision
    carries a seal, so that a change shows even where nothing follows from it. Ends with 0 where
    the decision comes out the same, whichever version of the program made it, 1 where it does not,
    and 2 where it cannot be decided again.

    \b
    Example:
      sourcing decide brief.yaml --format json --packet --output decision.json
      sourcing verify decision.json
    """
    try:
        documents, several = read_decisions(decision)
        found: list[Difference] = []
        for n, document in enumerate(documents):
            name = f"{decision}/{n}" if several else str(decision)
            prefix = f"{n}/" if several else ""
            found += [
                Difference(f"{prefix}{each.path}", each.stored, each.recomputed, each.note)
                for each in replay(document, load_content, name)
            ]
    except InvalidInputError as error:
        show_problems(error.problems)
        if form == "json":
            problems = [problem_content(problem) for problem in error.problems]
            write(_json({"identical": None, "problems": problems, "differences": []}), output)
        return WRONG_INPUT
    write(_as_json(found) if form == "json" else "\n".join(_lines(documents, found)), output)
    return FINDING if found else FINE


def _lines(documents: Sequence[Any], found: Sequence[Difference]) -> Iterator[str]:
    if not found:
        days = _each("date", documents)
        yield f"Identical: decided again as of {days}, under the packet's own rules, by engine {sourcing.__version__}."
        if engines := _others(documents):
            yield f"It was made by engine {engines}, which came to the same."
        return
    yield f"Not identical: {len(found)} {'place differs' if len(found) == 1 else 'places differ'}."
    if engines := _others(documents):
        yield f"It was made by engine {engines}; this is engine {sourcing.__version__}."
    for each in found[:MOST_SHOWN]:
        yield f"{each.path}: stored {_shown(each.stored)}, recomputed {_shown(each.recomputed)}"
        if each.note:
            yield f"  {each.note}"
    if len(found) > MOST_SHOWN:
        yield f"and {len(found) - MOST_SHOWN} more; --format json lists all."


def _others(documents: Sequence[Any]) -> str:
    """Return the versions, other than this one, by which decisions were made."""
    return _each("engine", [one for one in documents if one["engine"] != sourcing.__version__])


def _each(part: str, documents: Sequence[Any]) -> str:
    return ", ".join(dict.fromkeys(str(document[part]) for document in documents))


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 4]} ..."


def _as_json(found: Sequence[Difference]) -> str:
    differences = [
        {
            "path": each.path,
            "stored": each.stored,
            "recomputed": each.recomputed,
            "note": each.note,
        }
        for each in found
    ]
    return _json({"identical": not found, "problems": [], "differences": differences})


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
