"""What belongs to the whole site: doors, languages, errors, headers, settings."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.test import Client, RequestFactory

from directory.models import Slot
from perhepalvelut import views
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accept", "cookie", "expected"),
    [
        ("fi-FI,fi;q=0.9,en;q=0.8", "", "/fi/"),
        ("so", "", "/so/"),
        ("zh-CN,zh;q=0.9", "", "/zh-hans/"),
        ("xx,*;q=0.1", "", "/en/"),
        ("", "", "/en/"),
        ("fi", "ar", "/ar/"),
        ("fi", "klingon", "/fi/"),
    ],
)
def test_front_door_leads_to_the_readers_language(client, accept, cookie, expected):
    if cookie:
        client.cookies["language"] = cookie
    response = client.get("/", HTTP_ACCEPT_LANGUAGE=accept)
    assert response.status_code == 302
    assert response["Location"] == expected
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_a_chosen_language_is_remembered_and_a_read_one_is_not(client):
    assert not client.get("/sq/").cookies
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="fi")["Location"] == "/fi/"
    assert client.get("/sq/?chosen=1").cookies["language"].value == "sq"
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="fi")["Location"] == "/sq/"


def test_language_links_keep_page_and_filters(client):
    text = client.get("/fi/services/?day=3&free=on").content.decode()
    link = "/uk/services/?day=3&free=on&chosen=1"
    assert f'href="{link.replace("&", "&amp;")}"' in text
    chosen = client.get(link)
    assert (chosen.status_code, chosen["Location"]) == (302, "/uk/services/?day=3&free=on")


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("chosen=1", ""),
        ("chosen=1&chosen=1&q=%00", "?q=%00"),
        ("q=a&q=b&chosen=1&start=9999-99-99", "?q=a&q=b&start=9999-99-99"),
        ("chosen=1&next=//elsewhere.example.org/", "?next=//elsewhere.example.org/"),
    ],
)
def test_a_choice_leads_to_the_same_page_without_it(client, query, left):
    response = client.get(f"/sv/services/?{query}")
    assert (response.status_code, response["Location"]) == (302, f"/sv/services/{left}")


@pytest.mark.parametrize("path", ["/fi/?chosen=0", "/fi/?x=chosen=1", "/staff/?chosen=1"])
def test_nothing_else_is_a_choice(client, path):
    assert "language" not in client.get(path).cookies


def test_each_page_names_itself_in_every_language_and_in_the_readers(client):
    text = client.get("/ar/services/?q=x").content.decode()
    found = dict(re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text))
    assert len(found) == len(settings.LANGUAGES)  # the easy Finnish one is Finnish; x-default
    assert found["x-default"] == "http://testserver/services/"
    assert found["zh-Hans"] == "http://testserver/zh-hans/services/"
    reader = client.get("/services/", HTTP_ACCEPT_LANGUAGE="so")
    assert (reader.status_code, reader["Location"]) == (302, "/so/services/")


@pytest.mark.parametrize("path", ["/ar/services/no-such/", "/ar/nothing/here/"])
def test_a_missing_page_offers_the_languages(client, path):
    text = client.get(path).content.decode()
    assert f'href="{path.replace("/ar/", "/so/")}?chosen=1" lang="so"' in text


def test_wrong_host_is_a_bad_request():
    response = Client(raise_request_exception=False).get("/ar/", HTTP_HOST="elsewhere.example.org")
    assert response.status_code == 400
    assert "<h1" in response.content.decode()


def test_long_path_is_not_repeated_in_every_link(client):
    response = client.get("/fi/" + "x" * 3000)
    assert response.status_code == 404
    assert len(response.content) < 20_000


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_missing_page_speaks_the_readers_language(client, language):
    response = client.get(f"/{language}/services/no-such/")
    assert response.status_code == 404
    assert f'<html lang="{language}"' in response.content.decode()


def test_failing_page_is_plain_and_tells_nothing(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("a secret in the traceback")

    monkeypatch.setattr("directory.views.home.network_today", broken)
    response = Client(raise_request_exception=False).get("/fi/")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert "<h1" in response.content.decode()


def test_csrf_failure_is_explained():
    response = views.csrf_failure(RequestFactory().post("/"))
    assert response.status_code == 403
    assert "<h1" in response.content.decode()


def test_health_answers(client):
    assert client.get("/health/live").content == b"ok"
    assert client.get("/health/ready").content == b"ok"


@pytest.mark.parametrize("path", ["/fi/", "/fi/nothing/", "/staff/admin/login/"])
def test_pages_carry_a_strict_policy(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


ADMIN_MODELS = [
    "area", "breakcalendar", "category", "organisation", "place", "schedulechange", "service",
    "slot",
]  # fmt: skip


@pytest.fixture
def rows():
    slot = make.make_slot(service=make.make_service(name_fi="Salainen"), place=make.make_place())
    return {
        "area": slot.place.area,
        "breakcalendar": make.make_break_calendar(),
        "category": make.make_category(),
        "organisation": slot.service.owner,
        "place": slot.place,
        "schedulechange": make.make_change(slot=slot),
        "service": slot.service,
        "slot": slot,
    }


@pytest.mark.parametrize("model", ADMIN_MODELS)
def test_admin_is_closed_to_who_is_in_no_organisation(client, rows, model, django_user_model):
    """Who is in no organisation, even with Django's own permissions, gets nothing."""
    root = "/staff/admin/"
    paths = [root, f"{root}directory/{model}/", f"{root}directory/{model}/{rows[model].pk}/change/"]
    editor = django_user_model.objects.create_user("bertta", is_staff=True)
    editor.user_permissions.set(Permission.objects.all())
    for person in (None, editor):
        if person:
            client.force_login(person)
        for path in paths:
            response = client.get(path)
            assert response.status_code == (403 if person else 302)
            assert "Salainen" not in response.content.decode()
    client.force_login(django_user_model.objects.create_superuser("pomo"))
    for path in [*paths, f"{root}directory/{model}/add/", f"{root}directory/{model}/?q=x"]:
        assert client.get(path).status_code == 200, path


