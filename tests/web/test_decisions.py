"""Decisions: previewed, issued once, never changed, there again after a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from sourcing.assurance.cases.worked import run_cases
from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document, packet, to_json
from sourcing.records.archive import Records
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.fingerprint import canonical
from sourcing.rulebook.load import load_content
from sourcing.web.briefs.reading import read_draft
from sourcing.web.briefs.writing import draft_of_brief
from tests.small import gate, rulebook_of
from tests.web.conftest import ON
from tests.web.site import Site, filled


def test_a_preview_says_that_it_is_one_and_keeps_nothing(site: Site, records: Records) -> None:
    page = site.get(f"{site.brief()}/preview")
    assert "preview" in page.title
    assert records.decisions.count() == 0


def test_issuing_gives_a_number_and_a_report(site: Site) -> None:
    decision = site.issue(site.brief())
    assert decision == "/decisions/D-2026-0001"
    page = site.get(decision)
    assert "D-2026-0001" in page.title
    assert site.issue(site.brief()) == "/decisions/D-2026-0002"


def test_issuing_is_confirmed_once_and_the_way_on_stands_at_the_head(site: Site) -> None:
    decision = site.issue(site.brief())
    page = site.get(decision)
    assert "Issued as D-2026-0001. It is kept as it stands and cannot be changed." in page.text
    head = page.html[page.html.index("</header>") : page.html.index('class="outcomes"')]
    assert f'href="{decision}.pdf"' in head
    assert f'href="{decision}/what-if"' in head
    assert "Issued as" not in site.get(decision).text


def test_a_decision_is_downloaded_as_pdf_on_either_paper(site: Site) -> None:
    decision = site.issue(site.brief())
    assert f'href="{decision}.pdf"' in site.get(decision).html
    answers = [site.client.get(f"{decision}.pdf{query}") for query in ("", "?paper=letter")]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="D-2026-0001.pdf"'
        assert answer.data.startswith(b"%PDF-1.7")
    assert answers[0].data != answers[1].data
    assert answers[0].data == site.client.get(f"{decision}.pdf").data
    assert site.client.get(f"{decision}.pdf?paper=napkin").status_code == 404
    assert site.client.get("/decisions/D-2026-9999.pdf").status_code == 404


def test_pressing_twice_issues_once(site: Site, records: Records) -> None:
    address = site.brief()
    assert site.issue(address) == site.issue(address)
    assert records.decisions.count() == 1


def test_the_document_is_what_every_other_door_gives(site: Site, rulebook: Rulebook) -> None:
    decision = site.issue(site.brief())
    answer = site.client.get(f"{decision}.json")
    content = json.loads(answer.text)["brief"]
    same = decide(rulebook, parse_brief(content, nowhere("brief")), on=ON)
    assert answer.text == to_json(decision_document(rulebook, same))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="D-2026-0001.json"'
    packed = site.client.get(f"{decision}.packet.json")
    assert json.loads(packed.text) == json.loads(to_json(packet(rulebook, same)))
    assert (
        load_content(json.loads(packed.text)["content"], "packet").fingerprint
        == rulebook.fingerprint
    )


def test_it_reads_the_same_after_a_restart_under_other_rules(
    site: Site, another: Callable[..., Site], rulebook: Rulebook
) -> None:
    decision = site.issue(site.brief())
    content = canonical(rulebook.content)
    content["channels"][0]["label"] = "Something else altogether"
    before = site.get(decision)
    after = another(load_content(content, "changed"), today=date(2036, 1, 1)).get(decision)
    report = before.html.partition("<article")[2].partition("</article>")[0]
    token = before.value("csrf_token")
    assert report.replace(token, "") == after.html.partition("<article")[2].partition("</article>")[
        0
    ].replace(after.value("csrf_token"), "")
    assert "Something else altogether" not in after.text


def test_what_was_not_shown_is_not_issued(
    site: Site, another: Callable[..., Site], records: Records
) -> None:
    """Between preview and press the brief, the rules or the day may have changed."""
    address = site.brief()
    page = site.get(f"{address}/check")
    sent = {name: page.value(name) for name in ("csrf_token", "digest")}
    site.post(address, {**filled(site.get(address)), "lots-0-hours": "77", "do": "save"})
    page = site.follow(f"{address}/issue", sent)
    assert "Look again" in page.text
    assert records.decisions.count() == 0
    tomorrow = another(today=date(2026, 11, 21))
    shown = site.get(f"{address}/check")
    token = tomorrow.get(address).value("csrf_token")
    sent = {"csrf_token": token, "digest": shown.value("digest")}
    tomorrow.follow(f"{address}/issue", sent)
    assert records.decisions.count() == 0


def test_a_brief_that_cannot_be_read_is_not_issued(site: Site, records: Records) -> None:
    address = site.brief(**{"lots-0-hours": "x"})
    token = site.get(address).value("csrf_token")
    site.refused(f"{address}/issue", {"csrf_token": token, "digest": ""})
    assert records.decisions.count() == 0


def test_a_new_brief_starts_from_a_decision(site: Site) -> None:
    address = site.brief(
        **{
            "competitors-0": "Google",
            "vendors-0": "Nobody Known",
            "budget_amount": "$250,000",
            "start": "2027-01-10",
            "incumbent_vendor": "sama",
            "incumbent_bill_rate": "14.50",
            "lots-0-name": "Ratings",
            "lots-0-people": "8",
            "lots-0-weeks": "26",
            "lots-0-hours_per_week": "10",
            "lots-0-answer_needs": "-none-",
            "lots-0-quotes-0-source": "Mercor",
            "lots-0-quotes-0-take_rate": "32",
            "lots-0-chosen_channel": "direct",
            "lots-0-chosen_reason": "We know them",
            "lots-0-chosen_person": "Ana",
        }
    )
    decision = site.issue(address)
    token = site.get(decision).value("csrf_token")
    fresh = site.post(f"{decision}/brief", {"csrf_token": token}).location
    assert (
        site.client.get(f"{site.issue(fresh)}.json").json
        == site.client.get(f"{decision}.json").json
    )


def test_every_worked_case_survives_the_questionnaire(rulebook: Rulebook) -> None:
    """The form reads what it writes: each case's brief becomes a draft and the same decision."""
    assert all(result.passed for result in run_cases(rulebook, on=ON))
    for case in rulebook.content.cases:
        draft = draft_of_brief(rulebook, case.brief)
        reading = read_draft(rulebook, draft, on=ON)
        assert reading.brief is not None, (case.id, reading.complaints)
        wanted = decide(rulebook, parse_brief(case.brief, nowhere(case.id)), on=ON)
        found = decide(rulebook, reading.brief, on=ON)
        assert found.lots == wanted.lots, case.id
        assert found.flags == wanted.flags, case.id


