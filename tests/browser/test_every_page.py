"""What holds for each kind of page: accessible, narrow enough, light, self-contained, described."""

import gzip
import json
import re
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Page, Response

from meetings.offer_link import offer_token
from tests.browser.accessible import assert_accessible, send_empty

PAGES = {
    "home": "",
    "week": "week/?area=vantaa",
    "day": "week/?day=2026-11-25&area=vantaa",
    "today": "today/?area=vantaa",
    "services": "services/?q=perhe&day=3",
    "service": "services/perhekahvila-koivukyla/",
    "places": "places/",
    "place": "places/koivukylan-kohtaamispaikka/",
    "organisation": "organisations/mll-uusimaa/",
    "networks": "networks/?area=vantaa",
    "network": "networks/kotona-vantaalla/",
    "meeting": "networks/kotona-vantaalla/seuraava-tapaaminen/",
    "notes": "networks/kemin-perhekeskus/verkostokahvit-marraskuu-2023/notes/",
    "offer-thanks": f"networks/kotona-vantaalla/help/thanks/?offer={offer_token(UUID(int=6))}",
    "materials": "materials/?q=tieto",
    "list": "list/?services=perhekahvila-koivukyla,gone",
    "card": "card/",
    "service-card": "services/perhekahvila-koivukyla/card/?with=sv",
    "place-card": "places/koivukylan-kohtaamispaikka/card/?with=so",
    "service-sheet": "services/perhekahvila-koivukyla/print/?also=so",
    "place-sheet": "places/koivukylan-kohtaamispaikka/print/",
    "report-thanks": "services/perhekahvila-koivukyla/report/thanks/",
    "original": "places/koivukylan-kohtaamispaikka/?original=1",
    "offline": "offline/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
    "not-found": "services/no-such-service/",
}
WITH_ERRORS = {
    "report": "services/perhekahvila-koivukyla/report/",
    "offer": "networks/kotona-vantaalla/help/",
}
MOST_BYTES = 30_000
MOST_REQUESTS = 5


@pytest.mark.parametrize("name", PAGES)
def test_accessible_described_and_within_its_policy(page: Page, name: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    response = page.goto(f"/fi/{PAGES[name]}")
    assert len(complaints) == (name == "not-found"), complaints  # of the page itself
    assert all("404 (Not Found)" in line for line in complaints)
    assert_strict(response.headers["content-security-policy"])
    if name != "not-found":
        assert_described(page)
    assert_accessible(page)


def assert_strict(policy: str) -> None:
    assert "default-src 'none'" in policy
    assert "unsafe-" not in policy
    assert "http:" not in policy and "https:" not in policy


def assert_described(page: Page) -> None:
    assert re.fullmatch(r".{4,} – Perhepalvelut", page.title())
    assert len(page.locator("meta[name=description]").get_attribute("content")) > 20
    assert page.get_by_role("heading", level=1).count() == 1


@pytest.mark.parametrize("name", WITH_ERRORS)
def test_accessible_with_errors(page: Page, name: str) -> None:
    page.goto(f"/fi/{WITH_ERRORS[name]}")
    send_empty(page)
    assert_accessible(page)


@pytest.mark.parametrize("name", ["home", "week", "today", "services", "place", "network", "notes"])
def test_light_and_from_no_other_host(page: Page, site: str, name: str) -> None:
    """Static files come unpacked from the tests' server, so all bodies are packed here.

    The worker, which comes after all that the page needs, is weighed in test_offline.py.
    """
    responses: list[Response] = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: responses.append(response))
    page.goto(f"/fi/{PAGES[name]}", wait_until="networkidle")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site).netloc}
    assert len(asked) <= MOST_REQUESTS
    sizes = {response.url: len(gzip.compress(response.body(), 6)) for response in responses}
    assert len(sizes) >= 2, "The style sheet must be counted"
    assert sum(sizes.values()) < MOST_BYTES, sizes


@pytest.mark.parametrize(
    ("name", "types"),
    [("service", {"Service", "Event"}), ("place", {"Place", "Event"})],
)
def test_machines_can_read_what_it_is(page: Page, name: str, types: set[str]) -> None:
    page.goto(f"/fi/{PAGES[name]}")
    described = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert described["@context"] == "https://schema.org"
    assert {item["@type"] for item in described["@graph"]} == types
    assert described["@graph"][0]["name"] == page.get_by_role("heading", level=1).inner_text()


def test_machines_read_that_a_session_is_cancelled(page: Page) -> None:
    page.goto(f"/fi/{PAGES['place']}")
    graph = json.loads(page.locator("script[type='application/ld+json']").text_content())["@graph"]
    [event] = [item for item in graph if item["name"].startswith("Puhetta ja leikkiä")]
    assert event["eventStatus"] == "https://schema.org/EventCancelled"
    assert event["startDate"] == "2026-11-26T14:00:00+02:00"


def test_a_page_that_is_not_there_says_so(page: Page) -> None:
    response = page.goto(f"/fi/{PAGES['not-found']}")
    assert response.status == 404
    page.get_by_role("main").locator("input[name=q]").fill("kahvila")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fi/services/?q=kahvila")
