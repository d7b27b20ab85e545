"""Addresses that name nothing are not found, whatever database they would have been asked of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.bench import Bench, write

ODD = (
    "a" * 41,
    "a" * 500,
    "%00",
    "a%00b",
    "%ff",
    "..%2f..",
    "%2e%2e",
    "%E2%80%AE",
    "\N{GRINNING FACE}",
    "a b",
    "%0a",
    "9" * 30,
)
FINE = (301, 302, 303, 308, 404, 405)
OF_RECORDS = re.compile(r"<(brief_id|decision_id|draft_id|int:[a-z]+)>")


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_no_odd_address_breaks_anything(
    tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else None
    bench = Bench(write(tmp_path / "rules"), tmp_path / "data", url)
    client = bench.site.client
    client.application.config["WTF_CSRF_ENABLED"] = False
    rules = [rule for rule in client.application.url_map.iter_rules() if rule.arguments]
    sent = {"title": "A trip", "lots-0-answer_weather": "hot", "do": "save"}
    for rule in rules:
        for method in (rule.methods or set()) & {"GET", "POST"}:
            for odd in ODD:
                path = re.sub(r"<[^>]+>", odd, rule.rule)
                answer = client.open(path, method=method, data=sent)
                # What names no record, such as a brief that is called "new", may still be a page.
                assert answer.status_code != 500, (method, path[:80])
                if OF_RECORDS.search(rule.rule) and odd != "9" * 30:
                    assert answer.status_code in FINE, (method, path[:80], answer.status_code)
    assert bench.records.briefs.count() <= 1
    bench.close()
