"""The programme in a frame of another site: what it shows, and that nothing else may be framed."""

import re
from datetime import date, time

import pytest
from django.urls import get_resolver

from directory.models import SlotVisitor
from tests import factories as make
from tests.public_pages import html
from tests.query_counts import costly, counted_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
MOST_QUERIES = 8
EMBEDS = {"place_embed", "organisation_embed", "week_embed"}
PATHS = ["places/talo/embed/", "organisations/mll/embed/", "week/embed/"]


@pytest.fixture
def cafe():
    """Tuesdays, Wednesdays and Fridays 9.30–11.30."""
    area = make.make_area(slug="vantaa", name_fi="Vantaa")
    place = make.make_place(slug="talo", name="Koivun talo", area=area)
    owner = make.make_organisation(slug="mll", name_fi="MLL Uusimaa")
    service = make.make_service(slug="kahvila", name_fi="Avoin kahvila", owner=owner)
    return make.make_slot(service=service, place=place, weekdays=[2, 3, 5])


def frame(client, path: str, language: str = "en", status: int = 200) -> str:
    return html(client, f"/{language}/{path}", status)


def public_paths() -> dict[str, str]:
    """An address of every page in the language tree, by the name of its URL."""
    slugs = {"place": "talo", "organisation": "mll", "service": "kahvila"}
    patterns = get_resolver().reverse_dict
    names = [name for name in patterns if isinstance(name, str)]
    found = {}
    for name in names:
        [(path, _parameters), *_rest] = patterns.getlist(name)[0][0]
        if path.startswith("en/"):
            slug = slugs.get(name.partition("_")[0], "talo")
            found[name] = "/" + path % {"slug": slug, "meeting": "tapaaminen", "token": "x"}
    return found


def test_only_embeds_may_stand_in_a_frame(client, cafe):
    client.cookies["language"] = "en"
    paths = public_paths()
    assert set(paths) > EMBEDS
    assert {"home", "place_detail", "place_screen", "place_share"} < set(paths)
    for name, path in paths.items():
        response = client.get(path)
        policy = response.headers["Content-Security-Policy"]
        if name in EMBEDS:
            assert response.status_code == 200, name
            assert "X-Frame-Options" not in response.headers, name
            assert "frame-ancestors *" in policy, name
        else:
            assert response.headers["X-Frame-Options"] == "DENY", name
            assert "frame-ancestors 'none'" in policy, name


@pytest.mark.parametrize(
    "path", ["/", "/staff/admin/", "/staff/admin/login/", "/en/nothing/", "/en/places/no-such/"]
)
def test_staff_doors_and_errors_may_not_stand_in_a_frame(client, path):
    response = client.get(path)
    assert response.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PATHS)
def test_the_rest_of_the_policy_stays_strict_in_a_frame(client, cafe, path):
    policy = client.get(f"/en/{path}").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "form-action 'self'" in policy


@pytest.mark.parametrize("path", [*PATHS, "places/no-such/embed/"])
def test_nothing_is_kept_of_who_reads_a_frame(client, cafe, path):
    response = client.get(f"/sq/{path}")
    assert not response.cookies
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="fi")["Location"] == "/fi/"


@pytest.mark.parametrize("path", PATHS)
def test_today_comes_first_and_the_days_before_are_folded(client, cafe, path):
    text = frame(client, path)
    folded = text.index("<details")
    assert text.index("Wednesday 25.11.") < text.index("Friday 27.11.") < folded
    assert folded < text.index("Tuesday 24.11.")
    assert "9.30–11.30" in text
    assert "Avoin kahvila" in text
    assert "site-header" not in text


@pytest.mark.parametrize("path", PATHS)
def test_another_week_is_shown_whole_and_in_order(client, cafe, path):
    text = frame(client, f"{path}?start=2026-12-02")
    assert "<details" not in text
    assert text.index("Tuesday 1.12.") < text.index("Wednesday 2.12.")


