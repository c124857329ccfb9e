"""The page that tells how to show a programme elsewhere."""

import html
import re
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
MOST_QUERIES = 8
PATHS = ["places/talo/share/", "organisations/mll/share/", "week/share/"]
HOSTILE_NAME = "\"><script>alert('x')</script>&amp;"


@pytest.fixture(autouse=True)
def place():
    make.make_organisation(slug="mll", name_fi="MLL Uusimaa", name_sv="MLL Nyland")
    area = make.make_area(slug="vantaa", name_fi="Vantaa")
    return make.make_place(slug="talo", name="Koivun talo", area=area)


def share(client, path: str, language: str = "en") -> str:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200, path
    return response.content.decode()


class Frames(HTMLParser):
    """The attributes of each iframe in a text, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag, attrs):
        assert tag == "iframe", f"Only an iframe was to be copied, not {tag}"
        self.found.append(dict(attrs))


def line_to_copy(text: str) -> dict[str, str]:
    line = html.unescape(re.search(r"(?s)<textarea[^>]*>(.*?)</textarea>", text)[1])
    assert re.fullmatch(r"<iframe [^\n]*></iframe>", line)
    frames = Frames()
    frames.feed(line)
    [frame] = frames.found
    return frame


def field(text: str, name: str) -> str:
    return html.unescape(re.search(rf'<input[^>]*id="{name}"[^>]*value="([^"]*)"', text)[1])


def test_line_to_copy_is_one_whole_iframe(client):
    assert line_to_copy(share(client, "places/talo/share/")) == {
        "src": "http://testserver/en/places/talo/embed/",
        "title": "Programme: Koivun talo",
        "width": "100%",
        "height": "600",
        "loading": "lazy",
    }


def test_line_has_the_lasting_address(client, settings):
    settings.SITE_URL = "https://perhepalvelut.example"
    text = share(client, "organisations/mll/share/?lang=sv&theme=dark")
    frame = line_to_copy(text)
    assert frame["src"] == ("https://perhepalvelut.example/sv/organisations/mll/embed/?theme=dark")
    # Shown here by its path alone, which the page's own policy allows.
    assert 'src="/sv/organisations/mll/embed/?theme=dark"' in text
    assert field(text, "calendar-url").startswith("https://perhepalvelut.example/")
    assert 'href="webcal://perhepalvelut.example/' in text


@pytest.mark.parametrize(("lang", "name"), [("sv", "MLL Nyland"), ("fi", "MLL Uusimaa")])
def test_frame_is_named_in_its_own_language(client, lang, name):
    assert name in line_to_copy(share(client, f"organisations/mll/share/?lang={lang}"))["title"]


def test_week_keeps_its_filters(client):
    text = share(client, "week/share/?area=vantaa&sign_up=on&theme=light")
    source = line_to_copy(text)["src"]
    assert source == "http://testserver/en/week/embed/?area=vantaa&sign_up=on&theme=light"
    assert '<input type="hidden" name="area" value="vantaa">' in text
    assert field(text, "calendar-url").endswith("/en/week.ics?area=vantaa&sign_up=on")


def test_name_that_is_code_stays_a_name(client, place):
    place.name = HOSTILE_NAME
    place.save()
    text = share(client, "places/talo/share/")
    assert "<script>alert" not in text
    assert line_to_copy(text)["title"] == f"Programme: {HOSTILE_NAME}"


def test_screen_shows_the_chosen_languages_in_turn(client):
    text = share(client, "places/talo/share/")
    assert field(text, "screen-url") == "http://testserver/en/places/talo/screen/"
    text = share(client, "places/talo/share/?languages=ar&languages=so")
    assert field(text, "screen-url") == ("http://testserver/ar/places/talo/screen/?languages=ar,so")


def test_posters_come_in_two_languages_at_once(client):
    text = html.unescape(share(client, "places/talo/share/?also=ar"))
    for span in ("week", "season"):
        for path in ("poster/", "poster.pdf"):
            assert f'href="/en/places/talo/{path}?span={span}&also=ar"' in text


def test_each_choice_keeps_the_others(client):
    text = share(client, "places/talo/share/?lang=fi&theme=dark&languages=ar&languages=so&also=ru")
    forms = re.findall(r'(?s)<form class="share-form".*?</form>', text)
    frame, screen, poster = [
        set(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
        for form in forms
    ]
    first, turn, second = {("lang", "fi"), ("theme", "dark")}, {("languages", "ar")}, ("also", "ru")
    turn.add(("languages", "so"))
    assert frame == turn | {second}
    assert screen == first | {second}
    assert poster == first | turn


def test_only_places_have_a_screen_and_a_poster(client):
    for path in PATHS[1:]:
        text = share(client, path)
        assert "screen-url" not in text
        assert "poster" not in text


def test_only_this_page_may_show_a_frame_and_only_its_own(client):
    for path in PATHS:
        policy = client.get(f"/en/{path}").headers["Content-Security-Policy"]
        assert "frame-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
    assert "frame-src" not in client.get("/en/places/talo/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["places/talo/", "organisations/mll/"])
def test_is_found_from_the_page_that_it_shows(client, path):
    assert f'href="/en/{path}share/"' in share(client, path)


@pytest.mark.parametrize(
    "query",
    [
        "lang=klingon&theme=neon&languages=xx&also=yy",
        "lang=%00&theme=%00&languages=%00&also=%00",
        "lang=" + "x" * 10_000,
        "&".join("languages=fi" for _n in range(900)),
        "lang=fi&lang=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
@pytest.mark.parametrize("path", PATHS)
def test_hostile_choices_get_a_page(client, path, query):
    text = share(client, f"{path}?{query}")
    assert "<script>alert" not in text
    assert line_to_copy(text)["src"].startswith("http://testserver/")


def test_bad_choice_is_said_beside_its_field(client):
    text = share(
        client,
        "places/talo/share/?lang=klingon&languages="
        + "&languages=".join(["fi", "sv", "en", "et", "ru", "uk", "so"]),
    )
    assert 'id="id_lang_error"' in text
    assert "Only 6 languages are shown in turn." in text
    assert line_to_copy(text)["src"] == "http://testserver/en/places/talo/embed/"


def test_hidden_listing_is_not_shared(client):
    unapproved = make.make_organisation(slug="uusi", is_approved=False)
    make.make_place(slug="piilo", state="draft")
    make.make_place(slug="heidan", owner=unapproved)
    for path in ("places/piilo", "places/heidan", "places/no-such", "organisations/uusi"):
        assert client.get(f"/en/{path}/share/").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_few_queries(client, path):
    with CaptureQueriesContext(connection) as queries:
        share(client, f"{path}?lang=ar&area=vantaa", language="fi")
    assert len(queries) <= MOST_QUERIES
