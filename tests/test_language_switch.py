"""Every kind of public page in every other language: the same page, its filters, its own names."""

import re
from collections.abc import Iterator
from html import unescape
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import get_language_info, override

from directory.localized import direction, html_tag
from meetings.offer_link import offer_token
from tests.meetings import public_rows as rows

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
TOKEN = offer_token(UUID(int=6))
# By the names of the addresses; nothing else has pages for families.
PAGES = {
    "home": ["", "?near=60.2,25.0"],
    "today": ["today/?area=vantaa"],
    "week": ["week/?area=vantaa&start=2026-12-07&category=a&category=b"],
    "week_share": ["week/share/?area=vantaa"],
    "my_list": ["list/", "list/?services=kahvila&places=talo"],
    "offline": ["offline/"],
    "help_card": ["card/", "card/?with=so"],
    "accessibility": ["accessibility/"],
    "privacy": ["privacy/"],
    "service_list": ["services/?q=kahvi%26la&day=3&free=on&page=1", "services/?start=%00"],
    "service_detail": ["services/kahvila/", "services/kahvila/?original=1"],
    "service_card": ["services/kahvila/card/?with=sv"],
    "service_print": ["services/kahvila/print/?also=sv"],
    "service_report": ["services/kahvila/report/"],
    "service_report_thanks": ["services/kahvila/report/thanks/"],
    "place_list": ["places/?area=vantaa"],
    "place_detail": ["places/talo/?original=1&start=2026-12-07"],
    "place_card": ["places/talo/card/"],
    "place_print": ["places/talo/print/?also=sv"],
    "place_poster": ["places/talo/poster/?also=sv"],
    "place_share": ["places/talo/share/"],
    "place_report": ["places/talo/report/"],
    "place_report_thanks": ["places/talo/report/thanks/"],
    "place_offer": ["places/talo/help/"],
    "place_offer_thanks": [f"places/talo/help/thanks/?offer={TOKEN}"],
    "organisation_detail": ["organisations/kaupunki/?original=1"],
    "organisation_share": ["organisations/kaupunki/share/"],
    "network_list": ["networks/?area=vantaa"],
    "network_detail": ["networks/verkosto/?original=1"],
    "network_picture": ["networks/verkosto/picture/?form=group"],
    "network_offer": ["networks/verkosto/help/"],
    "network_offer_thanks": [f"networks/verkosto/help/thanks/?offer={TOKEN}"],
    "meeting_detail": ["networks/verkosto/seuraava/"],
    "meeting_notes": ["networks/verkosto/avoin/notes/?original=1"],
    "material_list": ["materials/?q=opas"],
    "offer_taken_back": [f"offers/{TOKEN}/"],
}
MISSING = ["services/no-such/?q=x", "nothing/here/"]
# What is no page to read, or shows a language that its own address names.
OTHERS = {
    "manifest", "suggest", "network_feed", "place_embed", "organisation_embed", "week_embed",
    "place_screen",
    "place_poster_pdf", "service_calendar", "place_calendar", "organisation_calendar",
    "week_calendar", "network_calendar", "meeting_calendar",
}  # fmt: skip


@pytest.fixture(autouse=True)
def wednesday_morning() -> Iterator[None]:
    with time_machine.travel(rows.NOW, tick=False):
        yield


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns)
        else:
            yield one.name


def language_tree() -> URLResolver:
    with override("fi"):
        return next(one for one in get_resolver().url_patterns if str(one.pattern) == "fi/")


def test_no_kind_of_page_is_forgotten() -> None:
    assert set(names(language_tree().url_patterns)) == {*PAGES, *OTHERS}


def offered(text: str) -> list[tuple[str, ...]]:
    """(address, lang, dir, name) of each link in the list of languages."""
    [switch] = re.findall(r'<details class="languages">.*?</details>', text, re.DOTALL)
    link = r'<a href="([^"]+)" lang="([^"]+)" dir="([^"]+)"[^>]*>([^<]+)</a>'
    return [tuple(unescape(part) for part in found) for found in re.findall(link, switch)]


def test_every_page_is_offered_in_every_language(client) -> None:
    rows.cast()
    for page in [path for paths in PAGES.values() for path in paths] + MISSING:
        response = client.get(f"/ar/{page}")
        assert response.status_code == (404 if page in MISSING else 200), page
        assert "language" not in response.cookies, page
        assert offered(response.text) == [link_to(page, code) for code in LANGUAGES], page
        assert_alternates(response, page)
        assert_choice_is_kept(client, page)


def link_to(page: str, code: str) -> tuple[str, ...]:
    address = f"/{code}/{page}{'&' if '?' in page else '?'}chosen=1"
    return address, html_tag(code), direction(code), get_language_info(code)["name_local"]


def assert_alternates(response: HttpResponse, page: str) -> None:
    """Without the filters, as its canonical address is; easy Finnish is Finnish to a machine."""
    path, site = page.partition("?")[0], "http://testserver"
    found = re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', response.text)
    expected = {html_tag(code): f"{site}/{code}/{path}" for code in LANGUAGES if code != "fi-selko"}
    assert dict(found) == {**expected, "x-default": f"{site}/{path}"}, page
    assert len(found) == len(expected) + 1, page
    assert f'<link rel="canonical" href="{site}/ar/{path}">' in response.text, page


def assert_choice_is_kept(client, page: str) -> None:
    client.cookies.clear()
    chosen = client.get(link_to(page, "so")[0])
    assert (chosen.status_code, chosen["Location"]) == (302, f"/so/{page}"), page
    assert chosen.cookies["language"].value == "so", page
    # Without a language the address leads to the reader's; the front door takes no filters along.
    if page not in MISSING and not page.startswith("?"):
        assert client.get(f"/{page}")["Location"] == f"/so/{page}", page
    client.cookies.clear()
