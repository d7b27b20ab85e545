"""Every page that can be read without a brief, and every address that is none."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask

from sourcing.records.archive import Records
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.app import create_app
from tests.web.site import Site, check_headers

READABLE = (
    "/",
    "/briefs/new",
    "/rules",
    "/rules/status",
    "/rules/signals",
    "/rules/measures",
    "/rules/conflicts",
    "/rules/sources",
    "/vendors",
    "/vendors?channel=crowd&q=out",
    "/vendors?channel=nothing&q=%3Cscript%3E",
    "/help",
)


@pytest.mark.parametrize("path", READABLE)
def test_a_page_is_well_made(site: Site, path: str) -> None:
    page = site.get(path)
    assert page.text


def test_the_first_page_invites_to_start(site: Site) -> None:
    page = site.get("/")
    assert "/briefs/new" in page.links()


def test_every_vendor_has_a_page(site: Site, rulebook: Rulebook) -> None:
    for name, organisation in rulebook.organisations.items():
        assert organisation.name in site.get(f"/vendors/{name}").text


def test_the_rules_page_shows_every_rule_with_its_reason(site: Site, rulebook: Rulebook) -> None:
    pages = [site.get(path) for path in READABLE if path.startswith("/rules")]
    text = " ".join(page.text for page in pages)
    content = rulebook.content
    kinds: tuple[Sequence[Any], ...] = (
        content.gates,
        content.preferences,
        content.statuses,
        content.splits,
        content.signal_rules,
        content.safeguards,
        content.practices,
        content.conflict_rules,
    )
    for rule in (rule for kind in kinds for rule in kind):
        assert rule.id in text
        assert " ".join(rule.because.split()) in text


@pytest.mark.parametrize(
    "path", ["/nothing", "/briefs/unknown", "/decisions/D-2026-0001", "/vendors/x", "/rules/x"]
)
def test_an_unknown_address_says_so(site: Site, path: str) -> None:
    site.get(path, status=404)


def test_a_wrong_method_says_so(site: Site) -> None:
    site.refused("/help", {"csrf_token": site.get("/briefs/new").value("csrf_token")}, status=405)


def test_an_internal_fault_shows_no_traceback(app: Flask, site: Site) -> None:
    def broken() -> str:
        raise RuntimeError("the secret of the fault")

    app.view_functions["help.show"] = broken
    page = site.get("/help", status=500)
    assert "secret of the fault" not in page.html
    assert "Traceback" not in page.html


def test_static_files_carry_the_headers_too(site: Site) -> None:
    answer = site.client.get("/static/style.css")
    assert answer.status_code == 200
    check_headers(answer)
    answer.close()


def test_the_icon_is_there(site: Site) -> None:
    answer = site.client.get("/favicon.ico")
    assert answer.status_code == 200
    answer.close()


def test_pages_are_sent_small_to_those_who_take_it(site: Site) -> None:
    plain = site.client.get("/rules")
    small = site.client.get("/rules", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert len(small.data) * 3 < len(plain.data)
    assert gzip.decompress(small.data) == plain.data


class TestHealth:
    def test_healthy(self, site: Site, rulebook: Rulebook) -> None:
        answer = site.client.get("/healthz")
        assert answer.status_code == 200
        assert answer.json is not None
        assert answer.json["status"] == answer.json["database"] == "ok"
        assert answer.json["rulebook"] == rulebook.fingerprint

    def test_a_database_that_is_gone_is_told(self, site: Site, records: Records) -> None:
        with records.database.write() as connection:
            connection.exec_driver_sql("DROP TABLE decisions")
        answer = site.client.get("/healthz")
        assert answer.status_code == 503
        assert answer.json is not None
        assert answer.json["database"] != "ok"


def test_only_the_hosts_named_are_answered(rulebook: Rulebook, records: Records) -> None:
    """A foreign page whose name is made to point here must not be able to read along."""
    app = create_app(rulebook, records=records, secret_key="k" * 32, hosts=["localhost"])
    client = app.test_client()
    assert client.get("/help").status_code == 200
    assert client.get("/help", headers={"Host": "evil.example"}).status_code == 400
