"""What every answer carries so that a browser does nothing that we did not mean."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from sourcing.web.serving.inline import script_sources, style_sources

POLICY: Final = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class _QuietSessions(SecureCookieSessionInterface):
    """Sessions that do not make a page another one once the browser has its first cookie.

    With `Vary: Cookie` a browser that goes back to the first form it was given asks for a new one,
    and what was typed is lost. No cache but the browser's own may keep these pages anyhow.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the session's cookie where it changed."""
        super().save_session(app, session, response)
        response.vary.discard("cookie")


def secure(app: Flask) -> None:
    """Add the headers to every answer of an application, errors and static files included."""
    app.session_interface = _QuietSessions()
    policy = POLICY.format(scripts=script_sources(), styles=style_sources())
    headers = {"Content-Security-Policy": policy, **HEADERS}

    def with_headers(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return _kept_private(response)

    app.after_request(with_headers)


def _kept_private(response: Response) -> Response:
    if request.endpoint != "static":
        # Not "no-store": with it browsers forget what was typed when one goes back to a form.
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
