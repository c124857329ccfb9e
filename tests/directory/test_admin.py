"""Pages of the admin whose forms are shown back before they save."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from directory.models import BreakCalendar, BreakPeriod, ScheduleChange, Slot
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
NOTHING_SAVED = "Nothing is saved yet"


@pytest.fixture
def admin(client):
    client.force_login(User.objects.create_superuser("root"))
    return client


def text(response):
    assert response.status_code == 200
    return re.sub(r"</?bdi[^>]*>", "", response.content.decode())


def sent(response):
    """The fields of the page as a browser would send them again."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False and value != "":
                data[field.html_name] = "on" if value is True else value
    return data


def saved(client, path, data):
    """The second save, of the page that came back as it stands."""
    opened = {name: value for name, value in sent(client.get(path)).items() if name == "version"}
    first = client.post(path, {**opened, **data})
    assert NOTHING_SAVED in text(first)
    assert "errornote" not in text(first)
    second = client.post(path, sent(first))
    assert second.status_code == 302, second.context["errors"]
    return first


VISITORS = {"visitors-TOTAL_FORMS": "0", "visitors-INITIAL_FORMS": "0"}


def slot_data(place, **values):
    base = {"place": place.pk, "recurrence": "weekly", "interval": "1", "follows_holidays": "on"}
    return {**base, **VISITORS, **values}


def test_slot_is_added_in_own_words_with_two_saves(admin):
    path = reverse("admin:directory_slot_add")
    assert "When, in your own words" in text(admin.get(path))
    words = "joka toinen ke klo 9.30-11, 12.8.-16.12."

    first = saved(admin, path, slot_data(make.make_place(), words=words, theme_fi="Vauvat"))

    assert "Every other Wednesday at 9.30–11.00, 12.8.–16.12.2026" in text(first)
    assert "Wed 2.12.2026" in text(first)
    slot = Slot.objects.get()
    assert (slot.recurrence, slot.weekdays, slot.theme_fi) == ("every_n_weeks", [3], "Vauvat")


def test_slot_sent_twice_is_one_slot(admin):
    path = reverse("admin:directory_slot_add")
    form_uid = sent(admin.get(path))["form_uid"]
    data = slot_data(make.make_place(), words="ke 9.30-11", form_uid=form_uid)
    first = admin.post(path, data)

    answers = [admin.post(path, sent(first)) for _time in range(2)]

    assert Slot.objects.count() == 1
    assert answers[0].status_code == 302
    assert "This line has been saved already." in text(answers[1])


def test_who_writes_the_times_of_a_slot_confirms_them(admin):
    slot = make.make_slot(confirmed_on=None)
    path = reverse("admin:directory_slot_change", args=[slot.pk])
    data = slot_data(slot.place, service=slot.service_id, words="to 13-15")

    saved(admin, path, {**data, "confirmed_on": ""})

    slot.refresh_from_db()
    assert slot.confirmed_on == date(2026, 11, 25)


def test_slot_is_found_by_the_name_that_staff_read(admin):
    make.make_slot(service=make.make_service(name_en="Saturday for all", name_fi="Lauantai"))
    found = admin.get(reverse("admin:directory_slot_changelist"), {"q": "saturday"})
    assert "Saturday for all" in text(found)


def test_first_save_of_a_slot_writes_nothing(admin):
    slot = make.make_slot()
    path = reverse("admin:directory_slot_change", args=[slot.pk])

    admin.post(path, slot_data(slot.place, service=slot.service_id, words="to 13-15"))

    slot.refresh_from_db()
    assert slot.weekdays == [3]


