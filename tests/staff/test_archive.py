"""Deleting is archiving: unseen at once, back for 90 days, gone after that, never by mistake."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.actions.archive import archive, bring_back, purge
from directory.actions.listing_state import ArchivedError, publish
from directory.models import Contact, Place, Service, Slot
from directory.queries.own import allowed_places, kept_places, run_services, run_slots
from tests import factories as make
from tests.staff.desk_cast import WEDNESDAY, make_cast
from tests.staff.ticking import let_time_pass

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast():
    with time_machine.travel(WEDNESDAY, tick=False):
        let_time_pass()
        yield make_cast()


def path_of(row, action: str = "") -> str:
    path = f"/staff/archive/{row._meta.model_name}/{row.pk}/"
    return f"{path}{action}/" if action else path


def now(row):
    return type(row).objects.get(pk=row.pk)


def public_pages(cast) -> list[str]:
    area = cast.place.area.slug
    place, organisation = cast.place.slug, cast.a.slug
    return [
        "/fi/", "/fi/services/", f"/fi/services/{cast.cafe.slug}/", "/fi/places/",
        f"/fi/places/{place}/", f"/fi/places/{place}/poster/", f"/fi/places/{place}/screen/",
        f"/fi/places/{place}/embed/", f"/places/{place}.ics", "/fi/today/", "/fi/week/",
        f"/fi/week/?area={area}", f"/fi/organisations/{organisation}/",
        "/fi/services/?q=Vauvakahvila", "/fi/places/?q=Beetan",
    ]  # fmt: skip


def seen_on(client, cast, words: str) -> Iterator[str]:
    """Also in what is offered to choose from, since that is on the pages."""
    for page in public_pages(cast):
        response = client.get(page, follow=True)
        assert response.status_code in (200, 404), page
        content = getattr(response, "content", None) or b"".join(response.streaming_content)
        is_seen = response.status_code == 200 and words in content.decode(errors="replace")
        if is_seen and not page.endswith(("?q=Vauvakahvila", "?q=Beetan")):
            yield page


@pytest.mark.parametrize(
    ("name", "words"), [("cafe", "Vauvakahvila"), ("place", "Beetan talo"), ("slot", "9.30–11.30")]
)
def test_archived_is_on_no_public_surface(cast, client, name, words):
    row = getattr(cast, name)
    Slot.objects.filter(pk=cast.friday.pk).update(start="17:00", end="18:00")
    assert any(seen_on(client, cast, words))
    archive(row=row, now=timezone.now())
    assert list(seen_on(client, cast, words)) == []
    bring_back(row=row, by=cast.aino_user, now=timezone.now())
    assert any(seen_on(client, cast, words))


def test_archived_is_in_no_choice(cast):
    for row in (cast.cafe, cast.place, cast.friday):
        archive(row=row, now=timezone.now())
    assert cast.cafe not in run_services(cast.a)
    assert not kept_places(cast.b) and not allowed_places(cast.a) and not run_slots(cast.a)
    page = cast.aino.get("/staff/slots/add/").content.decode()
    assert "Baby café" not in page and "Beetan talo" not in page


def test_asking_names_what_goes_and_changes_nothing(cast):
    page = cast.aino.get(path_of(cast.cafe)).content.decode()
    assert "Beetan talo" in page and "90 days" in page
    assert now(cast.cafe).state == "published"


def test_archiving_and_bringing_back_twice(cast):
    for _again in range(2):
        assert cast.aino.post(path_of(cast.cafe)).status_code == 302
    archived_at = now(cast.cafe).archived_at
    assert (now(cast.cafe).state, archived_at) == ("archived", timezone.now())
    page = cast.aino.get("/staff/archive/").content.decode()
    assert "Baby café" in page and "23.2.2027" in page
    for _again in range(2):
        assert cast.aino.post(path_of(cast.cafe, "restore")).status_code == 302
    assert (now(cast.cafe).state, now(cast.cafe).archived_at) == ("published", None)
    assert "The archive is empty" in cast.aino.get("/staff/archive/").content.decode()


def test_a_draft_comes_back_as_a_draft(cast):
    Service.objects.filter(pk=cast.cafe.pk).update(state="draft")
    archive(row=cast.cafe, now=timezone.now())
    bring_back(row=cast.cafe, by=cast.aino_user, now=timezone.now())
    assert now(cast.cafe).state == "draft"


def test_what_an_unapproved_organisation_archived_comes_back_unseen(cast):
    archive(row=cast.cafe, now=timezone.now())
    type(cast.a).objects.filter(pk=cast.a.pk).update(is_approved=False)
    bring_back(row=now(cast.cafe), by=cast.aino_user, now=timezone.now())
    assert now(cast.cafe).state == "draft"


def test_a_line_comes_back(cast):
    cast.aino.post(path_of(cast.slot))
    assert now(cast.slot).archived_at
    assert "Wednesday" in cast.aino.get("/staff/archive/").content.decode()
    cast.aino.post(path_of(cast.slot, "restore"))
    assert now(cast.slot).archived_at is None


def test_others_are_refused(cast, client):
    for row in (cast.cafe, cast.slot):
        for path in (path_of(row), path_of(row, "restore")):
            assert cast.bertta.post(path).status_code == 403
            assert cast.cecilia.post(path).status_code == 403
            assert client.post(path).status_code in (302, 403)
            assert cast.aino.get(path_of(row, "restore")).status_code == 405
    assert cast.aino.post(path_of(cast.place)).status_code == 403
    assert (now(cast.cafe).state, now(cast.slot).archived_at) == ("published", None)
    assert cast.aino.post("/staff/archive/organisation/1/").status_code == 404
    assert cast.cecilia.get("/staff/archive/").status_code == 403


def test_the_archive_is_the_organisations_own_in_few_queries(cast, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(30) as found:
            page = cast.aino.get("/staff/archive/").content.decode()
        return len(found), page

    archive(row=cast.place, now=timezone.now())
    archive(row=cast.friday, now=timezone.now())
    archive(row=make.make_service(owner=cast.a), now=timezone.now())
    queries()
    few, page = queries()
    assert "Beetan talo" not in page.replace("· Beetan talo", "")
    for _another in range(2):
        archive(row=make.make_service(owner=cast.a), now=timezone.now())
        archive(row=make.make_slot(service=cast.cafe, place=cast.place), now=timezone.now())
    assert queries()[0] == few


def old_archive(cast, *rows):
    """Archived 91 days ago."""
    for row in rows:
        archive(row=row, now=timezone.now() - 91 * DAY)


def tidied() -> str:
    out = StringIO()
    call_command("tidy", stdout=out)
    return out.getvalue()


def test_after_90_days_it_is_deleted_and_the_history_stays(cast):
    Contact.objects.create(service=cast.cafe, kind="phone", value="040 111 1111")
    old_archive(cast, cast.cafe)
    assert "service 1" in tidied()
    assert not Service.objects.filter(pk=cast.cafe.pk).exists() and not Contact.objects.exists()
    assert not Slot.objects.filter(service=cast.cafe.pk).exists()
    events = Service.pgh_event_model.objects.filter(pgh_obj_id=cast.cafe.pk)
    assert events.order_by("-pgh_id").first().pgh_label == "delete"
    assert "nothing" in tidied()


def test_within_90_days_nothing_is_deleted(cast):
    archive(row=cast.cafe, now=timezone.now() - 90 * DAY)
    archive(row=cast.open_hours, now=timezone.now() - 89 * DAY)
    assert not purge(now=timezone.now())


def test_what_others_refer_to_stays(cast):
    old_archive(cast, cast.place)
    assert not purge(now=timezone.now())
    Slot.objects.filter(service=cast.cafe).update(place=make.make_place())
    assert purge(now=timezone.now())["place"] == 1
    assert not Place.objects.filter(pk=cast.place.pk).exists()


def test_a_partners_line_without_a_service_keeps_the_place(cast):
    Slot.objects.filter(service=cast.cafe).update(place=make.make_place())
    guests = make.make_slot(place=cast.place, weekdays=[6])
    guests.organisers.set([cast.a])
    cast.open_hours.organisers.set([cast.b])
    old_archive(cast, cast.place)
    assert not purge(now=timezone.now())
    assert Slot.objects.filter(pk=guests.pk).exists()
    guests.organisers.set([])
    assert purge(now=timezone.now())["place"] == 1


def test_a_line_is_deleted_by_itself(cast):
    archive(row=cast.friday, now=timezone.now() - 91 * DAY)
    assert dict(purge(now=timezone.now())) == {"slot": 1}
    assert Slot.objects.filter(pk=cast.slot.pk).exists()


@pytest.mark.parametrize(
    "values", [{"state": "archived"}, {"archived_at": make.ARCHIVED_AT}], ids=["state", "day"]
)
def test_the_database_keeps_state_and_day_together(cast, values):
    for row in (cast.cafe, cast.place):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**values)


def test_too_late_to_bring_back_is_told(cast):
    for row in (cast.slot, cast.cafe):
        archive(row=row, now=timezone.now() - 91 * DAY)
        response = cast.aino.post(path_of(row, "restore"), follow=True)
        assert "too long" in response.content.decode()
        assert now(row).archived_at


def test_a_superuser_brings_back_what_is_older(cast):
    root = make.make_user("root", is_superuser=True)
    for row in (cast.slot, cast.cafe):
        archive(row=row, now=timezone.now() - 91 * DAY)
        bring_back(row=row, by=root, now=timezone.now())
        assert now(row).archived_at is None


def test_bringing_back_is_one_version_in_the_history(cast):
    archive(row=cast.cafe, now=timezone.now())
    events = Service.pgh_event_model.objects.filter(pgh_obj_id=cast.cafe.pk)
    before = events.count()
    bring_back(row=cast.cafe, by=cast.aino_user, now=timezone.now())
    assert events.count() == before + 1


def test_publishing_is_no_way_out_of_the_archive(cast):
    archive(row=cast.cafe, now=timezone.now() - 91 * DAY)
    with pytest.raises(ArchivedError):
        publish(listing=cast.cafe, by=cast.aino_user)
    assert now(cast.cafe).state == "archived"


def test_archiving_a_shared_place_names_whose_lines_go(cast):
    hidden = make.make_service(owner=make.make_organisation(name_fi="Piilo"), state="draft")
    make.make_slot(service=hidden, place=cast.place)
    page = " ".join(cast.bertta.get(path_of(cast.place)).content.decode().split())
    assert "Other organisations" in page and "Aapelin tuki</span>: 2 lines" in page
    assert "Beeta</span>:" not in page and "Piilo" not in page
    page = cast.aino.get(path_of(cast.cafe)).content.decode()
    assert "Other organisations" not in page


def test_archiving_a_shared_service_names_whose_lines_go(cast):
    cast.cafe.organisers.add(cast.b)
    page = " ".join(cast.aino.get(path_of(cast.cafe)).content.decode().split())
    assert "Beeta</span>: 2 lines" in page and "Aapelin tuki</span>:" not in page


def test_only_the_owner_archives_and_brings_back(cast):
    Place.objects.filter(pk=cast.place.pk).update(coordinator=cast.a)
    cast.cafe.organisers.add(cast.b)
    for helper, row in ((cast.aino, cast.place), (cast.bertta, cast.cafe)):
        edit = f"/staff/{row._meta.model_name}s/{row.slug}/edit/"
        page = helper.get(edit)
        assert page.status_code == 200 and path_of(row) not in page.content.decode()
        assert helper.get(path_of(row)).status_code == 403
        assert helper.post(path_of(row)).status_code == 403
        assert now(row).state == "published"
        archive(row=row, now=timezone.now())
        page = helper.get("/staff/archive/").content.decode()
        assert "Only the organisation that owns it" in page
        assert path_of(row, "restore") not in page
        assert helper.post(path_of(row, "restore")).status_code == 403
        assert now(row).state == "archived"


def test_the_admin_archives_by_the_same_rule(cast):
    Place.objects.filter(pk=cast.place.pk).update(coordinator=cast.a)
    type(cast.aino_user).objects.update(is_staff=True)
    path = "/staff/admin/directory/place/"
    for person, status in ((cast.aino, 403), (cast.bertta, 302)):
        row_path = f"{path}{cast.place.pk}/"
        is_offered = f"{row_path}archive/" in person.get(f"{row_path}change/").content.decode()
        assert is_offered == (status == 302)
        assert person.post(f"{row_path}archive/").status_code == status
        assert (now(cast.place).state == "archived") == (status == 302)
        assert person.post(f"{row_path}restore/").status_code == status
    chosen = {"action": "archive_chosen", "_selected_action": [cast.place.pk]}
    page = cast.aino.post(path, chosen, follow=True).content.decode()
    assert "Only the organisation that owns it" in page and now(cast.place).state == "published"
    assert "Aapelin tuki (3)" in cast.bertta.get(f"{path}{cast.place.pk}/archive/").content.decode()
