"""A small rulebook in files of its own, and a workbench over it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sourcing.records.archive import Records, open_records
from sourcing.rulebook.load import load_texts
from sourcing.web import rulebook_in_use
from sourcing.web.app import create_app
from sourcing.web.rulebook_in_use import RulebookInUse
from sourcing.web.workbench.folder import RulesFolder
from tests.web.site import Page, Site

ON = date(2026, 11, 20)
SETTLING_SECONDS = 60
BASE = """\
# What the holiday rulebook is about.
about:
  - {id: holidays, title: Holidays, advice: Ask those who come along.}
questions:
  - id: weather
    kind: scale
    mission: true
    order: 1
    label: How warm must it be?
    options: [{id: cold, label: Cold}, {id: mild, label: Mild}, {id: hot, label: Hot}]
  - id: purse
    kind: scale
    order: 2
    label: How much may it cost?
    assumed: thin
    options: [{id: thin, label: Little}, {id: fat, label: Much}]
channels:
  - {id: beach, order: 1, openness: 2, letter: B, label: Beach, advice: Go to the beach., what: x, fits: x, charges: x}
  - {id: hills, order: 2, openness: 1, letter: H, label: Hills, advice: Go to the hills., what: x, fits: x, charges: x}
criteria:
  - {id: joy, label: Joy, what: Fun, weight: "1"}
strengths:
  - {id: much, points: "2", means: must}
sources:
  - {id: aunt, title: Aunt Ada, author: Ada, date: June 2026, dated: 2026-06-01, review_after: 2027-06-01, bias: none}
"""
RULES = """\
# Where to go.
gates:
  - id: no-beach-in-the-cold
    kind: policy
    excludes: [beach]
    when: {weather: cold}
    because: The sea is freezing.
    sources: [aunt:3]
    facts: [R1]
preferences:
  - id: heat-is-for-swimming
    criterion: joy
    strength: much
    for: [beach]
    when: {weather: hot}
    because: Water cools.
    sources: [aunt:9]
  - id: mild-is-for-walking
    criterion: joy
    strength: much
    for: [hills]
    when: {weather: mild}
    because: Nobody sweats.
laws:
  - id: never-freeze
    says: Nobody is sent to a cold beach.
    when: {weather: cold}
    never: {recommended: [beach]}
"""
SMALL = {"base.yaml": BASE, "rules/where.yaml": RULES}
# `mild` goes to the beach from now on.
CHANGED = RULES.replace("    for: [hills]\n", "    for: [beach]\n")
LAWLESS = RULES.replace("    excludes: [beach]\n", "    excludes: [hills]\n")
BROKEN = RULES.replace("because: Nobody sweats.", "becuase: Nobody sweats.")


def write(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write rule files, in one go for each."""
    for name, text in (SMALL if files is None else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


class Bench:
    """A process with its site over a folder of rules and a database, both of which may be shared."""

    def __init__(self, folder: Path, data: Path, url: str | None = None) -> None:
        self.folder = folder
        self.records: Records = open_records(data, url=url)
        rules = RulesFolder(folder)
        files, stamp = rules.read()
        self.in_use = RulebookInUse(
            load_texts(files), records=self.records, folder=rules, files=files, stamp=stamp
        )
        app = create_app(self.in_use, records=self.records, secret_key="k" * 32, today=lambda: ON)
        self.app = app
        self.site = Site(app)

    def close(self) -> None:
        self.records.close()

    def text(self, path: str = "rules/where.yaml") -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def standing(self) -> dict[str, Any]:
        """Return what the health check says of the rulebook."""
        answer = self.site.client.get("/healthz")
        assert answer.json is not None
        found: dict[str, Any] = answer.json
        assert answer.headers["Rulebook"] == found["rulebook"]
        return found

    def settles(self, done: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Ask until the rulebook in use is as awaited, for as long as a slow machine may need."""
        until = time.monotonic() + SETTLING_SECONDS
        while not done(found := self.standing()):
            assert time.monotonic() < until, found
            time.sleep(rulebook_in_use.PAUSE_SECONDS / 5)
        return found

    def editor(self, path: str = "rules/where.yaml", draft: str = "") -> Page:
        return self.site.get(f"/rules/files/{path}{f'?draft={draft}' if draft else ''}")

    def sent(self, page: Page, text: str, **more: str) -> dict[str, str]:
        """Return the fields of an editor with another text, as a browser sends them."""
        names = ("csrf_token", "draft", "version", "base")
        fields = {name: page.value(name) for name in names}
        return {**fields, "editor": "Ada", "text": text.replace("\n", "\r\n"), **more}

    def draft(self, text: str, path: str = "rules/where.yaml") -> str:
        """Save a text in a draft of its own; return the draft's id."""
        page = self.editor(path)
        self.site.post(f"/rules/files/{path}", self.sent(page, text, do="save"))
        return page.value("draft")

    def seen(self, draft: str) -> dict[str, str]:
        """Look at a draft's page, and return what its form says of what was seen."""
        page = self.site.get(f"/rules/drafts/{draft}")
        return {n: page.value(n) for n in ("csrf_token", "files", "replaces", "over")}

    def publish(
        self,
        draft: str,
        message: str = "Try it",
        *,
        status: int = 303,
        seen: dict[str, str] | None = None,
    ) -> Any:
        """Press the button that publishes a draft, on the page as it is now or as it was seen."""
        fields = {**(seen or self.seen(draft)), "author": "Ada", "message": message}
        address = f"/rules/drafts/{draft}/publish"
        if status == 303:
            return self.site.post(address, fields)
        return self.site.refused(address, fields, status=status)

    def recommended(self, weather: str) -> str:
        """Return what the API recommends."""
        brief = {"lots": [{"answers": {"weather": weather}}]}
        answer = self.site.client.post("/api/v1/decisions", json=brief)
        assert answer.status_code == 200, answer.text
        assert answer.json is not None
        assert answer.json["rulebook"] == answer.headers["Rulebook"]
        channel: str = answer.json["lots"][0]["recommended"]
        return channel