def test_slot_with_an_error_keeps_what_was_typed(admin):
    path = reverse("admin:directory_slot_add")
    typed = "<b>ti</b> 25.61 🦊"

    response = admin.post(path, slot_data(make.make_place(), words=typed, start="yhdeksän"))

    page = text(response)
    assert "errornote" in page
    assert "&lt;b&gt;ti&lt;/b&gt; 25.61 🦊" in page
    assert 'value="yhdeksän"' in page
    assert "<b>ti</b>" not in page
    assert not Slot.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"words": "\x00"},
        {"words": "9" * 100_000},
        {"weekdays": ["9", "x"]},
        {"nth": ["77"]},
        {"place": "999999"},
        {"place": "x"},
        {"recurrence": "never"},
        {"interval": "-1"},
        {"times": "9" * 30},
        {"break_calendar": "other"},
        {"seen": "x" * 1000},
    ],
)
def test_slot_with_hostile_values_comes_back_as_a_page(admin, values):
    data = slot_data(make.make_place(), weekdays=["2"], start="9")

    response = admin.post(reverse("admin:directory_slot_add"), {**data, **values})

    assert response.status_code == 200
    assert not Slot.objects.exists()


@pytest.mark.parametrize(("size", "status"), [(10_000_000, 200), (12_500_000, 413)])
def test_too_large_a_post_is_refused(admin, size, status):
    data = slot_data(make.make_place(), words="9" * size)
    assert admin.post(reverse("admin:directory_slot_add"), data).status_code == status
    assert not Slot.objects.exists()


def test_visitor_of_a_slot_types_the_time_freely(admin):
    slot = make.make_slot()
    path = reverse("admin:directory_slot_change", args=[slot.pk])
    data = sent(admin.get(path))
    visitor = {"role": "midwife", "start": "1000", "end": "11"}
    data |= {f"visitors-0-{name}": value for name, value in visitor.items()}

    first = saved(admin, path, {**data, "visitors-TOTAL_FORMS": "1"})

    assert "Midwife 10.00–11.00" in text(first)
    assert str(slot.visitors.get().start) == "10:00:00"


def test_change_page_offers_the_next_dates_and_warns(admin):
    slot = make.make_slot()
    path = reverse("admin:directory_schedulechange_add")
    assert "The next dates: Wed 25.11.2026" in text(admin.get(f"{path}?slot={slot.pk}"))

    first = saved(
        admin, path, {"slot": slot.pk, "kind": "cancelled", "first": "3.12.", "last": "3.12."}
    )

    assert "The slot is not held then." in text(first)
    assert ScheduleChange.objects.get().first == date(2026, 12, 3)


def periods(**values):
    management = {"periods-TOTAL_FORMS": "1", "periods-INITIAL_FORMS": "0"}
    return management | {f"periods-0-{name}": value for name, value in values.items()}


def calendar_path(calendar):
    return reverse("admin:directory_breakcalendar_change", args=[calendar.pk])


def test_break_entered_once_is_obeyed_by_every_follower(admin, client):
    """From one field of the calendar's page to what families see."""
    calendar = make.make_break_calendar(slug="vantaa")
    place = make.make_place(slug="talo")
    for day in (1, 3):
        make.make_slot(place=place, weekdays=[day], break_calendar=calendar)
    other = make.make_slot(place=place, weekdays=[4], service=make.make_service(name_fi="Muut"))
    week = "/en/places/talo/?week=2026-12-14"
    assert "Autumn break" not in text(client.get(week))
    data = {"slug": "vantaa", "name_fi": "Vantaa"}

    first = saved(admin, calendar_path(calendar), {**data, **periods(words="syysloma vk 51")})

    assert "Autumn break 14.–20.12.2026" in text(first)
    assert BreakPeriod.objects.get().first == date(2026, 12, 14)
    page = text(client.get(f"/en/places/talo/?start={date(2026, 12, 14)}"))
    assert page.count("Autumn break") >= 2
    assert other.break_calendar_id is None


def test_calendar_page_names_its_followers_and_the_holidays(admin):
    calendar = make.make_break_calendar()
    slot = make.make_slot(break_calendar=calendar)
    make.make_slot()

    page = text(admin.get(calendar_path(calendar)))

    assert "1 slot<" in page
    assert reverse("admin:directory_slot_change", args=[slot.pk]) in page
    assert "Sun 6.12.2026 Independence Day" in page
    assert "Fri 25.12.2026 Christmas Day" in page
    listed = text(admin.get(reverse("admin:directory_breakcalendar_changelist")))
    assert 'field-followers">1<' in listed


