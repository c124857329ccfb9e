"""The history of a listing: told in words, to whom it is told, and the way back."""

import re
from datetime import date, timedelta

import pghistory
import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.actions.history import plan_restoring, restore_version
from directory.models import Contact, Membership, Organisation, Place, Service, Slot, SlotVisitor
from directory.queries.history import entries, moments
from directory.queries.versions import current_version
from directory.views.staff.differences import compared
from tests import factories as make
from tests.staff.desk_cast import make_cast, make_editor, signed_in
from tests.staff.ticking import let_time_pass

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    let_time_pass()
    return make_cast()


def listed(row):
    """All that was done to it, newest first."""
    return entries(row, list(moments(row)))


def address(row) -> str:
    return f"/staff/history/{row._meta.model_name}/{row.pk}/"


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def rename(service, name, by):
    with pghistory.context(user=by.pk):
        Service.objects.filter(pk=service.pk).update(name_fi=name)


def restore(client, row, entry):
    page = client.get(f"{address(row)}{entry.moment}/")
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    return client.post(f"{address(row)}{entry.moment}/", {"seen": seen[1] if seen else ""})


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("Tule mukaan aina", "Tule mukaan joskus", "Tule mukaan[- aina][+ joskus]"),
        ("Tule mukaan.", "Tule mukaan kaikki.", "Tule mukaan[+ kaikki]."),
        ("", "Uusi", "[+Uusi]"),
        ("Vanha", "", "[-Vanha]"),
        ("aivan toinen", "jotain muuta", "[-aivan toinen][+jotain muuta]"),
        ("ulkona aina nyt <b>", "ulkona aina nyt <i>", "ulkona aina nyt <[-b][+i]>"),
    ],
)
def test_differences_mark_words(old, new, marked):
    signs = {"del": "[-%s]", "ins": "[+%s]", "": "%s"}
    assert "".join(signs[one.mark] % one.text for one in compared(old, new)) == marked


def test_long_unchanged_passages_are_left_out():
    text = " ".join(f"sana{n}" for n in range(400))
    pieces = compared(text, text + " loppu")
    assert any(one.mark == "gap" for one in pieces)
    assert sum(len(one.text) for one in pieces) < 400


def test_history_tells_fields_in_words_with_markup_escaped(cast):
    service = cast.cafe
    with pghistory.context(user=cast.aino_user.pk):
        Service.objects.filter(pk=service.pk).update(
            summary_fi="Tule <script>mukaan.", access="register", languages=["so"], age_from=0
        )
    response = cast.aino.get(address(service))
    shown = words(response)
    assert "Summary (Finnish)" in shown
    assert "How to get in removed: Just come new: Sign up first" in shown
    assert "new: Somali" in shown
    assert "age from, months new: 0" in shown
    assert b"<script>mukaan" not in response.content


def test_parts_are_told_by_name(cast):
    other = make.make_organisation(name_fi="Ceeta")
    with pghistory.context(user=cast.aino_user.pk):
        cast.cafe.organisers.add(other)
        Contact.objects.create(service=cast.cafe, kind="phone", value="040 123 4567")
    shown = words(cast.aino.get(address(cast.cafe)))
    assert "Organiser new: Ceeta" in shown
    assert "Contact: added" in shown and "040 123 4567" in shown


def test_a_line_tells_of_its_visitors_and_changes(cast):
    SlotVisitor.objects.create(slot=cast.slot, role="midwife")
    make.make_change(slot=cast.slot, reason="illness")
    shown = words(cast.aino.get(address(cast.slot)))
    assert "Visiting professional: added" in shown and "Midwife" in shown
    assert "Change: added" in shown and "Illness" in shown


def test_who_did_it_is_named_to_colleagues_only(cast):
    cast.cafe.organisers.add(cast.b)
    cast.aino_user.first_name, cast.aino_user.last_name = "Aino", "Esimerkki"
    cast.aino_user.save()
    rename(cast.cafe, "Uusi nimi", cast.aino_user)
    colleague = signed_in(make_editor(cast.a, "kollega"))
    admin = signed_in(get_user_model().objects.create_superuser("boss", "boss@example.fi"))
    for client in (colleague, admin, cast.aino):
        assert "Aino Esimerkki" in words(client.get(address(cast.cafe)))
    shown = words(cast.bertta.get(address(cast.cafe)))
    assert "Esimerkki" not in shown and "aino" not in shown
    assert "Somebody of: Aapelin tuki" in shown


def test_others_and_strangers_see_no_history(cast, client):
    for row in (cast.cafe, cast.slot, cast.a):
        assert cast.bertta.get(address(row)).status_code == 403
        assert cast.cecilia.get(address(row)).status_code == 403
        assert client.get(address(row)).status_code == 302
    assert cast.aino.get(address(cast.place)).status_code == 403
    assert cast.bertta.get(address(cast.place)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "service/999999/",
        "nothing/1/",
        f"service/{2**63}/",
        "service/{pk}/0/",
        f"service/{{pk}}/{10**30}/",
    ],
)
def test_what_is_not_there_is_404(cast, path):
    assert cast.aino.get("/staff/history/" + path.format(pk=cast.cafe.pk)).status_code == 404


