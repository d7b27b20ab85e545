"""How long the line of a lot takes to follow an answer, measured in the browser.

From the change of a field to the line redrawn, request and all, over every option of every
question in turn: `python tests/benchmarks/bench_live.py`. To be read on an idle machine.
"""

from __future__ import annotations

import logging
import tempfile
import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from sourcing.places import rules_folder
from sourcing.records.archive import open_records
from sourcing.rulebook.load import load_rulebook
from sourcing.web.app import create_app
from tests.leftout import browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

BUDGET_MS = 60
WATCH = """() => {
  window.took = [];
  let since = 0;
  const sent = window.fetch;
  window.fetch = async (...given) => {
    const answer = await sent(...given);
    const read = answer.json.bind(answer);
    answer.json = async () => {
      const found = await read();
      setTimeout(() => { if (since) { window.took.push(performance.now() - since); since = 0; } });
      return found;
    };
    return answer;
  };
  document.addEventListener("change", () => { since = performance.now(); }, true);
}"""


def main() -> None:
    """Print the median, the ninth decile and the worst."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    rulebook = load_rulebook(rules_folder())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = create_app(
            rulebook,
            records=open_records(Path(folder)),
            secret_key="k" * 32,
            today=lambda: date(2026, 11, 20),
        )
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        opened = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        window = opened.new_page()
        window.goto(f"http://127.0.0.1:{server.port}/briefs/new?all=1")
        window.evaluate(WATCH)
        took = sorted(_answer_all(window))
        opened.close()
        server.shutdown()
    middle, ninth, worst = took[len(took) // 2], took[len(took) * 9 // 10], took[-1]
    within = sum(each <= BUDGET_MS for each in took) / len(took)
    print(
        f"{len(took)} changes: median {middle:.0f} ms, 9 of 10 {ninth:.0f} ms, worst {worst:.0f} ms"
    )
    print(f"{within:.0%} within {BUDGET_MS} ms")


def _answer_all(window: Page) -> list[float]:
    """Choose every option once, from the top of the page down."""
    window.evaluate(
        "() => { document.querySelectorAll('#brief details').forEach((d) => { d.open = true; }); }"
    )
    fields = window.locator(
        '#brief input[type="radio"][name^="lots-0-answer_"], '
        '#brief input[type="checkbox"][name^="lots-0-answer_"]'
    )
    window.locator("#lots-0-answer_task_type").select_option(index=3)
    for n in range(fields.count()):
        before = window.evaluate("() => window.took.length")
        fields.nth(n).check()
        window.wait_for_function("(n) => window.took.length > n", arg=before)
    found: list[float] = window.evaluate("() => window.took")
    return found


if __name__ == "__main__":
    main()
