"""The workbench from end to end: edit, check, impact, publish, in use; and whoever comes between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sourcing.records.rule_versions import files_digest
from tests.web.bench import BROKEN, CHANGED, LAWLESS, RULES, Bench, write

FILE = "/rules/files/rules/where.yaml"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    opened = Bench(write(tmp_path / "rules"), tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Callable[[], Bench]]:
    """Return a maker of further processes over the same folder and database."""
    opened: list[Bench] = []

    def made() -> Bench:
        opened.append(Bench(tmp_path / "rules", tmp_path / "data"))
        return opened[-1]

    yield made
    for bench in opened:
        bench.close()


class TestTheWholeRoad:
    def test_whoever_names_themselves_later_is_named(self, bench: Bench) -> None:
        site = bench.site
        page = bench.editor()
        site.follow(FILE, {**bench.sent(page, CHANGED, do="save"), "editor": ""})
        address = f"{FILE}?draft={page.value('draft')}"
        again = site.get(address)
        assert again.value("editor") == ""
        site.follow(FILE, {**bench.sent(again, CHANGED, do="save"), "editor": "Ada"})
        named = site.get(address)
        assert named.value("editor") == "Ada"
        assert "Unnamed editor" not in named.text

    def test_from_an_edit_to_the_rulebook_in_use(self, bench: Bench) -> None:
        site = bench.site
        before = bench.standing()["rulebook"]
        assert bench.recommended("mild") == "hills"

        page = bench.editor()
        assert "heat-is-for-swimming" in page.text
        checked = site.follow(FILE, bench.sent(page, CHANGED, do="check"))
        assert "Sound." in checked.text
        assert bench.standing()["rulebook"] == before, "a draft touches nothing"
        assert bench.text() == RULES

        draft = page.value("draft")
        impact = site.get(f"/rules/drafts/{draft}/impact")
        assert "33% of all answers" in impact.text
        assert "Hills Beach" in impact.text
        assert "Only where Weather: mild" in impact.text

        done = bench.publish(draft, "Beach when it is mild, says aunt Ada")
        shown = site.get(done.location)
        assert "Beach when it is mild, says aunt Ada" in shown.text
        assert bench.text() == CHANGED
        assert bench.recommended("mild") == "beach"
        assert bench.standing()["rulebook"] != before
        assert not [path for path in bench.folder.rglob("*") if path.name.startswith(".")]
        assert "Draft" not in site.get("/rules/files").text, "the draft is done with"

    def test_line_ends_and_the_rest_of_a_file_stay_as_they_were(self, bench: Bench) -> None:
        (bench.folder / "rules" / "where.yaml").write_bytes(RULES.replace("\n", "\r\n").encode())
        bench.settles(lambda _: bench.in_use.standing.files["rules/where.yaml"].count("\r") > 0)
        bench.publish(bench.draft(CHANGED))
        assert (
            bench.folder.joinpath("rules/where.yaml").read_bytes()
            == CHANGED.replace("\n", "\r\n").encode()
        )

    def test_what_is_not_changed_is_not_saved(self, bench: Bench) -> None:
        page = bench.editor()
        after = bench.site.follow(FILE, bench.sent(page, RULES, do="save"))
        assert "Nothing differs" in after.text
        assert not bench.records.rule_drafts.all()

    def test_a_new_file_and_a_removed_one(self, bench: Bench) -> None:
        page = bench.site.get("/rules/files/rules/more.yaml")
        text = "practices:\n  - {id: p, avoid: Sunburn, because: It hurts., when: {weather: hot}}\n"
        bench.site.post("/rules/files/rules/more.yaml", bench.sent(page, text, do="save"))
        bench.publish(page.value("draft"), "Mind the sun")
        assert bench.text("rules/more.yaml") == text
        page = bench.site.get("/rules/files/rules/more.yaml")
        bench.site.post("/rules/files/rules/more.yaml", bench.sent(page, text, do="remove"))
        bench.publish(page.value("draft"), "Never mind")
        assert not (bench.folder / "rules" / "more.yaml").exists()

    def test_a_file_can_go_back_to_the_text_in_use(self, bench: Bench) -> None:
        draft = bench.draft(CHANGED)
        page = bench.editor(draft=draft)
        after = bench.site.follow(FILE, bench.sent(page, CHANGED, do="drop"))
        assert "as it stands in use again" in after.text
        assert (
            "Nothing: the files are as they are in use."
            in bench.site.get(f"/rules/drafts/{draft}").text
        )

    def test_a_draft_can_be_thrown_away(self, bench: Bench) -> None:
        draft = bench.draft(CHANGED)
        token = bench.site.get(f"/rules/drafts/{draft}").value("csrf_token")
        bench.site.post(f"/rules/drafts/{draft}/discard", {"csrf_token": token})
        bench.site.get(f"/rules/drafts/{draft}", status=404)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "said"), [(BROKEN, "becuase"), (LAWLESS, "never-freeze"), ("a: [", "YAML")]
    )
    def test_errors_stand_at_their_lines_and_nothing_is_published(
        self, bench: Bench, text: str, said: str
    ) -> None:
        before = bench.standing()
        draft = bench.draft(text)
        page = bench.site.get(f"{FILE}?draft={draft}&check=1")
        assert said in page.text
        assert any(name.startswith("line-") for name in page.ids)
        overview = bench.site.get(f"/rules/drafts/{draft}")
        assert "Mend the errors first" in overview.text
        sent = {
            "csrf_token": overview.value("csrf_token"),
            "files": "",
            "replaces": bench.in_use.standing.digest,
            "author": "Eve",
            "message": "Force it",
        }
        bench.site.refused(f"/rules/drafts/{draft}/publish", sent)
        found = bench.in_use.standing
        sent["files"] = _digest(bench, draft)
        refused = bench.site.refused(f"/rules/drafts/{draft}/publish", sent)
        assert "Nothing was published" in refused.text
        assert bench.in_use.standing is found
        assert bench.standing() == before
        assert bench.text() == RULES
        assert bench.records.rule_versions.newest() is None

    def test_a_refuted_law_shows_an_example_and_the_rules_behind_it(self, bench: Bench) -> None:
        page = bench.site.get(f"{FILE}?draft={bench.draft(LAWLESS)}&check=1")
        assert "weather: cold" in page.text
        assert "no-beach-in-the-cold" in page.text

    def test_nothing_is_published_without_a_name_and_a_message(self, bench: Bench) -> None:
        page = bench.publish(bench.draft(CHANGED), " ", status=422)
        assert "Say who publishes" in page.text

    def test_a_draft_that_was_saved_again_since_is_looked_at_first(self, bench: Bench) -> None:
        draft = bench.draft(CHANGED)
        page = bench.site.get(f"/rules/drafts/{draft}")
        fields = {name: page.value(name) for name in ("csrf_token", "files", "replaces")}
        editor = bench.editor(draft=draft)
        bench.site.post(FILE, bench.sent(editor, CHANGED + "# more\n", do="save"))
        sent = {**fields, "author": "Ada", "message": "x"}
        refused = bench.site.refused(f"/rules/drafts/{draft}/publish", sent)
        assert "changed since this page was made" in refused.text

    @pytest.mark.parametrize(
        "path",
        [
            "../out.yaml",
            "..%2fout.yaml",
            "rules/../../out.yaml",
            "rules/%2e%2e/%2e%2e/out.yaml",
            ".hidden.yaml",
            "rules/.hidden/a.yaml",
            "rules/where.txt",
            "%00.yaml",
            "a" * 300 + ".yaml",
            "rules//where.yaml",
            "C:%5cout.yaml",
            "rules/where.yaml.",
        ],
    )
    def test_no_path_leads_out_of_the_folder(self, bench: Bench, path: str) -> None:
        answer = bench.site.client.get(f"/rules/files/{path}")
        assert answer.status_code in (404, 308), answer.status_code
        if answer.status_code == 308:
            assert bench.site.client.get(answer.location).status_code in (200, 404)
        token = bench.editor().value("csrf_token")
        sent = {"csrf_token": token, "text": "x: 1", "draft": "d", "do": "save", "editor": "Eve"}
        assert bench.site.client.post(f"/rules/files/{path}", data=sent).status_code in (404, 308)
        assert not bench.records.rule_drafts.all()

    def test_a_wrong_name_for_a_new_file_says_how_it_must_be(self, bench: Bench) -> None:
        page = bench.site.client.get(
            "/rules/files/new?path=../../etc/passwd", follow_redirects=True
        )
        assert "letters, digits, hyphens" in page.text
        good = bench.site.client.get("/rules/files/new?path=rules/more")
        assert good.location.endswith("/rules/files/rules/more.yaml")

    def test_a_link_that_leads_elsewhere_is_not_published_over(
        self, bench: Bench, tmp_path: Path
    ) -> None:
        outside = tmp_path / "outside.yaml"
        outside.write_text("practices: []\n", encoding="utf-8")
        (bench.folder / "link.yaml").symlink_to(outside)
        bench.settles(lambda _: "link.yaml" in bench.in_use.standing.files)
        draft = bench.draft("# mine now\n", "link.yaml")
        assert "is a link to somewhere else" in bench.publish(draft, status=422).text
        assert outside.read_text(encoding="utf-8") == "practices: []\n"

    def test_hostile_text_is_shown_as_text(self, bench: Bench) -> None:
        hostile = '</textarea><script>alert("x")</script><img src=x onerror=alert(1)>'
        page = bench.editor()
        sent = bench.sent(page, f"{RULES}# {hostile}\n{hostile}: 1\n", do="save", editor=hostile)
        bench.site.post(FILE, sent)
        draft = page.value("draft")
        for address in (f"{FILE}?draft={draft}&check=1", f"/rules/drafts/{draft}", "/rules/files"):
            assert "<script" not in bench.site.get(address).html


class TestTwoEditors:
    def test_the_second_save_of_a_draft_shows_the_difference_and_overwrites_nothing(
        self, bench: Bench
    ) -> None:
        draft = bench.draft(CHANGED)
        ada, bob = bench.editor(draft=draft), bench.editor(draft=draft)
        bench.site.post(FILE, bench.sent(ada, CHANGED + "# Ada was here\n", do="save"))
        sent = bench.sent(bob, CHANGED + "# Bob was here\n", do="save", editor="Bob")
        refused = bench.site.refused(FILE, sent, status=409)
        assert "Ada saved this file" in refused.text
        assert "# Ada was here" in refused.text
        assert "# Bob was here" in refused.html
        stored = bench.records.rule_drafts.get(draft)
        assert stored
        assert (stored[1]["rules/where.yaml"].text or "").endswith("# Ada was here\n")
        again = bench.sent(refused, CHANGED + "# Bob was here\n", do="save", editor="Bob")
        bench.site.post(FILE, again)
        assert "# Bob was here" in bench.editor(draft=draft).html

    def test_the_second_can_keep_theirs_beside(self, bench: Bench) -> None:
        draft = bench.draft(CHANGED)
        ada, bob = bench.editor(draft=draft), bench.editor(draft=draft)
        bench.site.post(FILE, bench.sent(ada, CHANGED + "# Ada\n", do="save"))
        bench.site.refused(FILE, bench.sent(bob, CHANGED + "# Bob\n", do="save"), status=409)
        sent = bench.sent(bob, CHANGED + "# Bob\n", do="save-as-new-draft", editor="Bob")
        bench.site.post(FILE, sent)
        assert {line.name for line in bench.records.rule_drafts.all()} == {"Ada", "Bob"}

    def test_saving_twice_the_same_is_saving_once(self, bench: Bench) -> None:
        page = bench.editor()
        sent = bench.sent(page, CHANGED, do="save")
        bench.site.post(FILE, sent)
        bench.site.post(FILE, sent)
        assert len(bench.records.rule_drafts.all()) == 1

    def test_a_draft_that_others_overtook_says_so_before_it_can_be_published(
        self, bench: Bench
    ) -> None:
        mine = bench.draft(CHANGED + "# mine\n")
        bench.publish(bench.draft(RULES + "# theirs\n"), "Theirs first")
        page = bench.publish(mine, status=422)
        assert "rules/where.yaml" in page.text
        editor = bench.editor(draft=mine)
        assert "has changed since this draft took it up" in editor.text
        assert "# theirs" in editor.text
        merged = CHANGED + "# theirs\n# mine\n"
        bench.site.post(FILE, bench.sent(editor, merged, do="save"))
        bench.publish(mine)
        assert bench.text() == merged

    def test_an_editor_open_since_before_a_publication_sees_what_changed(
        self, bench: Bench
    ) -> None:
        page = bench.editor()
        bench.publish(bench.draft(RULES + "# theirs\n"))
        refused = bench.site.refused(FILE, bench.sent(page, CHANGED, do="save"), status=409)
        assert "# theirs" in refused.text
        assert not bench.records.rule_drafts.all()

    def test_who_publishes_what_replaces_something_unseen_is_asked_to_look(
        self, bench: Bench
    ) -> None:
        draft = bench.draft("practices: []\n", "more.yaml")
        page = bench.site.get(f"/rules/drafts/{draft}")
        fields = {name: page.value(name) for name in ("csrf_token", "files", "replaces")}
        bench.publish(bench.draft(CHANGED))
        fields["files"] = _digest(bench, draft)
        sent = {**fields, "author": "Ada", "message": "x"}
        refused = bench.site.refused(f"/rules/drafts/{draft}/publish", sent, status=409)
        assert "in use has changed since this page was made" in refused.text


class TestVersions:
    def test_every_version_is_kept_and_any_can_be_compared_and_restored(self, bench: Bench) -> None:
        bench.publish(bench.draft(CHANGED), "Mild to the beach")
        bench.publish(bench.draft(CHANGED + "# note\n"), "A note")
        listing = bench.site.get("/rules/versions")
        assert [v.message for v in bench.records.rule_versions.all()] == [
            "A note",
            "Mild to the beach",
            "As it stood before the first change",
        ]
        assert "Mild to the beach" in listing.text
        compared = bench.site.get("/rules/versions/compare?old=1&new=3&impact=1")
        assert "for: [beach]" in compared.text
        assert "33% of all answers" in compared.text
        assert "No outcome changes" not in compared.text
        first = bench.site.get("/rules/versions/1")
        assert "Nobody sweats" in bench.site.get("/rules/versions/1/files/rules/where.yaml").text
        sent = {name: first.value(name) for name in ("csrf_token", "replaces")}
        done = bench.site.post("/rules/versions/1/restore", {**sent, "author": "Ada"})
        assert bench.text() == RULES
        assert bench.recommended("mild") == "hills"
        assert done.location.endswith("/4")
        assert bench.site.get(done.location).text.count("Version 1 restored") == 1

    def test_comparing_a_version_with_itself_finds_nothing(self, bench: Bench) -> None:
        bench.publish(bench.draft(CHANGED))
        page = bench.site.get("/rules/versions/compare?old=2&new=2&impact=1")
        assert "both rulebooks say the same" in page.text
        assert "The files are the same" in page.text

    @pytest.mark.parametrize("path", ["9", "9/files/x.yaml", "compare?old=1&new=x", "compare"])
    def test_what_is_not_there_says_so(self, bench: Bench, path: str) -> None:
        bench.site.get(f"/rules/versions/{path}", status=404)

    def test_versions_cannot_be_changed_even_by_hand(self, bench: Bench) -> None:
        bench.publish(bench.draft(CHANGED))
        for act in ("DELETE FROM rule_versions", "UPDATE rule_texts SET text = ''"):
            with pytest.raises(Exception, match="never"), bench.records.database.write() as c:
                c.exec_driver_sql(act)


def _digest(bench: Bench, draft: str) -> str:
    stored = bench.records.rule_drafts.get(draft)
    assert stored is not None
    changed = {path: file.text for path, file in stored[1].items() if file.text is not None}
    return files_digest({**bench.in_use.standing.files, **changed})
