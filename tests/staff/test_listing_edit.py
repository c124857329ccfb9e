"""A listing mended on the desk: saved once, never over somebody else's words."""

import re
from io import BytesIO
from itertools import count
from threading import Thread
from types import SimpleNamespace

import pghistory
import pytest
from django.db import connection, transaction
from django.forms import modelform_factory
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from directory.actions.archive import archive
from directory.admin.scoping import kept_choices
from directory.forms.listing import free_slug
from directory.models import Contact, Place, Service
from directory.queries.translation_states import Texts
from directory.views.staff import listings as views
from tests import factories as make
from tests.staff.desk_cast import make_cast, make_editor, signed_in
from tests.staff.ticking import let_time_pass

pytestmark = pytest.mark.django_db
INPUT = re.compile(r"<input[^>]*>|<textarea[^>]*>.*?</textarea>|<select.*?</select>", re.DOTALL)


@pytest.fixture
def cast():
    let_time_pass()
    return make_cast()


def path_of(row) -> str:
    return f"/staff/{row._meta.model_name}s/{row.slug}/edit/"


def field_values(response) -> dict:
    """What a browser would send back of the page's form."""
    form, contacts = response.context["form"], response.context["contacts"]
    fields = [*form, *contacts.management_form, *(field for one in contacts for field in one)]
    data = {}
    for field in fields:
        value = field.value()
        if value is None or value is False:
            continue
        data[field.html_name] = "on" if value is True else field.field.prepare_value(value)
    return data


def opened(client, row) -> dict:
    response = client.get(path_of(row))
    assert response.status_code == 200
    return field_values(response)


def now(row):
    return type(row).objects.get(pk=row.pk)


def test_saving_writes_what_differs_and_nothing_else(cast):
    before = now(cast.cafe)
    data = opened(cast.aino, cast.cafe) | {
        "summary_fi": "Rivi yksi.\r\nRivi kaksi.", "name_sv": "Babykafé", "price": "2,50",
        "languages": ["fi", "so"], "age_to": "12", "registration_from": "1.12.2026",
        "access": "register",
    }  # fmt: skip
    response = cast.aino.post(path_of(cast.cafe), data)
    assert (response.status_code, response["Location"]) == (302, path_of(cast.cafe))
    after = now(cast.cafe)
    assert after.summary_fi == "Rivi yksi.\nRivi kaksi."
    assert (after.name_sv, str(after.price), after.age_to) == ("Babykafé", "2.50", 12)
    assert (after.languages, after.access) == (["fi", "so"], "register")
    assert after.registration_from.isoformat() == "2026-12-01"
    assert (after.state, after.owner, after.slug) == (before.state, before.owner, before.slug)
    assert after.confirmed_on == before.confirmed_on


def test_a_place_is_mended_by_who_keeps_it(cast):
    data = opened(cast.bertta, cast.place) | {
        "arrival_fi": "Sisäpihalta",
        "accessibility": ["lift"],
    }
    assert cast.bertta.post(path_of(cast.place), data).status_code == 302
    assert (now(cast.place).arrival_fi, now(cast.place).accessibility) == ("Sisäpihalta", ["lift"])


def test_others_are_refused(cast, client):
    data = opened(cast.aino, cast.cafe) | {"name_fi": "Kaapattu"}
    for outsider in (cast.bertta, cast.cecilia):
        assert outsider.get(path_of(cast.cafe)).status_code == 403
        assert outsider.post(path_of(cast.cafe), data).status_code == 403
    assert client.get(path_of(cast.cafe)).status_code == 302
    assert cast.aino.get("/staff/services/missing/edit/").status_code == 404
    assert cast.aino.get(path_of(cast.place)).status_code == 403
    assert now(cast.cafe).name_fi == "Vauvakahvila"


def test_the_same_post_again_changes_nothing(cast):
    data = opened(cast.aino, cast.cafe) | {
        "name_fi": "Uusi nimi", "contacts-0-value": "040 123 4567", "contacts-0-kind": "phone",
    }  # fmt: skip
    for _again in range(3):
        assert cast.aino.post(path_of(cast.cafe), data).status_code == 302
    assert now(cast.cafe).name_fi == "Uusi nimi"
    assert [one.value for one in cast.cafe.contacts.all()] == ["040 123 4567"]
    events = Service.pgh_event_model.objects.filter(pgh_obj=cast.cafe.pk, pgh_label="update")
    assert events.count() == 1


