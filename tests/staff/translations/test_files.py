"""Files for translators, out and in again."""

from dataclasses import replace
from html import unescape
from io import BytesIO
from re import findall, search
from unittest.mock import Mock

import pytest

from directory.queries.translation_import import plan_import
from directory.views.staff import translation_files
from directory.xliff import Segment, read, write
from tests import factories as make
from tests.staff.desk_cast import make_editor, signed_in
from tests.staff.translations.texts import (
    BOMB,
    ROUND_TRIP,
    TICK,
    XLIFF_1_2,
    edited,
    exported,
    load,
    page,
    planned,
    state,
    text_of,
    unit_as,
    upload,
    write_past_the_desk,
)

pytestmark = pytest.mark.django_db


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
