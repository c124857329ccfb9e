"""What families report reaches those who can mend it, nobody else, and not for longer than told."""

import re
from datetime import datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.actions.reports import close_report, record_report
from directory.enums import ReportKind, ReportState
from directory.models import MailChoice, Membership, Report
from directory.wording import HELSINKI
from tests import factories as make
from tests.staff.desk_cast import make_cast

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
INBOX = "/staff/inbox/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def cast(db):
    return make_cast()


def make_report(listing, *, form=None, kind=ReportKind.TIME, message="Ovi oli kiinni", now=NOW):
    return record_report(
        listing=listing,
        form=form or uuid4(),
        kind=kind,
        message=message,
        language="so",
        now=now,
    )


@pytest.fixture
def about_cafe(cast):
    return make_report(cast.cafe)


@pytest.fixture
def about_place(cast):
    return make_report(cast.place, kind=ReportKind.CLOSED, message="Talo oli lukossa")


def states() -> list:
    return list(Report.objects.order_by("pk").values_list("state", "closed_by"))


def test_a_report_reaches_whoever_may_edit_the_listing(cast, about_cafe, about_place):
    aino = cast.aino.get(INBOX).content.decode()
    assert "Ovi oli kiinni" in aino
    assert "Talo oli lukossa" not in aino
    bertta = cast.bertta.get(INBOX).content.decode()
    assert "Talo oli lukossa" in bertta
    assert "Ovi oli kiinni" not in bertta


def test_each_organiser_of_a_service_gets_it(cast, about_cafe):
    cast.cafe.organisers.add(cast.b)
    assert "Ovi oli kiinni" in cast.bertta.get(INBOX).content.decode()


def test_closing_and_opening_again(cast, about_cafe):
    path = f"{INBOX}{about_cafe.pk}/"
    assert cast.aino.post(f"{path}close/", {"state": "fixed"})["Location"] == INBOX
    assert states() == [("fixed", cast.aino_user.pk)]
    page = cast.aino.get(INBOX).content.decode()
    assert "Open again" in page
    cast.aino.post(f"{path}reopen/")
    assert states() == [("new", None)]
    cast.aino.post(f"{path}close/", {"state": "no_change"})
    assert states() == [("no_change", cast.aino_user.pk)]


def test_the_second_who_closes_does_not_undo_the_first(cast, about_cafe):
    cast.aino.post(f"{INBOX}{about_cafe.pk}/close/", {"state": "fixed"})
    response = cast.aino.post(f"{INBOX}{about_cafe.pk}/close/", {"state": "no_change"}, follow=True)
    assert "dealt with already" in response.content.decode()
    assert states() == [("fixed", cast.aino_user.pk)]


def closed_tag(page: str) -> str:
    return re.search(r'class="tag tag-ok">(.*?)</li>', page, re.DOTALL)[1]


def test_what_another_organisation_has_closed_says_for_which(cast, about_cafe):
    cast.cafe.organisers.add(cast.b)
    close_report(report=about_cafe, state=ReportState.FIXED, by=cast.bertta_user, now=NOW)
    assert "Beeta" in closed_tag(cast.aino.get(INBOX).content.decode())
    assert "Beeta" not in closed_tag(cast.bertta.get(INBOX).content.decode())
    Membership.objects.create(user=cast.bertta_user, organisation=cast.a, role="editor")
    assert "Beeta" not in closed_tag(cast.aino.get(INBOX).content.decode()), "one of ours as well"


def test_an_organisation_that_the_report_did_not_come_to_is_not_named(cast, about_place):
    coordinator = make.make_organisation(name_fi="Keskus")
    cast.place.coordinator = coordinator
    cast.place.save()
    Membership.objects.create(user=cast.aino_user, organisation=coordinator, role="editor")
    close_report(report=about_place, state=ReportState.FIXED, by=cast.aino_user, now=NOW)
    tag = closed_tag(cast.bertta.get(INBOX).content.decode())
    assert "Keskus" in tag and "Aapelin tuki" not in tag
    Membership.objects.filter(organisation=coordinator).delete()
    tag = closed_tag(cast.bertta.get(INBOX).content.decode())
    assert "Keskus" not in tag and "Aapelin tuki" not in tag


