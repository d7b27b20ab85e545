"""A keyboard that counts its strokes and watches where the focus goes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page as BrowserPage

PATIENCE_MILLISECONDS = 30_000
FOCUS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const box = it.getBoundingClientRect();
  // An editor shows its ring round the frame that it shares with the numbers of its lines.
  const ringed = ['', '.editor'].some(frame => {
    const at = frame ? it.closest(frame) : it, look = at && getComputedStyle(at);
    return at && look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
  });
  const all = [...document.querySelectorAll('*')];
  const above = document.elementFromPoint(box.x + Math.min(box.width, 20) / 2, box.y + box.height / 2);
  return {
    id: it.id, tag: it.tagName, type: it.type || '', name: it.name || '', place: all.indexOf(it),
    words: (it.labels?.[0]?.innerText || it.innerText || '').trim(),
    ring: ringed,
    inSight: box.bottom > 0 && box.top < innerHeight && box.width > 1,
    covered: !!above && above !== it && !it.contains(above) && !above.contains(it),
  };
}"""
SETTLED = f"() => {{ const it = ({FOCUS})(); return it && it.inSight && !it.covered; }}"


class Keys:
    """A keyboard that counts every key but those that type, and watches the focus."""

    def __init__(self, window: BrowserPage) -> None:
        self.window = window
        self.strokes = 0
        self.place = -1

    def press(self, key: str) -> None:
        self.strokes += 1
        self.window.keyboard.press(key)

    def type(self, text: str) -> None:
        self.window.keyboard.type(text)

    def tab(self) -> dict[str, object]:
        """Go to the next stop, which must come later on the page, in sight, under a ring."""
        self.press("Tab")
        from playwright.sync_api import TimeoutError as TooLateError  # noqa: PLC0415 - missing where left out

        with suppress(TooLateError):  # what it waited for in vain is told below
            # A page follows the focus some frames later.
            self.window.wait_for_function(SETTLED, timeout=PATIENCE_MILLISECONDS)
        found: dict[str, object] = self.window.evaluate(FOCUS)
        assert found is not None
        assert found["ring"], f"no ring at {found}"
        assert found["inSight"], f"out of sight: {found}"
        assert not found["covered"], f"covered: {found}"
        place = found["place"]
        assert isinstance(place, int)
        assert place > self.place, f"out of order: {found}"
        self.place = place
        return found

    def to(self, words: str, most: int = 25) -> None:
        """Go on until a stop with these words, or this name, has the focus."""
        passed = []
        for _ in range(most):
            found = self.tab()
            if words in (found["name"], found["id"]) or str(found["words"]).startswith(words):
                return
            passed.append(found["words"] or found["name"])
        pytest.fail(f"“{words}” is not among {passed}")

    def follow(self, words: str) -> None:
        """Press Enter on a link or a button, and wait for the page that it leads to."""
        self.to(words)
        self.enter()

    def enter(self) -> None:
        """Press Enter where that leads to another page."""
        before = self.window.url
        self.press("Enter")
        self.window.wait_for_url(lambda url: url != before)
        self.window.wait_for_load_state()
        self.place = -1

    def skip(self) -> None:
        """Skip the head of the page."""
        self.to("Skip to content")
        self.press("Enter")