def test_opening_and_saving_untouched_writes_nothing(cast):
    Service.objects.filter(pk=cast.cafe.pk).update(
        description_fi="Yksi\nkaksi", languages=["so", "fi", "xx"], price="1.00"
    )
    Contact.objects.create(service=cast.cafe, kind="email", value="a@example.fi", label_so="Wac")
    events = Service.pgh_event_model.objects.count(), Contact.pgh_event_model.objects.count()
    data = opened(cast.aino, cast.cafe)
    assert cast.aino.post(path_of(cast.cafe), data).status_code == 302
    assert events == (
        Service.pgh_event_model.objects.count(), Contact.pgh_event_model.objects.count()
    )  # fmt: skip


def test_wrong_values_are_told_beside_the_field_and_nothing_is_half_saved(cast):
    data = opened(cast.aino, cast.cafe) | {
        "name_fi": "", "summary_fi": "Kirjoitin tämän", "age_from": "30", "age_to": "12",
        "price": "ilmainen", "registration_url": "javascript:alert(1)", "name_sv": "Nollа\x00",
        "languages": ["klingon"], "contacts-0-value": "ei numero", "contacts-0-kind": "phone",
    }  # fmt: skip
    response = cast.aino.post(path_of(cast.cafe), data)
    assert response.status_code == 200
    wrong = response.context["form"].errors.keys()
    assert {"name_fi", "price", "registration_url", "name_sv", "languages"} <= wrong
    assert "value" in response.context["contacts"].forms[0].errors
    assert "Kirjoitin tämän" in response.content.decode()
    assert now(cast.cafe).summary_fi == "Tule mukaan." and not Contact.objects.exists()


def test_scripts_are_shown_as_text(cast):
    data = opened(cast.aino, cast.cafe) | {"summary_fi": "<script>alert(1)</script> 👶\u202e"}
    assert cast.aino.post(path_of(cast.cafe), data).status_code == 302
    assert now(cast.cafe).summary_fi == "<script>alert(1)</script> 👶"
    assert b"<script>alert" not in cast.aino.get(path_of(cast.cafe)).content


def test_contacts_are_added_changed_and_removed(cast):
    kept = Contact.objects.create(
        service=cast.cafe, kind="phone", value="040 111 1111", label_so="Hel", label_fi="Vanha"
    )
    Contact.objects.create(service=cast.cafe, kind="phone", value="040 222 2222", order=1)
    data = opened(cast.aino, cast.cafe) | {
        "contacts-0-label_fi": "Uusi", "contacts-1-remove": "on",
        "contacts-2-kind": "email", "contacts-2-value": "kahvila@example.fi",
    }  # fmt: skip
    assert cast.aino.post(path_of(cast.cafe), data).status_code == 302
    first, second = Contact.objects.filter(service=cast.cafe).order_by("order")
    assert (first.pk, first.label_fi, first.label_so) == (kept.pk, "Uusi", "Hel")
    assert second.value == "kahvila@example.fi"


def test_another_listings_contact_is_not_taken(cast):
    theirs = Contact.objects.create(place=cast.place, kind="phone", value="040 999 9999")
    data = opened(cast.aino, cast.cafe) | {
        "contacts-0-key": theirs.pk, "contacts-0-kind": "phone", "contacts-0-value": "040 000 0000",
    }  # fmt: skip
    cast.aino.post(path_of(cast.cafe), data)
    theirs.refresh_from_db()
    assert (theirs.value, theirs.place) == ("040 999 9999", cast.place)


@pytest.fixture
def two(cast):
    """Aino and a colleague have the café open; the colleague saves first."""
    cast.kaisa = signed_in(make_editor(cast.a, "kaisa"))
    mine, theirs = opened(cast.aino, cast.cafe), opened(cast.kaisa, cast.cafe)
    return cast, mine, theirs


def save_theirs(cast, theirs, **values):
    assert cast.kaisa.post(path_of(cast.cafe), theirs | values).status_code == 302


