"""An action stands on every agenda that is still to come, until it is closed."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine

from meetings.actions.action_items import LONGEST_TITLE
from meetings.models import Action, AgendaItem
from tests.meetings import public_rows
from tests.meetings.desk_rows import NOW, make_cast, make_meeting

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


def test_item_taken_from_an_agenda_stays_away_while_the_action_is_open(cast):
    coming = make_meeting(cast.network)
    add(cast)
    coming.agenda.all().delete()
    change(cast, Action.objects.get(text_fi="Soitetaan"), due="1.12.2026")
    assert on(coming) == []
