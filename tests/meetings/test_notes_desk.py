"""Notes: two writers at once, nothing lost, and one step to publish."""

from datetime import time
from uuid import uuid4

import pytest
import time_machine

from meetings.models import Action, Meeting, NoteItem
from meetings.permissions import readable_notes
from meetings.queries.versions import line_version
from tests import factories as make
from tests.meetings.desk_rows import (
    COMING,
    NOW,
    TODAY,
    line_data,
    make_cast,
    make_line,
    make_meeting,
    make_theme,
)
from tests.staff.desk_cast import signed_in

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}


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


def notes(cast, *more: object) -> str:
    return cast.path(cast.held.slug, "notes", *more)


def test_page_has_a_form_for_each_line_and_one_for_a_new_one(cast):
    line = make_line(cast.held)
    page = cast.aino.get(notes(cast)).content.decode()
    assert f'id="line-{line.uid}"' in page
    assert 'role="status"' in page
    assert "Tieto ei löydy" in page


def test_line_is_saved_by_an_ordinary_form_and_once(cast):
    data = line_data()
    for _ in range(2):
        response = cast.aino.post(notes(cast, "line"), data)
        assert response.status_code == 302
        assert response["Location"].endswith(f"#line-{data['uid']}")
    line = NoteItem.objects.get()
    assert (line.text_fi, line.kind, line.corrected_at) == ("Yhteistyö sujuu", "works", None)


def test_typing_on_saves_over_what_the_same_writer_sent(cast):
    data = line_data(text="Yht")
    first = cast.aino.post(notes(cast, "line"), data, **JSON).json()
    data |= {"text": "Yhteistyö", "version": first["version"]}
    assert cast.aino.post(notes(cast, "line"), data, **JSON).status_code == 200
    # The answer to that one was lost on the way: the page knows only what it sent.
    data |= {"text": "Yhteistyö sujuu", "unsure": ["Yhteistyö"]}
    assert cast.aino.post(notes(cast, "line"), data, **JSON).status_code == 200
    assert NoteItem.objects.get().text_fi == "Yhteistyö sujuu"


def test_two_writers_lines_are_both_there(cast):
    other = make.make_member("aatu", cast.a)
    aatu = signed_in(other)
    cast.aino.post(notes(cast, "line"), line_data(text="Ainon rivi"), **JSON)
    aatu.post(notes(cast, "line"), line_data(text="Aatun rivi"), **JSON)
    assert NoteItem.objects.count() == 2
    part = cast.aino.get(notes(cast) + "?part=lines").content.decode()
    assert "Ainon rivi" in part and "Aatun rivi" in part
    assert "<html" not in part


def test_same_line_written_by_two_tells_the_clash_and_keeps_both_texts(cast):
    line = make_line(cast.held)
    seen = line_version(line)
    same = {"uid": str(line.uid), "kind": "concern", "version": seen}
    cast.aino.post(notes(cast, "line"), line_data(**same, text="Ensimmäinen"), **JSON)
    late = cast.aino.post(notes(cast, "line"), line_data(**same, text="Toinen"), **JSON)
    assert late.status_code == 409
    assert late.json()["theirs"] == "Ensimmäinen"
    page = cast.aino.post(notes(cast, "line"), line_data(**same, text="Toinen"))
    assert page.status_code == 409
    assert "Ensimmäinen" in page.content.decode() and "Toinen" in page.content.decode()
    again = line_data(**same, text="Toinen") | {"version": late.json()["version"]}
    assert cast.aino.post(notes(cast, "line"), again, **JSON).status_code == 200
    line.refresh_from_db()
    assert line.text_fi == "Toinen"


def test_line_removed_meanwhile_is_there_again_when_its_writer_goes_on(cast):
    line = make_line(cast.held)
    data = line_data(uid=str(line.uid), version=line_version(line), text="Jatkan tätä")
    cast.aino.post(notes(cast, line.uid, "remove"), {"version": line_version(line)})
    assert not NoteItem.objects.exists()
    cast.aino.post(notes(cast, "line"), data, **JSON)
    assert NoteItem.objects.get().text_fi == "Jatkan tätä"


def test_line_that_somebody_wrote_on_is_not_removed(cast):
    line = make_line(cast.held)
    cast.aino.post(notes(cast, line.uid, "remove"), {"version": "something older"})
    assert NoteItem.objects.filter(pk=line.pk).exists()


def test_line_of_another_meeting_is_refused(cast):
    line = make_line(make_meeting(cast.network))
    response = cast.aino.post(notes(cast, "line"), line_data(uid=str(line.uid)))
    assert response.status_code == 403