def sent_again(response, **choices) -> dict:
    return field_values(response) | {f"choose-{name}": one for name, one in choices.items()}


def test_the_second_writer_sees_the_other_and_nothing_is_lost(two):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Tule mukaan kaikki.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Tervetuloa mukaan."})
    assert response.status_code == 409
    clash = response.context["clashes"][0]
    assert (clash.name, clash.choice) == ("summary_fi", "")
    assert "kaikki" in "".join(piece.text for piece in clash.theirs)
    page = response.content.decode()
    assert "Tervetuloa mukaan." in page and "kaisa" in page
    assert now(cast.cafe).summary_fi == "Tule mukaan kaikki."


@pytest.mark.parametrize(
    ("choice", "result"), [("mine", "Tervetuloa mukaan."), ("theirs", "Tule mukaan kaikki.")]
)
def test_the_second_writer_chooses_by_field(two, choice, result):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Tule mukaan kaikki.", name_sv="Theirs")
    mine |= {"summary_fi": "Tervetuloa mukaan.", "name_en": "My café"}
    response = cast.aino.post(path_of(cast.cafe), mine)
    suggested = {one.name: one.choice for one in response.context["clashes"]}
    assert suggested == {"summary_fi": "", "name_sv": "theirs"}
    again = sent_again(response, summary_fi=choice, name_sv="theirs")
    for _again in range(2):
        assert cast.aino.post(path_of(cast.cafe), again).status_code == 302
    after = now(cast.cafe)
    assert (after.summary_fi, after.name_sv, after.name_en) == (result, "Theirs", "My café")


def test_saving_without_choosing_asks_again(two):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Heidän.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    response = cast.aino.post(path_of(cast.cafe), sent_again(response))
    assert response.status_code == 409
    assert now(cast.cafe).summary_fi == "Heidän."
    assert response.context["form"]["summary_fi"].value() == "Minun."


def test_a_third_change_meanwhile_is_shown_too(two):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Heidän.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    again = sent_again(response, summary_fi="mine")
    Service.objects.filter(pk=cast.cafe.pk).update(summary_fi="Kolmas.")
    response = cast.aino.post(path_of(cast.cafe), again)
    assert response.status_code == 409
    assert "Kolmas." in response.content.decode()
    assert now(cast.cafe).summary_fi == "Kolmas."
    response = cast.aino.post(path_of(cast.cafe), sent_again(response, summary_fi="mine"))
    assert (response.status_code, now(cast.cafe).summary_fi) == (302, "Minun.")


def test_what_was_typed_stays_when_theirs_is_chosen_and_something_else_is_wrong(two):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Heidän.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    again = sent_again(response, summary_fi="theirs") | {"age_from": "x"}
    response = cast.aino.post(path_of(cast.cafe), again)
    assert response.status_code == 409 and "age_from" in response.context["form"].errors
    assert response.context["form"]["summary_fi"].value() == "Minun."
    assert response.context["clashes"][0].choice == "theirs"
    assert b"disabled" not in response.content
    again = sent_again(response, summary_fi="theirs") | {"age_from": "3"}
    assert cast.aino.post(path_of(cast.cafe), again).status_code == 302
    assert (now(cast.cafe).summary_fi, now(cast.cafe).age_from) == ("Heidän.", 3)


def test_contacts_that_both_changed_are_chosen_whole(two):
    cast, mine, theirs = two
    added = {"contacts-0-kind": "phone", "contacts-0-value": "040 111 1111"}
    save_theirs(cast, theirs, **added)
    ours = mine | added | {"contacts-0-value": "040 222 2222"}
    response = cast.aino.post(path_of(cast.cafe), ours)
    assert [one.name for one in response.context["clashes"]] == ["contacts"]
    assert "040 222 2222" in response.content.decode()
    kept = cast.aino.post(path_of(cast.cafe), sent_again(response, contacts="theirs"))
    assert kept.status_code == 302
    assert Contact.objects.get(service=cast.cafe).value == "040 111 1111"
    kept = cast.aino.post(path_of(cast.cafe), sent_again(response, contacts="mine"))
    assert Contact.objects.get(service=cast.cafe).value == "040 222 2222"


