"""“Is something wrong here?”: for everybody, once each, and not for machines."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from directory.models import Report
from directory.wording import HELSINKI
from tests.factories import make_organisation, make_place, make_service

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
WRITTEN = timedelta(seconds=20)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def service():
    return make_service(slug="kahvila", name_fi="Vauvakahvila")


@pytest.fixture
def place():
    return make_place(slug="talo", name="Talo")


PATH = "/en/services/kahvila/report/"


def opened(client: Client, path: str = PATH) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return re.search(r'name="stamp" value="([^"]+)"', page.content.decode())[1]


def filled(stamp: str, **fields: str) -> dict[str, str]:
    return {"kind": "time", "message": "Ovi oli kiinni", "homepage": "", "stamp": stamp, **fields}


@pytest.fixture
def form(client, service, frozen):
    stamp = opened(client)
    frozen.shift(WRITTEN)
    return filled(stamp)


def test_the_pages_of_services_and_places_lead_to_it(client, service, place):
    for path in ("/fi/services/kahvila/", "/ar/places/talo/"):
        assert f'href="{path}report/"' in client.get(path).content.decode()


def test_there_is_one_way_to_tell_of_a_mistake(client, service, place):
    told = "Did you find a mistake?"
    for path in (f"/en/services/{service.slug}/", f"/en/places/{place.slug}/"):
        page = client.get(path).content.decode()
        assert "Is something wrong here?" in page and told not in page
    assert told in client.get("/en/services/").content.decode()


def test_a_report_is_taken_in_and_thanked_for(client, form, service):
    response = client.post(PATH, form)
    assert response["Location"] == f"{PATH}thanks/"
    thanks = client.get(response["Location"])
    assert "Thank you" in thanks.content.decode()
    assert 'href="/en/services/kahvila/"' in thanks.content.decode()
    report = Report.objects.get()
    assert (report.service, report.place) == (service, None)
    assert (report.kind, report.message, report.language) == ("time", "Ovi oli kiinni", "en")
    assert (report.state, report.created_at) == ("new", NOW + WRITTEN)


def test_a_place_can_be_reported_in_every_language(client, place, frozen):
    for code, _name in django_settings.LANGUAGES:
        path = f"/{code}/places/talo/report/"
        stamp = opened(client, path)
        frozen.shift(timedelta(hours=1))
        response = client.post(path, filled(stamp, message=code))
        assert response["Location"] == f"{path}thanks/"
        assert client.get(response["Location"]).status_code == 200
    assert Report.objects.filter(place=place).count() == len(django_settings.LANGUAGES)


def test_hidden_and_unknown_listings_are_not_found(client, form):
    make_service(slug="luonnos", state="draft")
    make_place(slug="piilo", owner=make_organisation(is_approved=False))
    for path in ("services/luonnos", "places/piilo", "services/ei-ole", "places/kahvila"):
        for rest in ("report/", "report/thanks/"):
            assert client.get(f"/fi/{path}/{rest}").status_code == 404
        assert client.post(f"/fi/{path}/report/", form).status_code == 404
    assert not Report.objects.exists()


def test_the_form_is_stored_nowhere_and_asks_for_no_session(client, service):
    page = client.get(PATH)
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies
    assert 'name="robots" content="noindex"' in page.content.decode()


def test_few_queries(client, service, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(PATH)
    with django_assert_max_num_queries(4):
        client.get(f"{PATH}thanks/")


# Once each


def test_the_same_form_sent_again_is_one_report(client, form):
    for _again in range(3):
        assert client.post(PATH, form)["Location"] == f"{PATH}thanks/"
    assert Report.objects.get().times == 1


def test_the_same_words_in_a_new_form_are_counted(client, form):
    client.post(PATH, form)
    stamp = opened(client)
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        client.post(PATH, filled(stamp))
    assert Report.objects.get().times == 2


def test_going_back_and_writing_something_else_is_another_report(client, form):
    client.post(PATH, form)
    client.post(PATH, {**form, "message": "Ja puhelin ei vastaa"})
    assert Report.objects.count() == 2


# Machines


def test_who_fills_the_hidden_field_is_thanked_and_forgotten(client, form):
    response = client.post(PATH, {**form, "homepage": "http://example.com"})
    assert response["Location"] == f"{PATH}thanks/"
    assert not Report.objects.exists()


def test_who_is_too_quick_is_asked_to_press_again(client, service, frozen):
    stamp = opened(client)
    frozen.shift(timedelta(seconds=1))
    response = client.post(PATH, filled(stamp))
    page = response.content.decode()
    assert response.status_code == 400
    assert "very quick" in page
    assert "Ovi oli kiinni" in page
    assert stamp in page
    frozen.shift(timedelta(seconds=4))
    client.post(PATH, filled(stamp))
    assert Report.objects.count() == 1


@pytest.mark.parametrize("stamp", ["", "x", "a:b", "é", "\x00", "x" * 100_000, None])
def test_a_stamp_that_is_not_ours_is_made_anew_and_the_words_stay(client, form, frozen, stamp):
    own = form.pop("stamp")
    response = client.post(PATH, form if stamp is None else {**form, "stamp": stamp})
    page = response.content.decode()
    assert response.status_code == 400
    assert "press Send again" in page
    assert "Ovi oli kiinni" in page
    fresh = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    assert fresh not in (stamp, own)
    frozen.shift(WRITTEN)
    assert client.post(PATH, {**form, "stamp": fresh}).status_code == 302


def test_a_page_left_open_for_longer_than_a_day(client, form, frozen):
    frozen.shift(timedelta(days=1))
    assert client.post(PATH, form).status_code == 400
    assert not Report.objects.exists()


def test_a_stamp_is_for_its_own_listing(client, form, place):
    assert client.post("/en/places/talo/report/", form).status_code == 400


def test_many_from_one_address_are_stopped_and_kept_on_the_page(client, form):
    for number in range(10):
        client.post(PATH, {**form, "message": f"Viesti {number}"})
    response = client.post(PATH, {**form, "message": "Yhdestoista"})
    assert response.status_code == 400
    assert "Many messages" in response.content.decode()
    assert "Yhdestoista" in response.content.decode()
    assert Report.objects.count() == 10
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert other.post(PATH, {**form, "message": "Muualta"}).status_code == 302


def test_addresses_of_one_home_count_as_one(client, form):
    for number in range(10):
        Client(REMOTE_ADDR=f"2001:db8::{number + 1}").post(PATH, {**form, "message": str(number)})
    assert Client(REMOTE_ADDR="2001:db8::ffff").post(PATH, form).status_code == 400
    assert Client(REMOTE_ADDR="2001:db8:0:1::1").post(PATH, form).status_code == 302


def test_the_address_is_kept_nowhere(form, caplog):
    Client(REMOTE_ADDR="203.0.113.77").post(PATH, form)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM shared_cache")
        kept = repr(cursor.fetchall())
    assert kept != "[]"
    assert "203.0.113.77" not in kept
    assert "203.0.113.77" not in caplog.text


# Bad input


@pytest.mark.parametrize("kind", ["", "x", "new", "\x00", None])
def test_a_kind_must_be_chosen(client, form, kind):
    form = {key: value for key, value in form.items() if key != "kind"}
    response = client.post(PATH, form if kind is None else {**form, "kind": kind})
    assert response.status_code == 400
    assert "Choose one of these." in response.content.decode()
    assert "Ovi oli kiinni" in response.content.decode()


def test_something_else_needs_words(client, form):
    response = client.post(PATH, {**form, "kind": "other", "message": "  "})
    assert response.status_code == 400
    assert "Tell us in a few words" in response.content.decode()
    assert client.post(PATH, {**form, "message": ""}).status_code == 302


def test_a_thousand_characters_fit_with_new_lines_counted_once(client, form):
    text = "a\r\n" * 499 + "👶b"
    assert client.post(PATH, {**form, "message": text}).status_code == 302
    assert Report.objects.get().message == "a\n" * 499 + "👶b"
    response = client.post(PATH, {**form, "message": "a" * 1001})
    assert response.status_code == 400
    assert "a" * 1001 in response.content.decode()


def test_ten_megabytes_are_refused_beside_the_field(client, form):
    response = client.post(PATH, {**form, "message": "a" * 10_000_000})
    assert response.status_code == 400
    assert response.context["form"].errors["message"]
    assert "a" * 10_000_000 in response.content.decode()
    assert not Report.objects.exists()


def test_more_than_a_form_can_bring_is_said_to_be_too_long(client, form):
    data = urlencode({**form, "message": "a" * 13_000_000})
    response = client.post(PATH, data, "application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "That is a little long." in response.content.decode()
    assert not Report.objects.exists()


def test_hostile_text_is_kept_as_text(client, form):
    text = "<b>Ovi</b>\x00\x07 👨‍👩‍👧 \u202eynnik ilo\u202c"
    client.post(PATH, {**form, "message": text})
    assert Report.objects.get().message == "<b>Ovi</b> 👨‍👩‍👧 ynnik ilo"


def test_a_browser_that_keeps_no_cookies_can_send_it(form):
    def strict() -> Client:
        return Client(enforce_csrf_checks=True)

    page = strict().get(PATH)
    assert "csrfmiddlewaretoken" not in page.content.decode()
    response = strict().post(PATH, {**form, "kind": "x"}, HTTP_ORIGIN="null")
    assert (response.status_code, len(response.cookies)) == (400, 0)
    response = strict().post(PATH, form, HTTP_ORIGIN="null")
    assert response["Location"] == f"{PATH}thanks/"
    assert not response.cookies
    assert Report.objects.count() == 1


def test_without_our_own_stamp_nothing_is_taken_in(form):
    assert Client().post(PATH, {**form, "stamp": ""}).status_code == 400
    assert not Report.objects.exists()


def test_the_page_answers_only_reading_and_sending(client, service):
    assert client.put(PATH).status_code == 405
    assert client.post(f"{PATH}thanks/").status_code == 405