def test_new_calendar_refuses_breaks_that_overlap_each_other(admin):
    rows = [("12.10.2026", "18.10.2026"), ("18.10.2026", "20.10.2026")]
    data = {"slug": "uusi", "name_fi": "Uusi", "periods-TOTAL_FORMS": "2"}
    data["periods-INITIAL_FORMS"] = "0"
    for at, (first, last) in enumerate(rows):
        data |= {f"periods-{at}-kind": "autumn", f"periods-{at}-first": first}
        data[f"periods-{at}-last"] = last

    response = admin.post(reverse("admin:directory_breakcalendar_add"), data)

    assert "Another break of this calendar is on at that time." in text(response)
    assert "errornote" in text(response)
    assert not BreakCalendar.objects.exists()


PLACES = "/staff/admin/directory/place/"


def closing(places, **values):
    keys = [place.pk for place in places]
    return {"action": "close_places", "_selected_action": keys, **values}


def apply(places, **values):
    return closing(places, **{"apply": "1", "reason": "renovation", **values})


def test_closing_places_asks_then_shows_then_saves(admin, client):
    places = [make.make_place(slug="talo"), make.make_place()]
    make.make_slot(place=places[0])
    asked = admin.post(PLACES, closing(places))
    assert "Close these places" in text(asked)
    assert 'name="first"' in text(asked)

    shown = admin.post(PLACES, apply(places, first="vk 49", note_fi="Remontti"))

    assert "It cancels 1 session on 30.11.–6.12.2026." in text(shown)
    assert not ScheduleChange.objects.exists()
    form = shown.context["form"]
    data = {field.name: field.value() or "" for field in form}
    data.pop("until_further_notice")
    done = admin.post(PLACES, apply(places, **data))
    assert done.status_code == 302
    assert set(ScheduleChange.objects.values_list("place", "first", "last", "note_fi")) == {
        (place.pk, date(2026, 11, 30), date(2026, 12, 6), "Remontti") for place in places
    }
    assert "Building work" in text(client.get("/en/places/talo/?start=2026-11-30"))


def test_closing_places_with_an_error_keeps_what_was_typed(admin):
    places = [make.make_place()]

    page = text(admin.post(PLACES, apply(places, first="joskus", note_fi="<i>Remontti</i>")))

    assert "Write a date such as 12.8.2026." in page
    assert 'value="joskus"' in page
    assert "&lt;i&gt;Remontti&lt;/i&gt;" in page
    assert NOTHING_SAVED not in page


def test_opening_places_again_ends_the_closure(admin):
    place = make.make_place(name="Koivun talo")
    make.make_change(place=place, first=date(2026, 11, 1), last=None)
    base = {"action": "open_places", "_selected_action": [place.pk], "apply": "1"}

    shown = admin.post(PLACES, {**base, "day": "huomenna"})

    assert "Koivun talo 1.11.2026–" in text(shown)
    seen = shown.context["form"]["seen"].value()
    assert admin.post(PLACES, {**base, "day": "26.11.2026", "seen": seen}).status_code == 302
    assert ScheduleChange.objects.get().last == date(2026, 11, 25)


def test_opening_places_that_are_not_closed_says_so(admin):
    place = make.make_place()
    data = {"action": "open_places", "_selected_action": [place.pk], "apply": "1", "day": "1.12."}

    assert "None of these places is closed on that day." in text(admin.post(PLACES, data))


def test_who_is_in_no_organisation_does_not_get_in(client):
    client.force_login(User.objects.create_user("aino", is_staff=True))
    place = make.make_place()

    response = client.post(PLACES, apply([place], first="1.12.2026", last="2.12.2026"))

    assert response.status_code == 403
    assert not ScheduleChange.objects.exists()
