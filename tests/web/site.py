"""The site as a browser sees it: pages fetched, forms filled in and sent, all of it checked."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

VOID = {"input", "meta", "link", "br", "hr", "img", "path", "rect", "circle", "col"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

FOUR_ANSWERS = {
    "title": "Support assistant",
    "lots-0-answer_task_type": "task-support-rating",
    "lots-0-answer_credential_rarity": "none",
    "lots-0-answer_data_sensitivity": "public",
    "lots-0-answer_duration": "one_off",
}


@dataclass
class Page(HTMLParser):
    """A page taken apart: its elements in order, its text, the state of its fields."""

    status: int
    path: str
    html: str
    title: str = ""
    text: str = ""
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _select: str | None = None

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)
        self.feed(self.html)
        self.text = " ".join(self.text.split())
        self.title = self.title.strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        self._take_field(tag, given)
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag not in VOID:
            assert self._open.pop() == tag, f"</{tag}> closes something else on {self.path}"

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            return
        if self._open and self._open[-1] == "title":
            self.title += data
        self.text += f"{data} "

    def _take_field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "select":
            self._select = name
            self.fields.setdefault(name, [])
        elif tag == "option" and self._select is not None and "selected" in given:
            self.fields[self._select].append(given["value"])
        elif tag == "input" and name:
            held = self.fields.setdefault(name, [])
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                held.append(given.get("value", ""))

    @property
    def ids(self) -> list[str]:
        return [given["id"] for _, given in self.elements if "id" in given]

    def links(self) -> list[str]:
        return [given["href"] for tag, given in self.elements if tag == "a" and "href" in given]

    def actions(self) -> list[str]:
        return [given["action"] for tag, given in self.elements if tag == "form"]

    def value(self, name: str) -> str:
        return next(iter(self.fields[name]), "")

    def check(self) -> None:
        """Assert what holds of every page."""
        assert self.title
        assert not self._open, f"left open on {self.path}: {self._open}"
        tags = Counter(tag for tag, _ in self.elements)
        assert tags["h1"] == 1, f"{tags['h1']} h1 on {self.path}"
        assert tags["main"] == 1
        twice = [name for name, times in Counter(self.ids).items() if times > 1]
        assert not twice, f"ids used twice on {self.path}: {twice}"
        assert not [name for name in self.ids if not name or re.search(r"\s", name)]
        known = set(self.ids)
        labelled = {given.get("for", "") for tag, given in self.elements if tag == "label"}
        for tag, given in self.elements:
            self._check_element(tag, given, known, labelled)

    def _check_element(
        self, tag: str, given: dict[str, str], known: set[str], labelled: set[str]
    ) -> None:
        assert not [name for name in given if name.startswith("on") or name == "style"], given
        for name in ("for", "aria-describedby", "aria-labelledby", "list", "form"):
            missing = [target for target in given.get(name, "").split() if target not in known]
            assert not missing, f"{tag} {name} leads nowhere on {self.path}: {missing}"
        if tag == "script":
            assert given.get("src", given.get("data-src", "")).startswith("/static/"), given
        href = given.get("href", "")
        if href.startswith("#"):
            assert href[1:] in known, f"{href} leads nowhere on {self.path}"
        assert not href.startswith(("http:", "https:", "//", "javascript:")), href
        if given.get("method") == "post":
            assert "csrf_token" in self.fields
        if tag in ("input", "select") and given.get("type") not in ("hidden", "submit"):
            assert given.get("id") in labelled, f"no label for {given}"


class Site:
    """The public door; pages come back checked."""

    def __init__(self, app: Flask) -> None:
        app.testing = True
        app.config["PROPAGATE_EXCEPTIONS"] = False
        self.client = app.test_client()

    def get(self, path: str, *, status: int = 200) -> Page:
        return self._page(self.client.get(path), path, status)

    def post(self, path: str, data: dict[str, Any], *, status: int = 303) -> TestResponse:
        """Send a form and return the answer, which may be a redirect."""
        answer = self.client.post(path, data=data)
        assert answer.status_code == status, answer.text[:2000]
        check_headers(answer)
        return answer

    def refused(self, path: str, data: dict[str, Any], *, status: int = 422) -> Page:
        """Send a form that is not taken, and return the page that says so."""
        return self._page(self.client.post(path, data=data), path, status)

    def follow(self, path: str, data: dict[str, Any]) -> Page:
        """Send a form and return the page that it leads to."""
        return self.get(self.post(path, data).location)

    def blank(self) -> tuple[str, dict[str, Any]]:
        """Return the address and the fields of an empty questionnaire."""
        page = self.get("/briefs/new")
        address = next(action for action in page.actions() if action.startswith("/briefs/"))
        return address, filled(page)

    def brief(self, **changes: Any) -> str:
        """Save a brief with four answers and these changes; return its address."""
        address, data = self.blank()
        self.post(address, {**data, **FOUR_ANSWERS, **changes, "do": "save"})
        return address

    def issue(self, address: str, **explained: str) -> str:
        """Issue the decision of a brief from its last page; return the decision's address."""
        page = self.get(f"{address}/check")
        sent = {name: page.value(name) for name in ("csrf_token", "digest")}
        return self.post(f"{address}/issue", {**sent, **explained}).location

    def _page(self, answer: TestResponse, path: str, status: int) -> Page:
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        check_headers(answer)
        check_styles(answer)
        page = Page(answer.status_code, path, answer.text)
        page.check()
        assert (status < 400) != page.title.startswith("Error:")
        return page


def filled(page: Page) -> dict[str, Any]:
    """Return a page's fields as a browser would send them."""
    return {name: values for name, values in page.fields.items() if values}


def check_styles(answer: TestResponse) -> None:
    """Assert that every style on a page is one that the policy names by its hash."""
    allowed = answer.headers["Content-Security-Policy"]
    for style in re.findall(r"<style>(.*?)</style>", answer.text, flags=re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in allowed


def check_headers(answer: TestResponse) -> None:
    for name, start in HEADERS.items():
        assert answer.headers.get(name, "").startswith(start), name
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