@pytest.fixture
def boss(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("pomo"))
    return client


def test_admin_offers_names_for_lists_of_codes(boss, rows):
    form = boss.get(f"/staff/admin/directory/service/{rows['service'].pk}/change/")
    assert 'name="delivery" value="online"' in form.content.decode()
    slot = boss.get(f"/staff/admin/directory/slot/{rows['slot'].pk}/change/").content.decode()
    assert re.search(r'name="weekdays" value="3"[^>]*checked', slot)


def test_admin_calls_slots_by_their_service_and_time(boss, rows):
    found = boss.get(
        "/staff/admin/autocomplete/",
        {
            "app_label": "directory",
            "model_name": "schedulechange",
            "field_name": "slot",
            "term": "salainen",
        },
    )
    names = [row["text"] for row in found.json()["results"]]
    assert len(names) == 1
    assert names[0].startswith("Salainen · ")
    assert "9.30" in names[0].replace("09.30", "9.30")


def test_admin_explains_a_wrong_slot_once(boss, rows):
    prefix = {"visitors-TOTAL_FORMS": 0, "visitors-INITIAL_FORMS": 0}
    response = boss.post(
        "/staff/admin/directory/slot/add/",
        {**prefix, "recurrence": "weekly", "interval": 1, "start": "11:00", "end": "9:00"},
        HTTP_ACCEPT_LANGUAGE="en",
    )
    text = response.content.decode()
    assert response.status_code == 200
    for message in (
        "Give a service, a place or both.",
        "Choose the weekdays or list the dates.",
    ):
        assert text.count(message) == 1


def test_admin_saves_a_slot(boss, rows):
    prefix = {"visitors-TOTAL_FORMS": 0, "visitors-INITIAL_FORMS": 0}
    path = "/staff/admin/directory/slot/add/"
    data = {
        **prefix,
        "recurrence": "weekly",
        "interval": 1,
        "service": rows["service"].pk,
        "weekdays": [1, 4],
        "start": "9:00",
        "end": "11:00",
    }
    shown = boss.post(path, data).context["adminform"].form
    boss.post(path, {**data, "seen": shown["seen"].value()})
    assert Slot.objects.latest("pk").weekdays == [1, 4]


def run_settings(**environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "DATABASE_URL"}
    }
    return subprocess.run(
        [sys.executable, "-c", "from perhepalvelut import settings; print(settings.DEBUG)"],
        env={**clean, **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_refuse_to_start_without_a_secret_key():
    result = run_settings()
    assert result.returncode != 0
    assert "SECRET_KEY is not set" in result.stderr


def test_settings_are_safe_by_default():
    assert run_settings(SECRET_KEY="x").stdout.strip() == "False"


def test_settings_explain_a_bad_database_address():
    result = run_settings(SECRET_KEY="x", DATABASE_URL="mysql://root@localhost/x")
    assert "DATABASE_URL can't be read" in result.stderr


def test_readme_lists_every_setting():
    source = (settings.BASE_DIR / "perhepalvelut" / "settings.py").read_text()
    read = set(re.findall(r'(?:environ\.get|env_flag|env_list)\("([A-Z_]+)"', source))
    table = (settings.BASE_DIR / "README.md").read_text()
    told = set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))
    assert read == told - {"PORT"}
