"""What a line does to its meeting: held once it has begun, corrected once it is published."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine

from meetings.actions.notes import Choice, Writing, tie, write_line
from meetings.actions.rows import Gone
from meetings.models import Meeting, NoteItem
from meetings.queries.versions import line_version
from tests import factories as make
from tests.meetings.desk_rows import (
    HELD,
    NOW,
    line_data,
    make_cast,
    make_line,
    make_meeting,
    make_theme,
)

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def published(cast):
    """The meeting with one line, published at NOW; it is an hour later."""
    line = make_line(cast.held)
    publish(cast.held)
    return line


def publish(meeting: Meeting) -> None:
    meeting.state, meeting.notes_published_at = "notes_published", NOW
    meeting.notes_audience = "everyone"
    meeting.save()


def notes(cast, *more: object) -> str:
    return cast.path(cast.held.slug, "notes", *more)


def changed(line: NoteItem, **values: str) -> dict[str, str]:
    same = {"uid": str(line.uid), "kind": line.kind, "version": line_version(line)}
    return line_data(**same, **values)


def corrected_at(cast) -> datetime | None:
    return Meeting.objects.get(pk=cast.held.pk).notes_corrected_at


def test_line_prepared_before_the_start_leaves_the_meeting_ahead(cast, clock):
    data = line_data()
    cast.aino.post(notes(cast, "line"), data)
    cast.held.refresh_from_db()
    assert cast.held.state == "invited"
    clock.shift(HOUR)
    cast.aino.post(notes(cast, "line"), line_data(uid=data["uid"], text="Jatkuu"), **JSON)
    cast.held.refresh_from_db()
    assert cast.held.state == "invited", "a line that was refused holds no meeting"
    line = NoteItem.objects.get()
    cast.aino.post(notes(cast, "line"), changed(line, text="Jatkuu"))
    cast.held.refresh_from_db()
    assert cast.held.state == "held"


def test_meeting_without_a_start_is_held_from_its_day_on(cast):
    today = make_meeting(cast.network, date=HELD, slug="tanaan")
    later = make_meeting(cast.network, date=HELD + timedelta(days=1), slug="huomenna")
    for meeting in (today, later):
        cast.aino.post(cast.path(meeting.slug, "notes", "line"), line_data())
        meeting.refresh_from_db()
    assert (today.state, later.state) == ("held", "planned")


def test_line_that_meets_what_changed_meanwhile_leaves_the_state_alone(cast):
    """The row in hand was fetched before another request published the notes."""
    stale = Meeting.objects.get(pk=cast.held.pk)
    publish(cast.held)
    writing = Writing(uid=uuid4(), kind="works", text="Uusi", language="fi")
    line = write_line(meeting=stale, writing=writing, now=NOW + HOUR)
    cast.held.refresh_from_db()
    assert cast.held.state == "notes_published"
    assert line.corrected_at == cast.held.notes_corrected_at == NOW + HOUR


@pytest.mark.parametrize("data", [{}, {"theme": "999999", "agenda_item": "999999"}])
def test_theme_and_agenda_item_that_are_gone_count_as_none(cast, data):
    theme, item = make_theme(cast.network), cast.held.agenda.first()
    data = data or {"theme": theme.pk, "agenda_item": item.pk}
    theme.delete()
    item.delete()
    response = cast.aino.post(notes(cast, "line"), line_data(**data), **JSON)
    assert response.status_code == 200
    line = NoteItem.objects.get()
    assert (line.theme, line.agenda_item) == (None, None)


def test_typing_is_not_saved_into_published_notes_but_a_button_is(cast, published):
    assert "data-published" in cast.aino.get(notes(cast)).content.decode()
    data = changed(published, text="Puolikas lau")
    response = cast.aino.post(notes(cast, "line"), data, **JSON)
    assert (response.status_code, response.json()) == (409, {"reason": "published"})
    assert cast.aino.post(notes(cast, "line"), line_data(), **JSON).status_code == 409
    published.refresh_from_db()
    assert (published.text_fi, NoteItem.objects.count()) == ("Tieto ei löydy", 1)
    assert corrected_at(cast) is None
    meant = data | {"text": "Koko lause", "knows_it_is_published": "1"}
    assert cast.aino.post(notes(cast, "line"), meant, **JSON).status_code == 200
    # The answer may have been lost: sent again it says what is there.
    assert cast.aino.post(notes(cast, "line"), data | {"text": "Koko lause"}, **JSON).json()["uid"]


def test_changed_added_and_removed_lines_of_published_notes_leave_their_mark(
    cast, published, clock
):
    for step in range(1, 4):
        clock.move_to(NOW.astimezone(UTC) + step * HOUR)
        if step == 1:
            cast.aino.post(notes(cast, "line"), changed(published, text="Tieto löytyy"))
        elif step == 2:
            cast.aino.post(notes(cast, "line"), line_data())
        else:
            published.refresh_from_db()
            version = {"version": line_version(published)}
            cast.aino.post(notes(cast, published.uid, "remove"), version)
        assert corrected_at(cast) == NOW + step * HOUR
    clock.shift(HOUR)
    cast.aino.post(notes(cast, published.uid, "remove"), {"version": "?"})
    assert corrected_at(cast) == NOW + 3 * HOUR


def test_ties_of_published_lines_leave_their_mark_only_when_they_change(cast, published):
    cast.aino.post(notes(cast, published.uid, "ties"), {})
    assert corrected_at(cast) is None
    cast.aino.post(notes(cast, published.uid, "ties"), {"categories": make.make_category().pk})
    published.refresh_from_db()
    assert corrected_at(cast) == published.corrected_at == NOW


def edit(cast, **values: str) -> None:
    path = cast.path(cast.held.slug, "edit")
    form = cast.aino.get(path).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in shown.items() if value} | values
    assert cast.aino.post(path, data).status_code == 302


@pytest.mark.parametrize("is_published", [True, False])
def test_who_came_and_what_came_of_it_are_read_with_the_notes(cast, clock, is_published):
    make_line(cast.held)
    if is_published:
        publish(cast.held)
    marks = []
    for came in ("3", "3", "4"):
        clock.shift(HOUR)
        from_b = f"from_{cast.b.pk}"
        seen = {f"initial-{from_b}": "3" if marks else ""}
        cast.aino.post(notes(cast, "participation"), seen | {from_b: came})
        marks.append(corrected_at(cast))
    for texts in ({"room": "Eteinen"}, {"asked_fi": "Iltoja"}, {"answered_sv": "Kvällar"}):
        clock.shift(HOUR)
        edit(cast, **texts)
        marks.append(corrected_at(cast))
    hours = [1, 1, 3, 3, 5, 6]
    assert marks == [NOW + hour * HOUR if is_published else None for hour in hours]


def test_line_that_somebody_removed_meanwhile_is_tied_to_nothing(cast):
    line = make_line(cast.held)
    NoteItem.objects.filter(pk=line.pk).delete()
    choice = Choice([make.make_category()], frozenset())
    with pytest.raises(Gone):
        tie(line=line, choices={"categories": choice}, now=NOW)


def test_lines_of_unpublished_notes_leave_no_mark(cast):
    line = make_line(cast.held)
    cast.aino.post(notes(cast, "line"), changed(line, text="Muuttui"))
    line.refresh_from_db()
    cast.aino.post(notes(cast, line.uid, "remove"), {"version": line_version(line)})
    assert (line.corrected_at, corrected_at(cast)) == (None, None)


def test_no_more_than_three_unsure_texts_are_heeded(cast):
    line = make_line(cast.held, text_fi="Vanhin")
    data = changed(line, text="Uusin") | {"version": "?"}
    four = data | {"unsure": ["1", "2", "3", "Vanhin"]}
    assert cast.aino.post(notes(cast, "line"), four, **JSON).status_code == 409
    three = data | {"unsure": ["1", "2", "Vanhin"]}
    assert cast.aino.post(notes(cast, "line"), three, **JSON).status_code == 200


def test_meeting_begins_at_its_start(cast, clock):
    early = make_meeting(cast.network, date=HELD, start=time(8, 30), slug="nyt")
    cast.aino.post(cast.path(early.slug, "notes", "line"), line_data())
    early.refresh_from_db()
    assert early.state == "held"
