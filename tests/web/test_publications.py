"""Nobody who asks while rules change is left without a whole answer, or has that of another site."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

import pytest

from sourcing.records.rule_versions import files_digest, text_digest
from tests.web.bench import CHANGED, ON, RULES, Bench, write
from tests.web.conftest import served

PUBLISHES = 100
PATIENCE_SECONDS = 120


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    opened = Bench(write(tmp_path / "rules"), tmp_path / "data")
    yield opened
    opened.close()


class Client(threading.Thread):
    """A client that asks without pause over one connection, from entering to leaving."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.answers: list[tuple[int, str, str]] = []
        self._address = address.removeprefix("http://")
        self._asked = 0
        self._fault: BaseException | None = None
        self._news = threading.Condition()
        self._done = False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done = True
        self.join(PATIENCE_SECONDS)
        assert self._fault is None

    def run(self) -> None:
        connection = HTTPConnection(self._address, timeout=PATIENCE_SECONDS)
        try:
            while not self._done:
                self._asked += 1
                found = self._ask(connection)
                with self._news:
                    self.answers.append(found)
                    self._news.notify()
        except BaseException as error:  # noqa: BLE001 - told where it is waited for
            with self._news:
                self._fault = error
                self._news.notify()
        finally:
            connection.close()

    def _ask(self, connection: HTTPConnection) -> tuple[int, str, str]:
        brief = json.dumps({"lots": [{"answers": {"weather": "mild"}}]})
        connection.request("POST", "/api/v1/decisions", brief)
        answer = connection.getresponse()
        document = json.loads(answer.read())
        assert document["rulebook"] == answer.headers["Rulebook"]
        return answer.status, document["rulebook"], document["lots"][0]["recommended"]

    def hears_the_latest(self) -> None:
        """Wait for the answer to a question that is yet to be asked."""
        with self._news:
            wanted = self._asked + 1
            told = self._news.wait_for(
                lambda: self._fault or len(self.answers) >= wanted, PATIENCE_SECONDS
            )
            assert self._fault is None
            assert told


def test_a_hundred_publications_lose_no_request(bench: Bench) -> None:
    """A client asks without pause, over a real connection; every answer is whole and consistent."""
    published = {bench.in_use.standing.rulebook.fingerprint: "hills"}
    sent = bench.sent(bench.editor(), RULES, do="save", author="Ada", message="Once more")
    with served(bench.app) as address, Client(address) as client:
        client.hears_the_latest()
        for number in range(PUBLISHES):
            text = (CHANGED if number % 2 == 0 else RULES).replace("cools.", f"cools {number}.")
            files = {**bench.in_use.standing.files, "rules/where.yaml": text}
            sent |= {
                "text": text,
                "base": text_digest(bench.text()),
                "replaces": bench.in_use.standing.digest,
                "files": files_digest(files),
            }
            bench.site.post("/rules/files/rules/where.yaml", sent)
            bench.site.post(f"/rules/drafts/{sent['draft']}/publish", sent)
            channel = "beach" if number % 2 == 0 else "hills"
            published[bench.in_use.standing.rulebook.fingerprint] = channel
            client.hears_the_latest()
    assert len(published) == PUBLISHES + 1
    assert {status for status, _, _ in client.answers} == {200}
    assert {(rulebook, channel) for _, rulebook, channel in client.answers} == set(
        published.items()
    )
    assert len(bench.records.rule_versions.all()) == PUBLISHES + 1


def test_an_impact_is_over_what_is_saved_in_its_own_database(tmp_path: Path) -> None:
    """Two sites of one process, over the same files and as many decisions of the same number."""
    for name in ("Here", "There"):
        bench = Bench(write(tmp_path / name / "rules"), tmp_path / name / "data")
        brief = {"title": name, "lots": [{"answers": {"weather": "mild"}}]}
        document = bench.site.client.post("/api/v1/decisions", json=brief).text
        bench.records.decisions.issue(document, title=name, on=ON, rulebook="sha256:x")
        page = bench.site.get(f"/rules/drafts/{bench.draft(CHANGED)}/impact")
        assert f"D-2026-0001 {name}" in page.text
        bench.close()
