"""What saving a service or a place writes."""

from threading import Thread
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.forms import modelform_factory
from django.test import Client

from directory.admin.scoping import kept_choices
from directory.forms.listing import free_slug
from directory.models import Contact, Place, Service
from tests import factories as make
from tests.staff.listing.forms import now, opened, path_of

pytestmark = pytest.mark.django_db


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


def test_a_post_without_its_token_is_refused(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.aino_user)
    assert strict.post(path_of(cast.cafe), {"name_fi": "X"}).status_code == 403


def test_the_admin_takes_no_more_than_the_desk(cast):
    form = kept_choices(
        modelform_factory(Place, fields=["arrival_fi"]), SimpleNamespace(user=cast.aino_user)
    )
    sent = form({"arrival_fi": "Sisä\x0bpihalta\u202e"}, instance=cast.place)
    assert sent.is_valid() and sent.cleaned_data["arrival_fi"] == "Sisäpihalta"


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
