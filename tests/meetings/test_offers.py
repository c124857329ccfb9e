"""“I want to help develop”: from any parent, to who runs the network or the place, for 90 days."""

import re
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult

from directory.models import Contact, Membership
from meetings.models import Offer
from meetings.offer_link import offer_token
from meetings.queries.offers import readers
from tests.factories import make_member, make_organisation, make_place
from tests.meetings.desk_rows import NOW, make_cast, make_network

pytestmark = pytest.mark.django_db

PATH = "/en/networks/kahvit/help/"
WRITTEN = timedelta(seconds=20)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def parent() -> Client:
    return Client(enforce_csrf_checks=True)


def opened(client: Client, path: str = PATH) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return re.search(r'name="stamp" value="([^"]+)"', page.content.decode())[1]


def filled(stamp: str, **fields: str) -> dict[str, str]:
    base = {
        "language": "so", "contact": "040 123 4567", "message": "Puistoon aita", "consent": "on",
        "homepage": "", "stamp": stamp,
    }  # fmt: skip
    return {**base, **fields}


@pytest.fixture
def form(parent, cast, frozen):
    stamp = opened(parent)
    frozen.shift(WRITTEN)
    return filled(stamp)


def sent(parent: Client, form: dict[str, str], path: str = PATH) -> str:
    """The link by which it is taken back."""
    response = parent.post(path, form)
    assert response["Location"].startswith(f"{path}thanks/?offer=")
    thanks = parent.get(response["Location"])
    assert "no-store" in thanks["Cache-Control"]
    text = thanks.content.decode()
    link = re.search(r'href="http://testserver(/[\w-]+/offers/[^"]+)"', text)[1]
    assert f">http://testserver{link}</textarea>" in text and 'data-copy="back-link"' in text
    return link


def test_the_pages_of_networks_and_places_lead_to_it(client, cast):
    make_place(slug="talo")
    assert 'href="/fi/networks/kahvit/help/"' in client.get("/fi/networks/kahvit/").content.decode()
    assert 'href="/so/places/talo/help/"' in client.get("/so/places/talo/").content.decode()


def test_an_offer_is_taken_in_without_any_cookie(parent, form, cast):
    parent.get(sent(parent, form))
    assert not parent.cookies
    offer = Offer.objects.get()
    assert (offer.network, offer.place, offer.language) == (cast.network, None, "so")
    assert (offer.contact, offer.message) == ("040 123 4567", "Puistoon aita")
    assert offer.consented_at == offer.created_at == NOW + WRITTEN


def test_a_place_is_offered_help_in_every_language(parent, cast, frozen):
    place = make_place(slug="talo")
    for code, _name in django_settings.LANGUAGES:
        path = f"/{code}/places/talo/help/"
        stamp = opened(parent, path)
        frozen.shift(timedelta(hours=1))
        back = sent(parent, filled(stamp, message=code), path)
        assert back.startswith(f"/{code}/offers/")
        assert parent.get(back).status_code == 200
    assert Offer.objects.filter(place=place).count() == len(django_settings.LANGUAGES)


def test_who_reads_it_and_how_long_is_told_before(client, cast):
    page = client.get(PATH).content.decode()
    assert "Aapelin tuki" in page
    assert "90 days" in page
    assert 'name="robots" content="noindex"' in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"contact": ""}, "contact"),
        ({"contact": "call me"}, "contact"),
        ({"contact": "0" * 201}, "contact"),
        ({"message": "x" * 1001}, "message"),
        ({"language": "zz"}, "language"),
        ({"stamp": "made-up"}, "__all__"),
        ({"stamp": ""}, "__all__"),
    ],
)
def test_what_is_missing_is_told_beside_its_field_and_the_rest_kept(parent, form, fields, field):
    response = parent.post(PATH, {**form, **fields})
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert not Offer.objects.exists()
    if "message" not in fields:
        assert "Puistoon aita" in response.content.decode()


