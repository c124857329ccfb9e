"""The card for a worker and the sheet to print: two languages, one programme, few queries."""

import re
from datetime import time

import pytest
from django.conf import settings

from directory.models import Contact, SlotVisitor
from tests import factories as make
from tests.browser.words import said
from tests.public_pages import html
from tests.query_counts import costly, counted_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
MOST_QUERIES = 8
CARDS = ["services/kahvila/card/", "places/talo/card/", "card/"]
SHEETS = ["services/kahvila/print/", "places/talo/print/"]
ROOM = "I would like to come to this. Is there room?"
INTERPRETER = "I need an interpreter. My language: %(language)s."
NOT_HERE = "That second language is not here. Choose another."


@pytest.fixture
def cafe():
    """Wednesdays 9.30–11.30, named and described in Finnish, Arabic and Swedish."""
    place = make.make_place(slug="talo", name="Koivun talo", summary_ar="مكان للقاء")
    service = make.make_service(
        slug="kahvila",
        owner=make.make_organisation(name_fi="Järjestö", name_ar="منظمة"),
        name_fi="Avoin kahvila",
        name_ar="مقهى مفتوح",
        name_sv="Öppet kafé",
        summary_sv="Kom med.",
        summary_ar="تعالوا",
        description_fi="Kahvia ja leikkiä.",
        description_ar="قهوة ولعب",
    )
    slot = make.make_slot(service=service, place=place, note_fi="Ota sukat", note_ar="أحضروا جوارب")
    Contact.objects.create(service=service, kind="phone", value="0199 100 100")
    return slot


def in_language(text: str, tag: str) -> list[str]:
    """What the card says in spans of the language."""
    return re.findall(rf'<span lang="{tag}"[^>]*>(.*?)</span>', text, re.DOTALL)


def test_the_card_says_the_same_in_both_languages(client, cafe):
    text = html(client, "/ar/services/kahvila/card/")
    finnish, arabic = in_language(text, "fi"), in_language(text, "ar")
    assert finnish[0] == "Avoin kahvila"
    assert "مقهى مفتوح" in arabic
    assert "keskiviikko 25. marraskuuta 9.30–11.30" in finnish
    assert "keskiviikko 2. joulukuuta 9.30–11.30" in finnish
    assert "keskiviikko 9. joulukuuta 9.30–11.30" not in finnish
    assert sum("9.30–11.30" in line for line in arabic) == 2
    assert {said(ROOM, "fi"), said(ROOM, "ar")} <= {*finnish, *arabic}
    assert "Koivun talo" in text and "Hakopolku 2" in text


def test_each_language_keeps_its_direction(client, cafe):
    text = html(client, "/ar/services/kahvila/card/")
    assert '<html lang="ar" dir="rtl">' in text
    assert not re.search(r'<span lang="fi" dir="(?!ltr)', text)
    assert not re.search(r'<span lang="ar" dir="(?!rtl)', text)


def test_the_interpreter_is_asked_for_the_familys_language(client, cafe):
    for path, language, needed in (
        ("/so/card/", "fi", "somali"),
        ("/so/card/?with=sv", "sv", "somaliska"),
        ("/fi/card/?with=so", "fi", "somali"),
    ):
        sentence = said(INTERPRETER, language) % {"language": needed}
        assert sentence in in_language(html(client, path), language), path


def test_no_finnish_is_the_familys_language(client, cafe):
    for path in ("/fi-selko/card/?with=fi", "/fi/card/?with=fi-selko"):
        text = html(client, path)
        assert said(INTERPRETER, "fi").split("%")[0] not in text
        assert "fi-selko." not in text and 'class="both both-language"' not in text
    assert "with=fi-selko" not in html(client, "/fi/card/")
    assert "with=fi-selko" in html(client, "/so/card/")


def test_beside_finnish_the_language_is_chosen(client, cafe):
    text = html(client, "/fi/services/kahvila/card/")
    assert not in_language(text, "ar")
    assert said(INTERPRETER, "fi").split("%")[0] not in text
    assert 'href="/fi/services/kahvila/card/?with=ar"' in text
    assert "مقهى مفتوح" in in_language(html(client, "/fi/services/kahvila/card/?with=ar"), "ar")


def test_a_worker_may_speak_swedish(client, cafe):
    text = html(client, "/ar/services/kahvila/card/?with=sv")
    assert in_language(text, "sv")[0] == "Öppet kafé"
    assert not in_language(text, "fi")


def test_every_question_has_its_own_full_screen_and_the_way_back(client, cafe):
    for path in CARDS:
        text = html(client, f"/so/{path}")
        opened = re.findall(r'id="ask-([a-z]+)" href="#big-([a-z]+)"', text)
        assert {"interpreter", "slowly", "write"} <= {key for key, _shown in opened}
        for key, shown in opened:
            assert key == shown
            assert f'id="big-{key}"' in text and f'href="#ask-{key}"' in text


