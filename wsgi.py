"""The application for any WSGI server: `waitress-serve wsgi:app`, `gunicorn wsgi:app`."""

from __future__ import annotations

from sourcing.web.serving.start import application

app = application()