def test_hidden_and_unknown_networks_and_places_are_not_found(client, cast, form):
    make_network(cast.a, slug="luonnos", state="draft")
    make_place(slug="piilo", owner=make_organisation(is_approved=False))
    for path in ("networks/luonnos", "networks/ei-ole", "places/piilo", "places/kahvit"):
        for rest in ("help/", "help/thanks/"):
            assert client.get(f"/fi/{path}/{rest}").status_code == 404
        assert client.post(f"/fi/{path}/help/", form).status_code == 404
    assert not Offer.objects.exists()


def test_few_queries(client, cast, django_assert_max_num_queries):
    make_place(slug="talo")
    for path in (PATH, f"{PATH}thanks/", "/en/places/talo/help/"):
        with django_assert_max_num_queries(6):
            client.get(path)


# People and machines


def test_a_machine_is_thanked_and_not_kept(parent, form):
    back = sent(parent, {**form, "homepage": "https://example.fi"})
    assert parent.get(back).status_code == 200
    assert not Offer.objects.exists()


def test_what_comes_in_no_time_is_asked_for_once_more(parent, cast):
    response = parent.post(PATH, filled(opened(parent)))
    assert "That was very quick" in response.content.decode()
    assert not Offer.objects.exists()


def test_a_stamp_of_another_page_is_worth_nothing(parent, cast, frozen):
    make_place(slug="talo")
    stamp = opened(parent, "/en/places/talo/help/")
    frozen.shift(WRITTEN)
    assert parent.post(PATH, filled(stamp)).status_code == 400


def test_the_same_form_sent_again_is_one_offer(parent, form):
    links = {sent(parent, form) for _again in range(3)}
    assert Offer.objects.count() == len(links) == 1


def test_many_from_one_address_are_stopped_for_a_while(parent, cast, frozen):
    Contact.objects.create(organisation=cast.a, kind="phone", value="0199 100 312")
    Contact.objects.create(organisation=cast.b, kind="phone", value="0199 100 999")
    for _each in range(30):
        stamp = opened(parent)
        frozen.shift(WRITTEN)
        sent(parent, filled(stamp))
    stamp = opened(parent)
    frozen.shift(WRITTEN)
    text = parent.post(PATH, filled(stamp)).content.decode()
    assert "try again in an hour" in text and "Puistoon aita" in text
    assert 'href="tel:+358199100312"' in text and "0199 100 999" not in text
    assert "tel:+358199" not in parent.get(PATH).content.decode()
    assert Offer.objects.count() == 30


# Taking it back


def test_a_parent_takes_it_back(parent, form):
    back = sent(parent, form)
    page = parent.get(back)
    assert "no-store" in page["Cache-Control"]
    assert "040 123 4567" not in page.content.decode()
    assert Offer.objects.exists()
    for _again in range(2):
        assert "<h1>What you wrote is deleted.</h1>" in parent.post(back).content.decode()
    assert not Offer.objects.exists()


def test_a_link_that_we_did_not_write_deletes_nothing(parent, form):
    back = sent(parent, form)
    key = Offer.objects.get().uid
    for token in (back.split("/")[-2][:-2] + "xx", str(key), key.hex, "x" * 2000):
        response = parent.post(f"/en/offers/{token}/")
        assert response.status_code == 200
        text = response.content.decode()
        assert "mistake" in text and "There is nothing of yours here" in text
    assert Offer.objects.exists()


def test_who_offered_nothing_is_not_thanked_and_comes_to_the_form(client, cast):
    for token in ("", "x", "x" * 10_000, "\0"):
        page = client.get(f"{PATH}thanks/", {"offer": token})
        assert (page.status_code, page["Location"]) == (302, PATH)
    make_place(slug="talo")
    assert client.get("/so/places/talo/help/thanks/")["Location"] == "/so/places/talo/help/"


# Who answers