def test_a_rulebook_about_something_else_has_the_same_pages(another: Callable[..., Site]) -> None:
    site = another(rulebook_of(gates=[gate("no-snow", "beach", when={"weather": "cold"})]))
    for path in ("/", "/briefs/new", "/rules", "/vendors", "/help"):
        site.get(path)
    address, data = site.blank()
    site.post(address, {**data, "title": "Holiday", "do": "save"})
    site.get(site.issue(address))


class TestApi:
    def test_a_brief_gives_its_decision_and_nothing_is_kept(
        self, site: Site, rulebook: Rulebook, records: Records
    ) -> None:
        brief = rulebook.content.cases[0].brief
        answer = site.client.post("/api/v1/decisions", data=json.dumps(brief))
        assert answer.status_code == 200
        wanted = decide(rulebook, parse_brief(brief, nowhere("x")), on=ON)
        assert answer.text == to_json(decision_document(rulebook, wanted))
        assert records.decisions.count() == records.briefs.count() == 0
        assert not answer.headers.getlist("Set-Cookie")

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b"", "mapping"),
            (b"{", "not well-formed"),
            (b"[]", "mapping"),
            (b"{}", "lacks 'lots'"),
            (b'{"lots": [], "lots": []}', "stands twice"),
            (b'{"lots": [{"answers": {"task_type": "task-red-taem"}}]}', "did you mean"),
            (b'{"lots": [{"answers": {"duration": 5}}]}', "takes one option, in words"),
            (b'{"lots": [{}], "unheard_of": 1}', "unknown key"),
            (b"[" * 100_000, "nested more than"),
            (b"a: &a [x]\nb: *a", "anchor"),
            (b"\xff\xfe\x00", "UTF-8"),
        ],
    )
    def test_a_wrong_brief_is_refused_with_its_problems(
        self, site: Site, body: bytes, said: str
    ) -> None:
        answer = site.client.post("/api/v1/decisions", data=body)
        assert answer.status_code == 422, answer.text[:300]
        assert answer.json is not None
        assert said in " ".join(problem["message"] for problem in answer.json["problems"])

    def test_a_thousand_lots_are_refused(self, site: Site) -> None:
        answer = site.client.post("/api/v1/decisions", json={"lots": [{}] * 1000})
        assert answer.status_code == 422
        assert "at most 200" in answer.text

    def test_a_huge_brief_is_refused_as_json(self, site: Site) -> None:
        answer = site.client.post("/api/v1/decisions", data=b" " * 10_000_000)
        assert answer.status_code == 413
        assert answer.json is not None

    def test_other_addresses_answer_as_json(self, site: Site) -> None:
        assert site.client.get("/api/v1/decisions").json is not None
        assert site.client.get("/api/v1/nothing").json is not None

    def test_all_that_is_wrong_is_told_at_once(self, site: Site) -> None:
        """The form of one part, the content of another, and a day that has not come."""
        lot = {"answers": {"task_typ": "x", "taks": 5, "control": "hihg"}, "volume": {"hours": "x"}}
        lot |= {"quotes": {"nobodyy": {"pay": "5"}}, "chosen": {"channel": "drct", "reason": "r"}}
        rate = {"currency": "EUR", "one_is_worth": "1", "of": "USD", "as_of": "2027-01-01"}
        brief = {"lots": [lot], "start": "2027-13-01", "exchange": {**rate, "source": "ECB"}}
        answer = site.client.post("/api/v1/decisions", json={**brief, "wishes": "many"})
        assert answer.status_code == 422
        assert answer.json is not None
        messages = [problem["message"] for problem in answer.json["problems"]]
        for words in (
            "did you mean 'task_type'?",
            "unknown question 'taks'",
            "'control' has no option 'hihg'",
            "volume hours: expected a figure",
            "'nobodyy' is neither",
            "unknown channel 'drct'",
            "chosen lacks 'person'",
            "start: expected a day",
            "2027-01-01 is after the day of the decision, 2026-11-20",
            "wishes: unknown key",
        ):
            assert any(words in message for message in messages), (words, messages)
        assert len(messages) == 10

    @pytest.mark.parametrize("written", ["1e999999999", "1e-999999999", "1E+400", "NaN", "9" * 50])
    def test_a_figure_beyond_all_measure_is_refused(self, site: Site, written: str) -> None:
        for part in ({"budget": {"amount": written}}, {"incumbent": {"bill_rate": written}}):
            answer = site.client.post("/api/v1/decisions", json={"lots": [{}], **part})
            assert answer.status_code == 422
            assert "expected a finite figure of at most 15 digits" in answer.text


def test_a_brief_without_its_first_answers_is_not_issued(site: Site, records: Records) -> None:
    """A record of no recommendation would help nobody, and could never be mended."""
    address = site.brief(**{"lots-0-answer_duration": ""})
    page = site.get(f"{address}/preview")
    assert "It can be issued once the first questions of" in page.text
    assert "Check the answers and issue" not in page.text
    checked = site.get(f"{address}/check")
    assert "Issue this decision" not in checked.text
    sent = {name: checked.value(name) for name in ("csrf_token", "digest")}
    assert site.post(f"{address}/issue", sent).location.endswith("/preview")
    assert records.decisions.count() == 0