@pytest.mark.parametrize("path", PATHS)
def test_weeks_turn_inside_the_frame_and_keep_the_theme(client, cafe, path):
    text = frame(client, f"{path}?theme=dark")
    following = re.search(r'<a class="step" href="([^"]*)" rel="next">', text)[1]
    assert following == f"/en/{path}?theme=dark&amp;start=2026-11-30"
    text = frame(client, f"{path}?theme=dark&start=2026-11-30")
    assert f'<a class="step" href="/en/{path}?theme=dark">' in text


@pytest.mark.parametrize("path", PATHS)
def test_all_other_links_open_outside_the_frame(client, cafe, path):
    links = re.findall(r"<a [^>]*>", frame(client, path))
    outward = [link for link in links if 'class="step"' not in link]
    assert any("/en/services/kahvila/" in link for link in outward)
    assert all('target="_blank" rel="noopener"' in link for link in outward)


def test_line_below_leads_to_the_same_week_on_the_site(client, cafe):
    text = frame(client, "places/talo/embed/?start=2026-12-02")
    assert 'class="live" href="/en/places/talo/?start=2026-11-30"' in text
    text = frame(client, "week/embed/?area=vantaa&start=2026-12-02")
    assert 'class="live" href="/en/week/?area=vantaa&amp;start=2026-11-30"' in text


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("", '<html lang="en" dir="ltr">'),
        ("?theme=light", '<html lang="en" dir="ltr" data-theme="light">'),
        ("?theme=dark", '<html lang="en" dir="ltr" data-theme="dark">'),
        ("?theme=neon", '<html lang="en" dir="ltr">'),
        ("?theme=%22%3E%3Cscript%3E", '<html lang="en" dir="ltr">'),
    ],
)
def test_theme_is_by_the_address_else_the_readers_own(client, cafe, query, marked):
    assert marked in frame(client, f"places/talo/embed/{query}")


def test_cancelled_and_moved_are_told(client, cafe):
    make.make_change(slot=cafe, reason="illness")
    friday = date(2026, 11, 27)
    there = make.make_place(name="Kirjasto")
    make.make_change(slot=cafe, kind="other_place", first=friday, last=friday, new_place=there)
    for path in PATHS:
        text = frame(client, path)
        assert "Cancelled" in text
        assert "Reason: Illness" in text
        assert "Now at: Kirjasto" in text


def test_organisation_shows_all_its_services_wherever_they_are_held(client, cafe):
    elsewhere = make.make_place(name="Kirjasto")
    organised = make.make_service(name_fi="Yhteinen", organisers=[cafe.service.owner])
    make.make_slot(service=organised, place=elsewhere)
    make.make_slot(service=make.make_service(name_fi="Muiden"), place=cafe.place)
    text = frame(client, "organisations/mll/embed/")
    assert "Yhteinen" in text
    assert "Kirjasto" in text
    assert "Koivun talo" in text
    assert "Muiden" not in text


def test_organisation_shows_its_own_slots_in_another_ones_service(client, cafe):
    """The calendar of the organisation holds the same: both ask for the same selection."""
    mll = cafe.service.owner
    theirs = make.make_service(name_fi="Perhekerho")
    make.make_slot(service=theirs, place=cafe.place, start=time(13), end=time(14)).organisers.add(
        mll
    )
    make.make_slot(service=theirs, place=cafe.place, start=time(15), end=time(16))
    make.make_slot(place=cafe.place, start=time(17), end=time(20)).organisers.add(mll)
    make.make_change(kind="extra", service=theirs, new_place=cafe.place, start=time(21))
    hidden = make.make_service(name_fi="Salainen", state="draft")
    make.make_slot(service=hidden, place=cafe.place).organisers.add(mll)
    text = frame(client, "organisations/mll/embed/")
    assert "Perhekerho" in text
    assert "13.00–14.00" in text
    assert "17.00–20.00" in text
    for others in ("15.00", "21.00", "Salainen"):
        assert others not in text


