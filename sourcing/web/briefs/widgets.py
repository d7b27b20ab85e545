"""Input elements, written quickly: a questionnaire of fifty lots holds thirty thousand attributes.

They write what the form library's own would; its generic writer takes most of a page's time.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape
from wtforms import widgets
from wtforms.fields.choices import SelectFieldBase


def attributes(**given: object) -> str:
    """Return attributes as HTML, in order of name; True stands alone, False and None are left out."""
    written = []
    for name in sorted(given):
        value = given[name]
        key = name.rstrip("_").replace("_", "-") if name.startswith(("aria_", "data_")) else name
        if value is True:
            written.append(key)
        elif value is not False and value is not None:
            written.append(f'{key}="{escape(value)}"')
    return " ".join(written)


class TextInput(widgets.TextInput):
    """A line of text."""

    html_params = staticmethod(attributes)


class HiddenInput(widgets.HiddenInput):
    """A value that is not shown."""

    html_params = staticmethod(attributes)


class RadioInput(widgets.RadioInput):
    """One of several."""

    html_params = staticmethod(attributes)


class CheckboxInput(widgets.CheckboxInput):
    """A box to tick."""

    html_params = staticmethod(attributes)


class Select(widgets.Select):
    """A list to choose from, in groups where the choices have any."""

    def __call__(self, field: SelectFieldBase, **given: Any) -> Markup:  # noqa: ANN401 - as the library's
        """Return the element."""
        parts = [f"<select {attributes(id=field.id, name=field.name, **given)}>"]
        groups = field.iter_groups() if field.has_groups() else [("", field.iter_choices())]
        for group, choices in groups:
            options = "".join(_option(*choice[:3]) for choice in choices)
            label = escape(group) if group else ""
            parts.append(f'<optgroup label="{label}">{options}</optgroup>' if label else options)
        parts.append("</select>")
        return Markup("".join(parts))  # noqa: S704 - every part is escaped


def _option(value: str, label: str, selected: bool) -> str:  # noqa: FBT001 - the library's tuple
    chosen = " selected" if selected else ""
    return f'<option value="{escape(value)}"{chosen}>{escape(label)}</option>'
