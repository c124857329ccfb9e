"""The database itself refuses nonsense, each rule by its name."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from directory.models import BreakPeriod, Contact, Membership
from tests import factories as make

pytestmark = pytest.mark.django_db


def refused(constraint: str, build, **values) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        build(**values)


WRONG_SLOTS = [
    ("slot_has_service_or_place", {"service": None, "place": None}),
    ("slot_end_after_start", {"start": time(11), "end": time(9)}),
    ("slot_clock_or_day_part", {"day_part": "morning"}),
    ("slot_season_in_order", {"first": date(2026, 12, 1), "last": date(2026, 8, 1)}),
    ("slot_times_need_a_beginning", {"times": 5}),
    ("slot_has_days", {"weekdays": []}),
    ("slot_has_days", {"recurrence": "dates", "dates": []}),
    ("slot_monthly_has_nth", {"recurrence": "monthly"}),
    ("slot_weekdays_are_days", {"weekdays": [8]}),
    ("slot_nth_is_in_a_month", {"recurrence": "monthly", "nth": [6]}),
    ("slot_interval_has_anchor", {"recurrence": "every_n_weeks", "interval": 2}),
]


@pytest.mark.parametrize(("constraint", "values"), WRONG_SLOTS)
def test_slot_constraint_refuses(constraint, values):
    base = {"service": make.make_service(), "place": make.make_place()}
    refused(constraint, make.make_slot, **{**base, **values})


def test_slot_past_midnight_is_allowed_when_said():
    slot = make.make_slot(start=time(22), end=time(1), ends_next_day=True)
    assert slot.rule.ends_next_day


WRONG_CHANGES = [
    ("change_range_in_order", {"first": date(2026, 11, 26), "last": date(2026, 11, 25)}),
    ("change_end_after_start", {"kind": "other_time", "start": time(11), "end": time(9)}),
    ("change_of_time_has_a_time", {"kind": "other_time"}),
    ("change_of_place_has_a_place", {"kind": "other_place"}),
    ("change_extra_has_an_end", {"kind": "extra", "last": None}),
    ("change_of_day_is_for_one_date", {"new_date": date(2026, 11, 27)}),
    ("change_time_only_where_it_is_read", {"kind": "as_usual", "start": time(9)}),
]


@pytest.mark.parametrize(("constraint", "values"), WRONG_CHANGES)
def test_change_constraint_refuses(constraint, values):
    refused(constraint, make.make_change, slot=make.make_slot(), **values)


def test_change_of_time_and_place_are_two_changes():
    refused(
        "change_place_only_where_it_is_read",
        make.make_change,
        slot=make.make_slot(),
        kind="other_time",
        start=time(9),
        new_place=make.make_place(),
    )


def test_change_needs_exactly_one_scope():
    refused("change_has_one_scope", make.make_change)
    slot = make.make_slot()
    refused("change_has_one_scope", make.make_change, slot=slot, service=slot.service)


def test_service_constraints_refuse():
    refused("service_ages_in_order", make.make_service, age_from=36, age_to=12)
    refused("service_price_not_negative", make.make_service, price=-1)
    refused("service_given_somehow", make.make_service, delivery=[])
    refused(
        "service_registration_window_in_order",
        make.make_service,
        registration_from=date(2026, 12, 1),
        registration_until=date(2026, 11, 1),
    )


def test_listing_without_finnish_is_refused():
    refused("service_name_in_finnish", make.make_service, name_fi="", name_en="Family café")
    refused("organisation_name_in_finnish", make.make_organisation, name_fi="", name_sv="Mötet")


def test_place_needs_both_coordinates_or_neither():
    refused("place_has_both_coordinates_or_none", make.make_place, latitude=60.3)


def test_area_tree_has_counties_on_top():
    refused("area_only_county_has_no_parent", make.make_area, kind="municipality")
    county = make.make_area()
    refused("area_only_county_has_no_parent", make.make_area, kind="county", parent=county)


def test_breaks_of_one_calendar_do_not_overlap():
    calendar = make.make_break_calendar()
    week = {"calendar": calendar, "kind": "autumn"}
    BreakPeriod.objects.create(first=date(2026, 10, 12), last=date(2026, 10, 18), **week)
    BreakPeriod.objects.create(first=date(2026, 10, 19), last=date(2026, 10, 19), **week)
    refused(
        "breaks_of_a_calendar_apart",
        BreakPeriod.objects.create,
        first=date(2026, 10, 18),
        last=date(2026, 10, 20),
        **week,
    )


def test_membership_is_held_once(django_user_model):
    user, organisation = django_user_model.objects.create(username="aino"), make.make_organisation()
    Membership.objects.create(user=user, organisation=organisation)
    refused(
        "membership_once_an_organisation",
        Membership.objects.create,
        user=user,
        organisation=organisation,
        role="manager",
    )


def test_contact_belongs_to_one_listing():
    refused("contact_belongs_to_one_listing", Contact.objects.create, kind="phone", value="112")


@pytest.mark.parametrize(
    ("kind", "value"), [("phone", "call me"), ("email", "nobody"), ("chat", "javascript:alert(1)")]
)
def test_contact_value_must_fit_its_kind(kind, value):
    contact = Contact(organisation=make.make_organisation(), kind=kind, value=value)
    with pytest.raises(ValidationError) as caught:
        contact.full_clean()
    assert "value" in caught.value.message_dict


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("040 123-4567", "+358401234567"),
        ("(09) 310 1234", "+35893101234"),
        ("(0)9 310 1234", "+35893101234"),
        ("+358 (0)40 123 4567", "+358401234567"),
        ("00358 (0)40 123 4567", "+358401234567"),
        ("+358 40 123 4567", "+358401234567"),
        ("116 111", "116111"),
    ],
)
def test_phone_link_dials_a_number_that_connects(written, dialled):
    assert Contact(kind="phone", value=written).href == f"tel:{dialled}"
