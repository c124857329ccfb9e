"""Every public page, in every language, at any length, with nothing hidden on it."""

import json
import re
from datetime import date

import pytest
from django.conf import settings

from directory.models import Area, BreakPeriod, Category, Contact, SlotVisitor
from tests import factories as make
from tests.directory.views.public.pages import PAGES
from tests.public_pages import html
from tests.query_counts import costly, counted_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("page", PAGES)
def test_page_answers_in_every_language(client, cafe, page, language):
    text = html(client, page.format(language))
    tag = {"fi-selko": "fi", "zh-hans": "zh-Hans"}.get(language, language)
    direction = "rtl" if language in {"ar", "fa", "ckb"} else "ltr"
    assert re.search(rf'<html lang="{tag}" dir="{direction}"', text)
    assert '<link rel="canonical" href="http://testserver' in text
    assert text.count("hreflang=") >= 14
    assert text.count("<h1") == 1


def test_hidden_listings_are_nowhere(client, cafe):
    draft = make.make_service(slug="luonnos", name_fi="Salainen luonnos", state="draft")
    make.make_slot(service=draft, place=cafe.place)
    unapproved = make.make_organisation(slug="uusi", name_fi="Salainen yhdistys", is_approved=False)
    new = make.make_service(slug="uuden", name_fi="Salainen palvelu", owner=unapproved)
    make.make_slot(service=new, place=cafe.place)
    closed = make.make_place(slug="kiinni", name="Salainen talo", state="archived")
    make.make_slot(service=cafe.service, place=closed)
    theirs = make.make_place(slug="heidan", name="Salainen tila", owner=unapproved)
    cafe.service.places.add(closed, theirs)
    cafe.service.organisers.add(unapproved)
    cafe.place.partners.add(unapproved)
    cafe.place.coordinator = unapproved
    cafe.place.save()
    SlotVisitor.objects.create(slot=cafe, role="deacon", organisation=unapproved)
    today = {"first": date(2026, 11, 25), "last": date(2026, 11, 25)}
    make.make_change(kind="extra", service=draft, new_place=cafe.place, **today)
    make.make_change(kind="extra", service=cafe.service, new_place=closed, **today)
    make.make_change(kind="extra", place=theirs, **today)
    make.make_change(kind="other_place", slot=cafe, new_place=theirs, **today)
    for page in PAGES:
        text = html(client, page.format("fi"))
        assert "Salainen" not in text, page
        assert not re.search(r"/fi/\w+/(luonnos|uuden|kiinni|heidan|uusi)/", text), page
    for path in ("services/luonnos/", "services/uuden/", "places/kiinni/", "places/heidan/"):
        html(client, f"/fi/{path}", 404)
    html(client, "/fi/organisations/uusi/", 404)


MOST_QUERIES = 8


def rows_at(count: int) -> None:
    area = Area.objects.get(slug="vantaa")
    place = make.make_place(slug=f"many-{count}", area=area)
    owner = make.make_organisation(slug=f"owner-{count}")
    calendar = make.make_break_calendar()
    BreakPeriod.objects.create(
        calendar=calendar, kind="autumn", first=date(2026, 11, 27), last=date(2026, 11, 29)
    )
    category = Category.objects.get(slug="family-cafe")
    for _n in range(count):
        partner = make.make_organisation()
        place.partners.add(partner)
        service = make.make_service(
            slug=f"s-{count}-{_n}",
            owner=owner,
            organisers=[owner, partner],
            name_fi=f"Kahvila {_n}",
            categories=[category],
            areas=[area],
            age_to=83,
        )
        slot = make.make_slot(service=service, place=place, break_calendar=calendar)
        SlotVisitor.objects.create(slot=slot, role="midwife", organisation=partner)
        make.make_change(slot=slot)
        make.make_place(owner=owner, coordinator=owner)
        for listing in ({"service": service}, {"place": place}, {"organisation": owner}):
            Contact.objects.create(kind="phone", value="0199 100 100", **listing)
    Contact.objects.create(kind="phone", value="0199 1", service=service)


LISTINGS = [
    "/fi/",
    "/ar/services/",
    "/fi/services/?area=vantaa&category=family-cafe&day=3&q=kahvila&free=on&drop_in=on&age=0",
    "/fi/services/s-{n}-0/",
    "/fi/places/",
    "/fi/places/many-{n}/",
    "/fi/organisations/owner-{n}/",
]


def test_queries_do_not_grow_with_rows(client, cafe):
    counts = {page: [] for page in LISTINGS}
    for n in (1, 3, 30):
        rows_at(n)
        for page in LISTINGS:
            with counted_in(counts[page]):
                html(client, page.format(n=n))
    assert not costly(counts, MOST_QUERIES)


def test_service_page_says_what_a_family_needs(client, cafe):
    text = html(client, "/en/services/kahvila/")
    for words in ("Free", "Just come", "Under 7 years", "Finnish and Somali", "Wednesdays"):
        assert words in text
    assert 'href="tel:+358199100100"' in text
    assert "Midwife" in text


def test_free_entry_and_an_optional_price_are_both_told(client, cafe):
    text = html(client, "/en/services/kahvila/")
    assert "Free" in text
    assert "Optional: 1 €" in text


def test_filter_has_one_empty_choice(client, cafe):
    for page in ("/fi/services/", "/fi/places/"):
        for select in re.findall(r"(?s)<select.*?</select>", html(client, page)):
            assert select.count('value=""') == 1


def test_text_in_another_language_is_marked(client, cafe):
    somali = html(client, "/so/services/kahvila/")
    assert "Makhaayad furan" in somali
    arabic = html(client, "/ar/services/kahvila/")
    assert '<span class="other-language" lang="fi" dir="ltr">Avoin kahvila</span>' in arabic


def test_ended_series_is_no_longer_listed_at_its_place(client, cafe):
    cafe.last = date(2026, 11, 1)
    cafe.save()
    assert "Avoin kahvila" not in html(client, "/fi/places/talo/")


def test_registration_that_is_not_open_offers_no_button(client, cafe):
    service = cafe.service
    service.registration_url = "https://example.fi/ilmoittaudu"
    service.registration_until = date(2026, 11, 25)
    service.save()
    assert service.registration_url in html(client, "/fi/services/kahvila/")
    for begins, ends in ((None, date(2026, 11, 24)), (date(2026, 11, 26), None)):
        service.registration_from, service.registration_until = begins, ends
        service.save()
        assert service.registration_url not in html(client, "/fi/services/kahvila/")


def test_json_ld_describes_service_and_events(client, cafe):
    make.make_change(slot=cafe)
    cafe.service.name_fi = "Kahvila </script><script>alert(1)</script>"
    cafe.service.save()
    text = html(client, "/fi/services/kahvila/")
    assert "<script>alert" not in text
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", text, re.DOTALL)[1])
    kinds = [item["@type"] for item in data["@graph"]]
    assert kinds[0] == "Service"
    event = data["@graph"][kinds.index("Event")]
    assert event["startDate"] == "2026-11-25T09:30:00+02:00"
    assert event["eventStatus"].endswith("EventCancelled")


def test_written_html_is_shown_as_text(client, cafe):
    cafe.service.description_fi = "<img src=x onerror=alert(1)>"
    cafe.service.save()
    text = html(client, "/fi/services/kahvila/")
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text
