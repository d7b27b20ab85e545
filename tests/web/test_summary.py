"""The list of what is wrong with a form, before the form itself."""

from __future__ import annotations

from tests.web.site import Site


class TestTheSummary:
    def test_its_lines_follow_one_another_as_the_fields_do(self, site: Site) -> None:
        address, data = site.blank()
        wrong = {
            "budget_amount": "a lot",
            "start": "soon",
            "exchange_currency": "EUR",
            "declarations-0-person": "Jo",
            "lots-0-hours": "some",
            "lots-0-quotes-0-pay": "x",
        }
        page = site.refused(address, {**data, **wrong, "do": "preview"})
        places = [
            page.ids.index(link[1:])
            for link in page.links()
            if link.startswith("#") and link != "#content"
        ]
        assert len(places) > len(wrong)
        assert places == sorted(places)

    def test_it_asks_for_a_day_as_it_asks_for_a_number(self, site: Site) -> None:
        address, data = site.blank()
        page = site.refused(address, {**data, "title": "x", "start": "soon", "do": "preview"})
        assert "Enter \u201cWork starts\u201d as a day such as" in page.text
