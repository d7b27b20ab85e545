"""Pictures of a page: desk, phone, dark, large text, without scripts, on paper; and what it weighed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Error

from tests.pictures.sights import Sight

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

DESK: Final[Mapping[str, int]] = {"width": 1280, "height": 900}
WAYS: Final[Mapping[str, Mapping[str, Any]]] = {
    "desk": {"viewport": DESK},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
    "dark": {"viewport": DESK, "color_scheme": "dark"},
    "text": {"viewport": DESK},
    "bare": {"viewport": DESK, "java_script_enabled": False},
}
"""How a page is looked at: `text` with letters twice as large, `bare` without scripts."""

PATIENCE: Final = 20_000
"""How long to wait for anything, in milliseconds."""

TWICE: Final = """() => {
  const all = [...document.querySelectorAll('html, body, body *:not(svg *)')];
  const sizes = all.map(it => parseFloat(getComputedStyle(it).fontSize));
  all.forEach((it, i) => it.style?.setProperty('font-size', `${2 * sizes[i]}px`, 'important'));
}"""
WIDE: Final = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
HEAD: Final = f"{'page':24} {'code':>4} {'kB':>6} {'sent':>6} {'req':>4}  faults"


@dataclass
class Seen:
    """What a page was made of at first visit, and what is wrong with it.

    `page_bytes` are those of the page unpacked, `sent_bytes` all that came over the wire.
    """

    name: str
    status: int = 0
    page_bytes: int = 0
    sent_bytes: int = 0
    requests: int = 0
    faults: list[str] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)

    @property
    def line(self) -> str:
        """The figures as one line of a table."""
        weights = f"{self.page_bytes / 1024:6.1f} {self.sent_bytes / 1024:6.1f}"
        faults = "; ".join(dict.fromkeys(self.faults))
        return f"{self.name:24} {self.status:4} {weights} {self.requests:4}  {faults}".rstrip()


def photograph(
    browser: Browser, address: str, sight: Sight, folder: Path, ways: Iterable[str]
) -> Seen:
    """Take the pictures of one sight, each in a window of its own, as at a first visit."""
    seen = Seen(sight.name)
    for way in ways:
        context = browser.new_context(**WAYS[way])
        context.set_default_timeout(PATIENCE)
        try:
            page = context.new_page()
            _visit(page, f"{address}{sight.path}", seen, way)
            if way == "bare" and not page.locator("script").count():
                continue
            sight.act(page)
            _look(page, folder, seen, way)
        except Error as fault:
            seen.faults.append(f"{way}: {fault.message.splitlines()[0]}")
        finally:
            context.close()
    return seen


def _visit(page: Page, address: str, seen: Seen, way: str) -> None:
    loaded: list[Request] = []

    def said(message: ConsoleMessage) -> None:
        refused = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not refused:
            seen.faults.append(f"{way}: {message.text}")

    def finished(request: Request) -> None:
        loaded.append(request)

    def answered(answer: Response) -> None:
        if answer.request.is_navigation_request() and way != "bare":
            seen.status = answer.status

    page.on("console", said)
    page.on("requestfinished", finished)
    page.on("response", answered)
    first = page.goto(address, wait_until="networkidle")
    if first is not None and not seen.requests:
        sizes = [request.sizes() for request in loaded]
        seen.requests = len(loaded)
        seen.sent_bytes = sum(size["responseBodySize"] for size in sizes)
        seen.page_bytes = len(first.body())


def _look(page: Page, folder: Path, seen: Seen, way: str) -> None:
    if way == "text":
        page.evaluate(TWICE)
    elif page.evaluate(WIDE):
        seen.faults.append(f"{way}: scrolls sideways")
    target = folder / f"{seen.name}-{way}.png"
    page.screenshot(path=target, full_page=True)
    seen.pictures.append(target)
    if way == "desk":
        paper = folder / f"{seen.name}.pdf"
        page.pdf(path=paper, prefer_css_page_size=True, format="A4")
        seen.pictures.extend(sheets(paper))


def sheets(paper: Path) -> Sequence[Path]:
    """Return a picture of each page of a PDF; none where no program is there to draw them."""
    program = shutil.which("pdftoppm")
    if program is None:
        return []
    name = paper.with_suffix("")
    subprocess.run([program, "-r", "60", "-png", paper, f"{name}-page"], check=True, timeout=120)
    return sorted(paper.parent.glob(f"{name.name}-page-*.png"))
