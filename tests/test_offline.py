"""What the server gives for reading without a network: the worker, the manifest, a list by link."""

import gzip
import json
import re
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from directory.views.my_list import KINDS, MOST_SAVED, SLUG
from perhepalvelut import offline
from perhepalvelut.middleware import CHOICE
from tests import factories as make
from tests.public_pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
MOST_QUERIES = 8
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def cards(text: str) -> list[str]:
    return re.findall(r'<article class="card" data-save="([^"]+)"', text)


# The worker


def test_worker_is_a_script_that_is_always_asked_for_anew(client) -> None:
    response = client.get("/sw.js")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/javascript"
    assert response["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in response.headers
    again = client.get("/sw.js", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_worker_names_the_files_of_the_pages(client) -> None:
    first, _line, script = client.get("/sw.js").text.partition("\n")
    site = json.loads(first.removeprefix("const SITE = ").removesuffix(";"))
    assert site["root"] == "/static/"
    assert "/static/css/site.css" in site["files"]
    assert "addEventListener" in script
    pages = "".join(client.get(f"/fi/{path}").text for path in ("list/", "card/", "today/"))
    own = set(re.findall(r'(?:href|src)="(/static/(?:css|js)/[^"]+)"', pages))
    assert own <= set(site["files"])


def test_worker_fetches_little_after_the_page(client) -> None:
    """Most of it pages have loaded already."""
    folder = settings.BASE_DIR / "perhepalvelut" / "static"
    bodies = [(folder / name).read_bytes() for name in offline.FILES]
    bodies += [client.get(path).content for path in ("/sw.js", "/ar/offline/")]
    assert sum(len(gzip.compress(body, 6)) for body in bodies) < 25_000


def test_another_name_of_a_file_makes_another_worker(monkeypatch) -> None:
    before = offline.worker_source()
    monkeypatch.setattr(offline, "static", lambda name: f"/static/renewed/{name}")
    assert offline.worker_source().partition("files")[0] != before.partition("files")[0]


def test_worker_can_be_called_back(client, settings) -> None:
    settings.OFFLINE_COPIES = False
    for response in (client.get("/sw.js"), client.head("/sw.js")):
        assert response.status_code == 410
        assert response["Cache-Control"] == "no-store"


def test_policy_allows_the_own_worker_alone(client) -> None:
    policy = client.get("/fi/")["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_worker_is_begun_on_public_pages_only(client) -> None:
    assert "js/kept.js" in html(client, "/fi/week/")
    make_desk_user(client)
    assert "js/kept.js" not in html(client, "/staff/account/")


def test_pages_ask_for_a_worker_only_where_one_is_wanted(client, settings) -> None:
    assert 'data-worker="/sw.js"' in html(client, "/fi/week/")
    settings.OFFLINE_COPIES = False
    assert "data-worker" not in html(client, "/fi/today/")


def test_all_name_the_choice_of_a_language_alike(client) -> None:
    """The list of languages, the pages of errors, and the worker, to which it is the same page."""
    assert f'href="/so/week/?{CHOICE}"' in html(client, "/fi/week/")
    assert f'href="/so/?{CHOICE}"' in render_to_string("500.html")
    assert f'"choice": "{CHOICE.removesuffix("=1")}"' in offline.worker_source()
    assert "searchParams.delete(SITE.choice)" in offline.worker_source()


def make_desk_user(client) -> None:
    from django.contrib.auth.models import User

    client.force_login(User.objects.create_user("aino", email="aino@example.fi"))


# The manifest


@pytest.mark.parametrize("language", LANGUAGES)
def test_manifest_is_in_each_language(client, language: str) -> None:
    path = f"/{language}/manifest.webmanifest"
    assert f'<link rel="manifest" href="{path}">' in html(client, f"/{language}/")
    response = client.get(path)
    assert response["Content-Type"] == "application/manifest+json"
    content = response.json()
    tag = {"fi-selko": "fi", "zh-hans": "zh-Hans"}.get(language, language)
    assert content["lang"] == tag
    assert content["dir"] == ("rtl" if language in {"ar", "fa", "ckb"} else "ltr")
    assert content["start_url"] == f"/{language}/"
    assert content["name"].startswith("Perhepalvelut: ")
    assert content["id"] == content["scope"] == "/"
    assert [one["url"].split("/")[1] for one in content["shortcuts"]] == [language] * 3


def test_manifest_has_icons_that_exist(client) -> None:
    icons = client.get("/fi/manifest.webmanifest").json()["icons"]
    assert {"any", "maskable"} == {icon["purpose"] for icon in icons}
    assert {"any", "192x192", "512x512"} == {icon["sizes"] for icon in icons}
    for icon in icons:
        path = settings.BASE_DIR / "perhepalvelut" / icon["src"].removeprefix("/")
        assert path.stat().st_size < 5_000


# The page for being offline


@pytest.mark.parametrize("language", LANGUAGES)
def test_offline_page_has_a_place_for_what_is_kept(client, language: str) -> None:
    text = html(client, f"/{language}/offline/")
    assert "data-kept-pages hidden" in text
    assert '<ul class="kept-pages"></ul>' in text
    assert 'name="robots" content="noindex"' in text


def test_worker_finds_what_it_looks_for_in_pages(client) -> None:
    """The words by which it knows a page of ours and marks a copy's age."""
    script, page = offline.worker_source(), client.get("/fi/offline/").text
    for words in ("data-kept-note hidden", "data-kept-pages hidden", "data-day>", "data-clock>"):
        assert words in script
        assert page.count(words) == 1
    assert '<ul class="kept-pages"></ul>' in script
    assert '<ul class="kept-pages"></ul>' in page
    for why in ("offline", "slow", "failed"):
        assert page.count(f'data-when-why="{why}" hidden') == 1
    assert page.count("<html ") == 1


@pytest.mark.parametrize(("path", "count"), [("offline/", 1), ("list/", 1), ("list/?places=a", 0)])
def test_what_is_kept_can_be_forgotten(client, path: str, count: int) -> None:
    assert html(client, f"/fi/{path}").count("data-forget-pages hidden") == count


def test_pages_of_who_is_signed_in_forbid_to_keep_them(client) -> None:
    make_desk_user(client)
    for path in ("", "week/", "today/", "list/", "offline/"):
        assert "no-store" in client.get(f"/fi/{path}")["Cache-Control"], path


# My list


def test_browser_saves_what_the_server_reads() -> None:
    script = (settings.BASE_DIR / "perhepalvelut/static/js/saved.js").read_text(encoding="utf-8")
    assert f"const MOST = {MOST_SAVED};" in script
    assert rf"const ITEM = /^({'|'.join(KINDS)})\/{SLUG.pattern}$/;" in script


@pytest.fixture
def cafe():
    place = make.make_place(slug="talo", name="Koivun talo")
    service = make.make_service(slug="kahvila", name_fi="Avoin kahvila")
    return make.make_slot(service=service, place=place)


def test_list_shows_what_its_address_names(client, cafe) -> None:
    make.make_service(slug="muu", name_fi="Muu palvelu")
    text = html(client, "/fi/list/?services=kahvila&places=talo")
    assert cards(text) == ["/fi/services/kahvila/", "/fi/places/talo/"]
    assert "Avoin kahvila" in text
    assert "9.30–11.30" in text
    assert 'name="robots" content="noindex"' in text


def test_card_of_a_service_has_its_next_time_and_that_of_a_place_today(client) -> None:
    """As on their own lists; what is on elsewhere at the places is not theirs to tell."""
    house = make.make_place(slug="house", name="Talo")
    saved = make.make_service(slug="saved", name_fi="Tallennettu")
    other = make.make_service(slug="other", name_fi="Toinen")
    make.make_slot(service=saved, place=make.make_place(), weekdays=[5])
    make.make_slot(service=other, place=house, weekdays=[3])
    make.make_slot(service=other, place=house, weekdays=[4])
    text = html(client, "/en/list/?services=saved&places=house")
    assert 'datetime="2026-11-27"' in text
    assert text.count("Toinen") == 1
    alone = html(client, "/en/services/") + html(client, "/en/places/")
    for card in re.findall(r'<article class="card".*?</article>', text, re.DOTALL):
        assert card in alone


def test_list_without_a_query_says_how_to_begin(client) -> None:
    text = html(client, "/en/list/")
    assert "Save to my list" in text
    assert "data-own" in text
    assert cards(text) == []


def test_hidden_and_unknown_are_left_out_kindly(client, cafe) -> None:
    hidden = make.make_organisation(is_approved=False)
    make.make_service(slug="draft", name_fi="Salainen", state="draft")
    make.make_service(slug="theirs", name_fi="Salainen", owner=hidden)
    make.make_place(slug="closed", name="Salainen", state="archived")
    text = html(client, "/en/list/?services=kahvila,draft,theirs,never&places=closed")
    assert cards(text) == ["/en/services/kahvila/"]
    assert "Salainen" not in text
    assert "4 of the saved are not here any more" in text
    assert "1 of the saved is not here any more" in html(client, "/en/list/?services=never")


def test_list_is_bounded(client) -> None:
    slugs = [make.make_service().slug for _n in range(MOST_SAVED + 2)]
    text = html(client, f"/en/list/?services={','.join(slugs)}&places=one,two")
    assert len(cards(text)) == MOST_SAVED
    assert f"at most {MOST_SAVED}" in text
    assert "not here any more" not in text


HOSTILE = [
    "services=%00",
    "services=" + "x" * 10_000,
    "services=" + ",".join(["a"] * 3_000),
    "services=a&services=a&services=b&places=a&places=",
    "services=,,,%20,&places=,",
    "services=%27;drop&places=../../etc/passwd",
    "services=%ff%fe&places=%E2%80%AE",
    "places[]=a&own&own=1&start=9999-99-99",
]


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("language", ["fi", "ar"])
def test_any_query_gives_a_page(client, query: str, language: str) -> None:
    text = html(client, f"/{language}/list/?{query}")
    assert text.count("<h1") == 1
    assert cards(text) == []


def test_words_are_counted_once(client, cafe) -> None:
    text = html(client, "/en/list/?services=kahvila,kahvila&services=kahvila,gone,gone")
    assert cards(text) == ["/en/services/kahvila/"]
    assert "1 of the saved is not here" in text


def save_rows(count: int) -> str:
    services, places = [], []
    calendar = make.make_break_calendar()
    for n in range(count):
        place = make.make_place(slug=f"p-{count}-{n}")
        place.partners.add(make.make_organisation())
        service = make.make_service(slug=f"s-{count}-{n}")
        slot = make.make_slot(service=service, place=place, break_calendar=calendar)
        make.make_change(slot=slot)
        make.make_change(
            kind="extra", service=service, new_place=place,
            first=date(2026, 11, 25), last=date(2026, 11, 25),
        )  # fmt: skip
        services.append(service.slug)
        places.append(place.slug)
    return f"/ar/list/?services={','.join(services)}&places={','.join(places)}"


def test_queries_do_not_grow_with_the_list(client) -> None:
    counts = {}
    for count in (1, 3, 30):
        path = save_rows(count)
        with CaptureQueriesContext(connection) as queries:
            assert len(cards(html(client, path))) == 2 * count
        counts[count] = len(queries)
    assert len(set(counts.values())) == 1, counts
    assert counts[30] <= MOST_QUERIES
