"""Every public page: who may see what, in which language, and at what cost."""

import json
import re
from datetime import date, time

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Area, BreakPeriod, Category, Contact, Place, SlotVisitor
from tests import factories as make

pytestmark = pytest.mark.django_db
WEDNESDAY = "2026-11-25T08:30:00+02:00"
MOST_QUERIES = 8


@pytest.fixture(autouse=True)
def wednesday_morning():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def html(client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return re.sub(r"<bdi[^>]*>([^<]*)</bdi>", r"\1", response.content.decode())


@pytest.fixture
def cafe():
    """A family café on Wednesdays 9.30–11.30 at a meeting place, with all that a page can say."""
    area = make.make_area(slug="vantaa", name_fi="Vantaa")
    place = make.make_place(slug="talo", name="Koivun talo", area=area)
    owner = make.make_organisation(slug="mll", name_fi="MLL Uusimaa")
    service = make.make_service(
        slug="kahvila",
        name_fi="Avoin kahvila",
        name_so="Makhaayad furan",
        owner=owner,
        areas=[area],
        categories=[make.make_category(slug="family-cafe", name_fi="Perhekahvila")],
        languages=["fi", "so"],
        age_to=83,
        price=1,
        is_free=True,
    )
    slot = make.make_slot(service=service, place=place, break_calendar=make.make_break_calendar())
    SlotVisitor.objects.create(slot=slot, role="midwife", start=time(10), end=time(11))
    Contact.objects.create(service=service, kind="phone", value="0199 100 100")
    return slot


PAGES = [
    "/{}/",
    "/{}/services/",
    "/{}/services/kahvila/",
    "/{}/places/",
    "/{}/places/talo/",
    "/{}/organisations/mll/",
]


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


@pytest.mark.parametrize("page", LISTINGS)
def test_queries_do_not_grow_with_rows(client, cafe, page):
    counts = []
    for n in (1, 3, 30):
        rows_at(n)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            html(client, page.format(n=n))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= MOST_QUERIES


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


def test_place_week_shows_the_cancelled_session_and_its_reason(client, cafe):
    make.make_change(slot=cafe, reason="illness", note_fi="Tervetuloa ensi viikolla!")
    this_week = html(client, "/en/places/talo/")
    assert "Cancelled" in this_week
    assert "Illness" in this_week
    assert "Tervetuloa ensi viikolla!" in this_week
    next_week = html(client, "/en/places/talo/?start=2026-12-02")
    assert "9.30–11.30" in next_week
    assert "Cancelled" not in next_week


def test_place_week_of_a_holiday_names_it(client, cafe):
    cafe.weekdays = [3, 5]
    cafe.save()
    text = html(client, "/en/places/talo/?start=2026-12-21")
    assert "Christmas Day" in text
    assert "Cancelled" in text


def test_session_moved_to_another_day_leaves_word_on_its_own_day(client, cafe):
    day = date(2026, 11, 25)
    make.make_change(slot=cafe, kind="other_time", first=day, last=day, new_date=date(2026, 12, 3))
    assert "Held on Thursday 3 December" in html(client, "/en/places/talo/")
    assert "Wed 25.11. 9.30–11.30" in html(client, "/en/places/talo/?start=2026-12-03")


def test_session_moved_to_another_place_is_told_at_both(client, cafe):
    other = make.make_place(slug="toinen", name="Toinen talo")
    day = date(2026, 11, 25)
    make.make_change(slot=cafe, kind="other_place", first=day, last=day, new_place=other)
    assert "Toinen talo" in html(client, "/en/places/talo/")
    assert "Avoin kahvila" in html(client, "/en/places/toinen/")


WARNING = "Not confirmed lately"


@pytest.mark.parametrize(
    ("slot_confirmed", "last", "is_stale"),
    [
        (date(2026, 11, 11), None, False),
        (date(2026, 11, 10), None, True),
        (date(2026, 11, 10), date(2026, 11, 24), False),
    ],
)
def test_times_in_season_go_stale_in_fourteen_days(client, cafe, slot_confirmed, last, is_stale):
    cafe.confirmed_on, cafe.last = slot_confirmed, last
    cafe.save()
    assert cafe.is_stale(date(2026, 11, 25)) is is_stale
    assert (WARNING in html(client, "/en/places/talo/")) is is_stale


@pytest.mark.parametrize(
    ("confirmed", "is_stale"), [(date(2026, 5, 29), False), (date(2026, 5, 28), True)]
)
def test_listing_goes_stale_in_half_a_year(client, cafe, confirmed, is_stale):
    cafe.service.confirmed_on = confirmed
    cafe.service.save()
    assert (WARNING in html(client, "/en/services/")) is is_stale


def test_mistyped_season_is_no_failure(client, cafe):
    cafe.first, cafe.times = date(26, 8, 12), 2000
    cafe.save()
    for page in PAGES:
        html(client, page.format("fi"))


def test_session_moved_to_the_afternoon_stays_on_the_front_page(client, cafe):
    day = date(2026, 11, 25)
    make.make_change(
        slot=cafe, kind="other_time", first=day, last=day, start=time(15), end=time(17)
    )
    with time_machine.travel("2026-11-25T13:00:00+02:00", tick=False):
        assert "15.00–17.00" in html(client, "/en/")


def test_next_time_is_never_one_that_is_over(client, cafe):
    with time_machine.travel("2026-11-25T19:00:00+02:00", tick=False):
        for page in ("/en/services/", "/en/services/kahvila/"):
            text = html(client, page)
            assert "Wed 25.11." not in text
            assert "Wed 2.12." in text


def test_next_time_reaches_over_the_summer(client, cafe):
    cafe.first, cafe.last = date(2027, 8, 18), None
    cafe.save()
    with time_machine.travel("2027-06-03T09:00:00+03:00", tick=False):
        assert "Wed 18.8." in html(client, "/en/services/")


def test_extra_is_the_next_time_of_a_card(client, cafe):
    make.make_change(
        service=cafe.service, kind="extra", first=date(2026, 11, 25), last=date(2026, 11, 25),
        start=time(9), end=time(9, 15), new_place=cafe.place,
    )  # fmt: skip
    assert "9.00–9.15" in html(client, "/en/services/")


def test_moved_session_that_is_then_cancelled_is_cancelled_on_both_days(client, cafe):
    day = date(2026, 11, 25)
    moved = date(2026, 12, 3)
    make.make_change(slot=cafe, kind="other_time", first=day, last=day, new_date=moved)
    make.make_change(slot=cafe, first=moved, last=moved, reason="illness")
    for start in ("2026-11-25", "2026-12-03"):
        text = html(client, f"/en/places/talo/?start={start}")
        assert "Cancelled" in text
        assert "Held on" not in text


def test_whole_place_that_moves_appears_at_its_new_place(client, cafe):
    make.make_place(slug="vaisto", name="Väistötila")
    vaisto = Place.objects.get(slug="vaisto")
    make.make_change(place=cafe.place, kind="other_place", last=None, new_place=vaisto)
    assert "Avoin kahvila" in html(client, "/en/places/vaisto/")
    places = html(client, "/en/places/")
    assert "9.30–11.30" in places[places.index("Väistötila") :]


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


def test_day_filter_knows_listed_dates(client, cafe):
    cafe.recurrence, cafe.weekdays, cafe.dates = "dates", [], [date(2026, 12, 1)]
    cafe.save()
    assert "Avoin kahvila" in html(client, "/fi/services/?day=2")
    assert "Avoin kahvila" not in html(client, "/fi/services/?day=3")


def test_category_filter_takes_the_kinds_inside(client, cafe):
    parent = make.make_category(slug="meet")
    Category.objects.filter(slug="family-cafe").update(parent=parent)
    assert "Avoin kahvila" in html(client, "/fi/services/?category=meet")


ODD_QUERIES = [
    "?start=2026-02-30",
    "?start=9999-12-31",
    "?start=0001-01-01",
    "?start=%00",
    "?start=' OR 1=1",
    "?page=-1",
    "?page=zzz",
    "?page=99999999999999999999",
    "?age=zzz&area=nowhere&language=xx&day=9&day=x&category=nope",
    "?q=%00",
    "?q=" + "x" * 5000,
    "?q=%F0%9F%91%B6%20%E2%80%AE%20'%20|%20%26%20:*%20(",
    "?" + "&".join(f"f{n}=1" for n in range(900)),
    "?free=maybe&online=%C3%28",
]


@pytest.mark.parametrize("query", ODD_QUERIES)
@pytest.mark.parametrize("page", PAGES)
def test_odd_query_string_gets_a_page(client, cafe, page, query):
    html(client, page.format("fi") + query)


def test_ten_thousand_filters_are_refused_politely(client, cafe):
    query = "&".join(f"f{n}=1" for n in range(10_000))
    assert "<h1" in html(client, f"/fi/services/?{query}", 400)


def test_bad_filter_is_said_beside_its_field_and_the_list_still_comes(client, cafe):
    text = html(client, "/en/services/?age=zzz")
    assert re.search(r'<select name="age"[^>]*aria-invalid="true"', text)
    assert "A filter in the address is not known here" in text
    assert "Avoin kahvila" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=kahvila", True),
        ("q=KAHVILA+avoin", True),
        ("q=perhekahvila", True),
        ("q=muskari", False),
        ("category=family-cafe", True),
        ("area=vantaa", True),
        ("age=3", True),
        ("age=13", False),
        ("age=expecting", False),
        ("language=so", True),
        ("language=ru", False),
        ("day=3", True),
        ("day=2&day=3", True),
        ("day=2", False),
        ("free=on", True),
        ("drop_in=on", True),
        ("online=on", False),
    ],
)
def test_filter_finds_or_leaves_out(client, cafe, query, found):
    assert ("Avoin kahvila" in html(client, f"/fi/services/?{query}")) is found


