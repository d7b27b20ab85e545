"""A site to photograph: an empty one, and one that a team has used for a while."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sourcing.records.archive import Records, open_records
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_texts
from sourcing.web.app import create_app
from sourcing.web.briefs.writing import draft_of_brief
from sourcing.web.rulebook_in_use import RulebookInUse
from sourcing.web.workbench.folder import RulesFolder
from tests.conftest import ON, RULES
from tests.report.conftest import FULL
from tests.started import started
from tests.web.site import Site

MANY: Final = 80
RULE_FILE: Final = "about.yaml"


@dataclass(frozen=True, slots=True)
class Scene:
    """The addresses of what was prepared."""

    plain: str
    lots: str
    stopped: str
    changed: str
    example: str
    decision: str
    small_decision: str
    draft: str
    broken_draft: str


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Run the program over a folder with `data` and `rules`; yield its address."""
    surroundings = {
        **os.environ,
        "SOURCING_DATA": str(folder / "data"),
        "SOURCING_RULES": str(folder / "rules"),
        "SOURCING_DEV": "1",
    }
    command = [sys.executable, "-m", "sourcing", "serve", "--port", "0"]
    with started(command, surroundings) as address:
        yield address


def bare(folder: Path) -> Path:
    """Make a folder with rules and without any data."""
    (folder / "data").mkdir(parents=True)
    shutil.copytree(RULES, folder / "rules")
    return folder


def break_database(folder: Path) -> None:
    """Take a table away, so that a page breaks."""
    records = open_records(folder / "data")
    with records.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE briefs")
    records.close()


def prepare(folder: Path) -> Scene:
    """Fill a folder with briefs, decisions, versions of the rules and drafts of them."""
    rules = RulesFolder(folder / "rules")
    files, stamp = rules.read()
    records = open_records(folder / "data")
    book = load_texts(files)
    in_use = RulebookInUse(book, records=records, folder=rules, files=files, stamp=stamp)
    site = Site(create_app(in_use, records=records, secret_key="k" * 32, today=lambda: ON))
    try:
        return _filled(site, records, book)
    finally:
        records.close()


def _filled(site: Site, records: Records, book: Rulebook) -> Scene:
    def kept(brief_id: str, brief: Mapping[str, Any]) -> str:
        draft = {"title": brief["title"], **draft_of_brief(book, brief)}
        records.briefs.save(brief_id, str(draft["title"]), draft, version=0)
        return f"/briefs/{brief_id}"

    small = {"title": "Reply ratings", "lots": FULL["lots"][:1]}
    for n in range(MANY):
        label = book.questions["task_type"].options[n % 50].label.lower()
        kept(f"batch{n}", {**small, "title": f"Batch {n + 1}: {label}"})
    plain, lots = kept("plain", small), kept("lots", FULL)
    decision, small_decision = site.issue(lots), site.issue(plain)
    _issue_again(records, small_decision.rpartition("/")[2])
    token = site.get("/briefs/new").value("csrf_token")
    stopped = next(case for case in book.content.cases if case.id == "C17")
    changed = kept("changed", {**FULL, "title": "Changed after a first result"})
    site.get(f"{changed}/preview")
    _change(site, changed)
    text = (RULES / RULE_FILE).read_text(encoding="utf-8")
    _publish(site, _draft(site, f"{text}\n# Read again before the audit.\n"))
    heavier = text.replace('weight: "1"', 'weight: "2"', 1)
    return Scene(
        plain=plain,
        lots=lots,
        stopped=kept("stopped", {"title": stopped.title, **stopped.brief}),
        changed=changed,
        example=site.post("/example", {"csrf_token": token}).location,
        decision=decision,
        small_decision=small_decision,
        draft=f"/rules/drafts/{_draft(site, heavier)}",
        broken_draft=f"/rules/drafts/{_draft(site, text.replace('label:', 'lable:', 1))}",
    )


def _issue_again(records: Records, decision_id: str) -> None:
    """Issue the same decision under many titles; some depart from the recommendation."""
    issued = records.decisions.get(decision_id)
    assert issued is not None
    document = json.loads(issued.document)
    for n in range(MANY):
        title = f"Ratings for batch {n + 1}"
        text = json.dumps({**document, "brief": {**document["brief"], "title": title}})
        records.decisions.issue(
            text, title=title, on=issued.date, rulebook=issued.rulebook, departures=n % 9 == 0
        )


def _change(site: Site, brief: str) -> None:
    sent = {name: values for name, values in site.get(brief).fields.items() if values}
    sent["lots-0-answer_data_sensitivity"] = ["regulated"]
    site.post(brief, {**sent, "do": "save"})


def _draft(site: Site, text: str) -> str:
    """Save a text of the rule file in a draft of its own; return the draft's id."""
    page = site.get(f"/rules/files/{RULE_FILE}")
    fields = {name: page.value(name) for name in ("csrf_token", "draft", "version", "base")}
    sent = {**fields, "editor": "Ada Byron", "text": text, "do": "save"}
    site.post(f"/rules/files/{RULE_FILE}", sent)
    return page.value("draft")


def _publish(site: Site, draft: str) -> None:
    page = site.get(f"/rules/drafts/{draft}")
    seen = {name: page.value(name) for name in ("csrf_token", "files", "replaces", "over")}
    said = {"author": "Ada Byron", "message": "Criteria read again before the audit"}
    site.post(f"/rules/drafts/{draft}/publish", {**seen, **said})
