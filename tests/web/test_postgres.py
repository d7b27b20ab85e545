"""Workers on several hosts share nothing but a PostgreSQL database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sourcing.records.archive import open_records
from sourcing.records.database import DatabaseUnusableError
from sourcing.web.serving.start import application
from tests.web.bench import CHANGED, Bench, write
from tests.web.site import Site

pytestmark = pytest.mark.postgres

ROOT = Path(__file__).resolve().parents[2]
WORKER = """
import time
import wsgi
client = wsgi.app.test_client()
known = client.get("/healthz").json["rulebook"]
print(known, flush=True)
for _ in range(1200):  # two minutes
    found = client.get("/healthz").json["rulebook"]
    if found != known:
        print(found, flush=True)
        break
    time.sleep(0.1)
"""


@pytest.fixture
def hosts(tmp_path: Path, postgres_url: str) -> Iterator[tuple[Bench, Bench]]:
    """Return two processes, each with a folder of rules and of data that is its own."""
    opened = tuple(
        Bench(write(tmp_path / name / "rules"), tmp_path / name / "data", postgres_url)
        for name in ("here", "there")
    )
    yield opened[0], opened[1]
    for bench in opened:
        bench.close()


class TestRulebook:
    def test_what_one_host_publishes_the_other_takes_up(self, hosts: tuple[Bench, Bench]) -> None:
        here, there = hosts
        before = there.standing()["rulebook"]
        here.publish(here.draft(CHANGED))
        after = there.settles(lambda found: found["rulebook"] != before)
        assert after["rulebook"] == here.standing()["rulebook"]
        assert there.recommended("mild") == "beach"
        assert there.text() == CHANGED

    def test_a_process_of_its_own_takes_it_up(
        self, hosts: tuple[Bench, Bench], tmp_path: Path, postgres_url: str
    ) -> None:
        """Started as a worker is: by wsgi.py, with a folder, a key and a data folder of its own."""
        environment = {
            **os.environ,
            "SOURCING_RULES": str(write(tmp_path / "third" / "rules")),
            "SOURCING_DATA": str(tmp_path / "third" / "data"),
            "DATABASE_URL": postgres_url,
            "PYTHONPATH": str(ROOT),
        }
        with subprocess.Popen(
            [sys.executable, "-c", WORKER],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as worker:
            assert worker.stdout is not None
            assert worker.stdout.readline().strip() == hosts[0].standing()["rulebook"]
            hosts[0].publish(hosts[0].draft(CHANGED))
            assert worker.stdout.readline().strip() == hosts[0].standing()["rulebook"]


def test_a_brief_begun_on_one_host_is_issued_on_another(
    hosts: tuple[Bench, Bench],
) -> None:
    here, there = hosts
    address, data = here.site.blank()
    answers = {"title": "A trip", "lots-0-answer_weather": "hot"}
    here.site.post(address, {**data, **answers, "do": "save"})
    decided = there.site.issue(address)
    assert "Go to the beach." in here.site.get(decided).text


def test_odd_addresses_are_only_not_found(hosts: tuple[Bench, Bench]) -> None:
    site: Site = hosts[0].site
    for path in ("/briefs/a%00b", f"/briefs/{'a' * 500}", "/decisions/%00", "/rules/drafts/%00"):
        site.get(path, status=404)
    assert site.get("/?q=%00").status == 200


def test_a_brief_with_odd_words_is_kept(hosts: tuple[Bench, Bench]) -> None:
    site = hosts[0].site
    address, data = site.blank()
    site.post(address, {**data, "title": "A\0 trip 😀", "do": "save"})
    assert "trip 😀" in site.get(address).value("title")


def test_a_page_of_one_host_is_sent_to_another(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both sign with the one key that stands in the database."""
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    apps = []
    for name in ("here", "there"):
        monkeypatch.setenv("SOURCING_RULES", str(write(tmp_path / name / "rules")))
        monkeypatch.setenv("SOURCING_DATA", str(tmp_path / name / "data"))
        apps.append(application())
    here, there = map(Site, apps)
    address, data = here.blank()
    held = here.client.get_cookie("sourcing")
    assert held is not None
    there.client.set_cookie("sourcing", held.value)
    there.post(address, {**data, "title": "A trip", "do": "save"})
    for app in apps:
        app.extensions["sourcing"].records.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://me:pass-word@/x?host=/nowhere", "does not open"),
        ("nonsense", "is no database URL"),
    ],
)
def test_a_database_that_does_not_open_is_told_and_no_password_with_it(
    tmp_path: Path, url: str, words: str
) -> None:
    with pytest.raises(DatabaseUnusableError, match=words) as caught:
        open_records(tmp_path, url=url)
    assert "pass-word" not in str(caught.value)
