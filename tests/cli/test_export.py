"""`sourcing export`: what was issued leaves whole, and is verified anywhere."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document, to_json
from sourcing.records.archive import Records, open_records
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from tests.cli.conftest import Run
from tests.conftest import ON

ANSWERS = {
    "task_type": "task-support-rating",
    "credential_rarity": "none",
    "data_sensitivity": "public",
    "duration": "one_off",
}


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    monkeypatch.setenv("SOURCING_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    opened = open_records(tmp_path / "data")
    yield opened
    opened.close()


def issue(records: Records, rulebook: Rulebook, title: str) -> str:
    brief = parse_brief({"title": title, "lots": [{"answers": ANSWERS}]}, nowhere("brief"))
    document = to_json(decision_document(rulebook, decide(rulebook, brief, on=ON)))
    records.rulebooks.keep(rulebook.fingerprint, canonical(rulebook.content))
    issued = records.decisions.issue(document, title=title, on=ON, rulebook=rulebook.fingerprint)
    return issued.id


def test_all_of_them_in_order_and_verified(run: Run, records: Records, rulebook: Rulebook) -> None:
    for title in ("First", "Zweite", "τρίτη"):
        issue(records, rulebook, title)
    ran = run("export", "--output", "all.json")
    assert (ran.code, ran.out, ran.err) == (0, "", "3 decisions exported.\n")
    packets = json.loads(Path("all.json").read_text("utf-8"))
    assert [packet["brief"]["title"] for packet in packets] == ["First", "Zweite", "τρίτη"]
    assert run("verify", "all.json").code == 0


def test_one_by_its_number(run: Run, records: Records, rulebook: Rulebook) -> None:
    issue(records, rulebook, "First")
    second = issue(records, rulebook, "Second")
    (packet,) = run("export", second).json
    assert packet["brief"]["title"] == "Second"


def test_numbers_that_do_not_exist_are_all_named(
    run: Run, records: Records, rulebook: Rulebook
) -> None:
    issue(records, rulebook, "First")
    ran = run("export", "D-2026-0001", "D-2026-0011", "D-1999-0001", "--output", "some.json")
    assert (ran.code, Path("some.json").exists()) == (2, False)
    assert "'D-2026-0011'; did you mean 'D-2026-0001'?" in ran.err
    assert "'D-1999-0001'" in ran.err


def test_where_nothing_was_issued_the_list_is_empty(run: Run, records: Records) -> None:
    assert records.decisions.count() == 0
    assert run("export").json == []


def test_rules_that_were_not_kept_are_missed(
    run: Run, records: Records, rulebook: Rulebook
) -> None:
    document = decision_document(
        rulebook, decide(rulebook, parse_brief({"lots": [{}]}, nowhere("brief")), on=ON)
    )
    records.decisions.issue(to_json(document), title="Old", on=ON, rulebook="sha256:" + "0" * 64)
    ran = run("export")
    assert "content" not in ran.json[0]
    assert "its rules were not kept here" in ran.err


def test_what_was_altered_behind_our_back_is_told(
    run: Run, records: Records, rulebook: Rulebook, tmp_path: Path
) -> None:
    """Triggers refuse a change; whoever removes them first is found by the digest."""
    issue(records, rulebook, "First")
    with sqlite3.connect(tmp_path / "data" / "sourcing.sqlite3") as database:
        triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE decisions SET document = replace(document, 'First', 'Fourth')")
    ran = run("export", "--output", "altered.json")
    assert "D-2026-0001 is not as it was issued" in ran.err
    assert run("verify", "altered.json").code == 1


def test_a_database_that_cannot_be_opened(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    ran = run("export")
    assert ran.code == 2
    assert "database" in ran.err
