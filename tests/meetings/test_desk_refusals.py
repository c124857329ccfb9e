"""What the coordinator's forms refuse beside its field or ask about once, and what buttons say."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
import time_machine

from meetings.models import Action, Meeting
from tests.meetings.desk_rows import NOW, TODAY, make_cast, make_line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def cast():
    return make_cast()


def added(cast, **values):
    base = {"uid": str(uuid4()), "date": "9.12.2026", "kind": "coffee", "language": "fi"}
    return cast.aino.post(cast.path("meetings", "add"), base | values)


def posted(form) -> dict:
    """What a browser sends of a form as it is shown."""
    found = {}
    for name, field in form.fields.items():
        found[name] = form[name].value()
        if field.show_hidden_initial:
            found[form[name].html_initial_name] = form[name].value()
    return {name: value for name, value in found.items() if value not in (None, False, "")}


def edited(cast, **values):
    path = cast.path(cast.held.slug, "edit")
    return cast.aino.post(path, posted(cast.aino.get(path).context["form"]) | values)


@pytest.mark.parametrize("end", ["8", "9.30"])
def test_meeting_ends_after_it_begins(cast, end):
    for response in (added(cast, start="9.30", end=end), edited(cast, start="9.30", end=end)):
        form = response.context["form"]
        assert response.status_code == 400 and list(form.errors) == ["end"]
        assert (form["start"].value(), form["end"].value()) == ("9.30", end)
    assert edited(cast, actual_start="9", actual_end="8").context["form"].errors["actual_end"]
    assert Meeting.objects.count() == 1
    cast.held.refresh_from_db()
    assert cast.held.end == time(11)


def test_place_is_chosen_or_written_not_both(cast):
    response = edited(cast, place_text="Kirjaston aula")
    form = response.context["form"]
    assert list(form.errors) == ["place_text"]
    assert form["place_text"].value() == "Kirjaston aula"
    assert edited(cast, place_text="Kirjaston aula", place="").status_code == 302
    cast.held.refresh_from_db()
    assert (cast.held.place, cast.held.place_text) == (None, "Kirjaston aula")


def test_signing_up_ends_by_the_day_of_the_meeting(cast):
    response = edited(cast, registration_until="26.11.2026")
    assert list(response.context["form"].errors) == ["registration_until"]
    assert edited(cast, registration_until="25.11.2026").status_code == 302


def test_past_day_is_asked_about_once(cast):
    first = added(cast, date="4.11.2026")
    assert first.status_code == 400 and list(first.context["form"].errors) == ["date"]
    again = posted(first.context["form"])
    other = cast.aino.post(cast.path("meetings", "add"), again | {"date": "5.11.2026"})
    assert other.status_code == 400, "another past day is another question"
    assert cast.aino.post(cast.path("meetings", "add"), again).status_code == 302
    assert Meeting.objects.filter(date=date(2026, 11, 4)).exists()
    assert added(cast, date="25.11.2026").status_code == 302


def test_changing_the_day_into_the_past_is_asked_about_and_an_old_day_is_not(cast, frozen):
    first = edited(cast, date="4.11.2026")
    page = first.content.decode()
    assert first.status_code == 400 and 'name="past_day" value="2026-11-04"' in page
    path = cast.path(cast.held.slug, "edit")
    assert cast.aino.post(path, posted(first.context["form"])).status_code == 302
    frozen.shift(timedelta(hours=1))
    assert edited(cast, room="Kahvio").status_code == 302


def test_material_from_a_published_meeting_is_for_the_members_unless_chosen(cast):
    Meeting.objects.update(
        state="notes_published", notes_audience="everyone", notes_published_at=NOW
    )
    form = cast.aino.get(cast.path("materials", "add") + f"?meeting={cast.held.slug}")
    form = form.context["form"]
    assert (form["audience"].value(), form["meeting"].value()) == ("network", cast.held.pk)


def test_action_is_not_due_before_today(cast):
    new = {"uid": str(uuid4()), "text": "Kootaan lista", "language": "fi", "due": "24.11.2026"}
    line = make_line(cast.held)
    for path in (cast.path("actions"), cast.path(cast.held.slug, "notes", line.uid, "action")):
        response = cast.aino.post(path, new)
        assert response.status_code == 400
        assert list(response.context["form"].errors) == ["due"]
        assert response.context["form"]["due"].value() == "24.11.2026"
    assert Action.objects.count() == 1
    assert cast.aino.post(cast.path("actions"), new | {"due": "25.11.2026"}).status_code == 302


def test_action_whose_day_has_passed_is_closed_with_its_day(cast):
    Action.objects.update(due=TODAY - timedelta(days=9))
    path = cast.path("actions", cast.action.uid)
    shown = posted(cast.aino.get(path).context["form"])
    assert 'name="initial-due" value="16.11.2026"' in cast.aino.get(path).content.decode()
    wrong = cast.aino.post(path, shown | {"due": "17.11.2026"})
    assert wrong.status_code == 400 and list(wrong.context["form"].errors) == ["due"]
    assert cast.aino.post(path, shown | {"state": "done"}).status_code == 302
    cast.action.refresh_from_db()
    assert (cast.action.state, cast.action.due) == ("done", TODAY - timedelta(days=9))


def test_button_of_a_line_says_what_is_behind_it(cast):
    line = make_line(cast.held)
    path = cast.path(cast.held.slug, "notes")
    assert "Action, services, places</a>" in cast.aino.get(path).content.decode()
    line.places.add(cast.held.place)
    assert "Action, services, places · 1 chosen</a>" in cast.aino.get(path).content.decode()


def test_kind_of_an_item_is_told_when_it_says_more_than_the_title(cast):
    agenda = cast.path(cast.held.slug, "agenda")
    label = '<li class="tag">News from each organisation</li>'
    assert label in cast.aino.get(agenda).content.decode()
    cast.held.agenda.filter(kind="round").update(title_en="news from each organisation")
    text = cast.aino.get(agenda).content.decode()
    assert label not in text and "in every meeting" in text


def test_themes_are_read_on_the_members_page(cast, client):
    response = cast.aino.get(cast.path("themes"))
    assert response.status_code == 302 and response["Location"] == cast.path("members")
    assert cast.bertta.get(cast.path("themes")).status_code == 403
    assert "login" in client.get(cast.path("themes"))["Location"]
