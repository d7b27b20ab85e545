"""The rulebook in use follows the disk and the database, and no request is lost on the way."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sourcing.problems import InvalidInputError
from sourcing.records.rule_versions import OvertakenError
from sourcing.rulebook.load import load_rulebook
from sourcing.rulebook.schema import rules_schema
from sourcing.web.office import office
from sourcing.web.rulebook_in_use import PAUSE_SECONDS
from sourcing.web.workbench import folder as folder_module
from sourcing.web.workbench.folder import QUIET_SECONDS, RulesFolder
from tests.web.bench import BROKEN, CHANGED, LAWLESS, RULES, Bench, write

PATIENCE_SECONDS = 120


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    opened = Bench(write(tmp_path / "rules"), tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    """Return a maker of further processes over the same database, and here or elsewhere a folder."""
    opened: list[Bench] = []

    def made(folder: str = "rules") -> Bench:
        opened.append(Bench(tmp_path / folder, tmp_path / "data"))
        return opened[-1]

    yield made
    for bench in opened:
        bench.close()


def put(bench: Bench, text: str) -> None:
    write(bench.folder, {"rules/where.yaml": text})


class TestTheDisk:
    def test_a_changed_file_is_taken_up_and_kept_as_a_version(self, bench: Bench) -> None:
        before = bench.standing()
        put(bench, CHANGED)
        after = bench.settles(lambda found: found["rulebook"] != before["rulebook"])
        assert after["since"] > before["since"]
        assert bench.recommended("mild") == "beach"
        page = bench.site.get("/rules/versions")
        assert "Changed on disk" in page.text
        assert "As it stood before the first change" in page.text

    @pytest.mark.parametrize(
        ("text", "said"), [(BROKEN, "becuase"), (LAWLESS, "never-freeze"), ("a: [", "YAML")]
    )
    def test_a_bad_file_never_comes_into_use_and_every_page_says_so(
        self, bench: Bench, text: str, said: str
    ) -> None:
        before = bench.standing()
        put(bench, text)
        refused = bench.settles(lambda found: found["newer"] == "refused")
        assert {**refused, "newer": None} == before
        for path in ("/rules", "/rules/measures", "/rules/map", "/rules/files", "/rules/versions"):
            page = bench.site.get(path)
            assert "last good rulebook stays in use" in page.text, path
            assert said in page.text, path
        assert "Newer files were refused" in bench.site.get("/").text
        brief = {"lots": [{"answers": {"weather": "hot"}}]}
        answer = bench.site.client.post("/api/v1/decisions", json=brief)
        assert answer.headers["Rulebook-Newer"] == "refused"
        assert answer.headers["Rulebook-Since"] == before["since"]

        put(bench, CHANGED)
        mended = bench.settles(lambda found: found["newer"] is None)
        assert mended["rulebook"] != before["rulebook"]

    def test_a_bad_file_put_back_is_as_if_nothing_had_been(self, bench: Bench) -> None:
        before = bench.standing()
        put(bench, BROKEN)
        bench.settles(lambda found: found["newer"] == "refused")
        put(bench, RULES)
        assert bench.settles(lambda found: found["newer"] is None) == before

    def test_bytes_that_are_no_text_are_refused_by_name(self, bench: Bench) -> None:
        (bench.folder / "odd.yaml").write_bytes(b"\xff\xfe\x00")
        bench.settles(lambda found: found["newer"] == "refused")
        assert "odd.yaml" in bench.site.get("/rules").text

    def test_a_folder_that_vanishes_leaves_the_last_good_rulebook(self, bench: Bench) -> None:
        before = bench.standing()["rulebook"]
        bench.folder.rename(bench.folder.with_name("away"))
        assert bench.settles(lambda f: f["newer"] == "refused")["rulebook"] == before
        bench.folder.with_name("away").rename(bench.folder)
        bench.settles(lambda found: found["newer"] is None)

    def test_what_was_changed_on_disk_can_be_mended_in_the_browser(self, bench: Bench) -> None:
        put(bench, BROKEN)
        bench.settles(lambda found: found["newer"] == "refused")
        token = bench.site.get("/rules").value("csrf_token")
        done = bench.site.post("/rules/drafts/of-disk", {"csrf_token": token})
        draft = done.location.rpartition("/")[2]
        assert "becuase" in bench.site.get(done.location).text
        editor = bench.editor(draft=draft)
        sent = bench.sent(editor, CHANGED, do="save")
        bench.site.post("/rules/files/rules/where.yaml", sent)
        bench.publish(draft, "Mended")
        assert bench.text() == CHANGED
        assert bench.settles(lambda found: found["newer"] is None)

    def test_a_publication_never_overwrites_what_somebody_changed_on_disk(
        self, bench: Bench
    ) -> None:
        draft = bench.draft(CHANGED)
        seen = bench.seen(draft)
        put(bench, BROKEN)
        page = bench.publish(draft, status=422, seen=seen)
        assert "somebody changed them there" in page.text
        assert bench.text() == BROKEN

    def test_a_request_keeps_the_rulebook_that_it_began_with(self, bench: Bench) -> None:
        seen = []

        def slow() -> str:
            seen.append(office().rulebook.fingerprint)
            put(bench, CHANGED)
            time.sleep(PAUSE_SECONDS)
            bench.in_use.look()
            seen.append(bench.in_use.standing.rulebook.fingerprint)
            seen.append(office().rulebook.fingerprint)
            return "done"

        bench.app.view_functions["help.show"] = slow
        answer = bench.site.client.get("/help")
        first, current, last = seen
        assert first == last == answer.headers["Rulebook"]
        assert current != first

    def test_a_read_only_folder_says_so(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = bench.draft(CHANGED)
        page = bench.site.get(f"/rules/drafts/{draft}")
        fields = {name: page.value(name) for name in ("csrf_token", "files", "replaces")}
        # Tests may run as root, for whom nothing is read-only.
        monkeypatch.setattr(os, "access", lambda *_, **__: False)
        assert "The folder of rules is read-only" in bench.site.get("/rules/files").text
        assert "read-only" in bench.site.get(f"/rules/drafts/{draft}").text

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "mkdir", refuse)
        sent = {**fields, "author": "Ada", "message": "x"}
        refused = bench.site.refused(f"/rules/drafts/{draft}/publish", sent)
        assert "cannot be written to: Permission denied" in refused.text
        assert bench.text() == RULES
        assert bench.records.rule_versions.newest() is None


class TestSeveralProcesses:
    def test_what_one_publishes_the_other_takes_up(
        self, bench: Bench, another: Callable[..., Bench]
    ) -> None:
        other = another()
        bench.publish(bench.draft(CHANGED))
        wanted = bench.standing()
        assert other.settles(lambda found: found == wanted)
        assert len(bench.records.rule_versions.all()) == 2

    def test_another_host_with_a_folder_of_its_own_follows_by_the_database(
        self, bench: Bench, another: Callable[..., Bench], tmp_path: Path
    ) -> None:
        write(tmp_path / "elsewhere")
        host = another("elsewhere")
        bench.publish(bench.draft(CHANGED))
        wanted = bench.standing()
        assert host.settles(lambda found: found == wanted)
        assert host.text() == CHANGED

    @pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: ["], ids=["no text", "no YAML"])
    def test_a_bad_file_keeps_no_host_from_following(
        self, bench: Bench, another: Callable[..., Bench], tmp_path: Path, content: bytes
    ) -> None:
        """What others publish comes into use all the same; the files stay refused, and untouched."""
        write(tmp_path / "elsewhere")
        host = another("elsewhere")
        (host.folder / "odd.yaml").write_bytes(content)
        host.settles(lambda found: found["newer"] == "refused")
        bench.publish(bench.draft(CHANGED))
        wanted = bench.standing()["rulebook"]
        followed = host.settles(lambda found: found["rulebook"] == wanted)
        assert followed["newer"] == "refused"
        assert host.recommended("mild") == "beach"
        assert "odd.yaml" in host.site.get("/rules").text
        assert host.text() == RULES

    def test_a_host_that_was_down_catches_up_at_its_start(
        self, bench: Bench, another: Callable[..., Bench], tmp_path: Path
    ) -> None:
        write(tmp_path / "elsewhere")
        bench.publish(bench.draft(CHANGED))
        host = another("elsewhere")
        wanted = bench.standing()["rulebook"]
        host.settles(lambda found: found["rulebook"] == wanted)

    def test_of_two_that_publish_at_one_instant_the_second_is_told(
        self, bench: Bench, another: Callable[..., Bench], tmp_path: Path
    ) -> None:
        """Neither change is lost unseen: the one who comes second is asked to look."""
        write(tmp_path / "elsewhere")
        host = another("elsewhere")
        text = "practices:\n  - {id: p, avoid: Sunburn, because: It hurts., when: {weather: hot}}\n"
        draft = host.draft(text, "more.yaml")
        sent = {**host.seen(draft), "author": "Bo", "message": "Mine"}
        bench.publish(bench.draft(CHANGED))
        # The other host may have taken up the first change by now, or be about to.
        refused = host.site.client.post(f"/rules/drafts/{draft}/publish", data=sent)
        assert refused.status_code in (409, 422)
        assert re.search(
            "look at (it|the differences) again|load this page again", refused.text, re.IGNORECASE
        )
        assert len(bench.records.rule_versions.all()) == 2
        host.settles(lambda found: found["rulebook"] == bench.standing()["rulebook"])
        host.publish(draft, "Mine")
        bench.settles(lambda found: found["rulebook"] == host.standing()["rulebook"])
        assert bench.text("more.yaml") == host.text("more.yaml")
        assert bench.text() == host.text() == CHANGED

    def test_a_version_is_stored_only_after_the_one_that_was_seen(self, bench: Bench) -> None:
        bench.publish(bench.draft(CHANGED))
        with pytest.raises(OvertakenError, match="version 2"):
            bench.records.rule_versions.add(
                {}, "sha256:x", origin="published", author="Bo", message="Mine", after=1
            )

    def test_files_changed_by_hand_while_down_are_newer_than_any_version(
        self, bench: Bench, another: Callable[..., Bench]
    ) -> None:
        bench.publish(bench.draft(CHANGED))
        put(bench, RULES + "# by hand\n")
        host = another()
        host.standing()
        assert host.text() == RULES + "# by hand\n"
        assert host.recommended("mild") == "hills"


class TestSchema:
    """What editors outside go by never lags behind what is published here."""

    def test_it_is_renewed_with_the_rules_where_the_folder_keeps_one(self, bench: Bench) -> None:
        schema = bench.folder / ".schema" / "rules.json"
        schema.parent.mkdir()
        schema.write_text("{}")
        option = "{id: hot, label: Hot}, {id: torrid, label: Torrid}"
        text = bench.text("base.yaml").replace("{id: hot, label: Hot}", option)
        bench.publish(bench.draft(text, "base.yaml"))
        written = json.loads(schema.read_text("utf-8"))
        assert written == rules_schema(load_rulebook(bench.folder))
        assert "torrid" in json.dumps(written)

    def test_none_is_made_where_there_was_none(self, bench: Bench) -> None:
        bench.publish(bench.draft(CHANGED))
        assert not (bench.folder / ".schema").exists()


CHANGES = {"rules/where.yaml": CHANGED, "base.yaml": None, "new/one.yaml": "practices: []\n"}


class TestAFall:
    """A process may fall at any moment of a publication; the next one finds all of it, or none."""

    def fallen(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int) -> RulesFolder:
        """Publish, falling after so many steps on the disk."""
        rules = RulesFolder(write(tmp_path / "rules"))
        left = [steps]

        def step(act: Callable[..., object]) -> Callable[..., object]:
            def maybe(*given: object, **named: object) -> object:
                if not left[0]:
                    raise KeyboardInterrupt
                left[0] -= 1
                return act(*given, **named)

            return maybe

        def publish() -> None:
            with rules.alone():
                rules.stage(CHANGES)
                rules.complete(CHANGES)

        with monkeypatch.context() as patch:
            for owner, name in ((Path, "replace"), (Path, "unlink"), (folder_module, "_write")):
                patch.setattr(owner, name, step(getattr(owner, name)))
            patch.setattr(shutil, "rmtree", step(shutil.rmtree))
            with pytest.raises(KeyboardInterrupt):
                publish()
        return rules

    @pytest.mark.parametrize("steps", range(8))
    def test_all_or_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
    ) -> None:
        before = RulesFolder(write(tmp_path / "other")).read()[0]
        after = {"rules/where.yaml": CHANGED, "new/one.yaml": "practices: []\n"}
        rules = self.fallen(tmp_path, monkeypatch, steps)
        monkeypatch.setattr(folder_module, "ABANDONED_SECONDS", 0.0)
        found, _ = rules.read()
        assert found == (after if steps >= 4 else before), steps
        assert not (rules.path / ".publishing").exists()

    def test_nobody_reads_while_another_process_writes(self, tmp_path: Path) -> None:
        rules = RulesFolder(write(tmp_path / "rules"))
        found = []
        begun = threading.Event()

        def read() -> None:
            begun.set()
            found.append(rules.read()[0])

        with rules.alone():
            reader = threading.Thread(target=read)
            reader.start()
            write(rules.path, {"rules/where.yaml": BROKEN})
            assert begun.wait(PATIENCE_SECONDS)
            time.sleep(3 * QUIET_SECONDS)  # time in which a reader who did not wait would be done
            assert not found
            write(rules.path, {"rules/where.yaml": CHANGED})
        reader.join()
        assert found[0]["rules/where.yaml"] == CHANGED

    def test_a_file_that_is_no_text_is_told(self, tmp_path: Path) -> None:
        write(tmp_path / "rules")
        (tmp_path / "rules" / "odd.yaml").write_bytes(b"ok: 1\n\xff")
        with pytest.raises(InvalidInputError, match=r"odd\.yaml:2:1"):
            RulesFolder(tmp_path / "rules").read()