def test_pages_are_bounded_and_hostile_pages_answer(cast, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(45) as found:
            assert cast.aino.get(address(cast.cafe)).status_code == 200
        return len(found)

    rename(cast.cafe, "Nimi 0", cast.aino_user)
    few = queries()
    for number in range(1, 21):
        rename(cast.cafe, f"Nimi {number}", cast.aino_user)
    assert queries() <= few + 1
    for page in ("2", "9999", "-1", "x", "%00"):
        assert cast.aino.get(f"{address(cast.cafe)}?page={page}").status_code == 200


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


def test_a_cancellation_is_undone_from_the_history(cast):
    with pghistory.context(user=cast.aino_user.pk):
        make.make_change(slot=cast.slot, reason="illness")
    page = cast.aino.get(address(cast.slot)).content.decode()
    key = re.search(r'name="history" value="([0-9a-f-]+)"', page)[1]
    cast.aino.post(reverse("undo"), {"history": key})
    assert not cast.slot.changes.exists()


def test_a_deleted_person_and_no_person_are_told_apart(cast):
    gone = make_editor(cast.a, "gone")
    rename(cast.cafe, "Muuta", gone)
    Membership.objects.filter(user=gone).delete()
    gone.delete()
    shown = words(cast.aino.get(address(cast.cafe)))
    assert "Somebody who is no longer here" in shown and "By itself" in shown


def test_one_listing_of_many_that_one_action_closed_is_not_undone_alone(cast):
    """Undoing takes back the whole action; in one place's history nobody sees the others."""
    other = make.make_place(owner=cast.b)
    with pghistory.context(user=cast.bertta_user.pk):
        for place in (cast.place, other):
            make.make_change(slot=None, place=place, reason="illness")
    assert not listed(cast.place)[0].can_undo
    assert 'name="history"' not in cast.bertta.get(address(cast.place)).content.decode()
    with pghistory.context(user=cast.bertta_user.pk):
        make.make_change(slot=None, place=other, reason="weather")
    assert listed(other)[0].can_undo and not listed(other)[1].can_undo


def written_late(service, name, at):
    """As by a transaction that began long before it wrote."""
    Service.objects.filter(pk=service.pk).update(name_fi=name)
    events = Service.pgh_event_model.objects.filter(pgh_obj_id=service.pk)
    events.filter(pk=events.latest("pgh_id").pk).update(pgh_created_at=at)


def test_what_a_long_transaction_wrote_last_is_last(cast):
    began = listed(cast.cafe)[0].at + timedelta(microseconds=1)
    rename(cast.cafe, "Ainon", cast.aino_user)
    written_late(cast.cafe, "Tuotu", began)
    late, aino = listed(cast.cafe)[:2]
    assert [step.after["name_fi"] for step in late.steps] == ["Tuotu"]
    shown = cast.aino.get(address(cast.cafe)).context["entries"]
    assert [one.is_current for one in shown[:2]] == [True, False]
    assert restore(cast.aino, cast.cafe, aino).status_code == 302
    assert Service.objects.get(pk=cast.cafe.pk).name_fi == "Ainon"
    assert restore(cast.aino, cast.cafe, late).status_code == 302
    assert Service.objects.get(pk=cast.cafe.pk).name_fi == "Tuotu"


def test_staff_restore_nothing_that_the_site_decides(cast):
    """The same fields as the admin shows but doesn't let staff write."""
    old = listed(cast.a)[-1]
    parent = make.make_organisation()
    values = {"slug": "uusi", "kind": "parish", "parent": parent, "website": "https://example.fi"}
    Organisation.objects.filter(pk=cast.a.pk).update(**values)
    assert restore(cast.aino, cast.a, old).status_code == 302
    now = Organisation.objects.get(pk=cast.a.pk)
    assert (now.slug, now.kind, now.parent, now.website) == ("uusi", "parish", parent, "")


def test_who_has_left_is_no_administrator(cast):
    left = make_editor(cast.a, "lähtenyt")
    rename(cast.cafe, "Muuta", left)
    Membership.objects.filter(user=left).delete()
    shown = words(cast.aino.get(address(cast.cafe)))
    assert "Somebody who is no longer here" in shown and "A site administrator" not in shown
    admin = get_user_model().objects.create_superuser("boss", "boss@example.fi")
    rename(cast.cafe, "Kolmas", admin)
    assert "A site administrator" in words(cast.aino.get(address(cast.cafe)))


def test_a_time_that_was_never_written_is_404(cast):
    last_day = 253_402_300_799_000_000
    for moment in (1, listed(cast.cafe)[0].moment + 1, last_day):
        path = f"{address(cast.cafe)}{moment}/"
        assert cast.aino.get(path).status_code == 404
        assert cast.aino.post(path, {"seen": "x"}).status_code == 404


def test_what_was_before_is_looked_for_among_the_listings_own_events(cast):
    rename(cast.cafe, "Muuta", cast.aino_user)
    found = moments(cast.cafe)
    with CaptureQueriesContext(connection) as queries:
        entries(cast.cafe, found)
    (sql,) = [one["sql"] for one in queries if '"directory_serviceevent" U0' in one["sql"]]
    assert f'U0."pgh_obj_id" = {cast.cafe.pk}' in sql