def make_offer(**values) -> Offer:
    base = {
        "language": "so", "contact": "aamina@example.fi", "message": "Salainen viesti",
        "consented_at": NOW, "created_at": NOW,
    }  # fmt: skip
    return Offer.objects.create(**{**base, **values})


def test_a_page_names_all_who_read_it_and_nobody_else(client, cast):
    unknown = make_organisation(name_fi="Hyväksymätön", is_approved=False)
    make_member("elli", unknown)
    for slug, coordinator, named in (
        ("talo", cast.a, "Aapelin tuki, Beeta"),
        ("piha", None, "Beeta"),
        ("oma", cast.b, "Beeta"),
        ("uusi", unknown, "Beeta"),
    ):
        place = make_place(slug=slug, owner=cast.b, coordinator=coordinator)
        page = client.get(f"/en/places/{slug}/help/").content.decode()
        told = re.search(r"Who reads this:(.*?)</p>", page, re.DOTALL)[1]
        assert " ".join(re.sub(r"<[^>]*>", "", told).split()) == named
        answering = Membership.objects.filter(user__in=readers(make_offer(place=place)))
        names = {one.organisation.name_fi for one in answering.select_related("organisation")}
        assert names == set(named.split(", "))


def test_who_waits_longest_comes_first_and_a_list_that_is_cut_says_so(cast, monkeypatch):
    days = [timedelta(days=n) for n in range(4)]
    offers = [make_offer(network=cast.network, created_at=NOW - one) for one in days]
    offers[3].answered_at = NOW
    offers[3].save()
    shown = cast.aino.get(cast.path("offers")).context["offers"]
    assert [row.offer for row in shown.new] == [offers[2], offers[1], offers[0]]
    assert "There are more than these." not in cast.aino.get(cast.path("offers")).content.decode()
    monkeypatch.setattr("meetings.queries.offers.MOST_SHOWN", 2)
    response = cast.aino.get(cast.path("offers"))
    assert [row.offer for row in response.context["offers"].new] == [offers[2], offers[1]]
    assert "There are more than these." in response.content.decode()


def test_the_coordinator_alone_reads_offers_to_a_network(cast):
    make_offer(network=cast.network)
    for path in (cast.path("offers"), "/staff/networks/offers/"):
        assert "mailto:aamina@example.fi" in cast.aino.get(path).content.decode()
        assert Client().get(path).status_code == 302
        assert cast.cecilia.get(path).status_code == 403
    for client in (cast.bertta, cast.daavid):
        assert client.get(cast.path("offers")).status_code == 403
        assert "Salainen" not in client.get("/staff/networks/offers/").content.decode()


def test_owner_and_coordinator_of_a_place_read_its_offers(cast):
    place = make_place(owner=cast.b, coordinator=cast.a, name="Beetan talo")
    make_offer(place=place)
    for client in (cast.aino, cast.bertta):
        page = client.get("/staff/networks/offers/").content.decode()
        assert "Beetan talo" in page
        assert "Salainen" in page
    assert "Salainen" not in cast.daavid.get("/staff/networks/offers/").content.decode()
    assert "Salainen" not in cast.aino.get(cast.path("offers")).content.decode()


def test_an_offer_is_marked_answered_and_back(cast):
    offer = make_offer(network=cast.network)
    path = f"/staff/networks/offers/{offer.uid}/answer/"
    response = cast.aino.post(path, {"answered": "1"})
    assert response["Location"] == cast.path("offers")
    offer.refresh_from_db()
    assert offer.answered_at == NOW
    shown = cast.aino.get(cast.path("offers")).context["offers"]
    assert ([row.offer for row in shown.answered], shown.new) == ([offer], [])
    cast.aino.post(path, {"answered": "0"})
    offer.refresh_from_db()
    assert offer.answered_at is None


def test_staff_delete_an_offer_on_request(cast):
    offer = make_offer(network=cast.network)
    assert cast.aino.post(f"/staff/networks/offers/{offer.uid}/remove/").status_code == 302
    assert not Offer.objects.exists()