def test_area_filter_takes_parts_and_wholes(client, cafe):
    county = cafe.place.area
    town = make.make_area(slug="town", kind="municipality", parent=county)
    make.make_area(slug="part", kind="district", parent=town)
    make.make_area(slug="elsewhere")
    make.make_service(name_fi="Neuvontapuhelin", areas=[county], delivery=["phone"])
    for slug, met, phoned in (
        ("vantaa", True, True),
        ("town", False, True),
        ("part", False, True),
        ("elsewhere", False, False),
    ):
        text = html(client, f"/fi/services/?area={slug}")
        assert ("Avoin kahvila" in text) is met, slug
        assert ("Neuvontapuhelin" in text) is phoned, slug
    cafe.place.area = make.make_area(slug="other-part", kind="district", parent=town)
    cafe.place.save()
    assert "Avoin kahvila" in html(client, "/fi/services/?area=town")
    assert "Avoin kahvila" not in html(client, "/fi/services/?area=part")
    assert "Koivun talo" in html(client, "/fi/places/?area=town")
    assert "Koivun talo" not in html(client, "/fi/places/?area=part")


def test_chip_takes_one_filter_away(client, cafe):
    text = html(client, "/fi/services/?day=2&day=3&free=on&page=1")
    chips = re.findall(r'class="chip"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*class="chip"', text)
    links = {"".join(link).replace("&amp;", "&") for link in chips}
    assert links == {
        "/fi/services/?day=3&free=on#results",
        "/fi/services/?day=2&free=on#results",
        "/fi/services/?day=2&day=3#results",
    }


