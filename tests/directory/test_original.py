"""The Finnish beneath translated texts, and the marks on what may be wrong."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.localized import pick
from directory.models import Contact, TranslationRecord
from directory.models.translation_record import made_by_machine, translations_stay_valid
from tests import factories as make
from tests.browser.words import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
PAGES = ["services/kahvila/", "places/talo/", "organisations/mll/"]
MACHINE, NEWER = "Translated by a machine", "The Finnish text is newer"
SHOW, HIDE = "Show the Finnish original", "Hide the Finnish original"
MOST_QUERIES = 8


@pytest.fixture
def cafe():
    owner = make.make_organisation(slug="mll", summary_fi="Yhdessä.", summary_en="Together.")
    place = make.make_place(
        slug="talo", owner=owner, summary_fi="Täällä voi tavata.", summary_en="A place to meet.",
        description_fi="Pihalla\n\non keinu.", description_en="A swing\n\nin the yard.",
    )  # fmt: skip
    service = make.make_service(
        slug="kahvila", owner=owner, name_fi="Avoin kahvila", name_en="Open café",
        summary_fi="Tule mukaan.", summary_en="Join in.",
        description_fi="Kahvia.", description_en="Coffee.",
    )  # fmt: skip
    Contact.objects.create(
        service=service, kind="phone", value="0199 1", label_fi="Vastaava", label_en="In charge"
    )
    return make.make_slot(
        service=service, place=place, note_fi="Ota sukat mukaan.", note_en="Bring socks."
    )


def html(client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def originals(text: str) -> list[str]:
    marked = r'<(span|div) class="[^"]*original" lang="fi" dir="ltr">(.*?)</\1>'
    found = [inside for _tag, inside in re.findall(marked, text, re.DOTALL)]
    return [re.sub(r"<[^>]+>", "", one).strip() for one in found]


def test_one_switch_shows_the_finnish_beneath_every_translated_text(client, cafe):
    plain = html(client, "/en/services/kahvila/")
    assert originals(plain) == []
    assert 'href="/en/services/kahvila/?original=1"' in plain
    assert said(SHOW, "en") in plain
    shown = html(client, "/en/services/kahvila/?original=1")
    for words in ("Avoin kahvila", "Tule mukaan.", "Kahvia.", "Vastaava", "Ota sukat mukaan."):
        assert words in originals(shown)
    assert said(HIDE, "en") in shown
    assert 'href="/en/services/kahvila/"' in shown
    place = originals(html(client, "/en/places/talo/?original=1"))
    assert {"Täällä voi tavata.", "Avoin kahvila", "Ota sukat mukaan."} <= set(place)
    assert any(one.startswith("Pihalla") for one in place)
    assert "Yhdessä." in originals(html(client, "/en/organisations/mll/?original=1"))


def test_the_finnish_page_has_no_switch(client, cafe):
    for page in PAGES:
        for query in ("", "?original=1"):
            text = html(client, f"/fi/{page}{query}")
            assert originals(text) == []
            assert said(SHOW, "fi") not in text and said(HIDE, "fi") not in text


def test_a_text_that_is_finnish_already_has_no_original(client, cafe):
    assert originals(html(client, "/sv/places/talo/?original=1")).count("Avoin kahvila") == 2
    cafe.service.summary_en = ""
    cafe.service.save()
    text = html(client, "/sv/services/kahvila/?original=1")
    assert '<span class="other-language" lang="fi" dir="ltr">Tule mukaan.</span>' in text
    assert "Tule mukaan." not in originals(text)


def test_other_weeks_keep_the_switch_and_the_canonical_address_does_not(client, cafe):
    text = html(client, "/en/places/talo/?original=1&start=2026-12-07")
    assert "/en/places/talo/?original=1&amp;start=2026-12-14" in text
    assert "/en/places/talo/?start=2026-12-07" in text
    assert '<link rel="canonical" href="http://testserver/en/places/talo/">' in text
    assert 'href="/so/places/talo/?original=1&amp;start=2026-12-07&amp;chosen=1"' in text


@pytest.mark.parametrize(
    "query",
    ["original=xx", "original=%00", "original=", "original=" + "1" * 10_000, "original=1&start=%00",
     "original=2&original=1&q=" + "x" * 5_000, "original=1&start=9999-99-99"],
)  # fmt: skip
def test_hostile_addresses_give_the_page(client, cafe, query):
    for page in PAGES:
        assert "<h1" in html(client, f"/en/{page}?{query}")


def test_a_machines_draft_is_marked_until_somebody_has_read_it(client, cafe):
    with made_by_machine():
        cafe.service.description_en = "Coffee and play."
        cafe.service.save()
    assert html(client, "/en/services/kahvila/").count(said(MACHINE, "en")) == 1
    assert said(MACHINE, "fi") not in html(client, "/fi/services/kahvila/")
    TranslationRecord.objects.update(reviewed_at=timezone.now())
    assert said(MACHINE, "en") not in html(client, "/en/services/kahvila/")


def test_a_translation_older_than_its_source_is_marked(client, cafe):
    with translations_stay_valid():
        cafe.service.summary_fi = "Tule mukaan!"
        cafe.service.save()
    assert said(NEWER, "en") not in html(client, "/en/services/kahvila/")
    cafe.service.summary_fi = "Tulkaa mukaan heti."
    cafe.service.save()
    assert html(client, "/en/services/kahvila/").count(said(NEWER, "en")) == 1
    cafe.service.summary_en = "Come at once."
    cafe.service.save()
    assert said(NEWER, "en") not in html(client, "/en/services/kahvila/")


def test_a_fallback_carries_the_mark_of_its_own_language(client, cafe):
    with made_by_machine():
        cafe.place.summary_en = "A meeting place."
        cafe.place.save()
    assert said(MACHINE, "ar") in html(client, "/ar/places/talo/")


def test_a_line_of_the_programme_is_marked_too(client, cafe):
    with made_by_machine():
        cafe.note_en = "Take socks with you."
        cafe.save()
    assert said(MACHINE, "en") in html(client, "/en/services/kahvila/")


def test_a_doubt_that_name_and_summary_share_is_told_once(client, cafe):
    with made_by_machine():
        cafe.service.name_en, cafe.service.summary_en = "Café", "Join us."
        cafe.service.save()
    assert html(client, "/en/services/kahvila/").count(said(MACHINE, "en")) == 1


def machine_writes(row, **texts: str) -> None:
    with made_by_machine():
        for name, value in texts.items():
            setattr(row, name, value)
        row.save()


def test_a_title_in_the_programme_is_marked_the_first_time(client, cafe):
    make.make_slot(service=cafe.service, place=cafe.place, weekdays=[1, 2, 4, 5])
    machine_writes(cafe.service, name_en="Café for all")
    week = html(client, "/en/places/talo/").split('class="programme"')[1].split("</section>")[0]
    assert week.count("Café for all</a>") == week.count("Café for all")
    assert week.count("Café for all") >= 4
    assert week.count(said(MACHINE, "en")) == 1
    coming = week.split("</details>")[1]
    assert said(MACHINE, "en") in coming


def test_notes_of_the_week_and_of_a_cancellation_are_marked(client, cafe):
    texts = {"note_fi": "Ota matto.", "theme_fi": "Laulua"}
    other = make.make_slot(service=cafe.service, place=cafe.place, weekdays=[4], **texts)
    change = make.make_change(slot=cafe, note_fi="Ohjaaja on sairas.", note_en="x")
    machine_writes(other, note_en="Bring a mat.", theme_en="Songs")
    machine_writes(change, note_en="The leader is ill.")
    text = html(client, "/en/places/talo/")
    for words in ("Bring a mat.", "Songs", "The leader is ill."):
        assert re.search(rf'{words}<span class="text-doubt">', text), words


def test_a_notice_is_marked(client, cafe):
    change = make.make_change(place=cafe.place, note_fi="Remontti.", note_en="x")
    machine_writes(change, note_en="It is being repaired.")
    for page in PAGES[:2]:
        text = html(client, f"/en/{page}")
        assert re.search(r'It is being repaired\.<span class="text-doubt">', text), page
        assert text.count(said(MACHINE, "en")) == 1


def test_a_contact_is_marked(client, cafe):
    machine_writes(Contact.objects.get(), label_en="The one in charge")
    text = html(client, "/en/services/kahvila/")
    assert re.search(r'The one in charge<span class="text-doubt">', text)


def test_a_card_is_marked_once_and_not_in_its_link(client, cafe):
    """On a place's card, too, the title of what is on there today."""
    machine_writes(cafe.service, name_en="Café", summary_en="Join us.")
    machine_writes(cafe.place, summary_en="A house.")
    for page, marks in (
        ("services/", 1),
        ("places/", 2),
        ("organisations/mll/", 2),
        ("list/?services=kahvila&places=talo", 3),
    ):
        text = html(client, f"/en/{page}")
        assert text.count(said(MACHINE, "en")) == marks, page
        assert "Café</a>" in text or page == "places/", page