def test_nobody_else_answers_or_deletes(cast):
    offer = make_offer(network=cast.network)
    for action in ("answer", "remove"):
        path = f"/staff/networks/offers/{offer.uid}/{action}/"
        assert cast.aino.get(path).status_code == 405
        for client in (cast.bertta, cast.cecilia, cast.daavid, Client()):
            assert client.post(path, {"answered": "1"}).status_code in (302, 403)
    offer.refresh_from_db()
    assert offer.answered_at is None


def test_script_in_an_offer_is_only_text(cast):
    make_offer(network=cast.network, message="<script>x</script>", contact="<b>040 1234567</b>")
    page = cast.aino.get(cast.path("offers")).content.decode()
    assert "<script>x" not in page
    assert "<b>040" not in page


# The mail that there is one


@pytest.fixture(autouse=True)
def worker_inside_the_test():
    """It takes no signals of the test run, and leaves the test's connection alone."""
    worker = "django_tasks_db.management.commands.db_worker"
    signals = mock.patch(f"{worker}.Worker.configure_signals")
    with signals, mock.patch(f"{worker}.close_old_connections"):
        yield


def run_worker() -> None:
    call_command("db_worker", batch=True, verbosity=0, startup_delay=False, reload=False)


@pytest.fixture
def reachable(cast):
    people = Membership.objects.filter(organisation=cast.a)
    return [one.user.email for one in people.select_related("user")]


def test_the_coordinators_people_are_told_without_any_of_its_words(parent, form, reachable):
    sent(parent, form)
    assert DBTaskResult.objects.count() == len(reachable) == 1
    assert "040" not in str(DBTaskResult.objects.get().args_kwargs)
    run_worker()
    (letter,) = mail.outbox
    assert letter.to == reachable
    assert "/staff/networks/offers/" in letter.body
    for word in ("040", "Puistoon"):
        assert word not in letter.subject + letter.body


def test_more_offers_on_a_day_are_one_mail(parent, cast, frozen):
    for _each in range(3):
        stamp = opened(parent)
        frozen.shift(WRITTEN)
        sent(parent, filled(stamp))
    assert DBTaskResult.objects.count() == 1


def test_nothing_is_mailed_of_what_was_taken_back(parent, form):
    parent.post(sent(parent, form))
    run_worker()
    assert mail.outbox == []


def test_those_who_keep_a_place_are_told_once_each(parent, cast, frozen):
    daavid = Membership.objects.exclude(organisation__in=[cast.a, cast.b]).get().user.email
    both = make_member("elli", cast.a)
    Membership.objects.create(user=both, organisation=cast.b, role="editor")
    make_place(slug="talo", owner=cast.b, coordinator=cast.a)
    stamp = opened(parent, "/en/places/talo/help/")
    frozen.shift(WRITTEN)
    sent(parent, filled(stamp), "/en/places/talo/help/")
    run_worker()
    told = sorted(letter.to[0] for letter in mail.outbox)
    assert told == sorted(set(Membership.objects.values_list("user__email", flat=True)) - {daavid})


# Ninety days


def test_offers_are_deleted_after_ninety_days(cast, frozen):
    old = make_offer(network=cast.network, created_at=NOW - timedelta(days=90))
    young = make_offer(network=cast.network, created_at=NOW - timedelta(days=89))
    page = cast.aino.get(cast.path("offers")).context["offers"]
    assert [row.offer for row in page.new] == [young]
    path = f"/staff/networks/offers/{old.uid}/answer/"
    assert cast.aino.post(path, {"answered": "1"}).status_code == 404
    assert "is deleted" in Client().get(f"/en/offers/{offer_token(old.uid)}/").content.decode()
    call_command("tidy_meetings", verbosity=0)
    assert list(Offer.objects.all()) == [young]
