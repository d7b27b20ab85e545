"""What is photographed: every page, in every state that a reader can meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.pictures.scene import RULE_FILE, Scene

if TYPE_CHECKING:
    from playwright.sync_api import Page

Act = Callable[["Page"], None]


def nothing(_: Page) -> None:
    """Leave the page as it came."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A page under a name, and what is done on it before the picture is taken."""

    name: str
    path: str
    act: Act = nothing


def press(button: str) -> Act:
    """Return the act of pressing a button by its value or words."""

    def act(page: Page) -> None:
        page.locator(f'button[value="{button}"], button:text-is("{button}")').last.click()
        page.wait_for_load_state()

    return act


def without_token(page: Page) -> None:
    """Send the questionnaire of a page that was open for too long."""
    page.fill("#title", "Support assistant")
    page.evaluate("document.querySelector('#brief [name=csrf_token]').value = 'old'")
    press("save")(page)


def too_late(page: Page) -> None:
    """Press the button of a page that was open for too long."""
    page.evaluate("document.querySelector('[name=csrf_token]').value = 'old'")
    press("Delete this brief")(page)


def wrong_everywhere(page: Page) -> None:
    """Ask for a recommendation with nothing in order."""
    page.locator("summary").evaluate_all("them => them.forEach(it => it.parentElement.open = true)")
    for name, text in {
        "budget_amount": "a lot",
        "start": "soon",
        "exchange_currency": "EUR",
        "declarations-0-person": "Jo",
        "lots-0-hours": "some",
        "lots-0-items": "50000",
        "lots-0-quotes-0-pay": "x",
    }.items():
        page.fill(f'[name="{name}"]', text)
    press("preview")(page)


def too_much(page: Page) -> None:
    """Send more than is taken at once."""
    page.evaluate("document.querySelector('#title').value = 'x'.repeat(2500000)")
    press("save")(page)


def behind(page: Page) -> None:
    """Save a brief that somebody else has changed meanwhile."""
    other = page.context.new_page()
    other.goto(page.url)
    other.fill("#title", f"{other.input_value('#title')}, theirs")
    press("save")(other)
    other.close()
    page.fill("#title", "Mine")
    page.fill('[name="organisation_name"]', "Another buyer")
    press("save")(page)


def what_if(page: Page) -> None:
    """Compare with another answer."""
    page.check('[name="lots-0-answer_data_sensitivity"][value="regulated"]')
    press("compare")(page)


def restored(page: Page) -> None:
    """Put an old version of the rules in use again, or the one after it."""
    number = 1 if page.locator("#author").count() else 2
    if number != 1:
        page.goto(page.url.replace("/versions/1", f"/versions/{number}"))
    page.fill("#author", "Ada Byron")
    press(f"Restore version {number}")(page)


def unfold(page: Page) -> None:
    """Open what is folded."""
    page.locator("summary").evaluate_all("them => them.forEach(it => it.parentElement.open = true)")


def quoted(page: Page) -> None:
    """Compare two quotes."""
    for name, text in {
        "hours": "1000",
        "quotes-0-name": "Agency",
        "quotes-0-pay": "40",
        "quotes-0-fee": "35",
        "quotes-1-name": "Board",
        "quotes-1-bill_rate": "55",
    }.items():
        page.fill(f'[name="{name}"]', text)
    page.locator("main form button").first.click()
    page.wait_for_load_state()


EMPTY = (
    Sight("home-empty", "/"),
    Sight("brief-new", "/briefs/new"),
    Sight("brief-new-unfolded", "/briefs/new", unfold),
    Sight("brief-empty-sent", "/briefs/new", press("preview")),
    Sight("brief-errors", "/briefs/new", wrong_everywhere),
    Sight("brief-stale-token", "/briefs/new", without_token),
    Sight("brief-too-large", "/briefs/new", too_much),
    Sight("vendors", "/vendors"),
    Sight("vendors-found", "/vendors?q=sc&channel=managed_vendor"),
    Sight("vendors-none", "/vendors?q=zzzz"),
    Sight("vendor", "/vendors/scale-ai"),
    Sight("vendor-small", "/vendors/sama"),
    Sight("vendor-graph", "/vendors/graph"),
    Sight("quotes", "/quotes"),
    Sight("quotes-compared", "/quotes", quoted),
    Sight("error-404", "/nothing-here"),
    *(Sight(f"rules-{name or 'gates'}", f"/rules/{name}".rstrip("/")) for name in (
        "", "status", "signals", "measures", "conflicts", "sources", "map", "files", "versions",
    )),
    Sight("rules-found", "/rules?channel=crowd&question=data_sensitivity"),
    Sight("rules-none", "/rules?fact=zzzz"),
    Sight("help", "/help"),
    *(Sight(f"help-{name}", f"/help/{name}") for name in (
        "guide", "questions", "decision", "cost", "vendors", "rules", "editing",
        "administrator", "architecture", "glossary",
    )),
    Sight("design", "/design"),
)  # fmt: skip
BROKEN = (Sight("error-500", "/"),)


def of(scene: Scene) -> Iterator[Sight]:
    """Yield what is photographed of a site in use."""
    yield Sight("home-many", "/")
    yield Sight("home-found", "/?q=batch+1")
    yield Sight("home-none", "/?q=zzzz")
    yield Sight("home-departing", "/?departing=yes")
    yield Sight("brief", scene.plain)
    yield Sight("brief-deleting", f"{scene.plain}/delete")
    yield Sight("error-400", f"{scene.plain}/delete", too_late)
    yield Sight("brief-conflict", "/briefs/batch3", behind)
    yield Sight("lots", scene.lots)
    yield Sight("lots-second", f"{scene.lots}?lot=2")
    yield Sight("lots-added", scene.lots, press("add-lot"))
    yield Sight("lots-check", f"{scene.lots}/check")
    yield Sight("changed-check", f"{scene.changed}/check")
    yield Sight("preview", f"{scene.plain}/preview")
    yield Sight("preview-lots", f"{scene.changed}/preview")
    yield Sight("preview-stopped", f"{scene.stopped}/preview")
    yield Sight("example", scene.example)
    yield Sight("decision", scene.decision)
    yield Sight("decision-small", scene.small_decision)
    yield Sight("what-if", f"{scene.small_decision}/what-if")
    yield Sight("what-if-lots", f"{scene.decision}/what-if")
    yield Sight("what-if-compared", f"{scene.decision}/what-if", what_if)
    yield Sight("run-again", f"{scene.decision}/today")
    yield Sight("rule-files", "/rules/files")
    yield Sight("rule-file", f"/rules/files/{RULE_FILE}")
    yield Sight("rule-file-new", "/rules/files/new?path=more.yaml")
    yield Sight("rule-draft", scene.draft)
    yield Sight("rule-draft-broken", scene.broken_draft)
    draft = scene.broken_draft.rpartition("/")[2]
    yield Sight("rule-file-broken", f"/rules/files/{RULE_FILE}?draft={draft}&check=1")
    yield Sight("rule-impact", f"{scene.draft}/impact")
    yield Sight("rule-versions", "/rules/versions")
    yield Sight("rule-version", "/rules/versions/1")
    yield Sight("rule-version-file", f"/rules/versions/1/files/{RULE_FILE}")
    yield Sight("rule-compare", "/rules/versions/compare?old=1&new=2")
    yield Sight("rule-compare-impact", "/rules/versions/compare?old=1&new=2&impact=1")
    yield Sight("rule-not-restored", "/rules/versions/1", press("Restore version 1"))
    yield Sight("rule-restored", "/rules/versions/1", restored)
