"""Starting: the secret key, the WSGI module, and a rulebook that is not sound."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sourcing.web.serving.secret import kept_secret

ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path: Path, rules: Path) -> subprocess.CompletedProcess[str]:
    code = "import wsgi; print(wsgi.app.test_client().get('/healthz').text)"
    environment = {
        **os.environ,
        "SOURCING_RULES": str(rules),
        "SOURCING_DATA": str(tmp_path / "data"),
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


class TestSecret:
    def test_it_is_made_once_and_kept_for_its_owner_only(self, tmp_path: Path) -> None:
        folder = tmp_path / "data"
        first = kept_secret(folder)
        assert len(first) == 64
        assert kept_secret(folder) == first
        assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
        assert [path.name for path in folder.iterdir()] == ["secret.key"]

    def test_processes_that_start_together_agree(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(kept_secret, [tmp_path] * 16))
        assert len(keys) == 1


class TestWsgi:
    def test_it_serves_the_shipped_rules(self, tmp_path: Path) -> None:
        done = start(tmp_path, ROOT / "rules")
        assert '"status":"ok"' in done.stdout, done.stderr

    def test_a_broken_rulebook_prints_every_problem_and_exits_1(self, tmp_path: Path) -> None:
        rules = tmp_path / "rules"
        rules.mkdir()
        (rules / "a.yaml").write_text("channels:\n  - id: x\n", encoding="utf-8")
        (rules / "b.yaml").write_text("nonsense: [", encoding="utf-8")
        done = start(tmp_path, rules)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "b.yaml:" in done.stderr
        assert not (tmp_path / "data").exists()

    def test_a_folder_that_is_not_there_exits_2(self, tmp_path: Path) -> None:
        done = start(tmp_path, tmp_path / "nowhere")
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
