"""What is kept is kept: whole, in order, unchanged, through crashes and crowds."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from sourcing.records.answer_trail import AnswerChange, KeptChange
from sourcing.records.archive import Records, open_records
from sourcing.records.briefs import StaleVersionError
from sourcing.records.decisions import StoredDecision, digest_of

ON = date(2026, 11, 20)
ROOT = Path(__file__).resolve().parents[2]


Url = str | None


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest) -> Url:
    """Both databases, one after the other; None is the SQLite file in the data folder."""
    if request.param == "sqlite":
        return None
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def records(tmp_path: Path, url: Url) -> Iterator[Records]:
    opened = open_records(tmp_path, url=url)
    yield opened
    opened.close()


@pytest.fixture
def in_sqlite(tmp_path: Path) -> Iterator[Records]:
    opened = open_records(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def in_postgres(tmp_path: Path, postgres_url: str) -> Iterator[Records]:
    opened = open_records(tmp_path, url=postgres_url)
    yield opened
    opened.close()


def issue(records: Records, document: str = "{}", brief: str | None = None) -> StoredDecision:
    return records.decisions.issue(document, title="T", on=ON, rulebook="sha256:x", brief_id=brief)


class TestBriefs:
    def test_a_brief_comes_back_as_it_was_stored(self, records: Records) -> None:
        content = {"title": "Ümläut \u0000 😀", "lots": [{"hours": "about four"}]}
        records.briefs.save("a", "Title", content, version=0)
        stored = records.briefs.get("a")
        assert stored is not None
        assert stored.content == content
        assert stored.version == 1
        assert stored.created.tzinfo is not None

    def test_a_stale_version_is_refused_and_shows_what_stands(self, records: Records) -> None:
        records.briefs.save("a", "T", {"n": 1}, version=0)
        records.briefs.save("a", "T", {"n": 2}, version=1)
        with pytest.raises(StaleVersionError) as caught:
            records.briefs.save("a", "T", {"n": 3}, version=1)
        assert caught.value.stored.content == {"n": 2}

    def test_storing_what_stands_changes_nothing(self, records: Records) -> None:
        first = records.briefs.save("a", "T", {"n": 1}, version=0)
        assert records.briefs.save("a", "T", {"n": 1}, version=0) == first

    def test_the_last_changed_stands_first(self, tmp_path: Path, url: Url) -> None:
        times = iter(datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2, 3))
        records = open_records(tmp_path, url=url, now=lambda: next(times))
        records.briefs.save("a", "A", {"n": 1}, version=0)
        records.briefs.save("b", "B", {"n": 1}, version=0)
        records.briefs.save("a", "A", {"n": 2}, version=1)
        assert [line.id for line in records.briefs.newest(most=5)] == ["a", "b"]
        assert [line.id for line in records.briefs.newest(most=1)] == ["a"]
        records.close()

    def test_signs_of_patterns_are_only_signs(self, records: Records) -> None:
        records.briefs.save("a", "100%", {}, version=0)
        records.briefs.save("b", "1000", {}, version=0)
        assert [line.id for line in records.briefs.newest(most=5, containing="0%")] == ["a"]

    def test_what_no_database_can_hold_is_no_fault(self, records: Records) -> None:
        """A NUL comes through a form or an address; it is looked for, and kept as a mark."""
        records.briefs.save("a", "T\0", {"title": "\0"}, version=0)
        stored = records.briefs.get("a")
        assert stored is not None
        assert stored.content == {"title": "\0"}
        assert records.briefs.get("b\0") is None
        assert records.briefs.newest(most=5, containing="x\0") == []
        assert records.briefs.get("a" * 500) is None

    def test_deleting_twice_is_no_error(self, records: Records) -> None:
        records.briefs.save("a", "T", {}, version=0)
        records.briefs.delete("a")
        records.briefs.delete("a")
        assert records.briefs.get("a") is None


class TestDecisions:
    def test_numbers_run_by_year(self, records: Records) -> None:
        assert [issue(records, str(n)).id for n in range(2)] == ["D-2026-0001", "D-2026-0002"]
        later = records.decisions.issue("3", title="T", on=date(2027, 1, 1), rulebook="x")
        assert later.id == "D-2027-0001"
        assert [line.id for line in records.decisions.newest(most=2)] == [
            "D-2027-0001",
            "D-2026-0002",
        ]

    def test_the_text_comes_back_to_the_byte(self, records: Records) -> None:
        text = '{"b": 1.10,  "a": "ü😀\\u0000"}\n'
        stored = records.decisions.get(issue(records, text).id)
        assert stored is not None
        assert stored.document == text
        assert stored.digest == digest_of(text)

    def test_the_same_document_of_a_brief_is_issued_once(self, records: Records) -> None:
        assert issue(records, "{}", "a") == issue(records, "{}", "a")
        assert issue(records, "{}", "b").id == "D-2026-0002"
        assert issue(records, "{}").id != issue(records, "{}").id

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE decisions SET title = 'changed'",
            "DELETE FROM decisions",
            "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
            "REPLACE INTO decisions SELECT 'D-9', year, number, 't', date, 'r', 'd', 'x', 'b', created FROM decisions",
            "UPDATE rulebooks SET content = ''",
            "DELETE FROM rulebooks",
            "INSERT OR REPLACE INTO rulebooks SELECT fingerprint, '', created FROM rulebooks",
            "UPDATE departures SET lots = 0",
            "UPDATE outcomes SET status = 'ready', channels = ''",
            "DELETE FROM results_shown",
            "UPDATE answer_changes SET content = '[]'",
            "DELETE FROM answer_changes",
            "INSERT OR REPLACE INTO answer_changes SELECT brief_id, number, '', made FROM answer_changes",
            "UPDATE answer_reasons SET person = 'Eve'",
        ],
    )
    def test_sqlite_itself_refuses_change(self, in_sqlite: Records, statement: str) -> None:
        _refuses(in_sqlite, statement)

    @pytest.mark.postgres
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE decisions SET title = 'changed'",
            "UPDATE decisions SET title = 'changed' WHERE id = 'nobody'",
            "DELETE FROM decisions",
            "TRUNCATE decisions",
            "TRUNCATE rulebooks, decisions CASCADE",
            "INSERT INTO decisions SELECT * FROM decisions ON CONFLICT (id) DO UPDATE SET title = 'x'",
            "INSERT INTO decisions SELECT * FROM decisions",
            "UPDATE rulebooks SET content = ''",
            "DELETE FROM rulebooks",
            "UPDATE rule_versions SET author = ''",
            "DELETE FROM rule_texts",
            "DELETE FROM departures",
            "DELETE FROM outcomes",
            "UPDATE answer_changes SET content = '[]'",
            "TRUNCATE answer_reasons",
            "WITH gone AS (DELETE FROM rulebooks RETURNING *) SELECT * FROM gone",
        ],
    )
    def test_postgres_itself_refuses_change(self, in_postgres: Records, statement: str) -> None:
        _refuses(in_postgres, statement)


def _refuses(records: Records, statement: str) -> None:
    issued = issue(records, "{}", "a")
    records.decisions.issue(
        "[]", title="T", on=ON, rulebook="sha256:x", departures=1, status="ready"
    )
    records.rulebooks.keep("sha256:x", {"a": 1})
    trail = _change(records, "a")
    records.answer_trail.explain("a", "Ana", "Because", through=1)
    with pytest.raises(IntegrityError), records.database.write() as connection:
        connection.exec_driver_sql(statement)
    assert records.decisions.get(issued.id) == issued
    assert records.rulebooks.get("sha256:x") == {"a": 1}
    assert [c.before for c in records.answer_trail.of("a")] == [c.before for c in trail]
    assert records.decisions.count_departing() == 1


CHANGE = AnswerChange("Lot 1", "How sensitive?", "Public", "Ümläut 😀")


def _change(records: Records, brief: str) -> list[KeptChange]:
    """Save a brief twice after its first result, with one answer changed."""
    first = records.briefs.save(brief, "T", {"n": 1}, version=0)
    records.answer_trail.result_shown(brief)
    records.briefs.save(
        brief, "T", {"n": 2}, version=first.version, changes_from=lambda _: [CHANGE]
    )
    return records.answer_trail.of(brief)


class TestAnswerTrail:
    def test_changes_are_kept_only_after_a_first_result(self, records: Records) -> None:
        first = records.briefs.save("a", "T", {"n": 1}, version=0)
        second = records.briefs.save(
            "a", "T", {"n": 2}, version=first.version, changes_from=lambda _: [CHANGE]
        )
        assert records.answer_trail.of("a") == []
        records.answer_trail.result_shown("a")
        records.briefs.save(
            "a", "T", {"n": 3}, version=second.version, changes_from=lambda _: [CHANGE]
        )
        (kept,) = records.answer_trail.of("a")
        assert (kept.after, kept.person, kept.reason) == ("Ümläut 😀", None, None)
        assert kept.made.tzinfo is not None

    def test_they_are_found_against_what_stood(self, records: Records) -> None:
        _change(records, "a")
        stood: list[Mapping[str, Any]] = []

        def noted(was: Mapping[str, Any]) -> tuple[AnswerChange, ...]:
            stood.append(was)
            return ()

        records.briefs.save("a", "T", {"n": 9}, version=2, changes_from=noted)
        assert stood == [{"n": 2}]

    def test_a_save_that_is_refused_keeps_no_change(self, records: Records) -> None:
        _change(records, "a")
        with pytest.raises(StaleVersionError):
            records.briefs.save("a", "T", {"n": 7}, version=1, changes_from=lambda _: [CHANGE])
        assert len(records.answer_trail.of("a")) == 1

    def test_a_reason_covers_what_came_before_it_alone(self, records: Records) -> None:
        _change(records, "a")
        records.answer_trail.explain("a", "Ana", "First", through=1)
        records.answer_trail.explain("a", "Eve", "Nothing is left to explain", through=1)
        records.briefs.save("a", "T", {"n": 3}, version=2, changes_from=lambda _: [CHANGE, CHANGE])
        assert [c.person for c in records.answer_trail.of("a")] == ["Ana", None, None]
        records.answer_trail.explain("a", "Ben", "Second", through=2)
        assert [c.person for c in records.answer_trail.of("a", through=2)] == ["Ana", "Ben"]
        assert [c.person for c in records.answer_trail.of("a")] == ["Ana", "Ben", None]
        records.answer_trail.explain("a", "Ben", "Second", through=3)
        assert [c.reason for c in records.answer_trail.of("a")] == ["First", "Second", "Second"]

    def test_the_trail_of_a_deleted_brief_stands(self, records: Records) -> None:
        _change(records, "a")
        records.briefs.delete("a")
        assert len(records.answer_trail.of("a")) == 1

    def test_a_first_result_is_noted_once(self, records: Records) -> None:
        records.answer_trail.result_shown("a", "D-2026-0001")
        records.answer_trail.result_shown("a")
        assert records.answer_trail.has_result("a")
        assert not records.answer_trail.has_result("b")


class TestDepartures:
    def test_they_are_counted_and_listed_by_themselves(self, records: Records) -> None:
        issue(records, "1")
        records.decisions.issue("2", title="Otherwise", on=ON, rulebook="x", departures=2)
        assert records.decisions.count_departing() == 1
        assert [line.departures for line in records.decisions.newest(most=5)] == [2, 0]
        (only,) = records.decisions.newest(most=5, departing=True)
        assert only.title == "Otherwise"
        assert records.decisions.newest(most=5, departing=True, containing="nothing") == []


class TestRulebooks:
    def test_a_rulebook_is_kept_once_under_its_fingerprint(self, records: Records) -> None:
        records.rulebooks.keep("sha256:x", {"b": [1], "a": "ü"})
        records.rulebooks.keep("sha256:x", {"b": [1], "a": "ü"})
        assert records.rulebooks.get("sha256:x") == {"b": [1], "a": "ü"}
        assert records.rulebooks.has("sha256:x")
        assert records.rulebooks.get("sha256:y") is None
        assert not records.rulebooks.has("sha256:y")


class TestDatabase:
    def test_sqlite_is_in_wal_mode_and_waits_for_the_disk(self, in_sqlite: Records) -> None:
        with in_sqlite.database.read() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2

    def test_the_folder_is_made_for_its_owner_only(self, tmp_path: Path) -> None:
        opened = open_records(tmp_path / "a" / "b")
        assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0
        opened.close()

    def test_another_address_is_respected(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
        opened = open_records(tmp_path / "unused", url=url)
        assert opened.answers()
        opened.close()
        assert (tmp_path / "elsewhere.db").exists()
        assert not (tmp_path / "unused").exists()

    def test_a_failure_half_way_leaves_nothing(self, records: Records) -> None:
        class BrokenError(Exception):
            pass

        def fail() -> None:
            with records.database.write() as connection:
                connection.exec_driver_sql(
                    "INSERT INTO rulebooks VALUES ('x', '{}', '2026-01-01 00:00:00')"
                )
                raise BrokenError

        with pytest.raises(BrokenError):
            fail()
        assert not records.rulebooks.has("x")


def _open_and_issue(given: tuple[str, Url]) -> list[str]:
    folder, url = given
    records = open_records(Path(folder), url=url)
    found = [issue(records, f"{os.getpid()} {n}").id for n in range(10)]
    records.close()
    return found


def test_processes_that_start_together_share_the_numbers(tmp_path: Path, url: Url) -> None:
    """The first start makes the tables while others wait; no number is given twice or left out."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=context) as pool:
        given = [(str(tmp_path), url)] * 4
        found = [i for ids in pool.map(_open_and_issue, given) for i in ids]
    assert sorted(found) == [f"D-2026-{n:04}" for n in range(1, 41)]


WRITER = """
import sys
from datetime import date
from pathlib import Path
from sourcing.records.archive import open_records
records = open_records(Path(sys.argv[1]), url=sys.argv[2] or None)
for n in range(100_000):
    issued = records.decisions.issue(
        str(n) * 1000, title="T", on=date(2026, 11, 20), rulebook="x"
    )
    print(issued.id, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, url: Url) -> None:
    """A process killed in the middle of writing: every number that it had told is there, whole."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path), url or ""],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip() for _ in range(20)]
        assert all(told)
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.read().split()
    records = open_records(tmp_path, url=url)
    for n, name in enumerate(name for name in told if len(name) == len("D-2026-0001")):
        stored = records.decisions.get(name)
        assert stored is not None
        assert stored.document == str(n) * 1000
        assert stored.digest == digest_of(stored.document)
    if url is None:
        with records.database.read() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert issue(records).id
    records.close()