def test_a_cancelled_time_is_not_on_the_card(client, cafe):
    make.make_change(slot=cafe)
    for path in CARDS[:2]:
        text = html(client, f"/ar/{path}")
        assert "25. marraskuuta" not in text
        assert "2. joulukuuta" in text and "9. joulukuuta" in text


def test_what_is_said_alike_is_said_once(client, cafe):
    cafe.service.name_ar = ""
    cafe.service.save()
    text = html(client, "/ar/services/kahvila/card/")
    card = text.split('<article class="panel both"')[1]
    assert card.count("Avoin kahvila") == 1
    assert '<span class="other-language" lang="fi" dir="ltr">Avoin kahvila</span>' in card


def test_the_sheet_has_both_languages_side_by_side(client, cafe):
    text = html(client, "/ar/services/kahvila/print/")
    _head, arabic, finnish = text.split('<div class="sheet-side" ')
    assert arabic.startswith('lang="ar" dir="rtl">')
    assert finnish.startswith('lang="fi" dir="ltr">')
    for words in ("Avoin kahvila", "Kahvia ja leikkiä.", "Ota sukat", "9.30–11.30", "0199 100 100"):
        assert words in finnish
    for words in ("مقهى مفتوح", "قهوة ولعب", "أحضروا جوارب", "9.30–11.30", "0199 100 100"):
        assert words in arabic
    assert "Järjestö" in finnish and "منظمة" in arabic
    place = html(client, "/fi/places/talo/print/?also=ar")
    assert "مكان للقاء" in place and "Täällä voi tavata." in place and "مقهى مفتوح" in place


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_every_language_can_stand_beside_finnish_and_swedish(client, cafe, code):
    for path, name in (*((path, "with") for path in CARDS), *((path, "also") for path in SHEETS)):
        for page in (f"/{code}/{path}", f"/sv/{path}?{name}={code}"):
            text = html(client, page)
            ids = re.findall(r'\sid="([^"]+)"', text)
            assert len(ids) == len(set(ids)), page


@pytest.mark.parametrize("value", ["xx", "%00", "fi%00", "ar,so", "x" * 10_000, "../../etc"])
def test_an_unknown_second_language_is_told_of(client, cafe, value):
    for path, name in (*((path, "with") for path in CARDS), *((path, "also") for path in SHEETS)):
        text = html(client, f"/so/{path}?{name}={value}&{name}={value}")
        assert text.count(said(NOT_HERE, "so")) == 1
        assert "xxxxxxxx" not in text.split("</header>")[1]
        assert path in SHEETS or in_language(text, "fi")


def test_no_second_language_is_no_unknown_one(client, cafe):
    for path, name in (*((path, "with") for path in CARDS), *((path, "also") for path in SHEETS)):
        text = html(client, f"/so/{path}?{name}=")
        assert said(NOT_HERE, "so") not in text
        assert path in SHEETS or in_language(text, "fi")


def test_its_own_language_beside_itself_is_no_mistake(client, cafe):
    text = html(client, "/en/card/?with=en")
    assert "That second language" not in text
    assert in_language(text, "fi")


def test_hidden_listings_have_neither(client, cafe):
    unapproved = make.make_organisation(is_approved=False)
    make.make_service(slug="luonnos", state="draft")
    make.make_service(slug="uuden", owner=unapproved)
    make.make_place(slug="kiinni", state="archived")
    make.make_place(slug="heidan", owner=unapproved)
    for page in ("card", "print"):
        for path in ("services/luonnos", "services/uuden", "services/ei-ole"):
            html(client, f"/ar/{path}/{page}/", 404)
        for path in ("places/kiinni", "places/heidan", "places/ei-ole"):
            html(client, f"/ar/{path}/{page}/", 404)


def test_a_hidden_place_is_not_told_of(client, cafe):
    cafe.place.state = "draft"
    cafe.place.save()
    for page in ("card", "print"):
        assert "Koivun talo" not in html(client, f"/ar/services/kahvila/{page}/")


def rows_at(count: int) -> None:
    place = make.make_place(slug=f"many-{count}")
    service = make.make_service(slug=f"many-{count}", places=[place])
    for hour in range(count):
        slot = make.make_slot(
            service=service,
            place=make.make_place() if hour % 2 else place,
            break_calendar=make.make_break_calendar(),
            start=time(8, hour),
            end=time(9, hour),
            note_fi="Tervetuloa",
        )
        SlotVisitor.objects.create(slot=slot, role="midwife")
        make.make_change(slot=slot, note_fi="Sairaus")
        for listing in ({"service": service}, {"place": place}):
            Contact.objects.create(
                kind="phone", value="0199 100 100", label_fi="Vastaava", **listing
            )


MANY = [f"/ar/{noun}/many-{{n}}/{page}/" for noun in ("services", "places")
        for page in ("card", "print")]  # fmt: skip


def test_queries_do_not_grow_with_rows(client, cafe):
    counts = {page: [] for page in MANY}
    for n in (1, 3, 30):
        rows_at(n)
        for page in MANY:
            with counted_in(counts[page]):
                html(client, page.format(n=n))
    assert not costly(counts, MOST_QUERIES)