@pytest.mark.parametrize(
    "values",
    [{"text": ""}, {"text": "x" * 5001}, {"kind": "nonsense"}, {"uid": "x"}, {"text": "\0"}],
)
def test_bad_line_is_refused_with_words_and_what_was_typed_stays(cast, values):
    data = line_data(**values)
    response = cast.aino.post(notes(cast, "line"), data, **JSON)
    assert response.status_code == 400
    assert response.json()["error"]
    assert cast.aino.post(notes(cast, "line"), data).status_code == 400
    assert not NoteItem.objects.exists()


def test_lines_language_is_the_one_it_was_written_in(cast):
    cast.aino.post(notes(cast, "line"), line_data(text="Samarbetet löper", language="sv"))
    line = NoteItem.objects.get()
    assert (line.text_sv, line.text_fi) == ("Samarbetet löper", None)
    page = cast.aino.get(notes(cast)).content.decode()
    assert "Samarbetet löper" in page


def test_line_is_tied_to_what_families_see_and_not_to_others_drafts(cast):
    line = make_line(cast.held)
    service = make.make_service(name_fi="Vauvakahvila")
    draft = make.make_service(name_fi="Vauvasalaisuus", state="draft")
    place, category = make.make_place(name="Vauvatalo"), make.make_category()
    found = cast.aino.get(notes(cast, line.uid) + "?q=vauva").content.decode()
    assert "Vauvakahvila" in found and "Vauvatalo" in found and "Vauvasalaisuus" not in found
    cast.aino.post(notes(cast, line.uid, "ties"), {"services": [draft.pk]})
    assert not line.services.exists()
    ties = {"services": [service.pk], "places": [place.pk], "categories": [category.pk]}
    cast.aino.post(notes(cast, line.uid, "ties"), ties)
    assert [line.services.get(), line.places.get(), line.categories.get()] == [
        service, place, category,
    ]  # fmt: skip


def test_lines_page_changes_its_theme(cast):
    line, theme = make_line(cast.held), make_theme(cast.network)
    form = cast.aino.get(notes(cast, line.uid)).context["line_form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"theme": theme.pk}
    assert cast.aino.post(notes(cast, "line"), data).status_code == 302
    line.refresh_from_db()
    assert (line.theme, line.text_fi) == (theme, "Tieto ei löydy")


def test_action_from_a_line_has_its_theme_and_is_on_the_next_agenda(cast):
    line = make_line(cast.held, theme=make_theme(cast.network))
    later = make_meeting(cast.network, previous=cast.held)
    data = {
        "uid": str(uuid4()), "text": "Kootaan lista", "language": "fi",
        "organisation": cast.b.pk, "due": "9.12.",
    }  # fmt: skip
    for _ in range(2):
        cast.aino.post(notes(cast, line.uid, "action"), data)
    action = Action.objects.get(uid=data["uid"])
    assert (action.meeting, action.theme, action.due) == (cast.held, line.theme, COMING)
    assert later.agenda.get(action=action).title_fi == "Kootaan lista"


def test_publishing_asks_who_may_read_and_shows_what_they_read(cast):
    make_line(cast.held, text_fi="Tieto **ei** löydy <script>alert(1)</script>")
    page = cast.aino.get(cast.path(cast.held.slug, "publish")).content.decode()
    assert "<strong>ei</strong>" in page and "<script>alert" not in page
    cast.held.refresh_from_db()
    assert cast.held.state == "invited"
    cast.aino.post(cast.path(cast.held.slug, "publish"), {"audience": "network"})
    reader = make.make_user("lukija")
    assert not readable_notes(reader, TODAY).exists()
    cast.aino.post(cast.path(cast.held.slug, "publish"), {"audience": "everyone"})
    assert readable_notes(reader, TODAY).get() == cast.held


def test_nothing_is_published_without_a_line(cast):
    cast.aino.post(cast.path(cast.held.slug, "publish"), {"audience": "everyone"})
    cast.held.refresh_from_db()
    assert cast.held.state == "invited"


def test_correction_after_publishing_is_marked_and_keeps_the_first_time(cast, frozen):
    line = make_line(cast.held)
    cast.aino.post(cast.path(cast.held.slug, "publish"), {"audience": "everyone"})
    frozen.shift(3600)
    data = line_data(uid=str(line.uid), version=line_version(line), text="Tieto löytyy")
    cast.aino.post(notes(cast, "line"), data)
    line.refresh_from_db()
    meeting = Meeting.objects.get(pk=cast.held.pk)
    assert meeting.notes_published_at == NOW
    assert line.corrected_at > NOW
    cast.aino.post(cast.path(cast.held.slug, "publish"), {"audience": "everyone"})
    assert Meeting.objects.get(pk=cast.held.pk).notes_published_at == NOW


def test_notes_can_be_taken_back(cast):
    make_line(cast.held)
    cast.aino.post(cast.path(cast.held.slug, "publish"), {"audience": "everyone"})
    cast.aino.post(cast.path(cast.held.slug, "publish", "withdraw"))
    assert not readable_notes(make.make_user("lukija"), TODAY).exists()
