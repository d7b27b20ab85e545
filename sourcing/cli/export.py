"""`sourcing export`: issued decisions as packets, for an audit, an archive or another machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from sourcing.cli.common import output_option, write
from sourcing.cli.exits import FINE
from sourcing.decision.document.write import Document, to_json
from sourcing.places import data_folder
from sourcing.problems import nearest
from sourcing.records.archive import Records, open_records
from sourcing.records.decisions import StoredDecision, digest_of


@click.command("export")
@click.argument("decisions", nargs=-1, metavar="[DECISION]...")
@click.option(
    "--format", "form", type=click.Choice(["json"]), default="json", help="Packets are JSON."
)
@output_option
def command(decisions: Sequence[str], form: str, output: Path | None) -> int:  # noqa: ARG001 - the one form
    """Write issued decisions as a JSON list of packets: those named, by default all of them.

    A packet holds a decision as it was issued and the rules that it was made under, so that
    `sourcing verify` can decide it again anywhere. They stand in the order of their numbers.

    \b
    Example:
      sourcing export --output decisions.json
      sourcing export D-2026-0042 --output decision.json
      sourcing verify decision.json
    """
    try:
        records = open_records(data_folder(), url=os.environ.get("DATABASE_URL"))
    except OSError as error:
        raise click.UsageError(str(error)) from None
    try:
        packets = [_packet(records, stored) for stored in _found(records, decisions)]
    finally:
        records.close()
    write(to_json(packets), output)
    count = len(packets)
    click.echo(f"{count} {'decision' if count == 1 else 'decisions'} exported.", err=True)
    return FINE


def _found(records: Records, named: Sequence[str]) -> Iterator[StoredDecision]:
    """Yield decisions in the order of their numbers; raises a usage error for those that are not there."""
    lines = records.decisions.newest(most=records.decisions.count())
    known = [line.id for line in reversed(lines)]
    unknown = [name for name in named if name not in known]
    if unknown:
        missing = "; ".join(
            f"there is no decision '{name}'{nearest(name, known)}" for name in unknown
        )
        raise click.UsageError(f"{missing}. Without a number all decisions are exported")
    for name in known:
        if (not named or name in named) and (stored := records.decisions.get(name)):
            yield stored


def _packet(records: Records, stored: StoredDecision) -> Document:
    """Return a decision with its rules; what was altered in the database since it was issued is told."""
    document: Document = json.loads(stored.document)
    content = records.rulebooks.get(stored.rulebook)
    if digest_of(stored.document) != stored.digest:
        click.echo(f"Beware: {stored.id} is not as it was issued.", err=True)
    if content is None:
        click.echo(f"{stored.id}: its rules were not kept here, so it has none inside.", err=True)
        return document
    return {**document, "content": content}
