"""Notes are published of what was held; what families asked and what came of it, with them."""

from datetime import date, time

import pytest
import time_machine

from meetings.models import Meeting
from tests.meetings.desk_rows import NOW, make_cast, make_line, make_meeting

pytestmark = pytest.mark.django_db
ASKED, ANSWERED = "Aukioloa iltaisin.", "Torstaisin ollaan auki."


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def cast():
    """Its meeting began half an hour ago."""
    cast = make_cast()
    Meeting.objects.filter(pk=cast.held.pk).update(start=time(8))
    return cast


def publish(cast, meeting, audience: str = "everyone"):
    path = cast.path(meeting.slug, "publish")
    return cast.aino.post(path, {"audience": audience}, follow=True)


def state(meeting) -> str:
    return Meeting.objects.get(pk=meeting.pk).state


def test_notes_of_a_plan_announce_it(cast, client):
    plan = make_meeting(cast.network, date=date(2026, 11, 20))
    make_line(plan)
    publish(cast, plan)
    plan.refresh_from_db()
    assert (plan.state, plan.announced_at) == ("notes_published", NOW)
    assert client.get(f"/en/networks/kahvit/{plan.slug}/notes/").status_code == 200


def test_lines_prepared_for_a_coming_meeting_are_not_published(cast):
    coming = make_meeting(cast.network)
    make_line(coming)
    link = cast.path(coming.slug, "publish")
    assert link not in cast.aino.get(cast.path(coming.slug)).content.decode()
    assert "Publish the notes" not in cast.aino.get(link).content.decode()
    assert "still to come" in publish(cast, coming).content.decode()
    assert state(coming) == "planned"


def test_nothing_is_published_before_the_meeting_begins(cast, frozen):
    """Answers are taken until then, as they are while lines are prepared."""
    Meeting.objects.filter(pk=cast.held.pk).update(start=time(9))
    make_line(cast.held)
    link = cast.path(cast.held.slug, "publish")
    for page in (cast.path(cast.held.slug), cast.path()):
        assert link not in cast.aino.get(page).content.decode()
    assert "still to come" in publish(cast, cast.held).content.decode()
    assert state(cast.held) == "invited"
    frozen.shift(1800)
    publish(cast, cast.held)
    assert state(cast.held) == "notes_published"


def test_cancelled_meeting_stays_cancelled(cast):
    make_line(cast.held)
    Meeting.objects.filter(pk=cast.held.pk).update(state="cancelled")
    for page in (cast.path(cast.held.slug), cast.path()):
        link = cast.path(cast.held.slug, "publish")
        assert link not in cast.aino.get(page).content.decode()
    assert "cancelled" in publish(cast, cast.held).content.decode()
    assert state(cast.held) == "cancelled"


def test_held_meeting_moved_to_a_coming_day_offers_no_publishing(cast):
    coming = make_meeting(cast.network, state="held")
    make_line(coming)
    link = cast.path(coming.slug, "publish")
    assert link not in cast.aino.get(cast.path()).content.decode()


def test_notes_taken_back_and_published_anew_have_no_old_correction(cast):
    make_line(cast.held)
    publish(cast, cast.held)
    Meeting.objects.filter(pk=cast.held.pk).update(notes_corrected_at=NOW)
    cast.aino.post(cast.path(cast.held.slug, "publish", "withdraw"))
    publish(cast, cast.held)
    cast.held.refresh_from_db()
    assert (cast.held.notes_published_at, cast.held.notes_corrected_at) == (NOW, None)


@pytest.mark.parametrize(
    ("kind", "audience", "reads"),
    [
        ("co_planning", "network", [True, True]),
        ("co_planning", "everyone", [True, True]),
        ("coffee", "network", [False, True]),
        ("coffee", "everyone", [True, True]),
    ],
)
def test_what_came_of_it_is_public_where_families_planned_along(
    cast, client, kind, audience, reads
):
    make_line(cast.held)
    row = Meeting.objects.filter(pk=cast.held.pk)
    row.update(kind=kind, asked_fi=ASKED, answered_fi=ANSWERED)
    path = f"/fi/networks/kahvit/{cast.held.slug}/"
    assert ASKED not in cast.bertta.get(path).content.decode()
    preview = cast.aino.get(cast.path(cast.held.slug, "publish")).content.decode()
    assert ASKED in preview and ANSWERED in preview
    assert ("is a public summary" in preview) == (kind == "co_planning")
    publish(cast, cast.held, audience)
    pages = [one.get(path).content.decode() for one in (client, cast.bertta)]
    assert [ASKED in page and ANSWERED in page for page in pages] == reads


def test_form_says_who_reads_what_came_of_it(cast):
    path = cast.path(cast.held.slug, "edit")
    assert "Whoever may read the notes" in cast.aino.get(path).content.decode()
    Meeting.objects.filter(pk=cast.held.pk).update(kind="co_planning")
    assert "Everyone reads it once" in cast.aino.get(path).content.decode()
