"""A decision's workbook and cost lines from the page that shows it, and from the command line."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document, to_json
from sourcing.records.archive import Records
from sourcing.rulebook.compiled import Rulebook

ON = date(2026, 11, 20)
BRIEF = """\
title: Support assistant
lots:
  - answers: {task_type: task-support-rating, credential_rarity: none, data_sensitivity: public, duration: one_off}
    volume: {hours: 4000}
"""
ANSWERS = {
    "task_type": "task-support-rating",
    "credential_rarity": "none",
    "data_sensitivity": "public",
    "duration": "one_off",
}


@pytest.fixture
def issued(rulebook: Rulebook, records: Records) -> str:
    brief = {"title": "Ratings", "lots": [{"answers": ANSWERS, "volume": {"hours": 4000}}]}
    document = decision_document(
        rulebook, decide(rulebook, parse_brief(brief, nowhere("brief")), on=ON)
    )
    stored = records.decisions.issue(
        to_json(document), title="Ratings", on=ON, rulebook=rulebook.fingerprint
    )
    return stored.id


def test_the_page_of_a_decision_offers_workbook_and_lines(app: Flask, issued: str) -> None:
    page = app.test_client().get(f"/decisions/{issued}").get_data(as_text=True)
    assert f'href="/decisions/{issued}.xlsx"' in page
    assert f'href="/decisions/{issued}.csv"' in page


def test_the_workbook_is_that_of_the_decision(app: Flask, issued: str) -> None:
    client = app.test_client()
    answer = client.get(f"/decisions/{issued}.xlsx")
    assert answer.mimetype == ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{issued}.xlsx"'
    summary = openpyxl.load_workbook(BytesIO(answer.data))["Summary"]
    assert issued in [row[1].value for row in summary.iter_rows(max_row=4)]
    assert client.get(f"/decisions/{issued}.xlsx").data == answer.data


def test_the_lines_come_as_csv(app: Flask, issued: str) -> None:
    answer = app.test_client().get(f"/decisions/{issued}.csv")
    assert answer.mimetype == "text/csv"
    assert answer.get_data(as_text=True).startswith("lot_number,lot,channel,")


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_of_no_decision_there_is_no_file(app: Flask, ending: str) -> None:
    assert app.test_client().get(f"/decisions/D-2026-9999.{ending}").status_code == 404


def test_the_command_line_writes_both(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    for form, begins in (("xlsx", b"PK"), ("csv", b"lot_number,")):
        out = tmp_path / f"decision.{form}"
        command = [sys.executable, "-m", "sourcing", "decide", str(tmp_path / "brief.yaml")]
        command += ["--format", form, "--on", "2026-11-20", "--output", str(out)]
        subprocess.run(command, check=True, capture_output=True, timeout=100)
        assert out.read_bytes().startswith(begins)
