"""Who may edit what: the one rule that the admin, the desk and every other way in asks.

The right follows the organiser: who runs a service edits it and its times, whoever owns the house.
Who owns or coordinates a place edits the place and tells of its closures, but not a partner's
programme. A superuser edits everything; whatever is not named here, nobody else does.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, F, Field, Model, OuterRef, Q, QuerySet

from directory.enums import Role, State
from directory.models import (
    BreakCalendar,
    BreakPeriod,
    Contact,
    Invitation,
    Membership,
    Organisation,
    Photo,
    Place,
    Report,
    ScheduleChange,
    Service,
    Slot,
    SlotVisitor,
)

User = AbstractBaseUser | AnonymousUser
Row = TypeVar("Row", bound=Model)
Organisations = Collection[int] | QuerySet


def editable_by(user: User, rows: "QuerySet[Row]") -> "QuerySet[Row]":
    """Those of the rows that the user may change."""
    if not user.is_active:
        return rows.none()
    if user.is_superuser:
        return rows
    rule = RULES.get(rows.model)
    return rows.filter(rule(user)) if rule else rows.none()


def may_edit(user: User, row: Model) -> bool:
    return editable_by(user, type(row)._default_manager.filter(pk=row.pk)).exists()


def archivable_by(user: User, rows: "QuerySet[Row]") -> "QuerySet[Row]":
    """Those of the rows that the user may archive and bring back.

    A listing takes with it what others have there, so that only who owns it may.
    """
    found = editable_by(user, rows)
    if user.is_superuser or rows.model not in (Place, Service):
        return found
    return found.filter(owner__in=organisations_of(user))


def may_archive(user: User, row: Model) -> bool:
    return archivable_by(user, type(row)._default_manager.filter(pk=row.pk)).exists()


def organisations_of(user: User, *roles: Role) -> QuerySet:
    """Keys of the organisations that the user is in, in one of the roles when some are named."""
    memberships = Membership.objects.filter(user=user.pk)
    if roles:
        memberships = memberships.filter(role__in=roles)
    return memberships.values("organisation")


def own_organisations(user: User) -> Q:
    return Q(pk__in=organisations_of(user))


def managed_memberships(user: User) -> Q:
    return Q(organisation__in=organisations_of(user, Role.MANAGER))


def run_services(user: User) -> Q:
    return services_run_by(organisations_of(user))


def services_run_by(organisations: Organisations) -> Q:
    organised = Service.organisers.through.objects.filter(organisation__in=organisations)
    return Q(owner__in=organisations) | Q(pk__in=organised.values("service"))


def kept_places(user: User) -> Q:
    return places_kept_by(organisations_of(user))


def places_kept_by(organisations: Organisations) -> Q:
    return Q(owner__in=organisations) | Q(coordinator__in=organisations)


def run_slots(user: User) -> Q:
    return slots_run_by(organisations_of(user))


def slots_run_by(organisations: Organisations) -> Q:
    """The slot's own organisers; else those of its service; else, plain opening, the place's."""
    ties = Slot.organisers.through.objects
    own = ties.filter(organisation__in=organisations).values("slot")
    without_organisers = ~Exists(ties.filter(slot=OuterRef("pk")))
    services = Service.objects.filter(services_run_by(organisations))
    places = Place.objects.filter(places_kept_by(organisations))
    of_service = Q(service__in=services.values("pk"))
    of_place = Q(service__isnull=True, place__in=places.values("pk"))
    return Q(pk__in=own) | (Q(without_organisers) & (of_service | of_place))


def by_runner(rows: "QuerySet[Row]") -> "list[QuerySet[Row]]":
    """The rules of `slots_run_by`, `services_run_by` and `places_kept_by` seen from the rows.

    In the parts together each row is once for each organisation that runs it, as `runner`.
    """
    if rows.model is Service:
        return runners(rows, "owner", "organisers")
    if rows.model is Place:
        return runners(rows, "owner", "coordinator")
    led = rows.filter(organisers__isnull=True)
    return [
        *runners(rows, "organisers"),
        *runners(led, "service__owner", "service__organisers"),
        *runners(led.filter(service__isnull=True), "place__owner", "place__coordinator"),
    ]


def runners(rows: "QuerySet[Row]", first: str, second: str = "") -> "list[QuerySet[Row]]":
    """One organisation at the end of both paths counts once."""
    found = rows.annotate(runner=F(first)).filter(runner__isnull=False)
    if not second:
        return [found]
    other = rows.annotate(runner=F(second)).filter(runner__isnull=False)
    return [found, other.exclude(runner=F(first))]


def of_run_slots(user: User) -> Q:
    return Q(slot__in=Slot.objects.filter(run_slots(user)).values("pk"))


def of_run_listings(user: User) -> Q:
    """What hangs on one service or place."""
    return Q(service__in=Service.objects.filter(run_services(user)).values("pk")) | Q(
        place__in=Place.objects.filter(kept_places(user)).values("pk")
    )


def of_own_noun(user: User) -> Q:
    return Q(organisation__in=organisations_of(user)) | of_run_listings(user)


def told_changes(user: User) -> Q:
    """A change belongs to whoever may edit what it is about."""
    return of_run_slots(user) | of_own_noun(user)


def kept_calendars(user: User) -> Q:
    return Q(owner__in=organisations_of(user))


def of_kept_calendars(user: User) -> Q:
    return Q(calendar__owner__in=organisations_of(user))


RULES: dict[type[Model], Callable[[Any], Q]] = {
    BreakCalendar: kept_calendars,
    BreakPeriod: of_kept_calendars,
    Contact: of_own_noun,
    Invitation: managed_memberships,
    Membership: managed_memberships,
    Organisation: own_organisations,
    Photo: of_run_listings,
    Place: kept_places,
    Report: of_run_listings,
    ScheduleChange: told_changes,
    Service: run_services,
    Slot: run_slots,
    SlotVisitor: of_run_slots,
}


# Of what staff may edit, the fields that are for the site's administrators to decide.
DECIDED_BY_SITE: dict[type[Model], tuple[str, ...]] = {
    BreakCalendar: ("slug", "owner"),
    Organisation: ("slug", "kind", "parent", "is_approved"),
    Place: ("owner",),
    Service: ("owner",),
}


def choosable_by(user: User, field: Field) -> QuerySet:
    """Rows that the user may newly put into a foreign key or many-to-many field."""
    rows = field.remote_field.model._default_manager.all()
    if user.is_superuser:
        return rows
    rule = CHOICES.get((field.model, field.name))
    return rows.filter(rule(user)) if rule else rows.none()


def would_run(
    user: User, service: Service | None, place: Place | None, organisers: Collection[Model]
) -> bool:
    """Whether a slot with these would be the user's, by the rule of `slots_run_by`."""
    if user.is_superuser:
        return True
    if organisers:
        keys = [one.pk for one in organisers]
        return organisations_of(user).filter(organisation__in=keys).exists()
    tied = service or place
    return tied is not None and may_edit(user, tied)