def test_a_confirmation_meanwhile_is_no_clash(two):
    cast, mine, _theirs = two
    with pghistory.context(user=cast.aino_user.pk):
        Service.objects.filter(pk=cast.cafe.pk).update(confirmed_on="2026-11-25")
    response = cast.aino.post(path_of(cast.cafe), mine | {"name_fi": "Uusi"})
    assert response.status_code == 302
    assert (now(cast.cafe).name_fi, str(now(cast.cafe).confirmed_on)) == ("Uusi", "2026-11-25")


@pytest.mark.parametrize("version", ["", "x", "1.1.1", "0.0", "9" * 19 + ".1", "\x00"])
def test_a_version_that_never_was_overwrites_nothing_unseen(cast, version):
    data = opened(cast.aino, cast.cafe) | {"name_fi": "Uusi", "version": version}
    response = cast.aino.post(path_of(cast.cafe), data)
    assert response.status_code in (200, 409)
    assert now(cast.cafe).name_fi == "Vauvakahvila"


def test_a_post_without_its_token_is_refused(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.aino_user)
    assert strict.post(path_of(cast.cafe), {"name_fi": "X"}).status_code == 403


def test_the_list_has_own_listings_only_in_few_queries(cast, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(25) as found:
            page = cast.aino.get("/staff/listings/").content.decode()
        return len(found), page

    make.make_place(owner=cast.a)
    cast.aino.get("/staff/listings/")
    few, page = queries()
    assert "Baby café" in page and "Beetan talo" not in page
    for number in range(3):
        make.make_service(owner=cast.a, name_fi=f"Toinen {number}", state="draft")
        make.make_place(owner=cast.a)
    make.make_service(owner=cast.a, name_fi="Arkistoitu", state="archived")
    many, page = queries()
    assert many == few and "Toinen 2" in page and "Arkistoitu" not in page
    assert Place.objects.count() == 5


def test_the_others_date_can_be_chosen(two):
    cast, mine, theirs = two
    dates = {"access": "register", "registration_until": "1.12.2026"}
    save_theirs(cast, theirs, **dates)
    ours = mine | dates | {"registration_until": "8.12.2026"}
    response = cast.aino.post(path_of(cast.cafe), ours)
    assert [one.name for one in response.context["clashes"]] == ["registration_until"]
    again = sent_again(response, registration_until="theirs")
    assert cast.aino.post(path_of(cast.cafe), again).status_code == 302
    assert now(cast.cafe).registration_until.isoformat() == "2026-12-01"


def test_what_no_text_may_hold_is_left_out(cast):
    odd = "Rivi\x0b \x1b\u202eyksi\u2068\ufffe\r\nkaksi\tkolme"
    data = opened(cast.aino, cast.cafe) | {
        "summary_fi": odd, "contacts-0-kind": "phone", "contacts-0-value": "040 123 4567",
        "contacts-0-label_fi": "Puh\x0belin",
    }  # fmt: skip
    assert cast.aino.post(path_of(cast.cafe), data).status_code == 302
    assert now(cast.cafe).summary_fi == "Rivi yksi\nkaksi\tkolme"
    assert Contact.objects.get().label_fi == "Puhelin"


def test_what_the_database_has_already_does_not_break_the_sheet(cast):
    cast.aino_user.is_staff = True
    cast.aino_user.save()
    Service.objects.filter(pk=cast.cafe.pk).update(summary_fi="Rivi\x0byksi")
    response = cast.aino.get("/staff/admin/directory/service/export/xlsx/")
    assert response.status_code == 200
    sheet = load_workbook(BytesIO(response.content)).active
    assert "Riviyksi" in [cell.value for cell in sheet[2]]


def test_the_admin_takes_no_more_than_the_desk(cast):
    form = kept_choices(
        modelform_factory(Place, fields=["arrival_fi"]), SimpleNamespace(user=cast.aino_user)
    )
    sent = form({"arrival_fi": "Sisä\x0bpihalta\u202e"}, instance=cast.place)
    assert sent.is_valid() and sent.cleaned_data["arrival_fi"] == "Sisäpihalta"


def change_in_between(monkeypatch, name, row, call=1, **values):
    """Somebody else writes just after the page has called this for the nth time."""
    real, calls = getattr(views, name), count(1)

    def called(*args, **kwargs):
        found = real(*args, **kwargs)
        if next(calls) == call:
            Service.objects.filter(pk=row.pk).update(**values)
        return found

    monkeypatch.setattr(views, name, called)


@pytest.mark.parametrize(("name", "status"), [("editable_or_refuse", 302), ("version_of", 409)])
def test_what_is_written_while_the_page_is_made_is_shown(two, monkeypatch, name, status):
    """And is asked about rather once too often."""
    cast, _mine, _theirs = two
    change_in_between(monkeypatch, name, cast.cafe, summary_fi="Välissä.")
    mine = opened(cast.aino, cast.cafe)
    assert mine["summary_fi"] == "Välissä."
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    assert response.status_code == status


def test_what_is_written_while_the_choice_is_shown_is_not_taken_for_seen(two, monkeypatch):
    cast, mine, theirs = two
    save_theirs(cast, theirs, summary_fi="Heidän.")
    change_in_between(monkeypatch, "values_now", cast.cafe, call=2, summary_fi="Välissä.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    response = cast.aino.post(path_of(cast.cafe), sent_again(response, summary_fi="mine"))
    assert response.status_code == 409
    assert "Välissä." in response.content.decode()


def test_what_is_written_between_checking_and_saving_is_asked_about(two, monkeypatch):
    cast, mine, _theirs = two
    change_in_between(monkeypatch, "read_post", cast.cafe, summary_fi="Välissä.")
    response = cast.aino.post(path_of(cast.cafe), mine | {"summary_fi": "Minun."})
    assert response.status_code == 409
    assert [one.name for one in response.context["clashes"]] == ["summary_fi"]
    response = cast.aino.post(path_of(cast.cafe), sent_again(response, summary_fi="mine"))
    assert (response.status_code, now(cast.cafe).summary_fi) == (302, "Minun.")


@pytest.mark.django_db(transaction=True)
def test_two_new_listings_of_one_name_get_an_address_each():
    owner = make.make_organisation()

    def add():
        with transaction.atomic():
            make.make_place(owner=owner, slug=free_slug(Place, "Kerhotalo"))
        connection.close()

    other = Thread(target=add)
    with transaction.atomic():
        slug = free_slug(Place, "Kerhotalo")
        other.start()
        other.join(timeout=0.3)
        make.make_place(owner=owner, slug=slug)
    other.join(timeout=10)
    slugs = Place.objects.order_by("slug").values_list("slug", flat=True)
    assert list(slugs) == ["kerhotalo", "kerhotalo-2"]


def saved_page(client, row, **values) -> str:
    data = opened(client, row) | values
    return client.post(path_of(row), data, follow=True).content.decode()


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


def outdated(row) -> int:
    rows = {type(row): type(row).objects.filter(pk=row.pk)}
    return Texts(rows, ["sv", "en", "so"], ["outdated"]).count()


def test_what_is_out_of_date_now_is_told_with_a_link(cast):
    page = saved_page(cast.aino, cast.cafe, name_sv="Babykafé")
    assert "out of date" not in page.split("<form")[0] and outdated(cast.cafe) == 0
    page = saved_page(cast.aino, cast.cafe, name_fi="Perhekahvila")
    assert "2 translations are now out of date:" in page and outdated(cast.cafe) == 2
    assert f'href="/staff/translations/source/service/{cast.cafe.pk}/name/"' in page


def test_after_a_small_correction_translations_stay_valid(cast):
    page = saved_page(cast.aino, cast.cafe, name_fi="Vauva-kahvila", is_small="on")
    assert now(cast.cafe).name_fi == "Vauva-kahvila"
    assert outdated(cast.cafe) == 0 and "now out of date" not in page
    other = make.make_service(owner=cast.a, name_fi="Kerho", name_en="", summary_en="")
    assert "Only a small correction" not in cast.aino.get(path_of(other)).content.decode()


def test_emptied_texts_are_named(cast):
    page = saved_page(cast.aino, cast.cafe, name_en="")
    assert "No text is left in: Name (English)." in page


def test_what_is_saved_into_the_archive_says_so_and_offers_the_way_back(cast):
    data = opened(cast.aino, cast.cafe) | {"summary_fi": "Uusi teksti."}
    archive(row=cast.cafe, now=timezone.now())
    page = cast.aino.post(path_of(cast.cafe), data, follow=True).content.decode()
    assert "But this is in the archive" in page and now(cast.cafe).summary_fi == "Uusi teksti."
    assert f'action="/staff/archive/service/{cast.cafe.pk}/restore/"' in page


def test_free_with_an_unexplained_price_is_told(cast):
    page = saved_page(cast.aino, cast.cafe, price="2,50", is_free="on")
    assert page.count("the price of something optional") == 2
    page = saved_page(cast.aino, cast.cafe, fee_note_fi="Lounas")
    assert "the price of something optional" not in page
    public = cast.aino.get(f"/fi/services/{cast.cafe.slug}/").content.decode()
    assert "2,50" in text_of(public) and "Lounas" in public


@pytest.mark.parametrize(("language", "shown"), [("fi", "2,50"), ("sv", "2,50"), ("en", "2.50")])
def test_a_price_is_shown_as_the_language_has_it(cast, language, shown):
    Service.objects.filter(pk=cast.cafe.pk).update(price="2.50", fee_note_fi="Lounas")
    cast.aino.cookies["language"] = language
    client = Client(headers={"accept-language": language})
    client.force_login(cast.aino_user)
    page = client.get(path_of(cast.cafe))
    assert f'name="price" value="{shown}"' in page.content.decode()
    assert client.post(path_of(cast.cafe), field_values(page)).status_code == 302
    assert str(now(cast.cafe).price) == "2.50"


@pytest.mark.parametrize(
    ("typed", "months"),
    [("8 v", 96), ("8 vuotta", 96), ("8 år", 96), ("18", 18), ("1,5 v", 18), ("1 v 6 kk", 18),
     ("8 months", 8)],
)  # fmt: skip
def test_ages_are_understood_in_years_too(cast, typed, months):
    page = saved_page(cast.aino, cast.cafe, age_from=typed)
    assert now(cast.cafe).age_from == months
    assert ("96 months = 8 years." in page) == (months == 96)


@pytest.mark.parametrize("typed", ["vauva", "8 lasta", "-1", "99999", "1201", "v", "９ x" * 50])
def test_what_is_no_age_is_told(cast, typed):
    saved_page(cast.aino, cast.cafe, age_from=typed)
    assert now(cast.cafe).age_from is None


def test_the_list_says_whose_each_is_and_how_it_stands(cast):
    cast.cafe.organisers.add(cast.b)
    Service.objects.filter(pk=cast.cafe.pk).update(confirmed_on="2026-11-20", name_fi="Uusi")
    draft = make.make_service(owner=cast.a, name_fi="Luonnos", state="draft", confirmed_on=None)
    page = " ".join(cast.aino.get("/staff/listings/").content.decode().split())
    for words in ("1 translation out of date", "20.11.2026", "Draft", "Not confirmed yet"):
        assert words in page
    assert "Owner: Aapelin tuki · also: Beeta" in text_of(page)
    assert f"/staff/preview/services/{draft.slug}/" in page
    edit_page = cast.bertta.get(path_of(cast.cafe)).content.decode()
    assert "Owner: Aapelin tuki · also: Beeta" in text_of(edit_page)


def test_a_long_list_is_searched_by_name(cast):
    assert 'name="q"' not in cast.aino.get("/staff/listings/").content.decode()
    for number in range(15):
        make.make_service(owner=cast.a, name_fi=f"Kerho {number}")
    assert 'name="q"' in cast.aino.get("/staff/listings/").content.decode()
    page = cast.aino.get("/staff/listings/?q=KERHO+3").content.decode()
    assert "Kerho 3" in page and "Kerho 4" not in page and "No place has such a name" in page
    for hostile in ("%00", "x" * 10_000, "%F0%9F%91%B6", "a&q=b"):
        assert cast.aino.get(f"/staff/listings/?q={hostile}").status_code == 200
