"""Translating at the desk: what is to be done, one text at a time, and files to and fro."""

import json
import threading
from dataclasses import replace
from datetime import date
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from re import findall, search
from unittest.mock import Mock
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory import machine_translation
from directory.models import Contact, Service, TranslationRecord
from directory.models.translation_record import TextKey
from directory.queries.translation_import import plan_import
from directory.queries.translations import one_text
from directory.views.staff import translation_files
from directory.xliff import Segment, read, write
from perhepalvelut.outside import TranslationServer
from tests import factories as make
from tests.staff.desk_cast import WEDNESDAY, make_cast, make_editor, make_user, signed_in

pytestmark = pytest.mark.django_db
HOSTILE = [
    "state=%00", "state=" + "a" * 10_000, "page=-1", "page=9999999999999999999999", "page=x",
    "state=missing&state=missing&state=x", "language=xx", "site=1", "source=x&part=0",
]  # fmt: skip


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def cast():
    return make_cast()


def path(service: Service, language: str = "sv", field: str = "name") -> str:
    return f"/staff/translations/{language}/service/{service.pk}/{field}/"


def source_path(service: Service, field: str = "name") -> str:
    return f"/staff/translations/source/service/{service.pk}/{field}/"


def text_of(service: Service, language: str = "sv", field: str = "name"):
    return one_text(TextKey("directory_service", service.pk, field), language)


def state(service: Service, language: str = "sv", field: str = "name") -> str:
    return text_of(service, language, field).state


def write_past_the_desk(service: Service, **values) -> None:
    QuerySet(Service).filter(pk=service.pk).update(**values)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def save(client: Client, service: Service, text: str, language: str = "sv", **data):
    version = text_of(service, language).version
    return client.post(path(service, language), {"text": text, "version": version, **data})


# What there is to do


