"""Which rows have to be confirmed."""

from datetime import date, timedelta

import pytest

from directory.models import Place, Service, Slot
from directory.permissions import places_kept_by, services_run_by, slots_run_by
from directory.queries.staleness import on_show, stale_rows, stale_tallies
from tests import factories as make
from tests.staff.reminders.letters import ANCIENT, NOW, OLD, TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("days", [None, 0, 13, 14, 15, 179, 180, 181])
@pytest.mark.parametrize(
    "season", [{}, {"first": date(2026, 12, 1)}, {"last": date(2026, 11, 24)}, {"last": TODAY}]
)
def test_stale_in_sql_is_stale_in_python(old_slot, cafe, days, season):
    confirmed = None if days is None else TODAY - timedelta(days=days)
    Slot.objects.update(confirmed_on=confirmed, **season)
    Service.objects.update(confirmed_on=confirmed)
    for row in (Slot.objects.get(), Service.objects.get()):
        assert type(row).objects.stale(TODAY).exists() == row.is_stale(TODAY)


def test_only_what_families_see_and_what_goes_on_must_be_confirmed(ours, aino, cafe):
    place = make.make_place(confirmed_on=OLD)
    base = {"service": cafe, "place": place, "confirmed_on": OLD}
    shown = make.make_slot(**base)
    coming = make.make_slot(
        **base, recurrence="dates", weekdays=[], dates=[date(2026, 12, 24), date(2026, 10, 1)]
    )
    make.make_slot(**base, recurrence="dates", weekdays=[], dates=[date(2026, 10, 1)])
    make.make_slot(**base, last=date(2026, 11, 24))
    make.make_slot(**base, archived_at=NOW)
    make.make_slot(**{**base, "service": make.make_service(owner=ours, state="draft")})
    make.make_slot(**{**base, "confirmed_on": TODAY})
    rows = stale_rows(ours, aino, "fi", TODAY)
    assert {row.key for row in rows} == {f"slot-{shown.pk}", f"slot-{coming.pk}"}


def test_the_oldest_comes_first_and_the_never_confirmed_before_it(ours, aino, old_slot):
    never = make.make_place(owner=ours, confirmed_on=None)
    ancient = make.make_service(owner=ours, confirmed_on=ANCIENT)
    keys = [row.key for row in stale_rows(ours, aino, "fi", TODAY)]
    assert keys == [f"place-{never.pk}", f"service-{ancient.pk}", f"slot-{old_slot.pk}"]


def test_counts_for_all_follow_the_rule_of_rights(ours, theirs):
    """Every way in which a row can belong to somebody, and both readings of the rule."""
    house = make.make_place(owner=theirs, coordinator=ours, confirmed_on=ANCIENT)
    both = make.make_service(owner=ours, organisers=[ours, theirs], confirmed_on=ANCIENT)
    make.make_service(owner=theirs, organisers=[ours], confirmed_on=None)
    for values in ({"service": both}, {"service": both, "place": house}, {"place": house}):
        make.make_slot(**values, confirmed_on=OLD)
    make.make_slot(service=both, place=house, confirmed_on=OLD).organisers.set([theirs])
    found = stale_tallies(TODAY)
    for one in (ours, theirs):
        slots = on_show(Slot.objects.filter(slots_run_by([one.pk])), TODAY).stale(TODAY)
        services = Service.objects.filter(services_run_by([one.pk])).published().stale(TODAY)
        places = Place.objects.filter(places_kept_by([one.pk])).published().stale(TODAY)
        assert slots.count() > 1 and services.count() and places.count()
        tally = found[one.pk]
        assert tally.slots == slots.count()
        assert tally.listings == services.count() + places.count()
    assert (found[ours.pk].oldest, found[theirs.pk].oldest) == (None, None)


def test_counting_for_all_takes_the_same_queries_whatever_their_number(
    old_slot, their_slot, django_assert_num_queries
):
    with django_assert_num_queries(9):
        assert len(stale_tallies(TODAY)) == 2
    for _more in range(3):
        make.make_slot(service=make.make_service(confirmed_on=None), confirmed_on=OLD)
    with django_assert_num_queries(9):
        assert len(stale_tallies(TODAY)) == 5


def test_rows_are_listed_with_the_same_queries_whatever_their_number(
    ours, aino, cafe, old_slot, django_assert_num_queries
):
    with django_assert_num_queries(3):
        assert len(stale_rows(ours, aino, "fi", TODAY)) == 1
    for _more in range(2):
        make.make_slot(service=cafe, place=make.make_place(), confirmed_on=OLD)
        make.make_service(owner=ours, confirmed_on=None)
        make.make_place(owner=ours, confirmed_on=None)
    with django_assert_num_queries(3):
        assert len(stale_rows(ours, aino, "fi", TODAY)) == 7