def any_row(user: User) -> Q:
    return Q()


def known_organisations(user: User) -> Q:
    """Those that families may know of, and the user's own: being named gives them no right."""
    return Q(is_approved=True) | own_organisations(user)


def usable_places(user: User) -> Q:
    """A session or a service may be in any house that families can see, and in one's own."""
    seen = Q(state=State.PUBLISHED, owner__is_approved=True)
    return seen | (kept_places(user) & ~Q(state=State.ARCHIVED))


CHOICES: dict[tuple[type[Model], str], Callable[[Any], Q]] = {
    (BreakCalendar, "area"): any_row,
    (Place, "area"): any_row,
    (Place, "coordinator"): own_organisations,
    (Place, "owner"): own_organisations,
    (Place, "partners"): known_organisations,
    (ScheduleChange, "new_place"): usable_places,
    (ScheduleChange, "organisation"): own_organisations,
    (ScheduleChange, "place"): kept_places,
    (ScheduleChange, "service"): run_services,
    (ScheduleChange, "slot"): run_slots,
    (Service, "areas"): any_row,
    (Service, "categories"): any_row,
    (Service, "organisers"): own_organisations,
    (Service, "owner"): own_organisations,
    (Service, "places"): usable_places,
    (Slot, "break_calendar"): any_row,
    (Slot, "organisers"): own_organisations,
    (Slot, "place"): usable_places,
    (Slot, "service"): run_services,
    (SlotVisitor, "organisation"): known_organisations,
}