def test_the_languages_are_counted_by_state(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    write_past_the_desk(cast.cafe, name_fi="Perhekahvila")
    shown = page(cast.aino, "/staff/translations/")
    card = shown[shown.index("/staff/translations/sv/") :]
    card = card[: card.index("</ul>")]
    # Missing are the name of the organisation and the summary of the service.
    assert "Out of date: 1" in card and "Missing: 2" in card and "Up to date" not in card


def test_the_oldest_outdated_come_first(cast):
    other = make.make_service(owner=cast.a, name_fi="Isäkerho", name_sv="Pappaklubb")
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    TranslationRecord.objects.filter(row=other.pk, field="name").update(made_at="2020-01-01T00:00Z")
    for service in (cast.cafe, other):
        write_past_the_desk(service, name_fi=f"Uusi {service.pk}")
    shown = page(cast.aino, "/staff/translations/sv/")
    places = [shown.index(path(service)) for service in (other, cast.cafe)]
    assert places == sorted(places)
    assert places[1] < shown.index(path(cast.cafe, field="summary"))


def test_a_list_can_be_narrowed_to_a_state(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    assert path(cast.cafe) not in page(cast.aino, "/staff/translations/sv/")
    assert path(cast.cafe) in page(cast.aino, "/staff/translations/sv/?state=current")
    assert path(cast.cafe) not in page(cast.aino, "/staff/translations/sv/?state=missing")
    shown = page(cast.aino, "/staff/translations/sv/?state=zzz")
    assert (
        "There is no such state" in shown and "zzz" not in shown.split("<main")[1].split("chips")[0]
    )


def test_only_what_families_may_still_see_is_to_be_done(cast):
    make.make_service(owner=cast.a, name_fi="Arkistoitu", state="archived")
    make.make_slot(service=cast.cafe, theme_fi="Mennyt kausi", last=date(2026, 5, 1))
    make.make_change(
        slot=cast.slot, note_fi="Vanha huomautus", first=date(2026, 1, 7), last=date(2026, 1, 7)
    )
    make.make_change(slot=cast.slot, note_fi="Tuleva huomautus")
    shown = page(cast.aino, "/staff/translations/sv/")
    assert "Tuleva huomautus" in shown
    assert not [gone for gone in ("Arkistoitu", "Mennyt kausi", "Vanha huomautus") if gone in shown]


def test_other_organisations_texts_are_not_in_the_list(cast):
    make.make_service(owner=cast.b, name_fi="Beetan oma")
    assert "Beetan oma" not in page(cast.aino, "/staff/translations/sv/")
    assert "Beetan oma" in page(cast.bertta, "/staff/translations/sv/")
    assert cast.aino.get(f"/staff/translations/?organisation={cast.b.slug}").status_code == 403


def test_the_sites_own_texts_are_the_superusers(cast):
    make.make_category(name_fi="Kahvilat")
    admin = make_user("ylläpitäjä")
    admin.is_superuser = True
    admin.save()
    assert "Kahvilat" in page(signed_in(admin), "/staff/translations/sv/?site=1")
    assert "Kahvilat" not in page(cast.aino, "/staff/translations/sv/?site=1")


@pytest.mark.parametrize("address", ["/staff/translations/", "/staff/translations/sv/"])
def test_queries_do_not_grow_with_the_texts(cast, address):
    page(cast.aino, address)  # the first visit of a day renews the session
    few, more, many = [queries_with(cast, number, address) for number in (1, 3, 30)]
    # One for the titles of each kind of row; a full page has no more kinds than a short one.
    assert few == more >= many and few <= 12


def queries_with(cast, more: int, address: str) -> int:
    for number in range(more):
        service = make.make_service(owner=cast.a, name_fi=f"Palvelu {number}")
        Contact.objects.create(service=service, kind="phone", value="1", label_fi="Neuvonta")
    with CaptureQueriesContext(connection) as queries:
        page(cast.aino, address)
    return len(queries)


def test_a_long_list_is_paged(cast):
    for number in range(20):
        make.make_service(owner=cast.a, name_fi=f"Palvelu {number}")
    first = page(cast.aino, "/staff/translations/sv/")
    second = page(cast.aino, "/staff/translations/sv/?page=2")
    links = [
        set(findall(r'href="(/staff/translations/sv/service/[^"?]+)', one))
        for one in (first, second)
    ]
    assert len(links[0]) <= 30 and links[1] and not links[0] & links[1]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_addresses_are_answered(cast, query):
    for address in ("/staff/translations/", "/staff/translations/sv/", path(cast.cafe)):
        assert cast.aino.get(f"{address}?{query}").status_code == 200
    assert cast.aino.get(f"/staff/translations/sv/export/?{query}").status_code in (200, 302)


@pytest.mark.parametrize(
    "address",
    [
        "/staff/translations/xx/",
        "/staff/translations/xx/export/",
        "/staff/translations/sv/service/99999999999999999999/name/",
        "/staff/translations/sv/service/1/slug/",
        "/staff/translations/sv/user/1/name/",
        "/staff/translations/source/user/1/password/",
    ],
)
def test_what_is_not_there_is_not_found(cast, address):
    assert cast.aino.get(address).status_code == 404


# One text


def test_the_translation_stands_beside_its_source_in_its_own_direction(cast):
    shown = page(cast.aino, path(cast.cafe, "ar"))
    assert "Vauvakahvila" in shown and "Arabic" in shown
    area = search(r"<textarea[^>]*>", shown)[0]
    assert 'lang="ar"' in area and 'dir="rtl"' in area and 'maxlength="150"' in area
    easy = search(r"<textarea[^>]*>", page(cast.aino, path(cast.cafe, "fi-selko")))[0]
    assert 'lang="fi"' in easy and 'dir="ltr"' in easy


def test_times_keep_their_order_in_a_text_from_right_to_left(cast):
    version = text_of(cast.cafe, "ar").version
    write_past_the_desk(cast.cafe, name_ar="كل أسبوع 9.30–11.30 هنا دائما")
    data = {"text": "كل أسبوع 9.30–11.30 هنا اليوم", "version": version}
    shown = cast.aino.post(path(cast.cafe, "ar"), data).content.decode()
    assert '<bdi class="nowrap" dir="ltr">9.30–11.30</bdi>' in shown


def test_what_changed_in_the_source_since_is_shown(cast):
    write_past_the_desk(cast.cafe, summary_fi="Tule mukaan aamulla leikkimään lasten kanssa.")
    write_past_the_desk(cast.cafe, summary_sv="Kom med.")
    write_past_the_desk(cast.cafe, summary_fi="Tule mukaan illalla leikkimään lasten kanssa.")
    shown = page(cast.aino, path(cast.cafe, field="summary"))
    assert "aamulla" in search(r"<del>.*?</del>", shown)[0]
    assert "illalla" in search(r"<ins>.*?</ins>", shown)[0]


def test_saving_goes_on_to_the_next(cast):
    response = save(cast.aino, cast.cafe, "Babycafé", next="1")
    assert response.status_code == 302
    assert response["Location"] != path(cast.cafe)
    assert response["Location"].startswith("/staff/translations/sv/")
    assert text_of(cast.cafe).text == "Babycafé" and state(cast.cafe) == "current"


def test_every_text_is_reached_once_and_then_the_list_is_empty(cast):
    address, seen = "/staff/translations/sv/", set()
    found = findall(r'href="(/staff/translations/sv/[a-z]+/[^"?]+)', page(cast.aino, address))
    at = found[0]
    while not at.startswith("/staff/translations/sv/?") and at not in seen and at != address:
        seen.add(at)
        shown = page(cast.aino, at)
        version = search(r'name="version" value="([^"]+)"', shown)[1]
        response = cast.aino.post(at, {"text": "Text", "version": version, "next": "1"})
        at = response["Location"]
    assert seen == set(found) and at == address
    assert "Nothing here" in page(cast.aino, address)


def test_saving_an_outdated_text_as_it_is_says_that_it_is_right(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    write_past_the_desk(cast.cafe, name_fi="Vauvojen kahvila")
    assert state(cast.cafe) == "outdated"
    save(cast.aino, cast.cafe, "Babycafé")
    assert state(cast.cafe) == "current"
    record = TranslationRecord.objects.get(row=cast.cafe.pk, field="name", language="sv")
    assert record.reviewed_by == cast.aino_user


def test_a_translation_can_be_taken_away(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    assert save(cast.aino, cast.cafe, "").status_code == 302
    assert state(cast.cafe) == "missing"


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("kahvi ‏عربي‏ 👶🏽", "kahvi ‏عربي‏ 👶🏽"),
        ("\u202eoikealta\u202c", "oikealta"),
        ("rivi\r\ntoinen", "rivi\ntoinen"),
        ("  välit  ", "välit"),
        ("a\x07b\x0b\u2067\ufffe", "ab"),
    ],
)
def test_odd_texts_are_kept_as_they_are_and_shown_as_text(cast, typed, kept):
    save(cast.aino, cast.cafe, typed)
    assert text_of(cast.cafe).text == kept
    assert "<script>alert" not in page(cast.aino, path(cast.cafe))


@pytest.mark.parametrize("typed", ["", "   ", "a" * 151, "a\x00b"])
def test_what_cannot_be_saved_stays_in_the_field(cast, typed):
    response = save(cast.aino, cast.cafe, typed)
    assert response.status_code == 200
    assert "field-error" in response.content.decode()
    assert typed.strip("\x00").split("\x00")[0] in unescape(response.content.decode())
    assert state(cast.cafe) == "missing"


def test_a_text_as_long_as_may_be_fits_whatever_its_line_ends(cast):
    typed = "\r\n".join(["a" * 49] * 3)
    assert save(cast.aino, cast.cafe, typed + "b").status_code == 302


def test_the_later_of_two_sees_what_the_other_wrote_and_may_choose(cast):
    version = text_of(cast.cafe).version
    write_past_the_desk(cast.cafe, name_sv="Deras kafé")
    data = {"text": "Mitt kafé", "version": version, "next": "1"}
    response = cast.aino.post(path(cast.cafe), data)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Deras" in shown and "Mitt kafé" in shown
    assert text_of(cast.cafe).text == "Deras kafé"
    fresh = search(r'name="version" value="([^"]+)"', shown)[1]
    assert cast.aino.post(path(cast.cafe), {**data, "version": fresh}).status_code == 302
    assert text_of(cast.cafe).text == "Mitt kafé"


def test_a_source_that_changes_while_one_translates_is_told(cast):
    version = text_of(cast.cafe).version
    write_past_the_desk(cast.cafe, name_fi="Perhekahvila")
    response = cast.aino.post(path(cast.cafe), {"text": "Babycafé", "version": version})
    assert response.status_code == 409 and "Perhekahvila" in response.content.decode()
    assert state(cast.cafe) == "missing"


def test_the_same_post_twice_does_nothing_twice(cast):
    data = {"text": "Babycafé", "version": text_of(cast.cafe).version}
    assert [cast.aino.post(path(cast.cafe), data).status_code for _ in range(2)] == [302, 302]
    events = Service.pgh_event_model.objects.filter(pgh_obj_id=cast.cafe.pk, name_sv="Babycafé")
    assert events.count() == 1


# Corrections of the source


def correct(client: Client, service: Service, text: str, **data):
    version = search(r'name="version" value="([^"]+)"', page(client, source_path(service)))[1]
    return client.post(source_path(service), {"text": text, "version": version, **data})


def test_a_small_correction_leaves_translations_valid(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    assert correct(cast.aino, cast.cafe, "Vauvakahvila!", is_small="on").status_code == 302
    assert state(cast.cafe) == "current"
    assert state(cast.cafe, "en") == "current"


def test_any_other_change_of_the_source_makes_them_outdated(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    response = correct(cast.aino, cast.cafe, "Perhekahvila")
    assert state(cast.cafe) == "outdated"
    assert "2 translations are out of date" in page(cast.aino, response["Location"])


def test_two_who_correct_a_source_take_turns(cast):
    version = search(r'name="version" value="([^"]+)"', page(cast.aino, source_path(cast.cafe)))[1]
    write_past_the_desk(cast.cafe, name_fi="Heidän kahvilansa")
    response = cast.aino.post(source_path(cast.cafe), {"text": "Meidän", "version": version})
    shown = response.content.decode()
    assert response.status_code == 409 and "Heidän" in shown and "Meidän" in shown


def test_a_source_may_not_be_emptied(cast):
    assert correct(cast.aino, cast.cafe, "").status_code == 200
    cast.cafe.refresh_from_db()
    assert cast.cafe.name_fi == "Vauvakahvila"


# Who may


def addresses(service: Service) -> list[str]:
    return [
        "/staff/translations/",
        "/staff/translations/sv/",
        "/staff/translations/sv/export/",
        "/staff/translations/import/",
        f"/staff/translations/import/{uuid4()}/",
        path(service),
        source_path(service),
    ]


def test_strangers_sign_in_and_readers_are_refused(cast):
    for address in addresses(cast.cafe):
        for method in ("get", "post"):
            stranger = getattr(Client(), method)(address)
            assert stranger.status_code in (302, 403, 405), address
            assert getattr(cast.cecilia, method)(address).status_code in (403, 405), address
    assert cast.cecilia.post("/staff/translations/sv/drafts/").status_code == 403
    assert Client().post("/staff/translations/sv/drafts/").status_code == 302


def test_anothers_texts_can_be_neither_seen_nor_written(cast):
    data = {"text": "Vårt", "version": text_of(cast.cafe).version}
    for address in (path(cast.cafe), source_path(cast.cafe)):
        assert cast.bertta.get(address).status_code == 403
        assert cast.bertta.post(address, data).status_code == 403
    assert state(cast.cafe) == "missing"


def test_looking_changes_nothing(cast):
    before = list(TranslationRecord.objects.values_list())
    for address in addresses(cast.cafe):
        cast.aino.get(address)
    assert list(TranslationRecord.objects.values_list()) == before
    assert cast.aino.get("/staff/translations/sv/drafts/").status_code == 405


def test_a_post_without_its_token_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.aino_user)
    assert client.post(path(cast.cafe), {"text": "x"}).status_code == 403


# Files


def exported(client: Client, language: str = "sv", **query) -> bytes:
    response = client.get(f"/staff/translations/{language}/export/", query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xliff+xml"
    assert "attachment" in response["Content-Disposition"]
    return response.content


def edited(data: bytes, **texts: str) -> bytes:
    """The file as a translator gives it back: texts by their source."""
    document = read(data)
    units = [
        unit_as(unit, texts[unit.source]) if unit.source in texts else unit
        for unit in document.units
    ]
    return write(
        type(document)(
            source_language=document.source_language,
            target_language=document.target_language,
            units=units,
        )
    )


def unit_as(unit, target, state=Segment.TRANSLATED):
    return replace(unit, target=target, state=state)


def upload(client: Client, data: bytes):
    file = BytesIO(data)
    file.name = "käännös.xlf"
    return client.post("/staff/translations/import/", {"file": file})


def planned(client: Client, data: bytes) -> tuple[str, str]:
    response = upload(client, data)
    assert response.status_code == 302, unescape(response.content.decode())
    return response["Location"], page(client, response["Location"])


def load(client: Client, data: bytes):
    address, shown = planned(client, data)
    version = search(r'name="version" value="([^"]+)"', shown)
    return client.post(address, {"version": version[1] if version else ""})


def test_an_export_holds_what_was_asked_for(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    write_past_the_desk(cast.cafe, name_fi="Perhekahvila")
    units = {unit.id: unit for unit in read(exported(cast.aino, state=["outdated"])).units}
    key = f"directory_service:{cast.cafe.pk}:name"
    assert set(units) == {key}
    assert (units[key].source, units[key].target) == ("Perhekahvila", "Babycafé")
    assert units[key].state == Segment.INITIAL
    missing = read(exported(cast.aino, state=["missing"])).units
    assert {unit.source for unit in missing} >= {"Tule mukaan.", "Aapelin tuki"}


ROUND_TRIP = "'\"<b>&amp; {name} %s\n\nrivi ‏عربي‏ 👩‍👧 \t loppu"


def test_a_round_trip_loses_nothing(cast):
    write_past_the_desk(cast.cafe, description_fi=ROUND_TRIP)
    data = edited(exported(cast.aino, "ar"), **{ROUND_TRIP: ROUND_TRIP[::-1]})
    assert load(cast.aino, data).status_code == 302
    found = text_of(cast.cafe, "ar", "description")
    assert found.text == ROUND_TRIP[::-1] and found.state == "current"


def test_nothing_is_saved_before_it_has_been_looked_at(cast):
    _address, shown = planned(cast.aino, edited(exported(cast.aino), Vauvakahvila="Babycafé"))
    assert "Babycafé" in shown and "1 text would change" in shown
    assert state(cast.cafe) == "missing"


def test_a_file_that_nobody_touched_changes_nothing(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé", summary_sv="Kom med.")
    write_past_the_desk(cast.cafe, name_fi="Perhekahvila")
    states = ["outdated", "missing", "current", "machine"]
    data = exported(cast.aino, state=states)
    write_past_the_desk(cast.cafe, summary_sv="Kom med i dag.")
    _address, shown = planned(cast.aino, data)
    assert "There is nothing new in this file" in shown


def test_a_source_changed_meanwhile_makes_the_loaded_text_outdated(cast):
    data = edited(exported(cast.aino), Vauvakahvila="Babycafé")
    write_past_the_desk(cast.cafe, name_fi="Perhekahvila")
    _address, shown = planned(cast.aino, data)
    assert "The source has changed" in shown
    load(cast.aino, data)
    assert text_of(cast.cafe).text == "Babycafé" and state(cast.cafe) == "outdated"


def test_a_tool_that_drops_our_digests_is_understood_by_its_sources(cast):
    document = read(edited(exported(cast.aino), Vauvakahvila="Babycafé"))
    bare = [
        type(unit)(id=unit.id, source=unit.source, target=unit.target, state=unit.state)
        for unit in document.units
    ]
    data = write(type(document)(source_language="fi", target_language="sv", units=bare))
    load(cast.aino, data)
    assert state(cast.cafe) == "current"


def test_an_outdated_text_that_is_found_right_is_up_to_date(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    write_past_the_desk(cast.cafe, name_fi="Vauvojen kahvila")
    data = edited(exported(cast.aino), **{"Vauvojen kahvila": "Babycafé"})
    assert "right as it is" in planned(cast.aino, data)[1]
    load(cast.aino, data)
    assert state(cast.cafe) == "current"


TICK = r'name="take" value="([^"]+)"'


@pytest.mark.parametrize("is_ticked", [True, False])
def test_what_somebody_wrote_here_meanwhile_is_kept_unless_it_is_ticked(cast, is_ticked):
    data = edited(exported(cast.aino), **{"Vauvakahvila": "Babycafé", "Tule mukaan.": "Kom."})
    write_past_the_desk(cast.cafe, name_sv="Deras kafé")
    address, shown = planned(cast.aino, data)
    assert "Changed here meanwhile" in shown and "Deras" in shown
    keys = findall(TICK, shown)
    assert keys == [f"directory_service:{cast.cafe.pk}:name"]
    version = search(r'name="version" value="([^"]+)"', shown)[1]
    sent = {"version": version, "take": keys if is_ticked else ["x", "directory_service:0:name"]}
    told = cast.aino.post(address, sent, follow=True).content.decode()
    assert text_of(cast.cafe).text == ("Babycafé" if is_ticked else "Deras kafé")
    assert text_of(cast.cafe, "sv", "summary").text == "Kom."
    assert ("1 is kept as it is here" in told) != is_ticked


def test_what_was_ticked_stays_ticked_when_it_must_be_looked_at_again(cast):
    data = edited(exported(cast.aino), Vauvakahvila="Babycafé")
    write_past_the_desk(cast.cafe, name_sv="Deras kafé")
    address, shown = planned(cast.aino, data)
    response = cast.aino.post(address, {"version": "old", "take": findall(TICK, shown)})
    assert response.status_code == 409 and " checked" in response.content.decode()


@pytest.mark.parametrize("tag, is_taken", [("en", False), ("sv", False), ("fi-FI", True)])
def test_a_file_of_another_source_language_is_refused(cast, tag, is_taken):
    document = replace(
        read(edited(exported(cast.aino, "ar"), Vauvakahvila="مقهى")), source_language=tag
    )
    _address, shown = planned(cast.aino, write(document))
    assert ("source is in another language" in shown) != is_taken
    assert ('name="version"' in shown) == is_taken


def test_what_changes_after_the_look_must_be_looked_at_again(cast):
    data = edited(exported(cast.aino), Vauvakahvila="Babycafé")
    address, shown = planned(cast.aino, data)
    version = search(r'name="version" value="([^"]+)"', shown)[1]
    write_past_the_desk(cast.cafe, name_sv="Deras kafé")
    response = cast.aino.post(address, {"version": version})
    assert response.status_code == 409 and text_of(cast.cafe).text == "Deras kafé"


def test_loading_twice_loads_once(cast):
    address, shown = planned(cast.aino, edited(exported(cast.aino), Vauvakahvila="Babycafé"))
    version = search(r'name="version" value="([^"]+)"', shown)[1]
    first, second = (cast.aino.post(address, {"version": version}) for _ in range(2))
    assert first["Location"] == "/staff/translations/sv/"
    assert second["Location"] == "/staff/translations/import/"


def test_whose_texts_they_are_goes_along_with_a_file(cast):
    query = f"?organisation={cast.a.slug}"
    data = BytesIO(edited(exported(cast.aino), Vauvakahvila="Babycafé"))
    data.name = "file.xlf"
    sent = cast.aino.post(f"/staff/translations/import/{query}", {"file": data})
    address = sent["Location"]
    assert address.endswith(query)
    shown = page(cast.aino, address)
    assert f'href="/staff/translations/import/{query}"' in shown
    assert f'href="/staff/translations/{query}"' in page(
        cast.aino, f"/staff/translations/import/{query}"
    )
    version = search(r'name="version" value="([^"]+)"', shown)[1]
    loaded = cast.aino.post(f"{address}&page=2", {"version": version})
    assert loaded["Location"] == f"/staff/translations/sv/{query}"
    again = cast.aino.post(address, {"version": version})
    assert again["Location"] == f"/staff/translations/import/{query}"


def test_a_file_is_not_planned_in_vain(cast, monkeypatch):
    data = edited(exported(cast.aino), Vauvakahvila="Babycafé")
    monkeypatch.setattr(
        "directory.views.staff.translation_files.plan_import",
        Mock(wraps=plan_import),
    )
    load(cast.aino, data)
    assert state(cast.cafe) == "current"
    assert translation_files.plan_import.call_count == 1


def test_one_error_keeps_the_whole_file_out(cast):
    theirs = make.make_service(owner=cast.b, name_fi="Beetan oma")
    document = read(edited(exported(cast.aino), Vauvakahvila="Babycafé"))
    stolen = unit_as(document.units[0], "Stulet")
    for key in (
        f"directory_service:{theirs.pk}:name",
        "directory_service:999999999:name",
        f"directory_service:{cast.cafe.pk}:slug",
        "auth_user:1:password",
        "' OR 1=1 --",
        "",
    ):
        bad = type(stolen)(id=key, source="x", target="Stulet", state=stolen.state)
        units = [*document.units, bad]
        data = write(type(document)(source_language="fi", target_language="sv", units=units))
        address, shown = planned(cast.aino, data)
        assert "There is no such text of yours" in shown and 'name="version"' not in shown
        assert "Beetan oma" not in shown
        assert cast.aino.post(address, {"version": "x"}).status_code == 409
    assert state(cast.cafe) == "missing" and state(theirs) == "missing"


@pytest.mark.parametrize(
    "target, told",
    [
        ("a" * 151, "at most 150"),
        ("\u202eoikealta", "character that a text"),
        ("\u2067oikealta", "character that a text"),
        ("Baby\x01café", "character that a text"),
    ],
)
def test_a_text_that_does_not_fit_is_told_by_its_name(cast, target, told):
    data = edited(exported(cast.aino), Vauvakahvila=target)
    shown = planned(cast.aino, data)[1]
    assert told in shown and "Baby café – Name:" in shown
    assert f"directory_service:{cast.cafe.pk}:name" not in shown


def test_a_unit_twice_is_refused(cast):
    document = read(edited(exported(cast.aino), Vauvakahvila="Babycafé"))
    data = write(
        type(document)(
            source_language="fi", target_language="sv", units=[*document.units, *document.units]
        )
    )
    assert "more than once" in planned(cast.aino, data)[1]


XLIFF_1_2 = b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>'
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    "data, told",
    [
        (b"not xml", "not whole XML"),
        (BOMB, "document type"),
        (b"<x/>", "not an XLIFF file"),
        (XLIFF_1_2, "This is XLIFF version 1.2; version 2.0 or 2.1 is needed."),
        (b" " * 2_000_001, "too big"),
        (b"", "empty"),
    ],
)
def test_a_bad_file_is_told_beside_the_field(cast, data, told):
    response = upload(cast.aino, data)
    assert response.status_code == 200 and told in response.content.decode()


@pytest.mark.parametrize("language", ["xx", "fi", ""])
def test_a_file_for_no_language_of_ours_is_refused(cast, language):
    document = read(exported(cast.aino))
    data = write(
        type(document)(source_language="fi", target_language=language, units=document.units)
    )
    address = upload(cast.aino, data)["Location"]
    response = cast.aino.get(address, follow=True)
    assert "not for any of the languages" in response.content.decode()


def test_the_next_file_takes_the_place_of_the_one_before(cast):
    first, second = (upload(cast.aino, exported(cast.aino))["Location"] for _file in range(2))
    assert cast.aino.get(first)["Location"] == "/staff/translations/import/"
    assert cast.aino.get(second).status_code == 200


def test_a_kept_file_is_its_uploaders_alone(cast):
    address = upload(cast.aino, exported(cast.aino))["Location"]
    colleague = signed_in(make_editor(cast.a, "kollega"))
    assert colleague.get(address)["Location"] == "/staff/translations/import/"


def test_what_is_too_big_for_one_file_goes_in_parts_that_can_all_come_back(cast):
    for number in range(30):
        make.make_service(owner=cast.a, description_fi=f"{number} " + "ä" * 9_900)
    shown = page(cast.aino, "/staff/translations/ar/export/")
    links = [unescape(link) for link in findall(r'href="(\?[^"]*part=[^"]*)"', shown)]
    assert len(links) > 1
    parts = [cast.aino.get(f"/staff/translations/ar/export/{link}").content for link in links]
    ids = [unit.id for part in parts for unit in read(part).units]
    assert len(ids) == len(set(ids)) >= 90
    assert all(len(part) < 1_000_000 for part in parts)


def test_texts_of_another_source_language_go_in_a_file_of_their_own(cast):
    make.make_slot(service=cast.cafe, place=cast.place, theme_sv="Sång")
    shown = page(cast.aino, "/staff/translations/en/export/")
    (link,) = (unescape(one) for one in findall(r'href="(\?[^"]*source=sv[^"]*)"', shown))
    document = read(cast.aino.get(f"/staff/translations/en/export/{link}").content)
    assert document.source_language == "sv"
    assert [unit.source for unit in document.units] == ["Sång"]


# The engine


class FakeEngine:
    """A translation server on this machine that answers as it is told to."""

    def __init__(self) -> None:
        self.status, self.answer, self.asked = 200, None, []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.asked.append((self.path, dict(self.headers), body))
                self.send_response(fake.status)
                if fake.status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(fake.said(body))

            def log_message(self, *args) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def said(self, body) -> bytes:
        if self.answer is not None:
            return self.answer
        if "q" in body:
            return json.dumps({"translatedText": [f"{one} (sv)" for one in body["q"]]}).encode()
        told = [{"text": f"{one} (sv)"} for one in body["text"]]
        return json.dumps({"translations": told}).encode()


@pytest.fixture
def engine(settings, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    fake = FakeEngine()
    settings.TRANSLATION_ENGINE = TranslationServer("libretranslate", fake.url, "avain")
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


def draft(client: Client, service: Service, language: str = "sv", text: str = ""):
    version = text_of(service, language).version
    data = {"draft": "1", "version": version, "text": text}
    return client.post(path(service, language), data, follow=True)


def test_without_an_engine_nothing_speaks_of_drafts(cast):
    assert "draft" not in page(cast.aino, path(cast.cafe))
    assert "draft" not in page(cast.aino, "/staff/translations/sv/")
    assert cast.aino.post("/staff/translations/sv/drafts/").status_code == 404


def test_a_draft_is_marked_until_somebody_saves_it(cast, engine):
    shown = draft(cast.aino, cast.cafe).content.decode()
    assert "Vauvakahvila (sv)" in shown and "Machine-made, not reviewed" in shown
    assert engine.asked[0][2] == {
        "q": ["Vauvakahvila"], "source": "fi", "target": "sv", "format": "text",
        "api_key": "avain",
    }  # fmt: skip
    assert state(cast.cafe) == "machine"
    save(cast.aino, cast.cafe, "Vauvakahvila (sv)")
    assert state(cast.cafe) == "current"


def test_deepl_is_asked_in_its_own_way(cast, engine, settings):
    settings.TRANSLATION_ENGINE = TranslationServer("deepl", engine.url, "avain")
    draft(cast.aino, cast.cafe, "zh-hans")
    where, headers, body = engine.asked[0]
    assert where == "/v2/translate" and headers["Authorization"] == "DeepL-Auth-Key avain"
    assert body == {"text": ["Vauvakahvila"], "source_lang": "FI", "target_lang": "ZH-HANS"}
    assert state(cast.cafe, "zh-hans") == "machine"


def test_drafts_of_a_list_are_made_only_where_nobody_has_written(cast, engine):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    write_past_the_desk(cast.cafe, name_fi="Perhekahvila")
    cast.aino.post("/staff/translations/sv/drafts/")
    assert text_of(cast.cafe).text == "Babycafé" and state(cast.cafe) == "outdated"
    assert state(cast.cafe, field="summary") == "machine"
    assert len(engine.asked) == 1


def test_a_draft_never_takes_the_place_of_what_is_typed(cast, engine):
    shown = draft(cast.aino, cast.cafe, text="Mitt kafé").content.decode()
    assert "Mitt kafé" in shown and "Empty the field first" in shown
    assert not engine.asked and state(cast.cafe) == "missing"


def test_a_reviewed_machine_text_comes_back_from_a_file_as_reviewed(cast, engine):
    draft(cast.aino, cast.cafe)
    data = exported(cast.aino, state=["machine"])
    (unit,) = read(data).units
    assert unit.state == Segment.TRANSLATED
    document = read(data)
    back = [unit_as(unit, unit.target, Segment.REVIEWED)]
    load(cast.aino, write(type(document)(source_language="fi", target_language="sv", units=back)))
    assert state(cast.cafe) == "current"


@pytest.mark.parametrize(
    "status, answer, told",
    [
        (403, None, "know us"),
        (429, None, "takes no more"),
        (456, None, "takes no more"),
        (400, None, "this language"),
        (500, None, "answer"),
        (302, None, "an answer"),
        (200, b"<html>", "an answer"),
        (200, b"[]", "an answer"),
        (200, b'{"translatedText": "one"}', "an answer"),
        (200, b'{"translatedText": [1]}', "an answer"),
        (200, b'{"translatedText": []}', "an answer"),
    ],
)
def test_troubles_of_the_engine_are_told_kindly_and_nothing_is_written(
    cast, engine, status, answer, told
):
    engine.status, engine.answer = status, answer
    shown = unescape(draft(cast.aino, cast.cafe).content.decode())
    assert "message-error" in shown and told in shown
    assert state(cast.cafe) == "missing"
    assert [where for where, _headers, _body in engine.asked] == ["/translate"]


def test_an_engine_that_is_not_there_is_told_kindly(cast, engine):
    engine.server.shutdown()
    engine.server.server_close()
    assert "answer" in unescape(draft(cast.aino, cast.cafe).content.decode())


def test_an_answer_that_is_too_long_is_not_read_in_part(cast, engine, monkeypatch):
    answer = json.dumps({"translatedText": ["Babycafé"]}).encode()
    monkeypatch.setattr(machine_translation, "LARGEST_ANSWER", len(answer))
    engine.answer = answer + b" "
    assert "an answer" in unescape(draft(cast.aino, cast.cafe).content.decode())
    assert state(cast.cafe) == "missing"
    engine.answer = answer
    draft(cast.aino, cast.cafe)
    assert state(cast.cafe) == "machine"


def test_drafts_are_not_without_limit(cast, engine, settings):
    settings.ACCOUNT_RATE_LIMITS = {"draft": "2/h/user"}
    shown = [cast.aino.post("/staff/translations/sv/drafts/", follow=True) for _ask in range(3)]
    assert ["Wait an hour" in one.content.decode() for one in shown] == [False, False, True]
    asked = len(engine.asked)
    assert "Wait an hour" in draft(cast.aino, cast.cafe, "en").content.decode()
    assert len(engine.asked) == asked


def test_a_draft_holds_no_more_than_other_texts(cast, engine):
    engine.answer = json.dumps({"translatedText": ["Baby\x0bcafé\u202e"]}).encode()
    draft(cast.aino, cast.cafe)
    assert text_of(cast.cafe).text == "Babycafé"


@pytest.mark.parametrize("answer", ["", " ", "a" * 151, "a\0b"])
def test_a_draft_that_does_not_fit_is_left_out(cast, engine, answer):
    engine.answer = json.dumps({"translatedText": [answer]}).encode()
    shown = draft(cast.aino, cast.cafe).content.decode()
    assert "1 text was left as it is" in shown and state(cast.cafe) == "missing"


def test_no_engine_is_asked_for_easy_finnish(cast, engine):
    shown = unescape(draft(cast.aino, cast.cafe, "fi-selko").content.decode())
    assert "doesn't know this language" in shown and not engine.asked


def test_an_emptied_translation_is_named(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    shown = page(cast.aino, path(cast.cafe))
    version = search(r'name="version" value="([^"]+)"', shown)[1]
    sent = {"text": "", "version": version, "stay": "1"}
    told = cast.aino.post(path(cast.cafe), sent, follow=True).content.decode()
    assert "No text is left in: Name (Swedish)." in told


def test_theirs_can_be_taken(cast):
    sent = {"text": "Babycafé", "version": "old"}
    write_past_the_desk(cast.cafe, name_sv="Deras kafé")
    response = cast.aino.post(path(cast.cafe), sent)
    assert response.status_code == 409 and "Take theirs" in response.content.decode()
