"""Gaps of the picture that are taken up."""

from datetime import date

import pytest

from meetings.models import Action, AgendaItem
from meetings.queries.picture_gaps import gap_uid
from tests import factories as make
from tests.meetings import public_rows as rows
from tests.meetings.desk_rows import TODAY, make_meeting, make_theme
from tests.meetings.picture.desk import offered, press, said_in, staff

pytestmark = pytest.mark.django_db


def test_gap_becomes_an_item_of_a_coming_agenda_once(cast, cafe):
    meeting = make_meeting(cast.network)
    for _ in range(3):
        response = press(cast.aino, cast, where=str(meeting.uid))
        assert (
            response["Location"]
            == f"{cast.path('picture')}?open=languages#languages/family-cafe/ar"
        )
    item = meeting.agenda.get()
    assert "Arabic" in item.title_en and (item.kind, item.theme) == ("discussion", None)
    text = staff(cast.aino, cast)
    assert "On the agenda now" in text
    cell = text.split('id="languages/family-cafe/ar"')[1].split("</td>")[0]
    assert "<button" not in cell and "taken up already" in cell
    assert (
        '<button type="submit" class="take button-quiet" name="cell" value="family-cafe/ru"' in text
    )


def test_gap_becomes_an_action_once(cast, cafe):
    before = Action.objects.count()
    for _ in range(3):
        assert press(cast.aino, cast, table="ages", cell="family-cafe/13").status_code == 302
    assert Action.objects.count() == before + 1
    action = Action.objects.order_by("-pk").first()
    assert "13–17 years" in action.text_en and action.network == cast.network
    assert (action.organisation, action.state) == (None, "open")


def test_closed_action_of_a_gap_stays_closed_and_comes_again_next_term(cast, cafe):
    press(cast.aino, cast)
    made = Action.objects.order_by("-pk").first()
    Action.objects.filter(pk=made.pk).update(state="done", closed_on=TODAY)
    press(cast.aino, cast)
    assert Action.objects.get(pk=made.pk).state == "done"
    assert "already this term" in staff(cast.aino, cast)
    spring = date(2027, 1, 12)
    assert gap_uid(1, "action", "x", TODAY) != gap_uid(1, "action", "x", spring)


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("organisations", "music/{b}", "Beeta"),
        ("days", "family-cafe/6", "Sat"),
        ("hours", "family-cafe/evening", "Evening"),
        ("week", "evening/", "All kinds of services"),
        ("week", "morning/6", "Sat, Morning"),
        ("languages", "nothing-here/", "nobody offers this"),
    ],
)
def test_each_table_has_gaps_of_its_own_words(cast, cafe, name, cell, words):
    make.make_category(slug="nothing-here")
    service = offered(cast, "music")
    service.categories.update(name_en="Music")
    make.make_service(owner=cast.b, categories=cafe.categories.all(), areas=[cast.network.area])
    response = press(cast.aino, cast, table=name, cell=cell.format(b=cast.b.slug))
    assert "#" in response["Location"]
    assert words in Action.objects.order_by("-pk").first().text_en


def test_an_empty_row_is_one_gap_in_all_tables(cast, cafe):
    make.make_category(slug="nothing-here")
    before = Action.objects.count()
    for name in ("organisations", "languages", "ages"):
        press(cast.aino, cast, table=name, cell="nothing-here/")
    assert Action.objects.count() == before + 1
    press(cast.aino, cast, table="days", cell="nothing-here/")
    assert "regular times" in Action.objects.order_by("-pk").first().text_en


def test_week_of_one_form_and_of_all_are_different_gaps(cast, cafe):
    offered(cast, "music")
    for form in ("music", ""):
        press(cast.aino, cast, table="week", cell="morning/6", form=form)
    assert Action.objects.count() == 3


def test_returning_concern_is_taken_up_with_its_theme(cast):
    theme = make_theme(cast.network, "Kieli")
    said_in(cast, theme, date(2026, 3, 4), date(2026, 10, 7))
    meeting = make_meeting(cast.network)
    for _ in range(2):
        press(cast.aino, cast, table="returning", cell=f"{theme.pk}/", where=str(meeting.uid))
    item = meeting.agenda.get()
    assert item.theme == theme and "Kieli" in item.title_en
    assert "Taken up" in staff(cast.aino, cast)


@pytest.mark.parametrize(
    "values",
    [
        {"cell": "family-cafe/so"},
        {"cell": "family-cafe/none"},
        {"cell": "ei-ole/ar"},
        {"cell": "a" * 10_000},
        {"cell": "\0"},
        {"table": "_table"},
        {"table": "returning", "cell": "1/"},
        {"table": "\0", "form": "\0"},
        {"where": ""},
        {"where": "00000000-0000-0000-0000-000000000000"},
        {"where": "\0"},
    ],
)
def test_what_is_no_gap_or_no_coming_meeting_makes_nothing(cast, cafe, values):
    before = (Action.objects.count(), AgendaItem.objects.count())
    assert press(cast.aino, cast, **values).status_code == 302
    assert (Action.objects.count(), AgendaItem.objects.count()) == before
    assert 'class="message' in staff(cast.aino, cast)


def test_meeting_of_the_past_or_of_another_network_takes_no_gap(cast, cafe):
    other = rows.network("muu", coordinator=cast.b)
    past = make_meeting(cast.network, date=date(2026, 11, 4), state="held")
    for meeting in (past, make_meeting(other)):
        press(cast.aino, cast, where=str(meeting.uid))
        assert not meeting.agenda.exists()


def test_only_the_coordinator_takes_gaps_up_and_looking_changes_nothing(cast, cafe, client):
    before = Action.objects.count()
    assert press(client, cast).status_code == 302
    for person in (cast.bertta, cast.cecilia, cast.daavid):
        assert press(person, cast).status_code == 403
    assert cast.aino.get(cast.path("picture", "gap")).status_code == 405
    staff(cast.aino, cast)
    assert Action.objects.count() == before
