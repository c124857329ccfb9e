"""A translation beside its source."""

from html import unescape
from re import findall, search

import pytest

from directory.models import Service, TranslationRecord
from tests.staff.translations.texts import page, path, save, state, text_of, write_past_the_desk

pytestmark = pytest.mark.django_db


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
