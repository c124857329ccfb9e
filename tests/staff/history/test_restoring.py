"""Restoring a version: all of it or nothing, once, and never more rights than somebody has now."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from directory.actions.history import plan_restoring, restore_version
from directory.models import Contact, Organisation, Place, Service, Slot
from directory.queries.versions import current_version
from tests import factories as make
from tests.staff.history.pages import address, listed, rename, restore, words

pytestmark = pytest.mark.django_db


def test_restoring_shows_first_then_brings_all_back(cast):
    Contact.objects.create(service=cast.cafe, kind="phone", value="040 123 4567", label_so="Wac")
    cast.cafe.categories.add(make.make_category(name_fi="Kahvilat"))
    Service.objects.filter(pk=cast.cafe.pk).update(confirmed_on=date(2026, 11, 2))
    before, entry = current_version(cast.cafe), listed(cast.cafe)[0]
    rename(cast.cafe, "Aivan muuta", cast.aino_user)
    Contact.objects.all().delete()
    cast.cafe.categories.clear()
    preview = words(cast.aino.get(f"{address(cast.cafe)}{entry.moment}/"))
    assert "removed: Aivan muuta new: Vauvakahvila" in preview and "040 123 4567" in preview
    assert Service.objects.get(pk=cast.cafe.pk).name_fi == "Aivan muuta"
    response = restore(cast.aino, cast.cafe, entry)
    assert response["Location"] == address(cast.cafe)
    after = current_version(cast.cafe)
    assert after[Service] == before[Service] and after[Contact] == before[Contact]
    assert cast.cafe.categories.get().name_fi == "Kahvilat"
    assert "Restored the version of" in words(cast.aino.get(address(cast.cafe)))


def test_restoring_twice_does_nothing_more(cast):
    entry = listed(cast.cafe)[0]
    rename(cast.cafe, "Muuta", cast.aino_user)
    page = cast.aino.get(f"{address(cast.cafe)}{entry.moment}/").content.decode()
    data = {"seen": re.search(r'name="seen" value="(\w+)"', page)[1]}
    for _again in range(2):
        assert cast.aino.post(f"{address(cast.cafe)}{entry.moment}/", data).status_code == 302
    assert len(listed(cast.cafe)) == 3 + 1  # made, organised, renamed, restored


def test_restoring_what_has_changed_since_it_was_looked_at_is_refused(cast):
    entry = listed(cast.cafe)[-1]
    rename(cast.cafe, "Muuta", cast.aino_user)
    page = cast.aino.get(f"{address(cast.cafe)}{entry.moment}/").content.decode()
    data = {"seen": re.search(r'name="seen" value="(\w+)"', page)[1]}
    rename(cast.cafe, "Kolmas", cast.bertta_user)
    response = cast.aino.post(f"{address(cast.cafe)}{entry.moment}/", data)
    assert "Somebody else changed this meanwhile" in words(response)
    assert Service.objects.get(pk=cast.cafe.pk).name_fi == "Kolmas"


def test_a_taken_address_is_told_and_nothing_is_half_restored(cast):
    Service.objects.filter(pk=cast.cafe.pk).update(slug="kahvila")
    entry = listed(cast.cafe)[0]
    Service.objects.filter(pk=cast.cafe.pk).update(slug="uusi", name_fi="Uusi")
    make.make_service(slug="kahvila")
    response = restore(cast.aino, cast.cafe, entry)
    assert "The address of its page belongs to another listing now." in words(response)
    now = Service.objects.get(pk=cast.cafe.pk)
    assert (now.slug, now.name_fi) == ("uusi", "Uusi")


def test_restoring_gives_nobody_rights_or_approval(cast):
    """Not to a former owner, not past the site's decision, not to an organiser let go."""
    cast.cafe.organisers.add(cast.b)
    Service.objects.filter(pk=cast.cafe.pk).update(owner=cast.b, name_fi="Entinen")
    with_b = listed(cast.cafe)[0]
    Service.objects.filter(pk=cast.cafe.pk).update(owner=cast.a, name_fi="Nykyinen")
    cast.cafe.organisers.remove(cast.b)
    assert restore(cast.aino, cast.cafe, with_b).status_code == 302
    now = Service.objects.get(pk=cast.cafe.pk)
    assert (now.owner, now.name_fi) == (cast.a, "Entinen")
    assert list(now.organisers.all()) == [cast.a]
    approved = listed(cast.a)[-1]
    Organisation.objects.filter(pk=cast.a.pk).update(
        is_approved=False, website="https://example.fi"
    )
    assert restore(cast.aino, cast.a, approved).status_code == 302
    now = Organisation.objects.get(pk=cast.a.pk)
    assert (now.is_approved, now.website) == (False, "")


def test_restoring_does_not_publish_what_was_archived(cast):
    entry = listed(cast.cafe)[-1]
    Service.objects.filter(pk=cast.cafe.pk).update(
        state="archived", archived_at=make.ARCHIVED_AT, name_fi="Muuta"
    )
    restore(cast.aino, cast.cafe, entry)
    now = Service.objects.get(pk=cast.cafe.pk)
    assert (now.state, now.name_fi) == ("archived", "Vauvakahvila")


def test_a_place_that_is_hidden_now_is_not_put_back(cast):
    entry = listed(cast.slot)[-1]
    other = make.make_place(owner=cast.a)
    Slot.objects.filter(pk=cast.slot.pk).update(place=other, room="Sali")
    Place.objects.filter(pk=cast.place.pk).update(state="archived", archived_at=make.ARCHIVED_AT)
    shown = words(cast.aino.get(f"{address(cast.slot)}{entry.moment}/"))
    assert "This stays as it is" in shown
    restore(cast.aino, cast.slot, entry)
    now = Slot.objects.get(pk=cast.slot.pk)
    assert (now.place, now.room) == (other, "")


def test_nobody_else_restores(cast):
    entry = listed(cast.cafe)[-1]
    rename(cast.cafe, "Muuta", cast.aino_user)
    path = f"{address(cast.cafe)}{entry.moment}/"
    assert cast.bertta.get(path).status_code == 403
    assert cast.bertta.post(path, {"seen": "x"}).status_code == 403
    assert Service.objects.get(pk=cast.cafe.pk).name_fi == "Muuta"


def test_who_would_shut_themselves_out_is_refused(cast):
    only_b = make.make_service(owner=cast.b, organisers=[cast.b])
    at = listed(only_b)[0].at
    only_b.organisers.set([cast.a])
    plan = plan_restoring(only_b, at, cast.aino_user)
    with pytest.raises(PermissionDenied):
        restore_version(row=only_b, at=at, user=cast.aino_user, seen=plan.seen)
    assert list(only_b.organisers.all()) == [cast.a]


def test_staff_restore_nothing_that_the_site_decides(cast):
    """The same fields as the admin shows but doesn't let staff write."""
    old = listed(cast.a)[-1]
    parent = make.make_organisation()
    values = {"slug": "uusi", "kind": "parish", "parent": parent, "website": "https://example.fi"}
    Organisation.objects.filter(pk=cast.a.pk).update(**values)
    assert restore(cast.aino, cast.a, old).status_code == 302
    now = Organisation.objects.get(pk=cast.a.pk)
    assert (now.slug, now.kind, now.parent, now.website) == ("uusi", "parish", parent, "")