def test_a_report_with_personal_details_is_deleted_at_once(cast, about_cafe, about_place):
    path = f"{INBOX}{about_cafe.pk}/delete/"
    assert path in cast.aino.get(INBOX).content.decode()
    for client, status in ((cast.bertta, 403), (cast.cecilia, 403), (Client(), 302)):
        assert client.post(path).status_code == status
    assert cast.aino.get(path).status_code == 405
    assert Report.objects.count() == 2
    for _again in range(2):
        response = cast.aino.post(path, follow=True)
        assert "The report has been deleted." in response.content.decode()
        assert list(Report.objects.all()) == [about_place]


@pytest.mark.parametrize("form", [{}, {"state": "new"}, {"state": "x" * 5000}, {"state": "\x00"}])
def test_a_wrong_answer_changes_nothing(cast, about_cafe, form):
    response = cast.aino.post(f"{INBOX}{about_cafe.pk}/close/", form)
    assert response.status_code == 302
    assert states() == [("new", None)]


@pytest.mark.parametrize(("person", "status"), [("bertta", 403), ("cecilia", 403), ("", 302)])
def test_nobody_else_deals_with_it(cast, about_cafe, person, status):
    client = getattr(cast, person) if person else Client()
    close_report(report=about_cafe, state=ReportState.FIXED, by=cast.aino_user, now=NOW)
    for action in ("close", "reopen"):
        path = f"{INBOX}{about_cafe.pk}/{action}/"
        assert client.post(path, {"state": "no_change"}).status_code in (status, 403)
    assert states() == [("fixed", cast.aino_user.pk)]


def test_the_inbox_of_another_organisation_is_closed(cast, about_cafe):
    assert cast.bertta.get(f"{INBOX}?organisation={cast.a.slug}").status_code == 403
    assert cast.bertta.get(f"{INBOX}?organisation=%00").status_code in (403, 404)
    assert cast.cecilia.get(INBOX).status_code == 403
    assert cast.cecilia.post(f"{INBOX}mail/", {"language": "fi"}).status_code == 403
    assert Client().get(INBOX).status_code == 302


@pytest.mark.parametrize("key", [0, 987654, 10**30])
def test_one_that_is_not_there_is_not_found(cast, key):
    assert cast.aino.post(f"{INBOX}{key}/close/", {"state": "fixed"}).status_code == 404


def test_reading_changes_nothing_and_a_form_needs_its_token(cast, about_cafe):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.aino_user)
    key = about_cafe.pk
    for rest in (f"{key}/close/", f"{key}/reopen/", f"{key}/delete/", "mail/"):
        assert strict.get(INBOX + rest).status_code == 405
        assert strict.post(INBOX + rest, {"state": "fixed"}).status_code == 403
    assert states() == [("new", None)]


def test_new_ones_come_first_and_closed_ones_below(cast, about_cafe):
    make_report(cast.cafe, message="Aika on väärä", now=NOW - timedelta(days=3))
    closed = make_report(cast.cafe, message="Vanha juttu", now=NOW - timedelta(days=9))
    close_report(report=closed, state=ReportState.NO_CHANGE, by=cast.aino_user, now=NOW)
    page = cast.aino.get(INBOX).content.decode()
    order = [page.index(words) for words in ("Ovi oli kiinni", "Aika on väärä", "Vanha juttu")]
    assert order == sorted(order)


def test_the_page_asks_the_database_the_same_number_of_times(cast, about_cafe):
    cast.aino.get(INBOX)  # the day's first request renews the session
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            cast.aino.get(INBOX)
        counts.append(len(queries))
        for number in range(2):
            make_report(make.make_service(owner=cast.a), message=f"Viesti {number}")
    assert counts[0] == counts[1]


def test_what_is_written_is_shown_as_text_and_links_are_marked(cast):
    make_report(cast.cafe, message="<script>alert(1)</script> 👶 \u200fمرحبا")
    page = cast.aino.get(INBOX).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "take care" not in page
    make_report(cast.cafe, message="Look at www.example.com")
    page = cast.aino.get(INBOX).content.decode()
    assert "take care" in page
    assert 'href="http://www.example.com' not in page


@pytest.mark.parametrize(
    ("message", "has_link"),
    [
        ("Klo 9.30–11.30, ti 24.11.", False),
        ("Tulimme.Ovi oli kiinni", False),
        ("https://example.fi/x", True),
        ("Katso example.COM nyt", True),
        ("name@example.fi", True),
    ],
)
def test_links_are_told_from_times(message, has_link):
    assert Report(message=message).has_link is has_link


# Once each