def test_the_weeks_of_the_network_are_marked(client, cafe):
    machine_writes(cafe.service, name_en="Café")
    for page in ("week/", "today/"):
        assert html(client, f"/en/{page}").count(said(MACHINE, "en")) == 1, page


@pytest.mark.parametrize(
    ("page", "change"),
    [
        ("services/kahvila/", lambda cafe: Contact.objects.update(label_en="In charge")),
        ("services/kahvila/", lambda cafe: set_text(cafe, note_en="Bring socks.")),
        ("services/kahvila/", lambda cafe: set_text(cafe.place, summary_en="A place.")),
        ("places/talo/", lambda cafe: set_text(cafe, theme_fi="Laulu", theme_en="Songs")),
        ("places/talo/", lambda cafe: set_text(cafe, note_en="Bring socks.")),
        ("places/talo/", lambda cafe: set_text(cafe.service, summary_en="Join in.")),
        ("places/talo/", lambda cafe: make.make_change(slot=cafe, note_fi="Ei.", note_en="No.")),
        ("organisations/mll/", lambda cafe: set_text(cafe.service, summary_en="Join in.")),
        ("organisations/mll/", lambda cafe: set_text(cafe.place, summary_en="A place.")),
    ],
)
def test_one_translated_text_of_any_kind_brings_the_switch(client, cafe, page, change):
    for row in (cafe, cafe.service, cafe.place, cafe.service.owner):
        set_text(row, **{name: "" for name in vars(row) if name.endswith("_en")})
    Contact.objects.update(label_en="")
    assert said(SHOW, "en") not in html(client, f"/en/{page}")
    change(cafe)
    assert said(SHOW, "en") in html(client, f"/en/{page}")


def set_text(row, **texts: str) -> None:
    for name, value in texts.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize("page", PAGES)
def test_marks_and_originals_cost_no_queries(client, cafe, page):
    with made_by_machine():
        cafe.service.summary_ar = "تعالوا"
        cafe.service.save()
    for query in ("", "?original=1"):
        with CaptureQueriesContext(connection) as queries:
            html(client, f"/ar/{page}{query}")
        assert len(queries) <= MOST_QUERIES


def test_what_is_picked_knows_its_finnish():
    row = {"name_fi": "Kahvila", "name_en": "Café", "name_sv": "Kahvila"}
    assert pick(row, "name", "en").original == "Kahvila"
    assert pick(row, "name", "fi").original == ""
    assert pick(row, "name", "sv").original == ""  # it says the same
