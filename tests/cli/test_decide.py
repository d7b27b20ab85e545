"""`sourcing decide`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import small
from tests.cli.conftest import BRIEF, Run

KEYS = {"schema", "engine", "rulebook", "date", "brief", "lots", "flags", "totals"}
LOT_KEYS = {
    "name", "status", "conditions", "recommended", "tied", "settled", "possible", "assumed", "open",
    "lead", "channels", "signals", "vendors", "safeguards", "avoid", "split", "flips",
}  # fmt: skip


class TestJson:
    """The decision that other programs read; its keys are fixed."""

    def test_document(self, run: Run) -> None:
        ran = run("decide", "brief.yaml", "--format", "json", "--on", "2026-11-20")
        assert (ran.code, ran.err) == (0, "")
        document = ran.json
        assert document.keys() >= KEYS
        assert (document["schema"], document["date"]) == (1, "2026-11-20")
        (lot,) = document["lots"]
        assert lot.keys() >= LOT_KEYS
        assert lot["recommended"] == "crowd"
        assert {"change", "recommended"} == lot["flips"][0].keys()

    def test_json_and_yaml_briefs_give_the_same(self, run: Run) -> None:
        """The same brief in either form, from a file or from standard input: the same bytes."""
        document = run("decide", "brief.yaml", "--format", "json", "--on", "2026-11-20")
        Path("brief.json").write_text(json.dumps(document.json["brief"]), encoding="utf-8")
        again = run("decide", "brief.json", "--format", "json", "--on", "2026-11-20")
        piped = run("decide", "-", "--format", "json", "--on", "2026-11-20", stdin=BRIEF.encode())
        assert document.out == again.out == piped.out

    def test_several_make_a_list_in_their_order(self, run: Run) -> None:
        for name in ("b", "a", "c"):
            Path(f"{name}.yaml").write_text(BRIEF.replace("Support assistant", name))
        ran = run("decide", "b.yaml", "a.yaml", "c.yaml", "--format", "json")
        assert [document["brief"]["title"] for document in ran.json] == ["b", "a", "c"]

    def test_packet_carries_the_rulebook(self, run: Run) -> None:
        """The decision can be made again from the packet alone."""
        ran = run("decide", "brief.yaml", "--format", "json", "--packet")
        assert {"questions", "gates", "preferences", "sources"} <= ran.json["content"].keys()
        assert "cases" not in ran.json["content"]

    def test_another_rulebook(self, run: Run) -> None:
        """A rulebook about something else is used by its folder."""
        content = small.content(preferences=[small.preference("p", **{"for": ["town"]})])
        Path("holidays").mkdir()
        Path("holidays/all.yaml").write_text(json.dumps(content), encoding="utf-8")
        Path("trip.yaml").write_text("lots: [{answers: {weather: hot, travellers: alone}}]")
        ran = run("decide", "trip.yaml", "--rules", "holidays", "--format", "json")
        assert ran.json["lots"][0]["recommended"] == "town"


class TestForPeople:
    """Text and pages."""

    def test_text_leads_with_the_advice(self, run: Run) -> None:
        ran = run("decide", "brief.yaml")
        assert ran.code == 0
        assert "Support assistant" in ran.out
        assert "Reply ratings" in ran.out
        assert "Buy from an open crowd." in ran.out

    def test_several_texts_follow_each_other(self, run: Run) -> None:
        ran = run("decide", "brief.yaml", "brief.yaml")
        assert ran.out.count("Buy from an open crowd.") >= 2

    def test_page_stands_alone(self, run: Run) -> None:
        """The file needs no other file and no other host."""
        ran = run("decide", "brief.yaml", "--format", "html", "--output", "decision.html")
        assert (ran.code, ran.out) == (0, "")
        page = Path("decision.html").read_text("utf-8")
        assert page.lower().startswith("<!doctype html>")
        assert "<style>" in page
        assert "<link" not in page
        assert "src=" not in page
        assert "Support assistant" in page

    @pytest.mark.parametrize("form", ["text", "html", "rfp", "csv", "xlsx", "pdf", "json"])
    @pytest.mark.parametrize(
        "volume",
        ["{items: 500}", "{items: 500, judgements_per_item: 3}", "{units: 5, unit: task}"],
    )
    def test_every_volume_is_shown_in_every_form(self, run: Run, form: str, volume: str) -> None:
        """Items may come without the minutes that each takes."""
        brief = Path("brief.yaml").read_text("utf-8").replace("{hours: 4000}", volume)
        Path("brief.yaml").write_text(brief, encoding="utf-8")
        ran = run("decide", "brief.yaml", "--format", form, "--output", "out")
        assert (ran.code, ran.err) == (0, "")


class TestBadInput:
    """A clear message each time, with a place; exit 2, and nothing on standard output."""

    @pytest.mark.parametrize(
        ("brief", "words"),
        [
            ("", "brief.yaml:1:1: error: the file: expected a mapping"),
            ("lots: []\n", "brief.yaml:1:1: error: lots: needs at least 1"),
            ("lots: [{answers: {task_typ: x}}]\n", "did you mean 'task_type'?"),
            ("lots: [{answers: {duration: once}}]\n", "'duration' has no option 'once'"),
            ("title: 5\nlots: [{}]\n", "brief.yaml:1:1: error: title: expected text; found '5'"),
            ("lots: [{}]\nlots: [{}]\n", "brief.yaml:2:1: error: the key 'lots' stands twice"),
            ("a: &a [x]\nb: [*a]\n", "uses the anchor"),
            ("lots: [" + "{}, " * 1000 + "{}]\n", "may hold at most 200; found 1001"),
            ("organisation: {is: meta}\ncompetitors: [meta]\nlots: [{}]\n", "own organisation"),
            ("organisation: {is: nobody}\nlots: [{}]\n", "unknown organisation 'nobody'"),
            ("lots: [{}]\nwishes: many\n", "wishes: unknown key"),
            ("title: 'cut in ha", "is not well-formed YAML"),
            ('"a\\nb": 1\nlots: [{}]\n', "a\\nb: unknown key"),
            ('"\u202e": 1\nlots: [{}]\n', "\\u202e: unknown key"),
            (f"{'k' * 900}: 1\nlots: [{{}}]\n", f"{'k' * 57}...: unknown key"),
            ("budget: {amount: 9999999999999}\nlots: [{}]\n", "must be at most 1,000,000,000,000;"),
            (f"title: {'t' * 201}\nlots: [{{}}]\n", "may hold at most 200 characters; found 201"),
        ],
    )
    def test_is_refused(self, run: Run, brief: str, words: str) -> None:
        Path("brief.yaml").write_text(brief, encoding="utf-8")
        ran = run("decide", "brief.yaml", "--format", "json")
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err
        assert all(line.startswith("brief.yaml:") for line in ran.err.splitlines())
        assert max(map(len, ran.err.splitlines())) < 500

    def test_all_problems_of_all_briefs_are_told(self, run: Run) -> None:
        """One run shows everything that has to be mended, and nothing is decided meanwhile."""
        Path("bad.yaml").write_text("lots: [{answers: {a: b}}, {answers: {c: d}}]\n")
        Path("worse.json").write_text('{"lots": 5, "titel": ""}')
        ran = run("decide", "bad.yaml", "missing.yaml", "brief.yaml", ".", "worse.json")
        assert (ran.code, ran.out) == (2, "")
        told = [line.split(":")[0] for line in ran.err.splitlines()]
        assert told == ["bad.yaml", "bad.yaml", "missing.yaml", ".", "worse.json", "worse.json"]

    def test_a_large_file_is_not_read(self, run: Run) -> None:
        Path("large.yaml").write_bytes(b"#" * 10_000_000)
        for arguments in (("large.yaml",), ("-",)):
            ran = run("decide", *arguments, stdin=b"#" * 2_000_000)
            assert ran.code == 2
            assert (
                "the most that is read is 1,048,576" in ran.err
                or "1,048,576 bytes, the most" in ran.err
            )

    def test_a_broken_rulebook(self, run: Run) -> None:
        Path("rules").mkdir()
        Path("rules/a.yaml").write_text("gatez: []\n")
        ran = run("decide", "brief.yaml", "--rules", "rules")
        assert (ran.code, ran.out) == (2, "")
        assert "did you mean 'gates'?" in ran.err

    @pytest.mark.parametrize(
        "arguments",
        [
            ("brief.yaml", "--packet"),
            ("brief.yaml", "brief.yaml", "--format", "html"),
            ("-", "-"),
            ("brief.yaml", "--output", "no/such/folder/x.txt"),
        ],
        ids=" ".join,
    )
    def test_what_does_not_go_together(self, run: Run, arguments: tuple[str, ...]) -> None:
        ran = run("decide", *arguments)
        assert (ran.code, ran.out) == (2, "")

    def test_hostile_text_does_no_harm(self, run: Run) -> None:
        """Markup in any text field is text on the page."""
        hostile = "<script>alert(1)</script>'\"&<img src=x onerror=alert(2)>"
        brief = json.loads(
            json.dumps(run("decide", "brief.yaml", "--format", "json").json["brief"])
        )
        brief |= {"title": hostile, "organisation": {"name": hostile}}
        brief |= {"competitors": [hostile + "."], "vendors": [hostile]}
        brief["lots"][0]["name"] = hostile
        Path("hostile.json").write_text(json.dumps(brief), encoding="utf-8")
        ran = run("decide", "hostile.json", "--format", "html")
        assert ran.code == 0
        assert "&lt;script&gt;" in ran.out
        assert "<script" not in ran.out
        assert "<img" not in ran.out


class TestRequest:
    """The questions as a document to send."""

    def test_is_markdown_to_send(self, run: Run) -> None:
        ran = run("decide", "brief.yaml", "--format", "rfp", "--on", "2026-11-20")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("# Request for proposals: Support assistant\n")

    def test_holds_one_decision(self, run: Run) -> None:
        ran = run("decide", "brief.yaml", "brief.yaml", "--format", "rfp")
        assert (ran.code, "give one brief" in ran.err) == (2, True)