def test_today_on_the_front_page_leaves_out_what_is_over(client, cafe):
    make.make_slot(service=cafe.service, place=cafe.place, start=time(7), end=time(8))
    text = html(client, "/fi/")
    assert "9.30–11.30" in text
    assert "7.00–8.00" not in text


def card_of_today(client) -> str:
    """What the place's card says of today, in words; struck ones between dashes."""
    (card,) = re.findall(r'(?s)<div class="card-today[^"]*">.*?</div>', html(client, "/en/places/"))
    words = re.sub(r"<(?!/?s>)[^>]+>", " ", card)
    return " ".join(re.sub(r"<s>\s*|\s*</s>", "-", words).split())


def test_cancelled_comes_before_what_is_cancelled_on_a_card(client, cafe):
    make.make_change(slot=cafe, reason="illness")
    assert card_of_today(client) == "Today Cancelled -9.30–11.30 Avoin kahvila-"


@pytest.mark.parametrize(
    ("last", "reason", "said"),
    [
        (None, "renovation", "Closed until further notice: Building work"),
        (date(2026, 11, 29), "illness", "Closed 20.–29.11.: Illness"),
        (None, "other", "Closed until further notice"),
    ],
)
def test_closed_place_says_so_on_its_card(client, cafe, last, reason, said):
    make.make_change(place=cafe.place, first=date(2026, 11, 20), last=last, reason=reason)
    assert card_of_today(client) == f"Today {said}"


def test_what_is_held_in_a_closed_place_is_told(client, cafe):
    make.make_change(place=cafe.place, reason="renovation")
    make.make_change(
        kind="extra", service=cafe.service, new_place=cafe.place, start=time(17), end=time(18)
    )
    text = card_of_today(client)
    assert "Closed" not in text
    assert "17.00–18.00 Avoin kahvila" in text


def test_closure_of_another_day_closes_nothing_today(client, cafe):
    moved_on = date(2026, 12, 2)
    make.make_change(slot=cafe, kind="other_time", new_date=moved_on)
    make.make_change(place=cafe.place, first=moved_on, last=moved_on)
    assert "card-today" not in html(client, "/en/places/")


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
