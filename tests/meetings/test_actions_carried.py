"""An action stands on every agenda that is still to come, until it is closed."""

from datetime import date, time
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.actions.action_items import LONGEST_TITLE, change_action
from meetings.actions.meetings import call_on
from meetings.actions.rows import Gone
from meetings.models import Action, AgendaItem, Meeting
from tests.meetings import public_rows
from tests.meetings.desk_rows import NOW, make_cast, make_line, make_meeting

pytestmark = pytest.mark.django_db
LATER = date(2027, 1, 13)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast():
    return make_cast()


def add(cast, status: int = 302, **values) -> None:
    data = {"uid": str(uuid4()), "text": "Soitetaan", "language": "fi", **values}
    assert cast.aino.post(cast.path("actions"), data).status_code == status


def change(cast, action: Action, **values) -> None:
    path = cast.path("actions", action.uid)
    form = cast.aino.get(path).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in shown.items() if value is not None}
    assert cast.aino.post(path, data | values).status_code == 302


def on(meeting) -> list[str]:
    return [item.title_fi for item in meeting.agenda.filter(action__isnull=False)]


def test_action_of_the_list_comes_on_each_agenda_that_is_to_come(cast):
    coming = [make_meeting(cast.network), make_meeting(cast.network, date=LATER, state="invited")]
    past = make_meeting(cast.network, date=date(2026, 11, 4))
    off = make_meeting(cast.network, slug="peruttu", state="cancelled")
    other = make_meeting(public_rows.network("muu", coordinator=cast.b))
    uid = str(uuid4())
    for _ in range(2):
        add(cast, uid=uid)
    assert [on(one) for one in coming] == [["Soitetaan"]] * 2
    assert [on(one) for one in (past, off, other)] == [[]] * 3


def test_action_is_not_on_the_agenda_of_the_meeting_in_which_it_was_agreed(cast):
    line = cast.held.notes.create(kind="concern", text_fi="Huoli", created_at=NOW)
    coming = make_meeting(cast.network)
    data = {"uid": str(uuid4()), "text": "Soitetaan", "language": "fi"}
    cast.aino.post(cast.path(cast.held.slug, "notes", line.uid, "action"), data)
    assert (on(cast.held), on(coming)) == ([], ["Soitetaan"])


def test_closed_action_leaves_the_agendas_to_come_and_an_opened_one_is_there_again(cast):
    coming = make_meeting(cast.network)
    past = make_meeting(cast.network, date=date(2026, 11, 4), state="held")
    AgendaItem.objects.create(meeting=past, action=cast.action, title_fi="Tehdään esite")
    change(cast, cast.action, state="done")
    assert (on(coming), on(past)) == ([], ["Tehdään esite"])
    change(cast, cast.action, state="open")
    assert (on(coming), on(past)) == (["Tehdään esite"], ["Tehdään esite"])


def test_new_words_reach_the_agendas_unless_somebody_wrote_others_there(cast):
    plain, own = make_meeting(cast.network), make_meeting(cast.network, date=LATER)
    add(cast)
    action = Action.objects.get(text_fi="Soitetaan")
    own.agenda.update(title_fi="Soitetaan yhdessä")
    change(cast, action, text="Käydään " + "a" * 400)
    assert on(plain) == [("Käydään " + "a" * 400)[:LONGEST_TITLE]]
    assert on(own) == ["Soitetaan yhdessä"]


def switch(cast, meeting, *ways) -> None:
    for way in ways:
        assert cast.aino.post(cast.path(meeting.slug, way)).status_code == 302


def test_agenda_of_what_was_held_stays_as_it_was_when_it_is_called_off_and_on(cast):
    item = AgendaItem.objects.create(
        meeting=cast.held, action=cast.action, title_fi="Tehdään esite"
    )
    line = make_line(cast.held, agenda_item=item)
    Meeting.objects.filter(pk=cast.held.pk).update(state="held", start=time(8))
    change(cast, cast.action, state="done")
    add(cast)
    switch(cast, cast.held, "cancel", "restore")
    line.refresh_from_db()
    assert (line.agenda_item, on(cast.held)) == (item, ["Tehdään esite"])


def test_restored_meeting_takes_up_what_is_open_but_not_what_was_agreed_in_it(cast):
    coming = make_meeting(cast.network)
    AgendaItem.objects.create(meeting=coming, action=cast.action, title_fi="Tehdään esite")
    switch(cast, coming, "cancel")
    change(cast, cast.action, state="done")
    add(cast)
    Action.objects.create(network=cast.network, meeting=coming, text_fi="Täällä", created_at=NOW)
    switch(cast, coming, "restore")
    assert on(coming) == ["Soitetaan"]


def test_who_carries_actions_waits_for_the_network_before_the_meeting(cast):
    off = make_meeting(cast.network, state="cancelled")
    with CaptureQueriesContext(connection) as queries:
        assert call_on(meeting=off, now=NOW)
    locks = [one["sql"] for one in queries if one["sql"].endswith("FOR UPDATE")]
    assert ['FROM "meetings_network"' in one for one in locks] == [True, False]


def test_action_that_somebody_removed_meanwhile_is_gone(cast):
    Action.objects.filter(pk=cast.action.pk).delete()
    with pytest.raises(Gone):
        change_action(action=cast.action, values={"state": "done"}, seen="", today=NOW.date())


def test_item_taken_from_an_agenda_stays_away_while_the_action_is_open(cast):
    coming = make_meeting(cast.network)
    add(cast)
    coming.agenda.all().delete()
    change(cast, Action.objects.get(text_fi="Soitetaan"), due="1.12.2026")
    assert on(coming) == []