def test_the_same_form_twice_is_one_report(cast):
    form = uuid4()
    first = make_report(cast.cafe, form=form)
    close_report(report=first, state=ReportState.FIXED, by=cast.aino_user, now=NOW)
    assert make_report(cast.cafe, form=form) == first
    assert Report.objects.get().times == 1
    assert states() == [("fixed", cast.aino_user.pk)]


def test_the_same_words_of_others_are_counted_not_repeated(cast, about_cafe):
    for hours in (1, 2):
        make_report(cast.cafe, now=NOW + timedelta(hours=hours))
    report = Report.objects.get()
    assert (report.times, report.created_at) == (3, NOW)
    assert report.last_at == NOW + timedelta(hours=2)
    assert "Said by 3" in cast.aino.get(INBOX).content.decode()


def test_other_words_other_kinds_and_other_listings_are_other_reports(cast, about_cafe):
    make_report(cast.cafe, message="Toinen")
    make_report(cast.cafe, kind=ReportKind.CLOSED)
    make_report(cast.place)
    assert Report.objects.count() == 4


def test_the_same_again_after_it_was_dealt_with_is_new(cast, about_cafe):
    close_report(report=about_cafe, state=ReportState.FIXED, by=cast.aino_user, now=NOW)
    make_report(cast.cafe)
    assert Report.objects.new().count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_is_being_closed_is_not_opened_again_by_the_same_words():
    cast = make_cast()
    first = make_report(cast.cafe)

    def another() -> None:
        try:
            make_report(cast.cafe, now=NOW + timedelta(hours=1))
        finally:
            connection.close()

    family = Thread(target=another)
    with transaction.atomic():
        close_report(report=first, state=ReportState.FIXED, by=cast.aino_user, now=NOW)
        family.start()
        while family.is_alive() and not somebody_waits():
            pass
    family.join(timeout=20)
    assert states() == [("fixed", cast.aino_user.pk), ("new", None)]


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def test_the_database_refuses_one_that_is_both_new_and_closed(cast, about_cafe):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(closed_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(state="fixed")


# Not for long


def test_reports_are_gone_when_they_are_90_days_old(cast, frozen):
    make_report(cast.cafe, message="Vanhin", now=NOW - timedelta(days=90))
    make_report(cast.cafe, message="Vanha", now=NOW - timedelta(days=89))
    page = cast.aino.get(INBOX).content.decode()
    assert "Vanhin" not in page, "hidden even before the command has run"
    assert "Vanha" in page
    for _again in range(2):
        call_command("tidy", verbosity=0)
        assert Report.objects.get().message == "Vanha"


def new_in_the_menu(client: Client, query: str = "") -> str:
    found = re.search(r'class="count"[^>]*>(\d+)<', client.get(INBOX + query).content.decode())
    return found[1] if found else ""


def test_the_menu_counts_what_the_inbox_shows(cast, about_cafe, about_place):
    make_report(cast.cafe, message="Vanhin", now=NOW - timedelta(days=90))
    Membership.objects.create(user=cast.aino_user, organisation=cast.b, role="editor")
    make_report(cast.place, message="Toinen")
    assert new_in_the_menu(cast.aino, f"?organisation={cast.a.slug}") == "1"
    assert new_in_the_menu(cast.aino, f"?organisation={cast.b.slug}") == "2"
    assert new_in_the_menu(cast.bertta, f"?organisation={cast.a.slug}") == "", "refused"


def test_the_menu_shows_whose_desk_it_is(cast):
    Membership.objects.create(user=cast.aino_user, organisation=cast.b, role="editor")
    for organisation in (cast.a, cast.b):
        page = cast.aino.get(f"{INBOX}?organisation={organisation.slug}").content.decode()
        assert f'<option value="{organisation.slug}" selected>' in page
    page = cast.aino.get(f"{INBOX}?organisation=nowhere")
    assert page.status_code == 404
    assert " selected>" not in page.content.decode()


# Mail


def test_a_person_chooses_language_and_mail(cast):
    response = cast.aino.post(f"{INBOX}mail/", {"language": "sv"})
    assert response.status_code == 302
    choice = MailChoice.objects.get(user=cast.aino_user)
    assert (choice.language, choice.hears_of_reports) == ("sv", False)
    cast.aino.post(f"{INBOX}mail/", {"language": "en", "hears_of_reports": "on"})
    choice.refresh_from_db()
    assert (choice.language, choice.hears_of_reports) == ("en", True)
    cast.aino.post(f"{INBOX}mail/", {"language": "so"})
    choice.refresh_from_db()
    assert choice.language == "en"