def test_week_obeys_its_filters_and_says_when_one_is_unknown(client, cafe):
    elsewhere = make.make_place(area=make.make_area(slug="kemi", name_fi="Kemi"))
    make.make_slot(service=make.make_service(name_fi="Muualla"), place=elsewhere)
    assert "Muualla" in frame(client, "week/embed/")
    text = frame(client, "week/embed/?area=vantaa")
    assert "Muualla" not in text
    assert re.search(r"<h1[^>]*>\s*Vantaa", text)
    assert "area=vantaa" in re.search(r'href="([^"]*)" rel="next"', text)[1]
    assert "not known here" in frame(client, "week/embed/?area=atlantis")


def test_day_with_very_many_sessions_says_that_there_are_more(client, cafe):
    for n in range(30):
        service = make.make_service(name_fi=f"Kerho {n}", owner=cafe.service.owner)
        make.make_slot(service=service, place=cafe.place)
    for path in PATHS[1:]:
        text = frame(client, path)
        assert text.count("There is more on this day") == 1
        assert text.count('<li class="session') < 30
    assert frame(client, PATHS[0]).count('<li class="session') == 33


def test_empty_week_says_so(client, cafe):
    cafe.last = date(2026, 11, 27)
    cafe.save()
    for path in PATHS:
        assert "No programme" in frame(client, f"{path}?start=2026-12-09")


@pytest.mark.parametrize("path", ["places/piilo/embed/", "organisations/uusi/embed/"])
def test_hidden_listing_is_missing_and_the_frame_says_so(client, path):
    unapproved = make.make_organisation(slug="uusi", name_fi="Salainen", is_approved=False)
    make.make_place(slug="piilo", name="Salainen talo", owner=unapproved)
    text = frame(client, path, status=404)
    assert "not here any more" in text
    assert "Salainen" not in text


def test_hidden_listings_are_in_no_frame(client, cafe):
    draft = make.make_service(name_fi="Salainen luonnos", owner=cafe.service.owner, state="draft")
    make.make_slot(service=draft, place=cafe.place)
    closed = make.make_place(name="Salainen talo", state="archived", area=cafe.place.area)
    make.make_slot(service=cafe.service, place=closed)
    unapproved = make.make_organisation(name_fi="Salainen yhdistys", is_approved=False)
    SlotVisitor.objects.create(slot=cafe, role="deacon", organisation=unapproved)
    for path in PATHS:
        assert "Salainen" not in frame(client, path, language="fi")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "query",
    [
        "start=%00",
        "start=2026-02-30",
        "start=9999-99-99",
        "start=9999-12-31",
        "start=0001-01-01",
        "theme=%00&theme=dark&theme=light",
        "theme=" + "x" * 10_000,
        "area=%00&category=%00&age=%00&language=%00",
        "area=" + "x" * 10_000,
        "&".join("area=vantaa" for _n in range(900)),
    ],
)
def test_hostile_address_gets_a_page(client, cafe, path, query):
    assert len(frame(client, f"{path}?{query}")) < 60_000


@pytest.mark.parametrize("query", ["2026-02-30", "9999-99-99"])
def test_bad_week_is_said_and_this_week_shown(client, cafe, query):
    text = frame(client, f"places/talo/embed/?start={query}")
    assert "Here is this week" in text
    assert "Wednesday 25.11." in text


def test_queries_do_not_grow_with_sessions(client, cafe):
    counts, made = {path: [] for path in PATHS}, 0
    for n in (1, 3, 30):
        for _n in range(n - made):
            service = make.make_service(owner=cafe.service.owner)
            slot = make.make_slot(service=service, place=cafe.place, start=time(12), end=time(13))
            SlotVisitor.objects.create(slot=slot, role="midwife", organisation=service.owner)
            make.make_change(slot=slot, reason="illness")
        made = n
        for path in PATHS:
            with counted_in(counts[path]):
                frame(client, f"{path}?area=vantaa", language="ar")
    assert not costly(counts, MOST_QUERIES)
