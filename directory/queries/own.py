"""What an organisation keeps and runs: its places, services and lines, for choosing from."""

from collections import Counter
from datetime import date, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet

from directory.enums import State
from directory.localized import columns
from directory.models import Organisation, Place, Service, Slot
from directory.permissions import editable_by, places_kept_by, services_run_by, slots_run_by

SIX_DAYS = timedelta(days=6)


def kept_places(organisation: Organisation) -> QuerySet:
    return Place.objects.filter(places_kept_by([organisation.pk])).exclude(state=State.ARCHIVED)


def run_services(organisation: Organisation) -> QuerySet:
    own = Service.objects.filter(services_run_by([organisation.pk]))
    return own.exclude(state=State.ARCHIVED)


def coordinated_places(organisation: Organisation) -> QuerySet:
    """Where the organisation answers for the whole programme, its guests' included."""
    answers = Q(coordinator=organisation) | Q(coordinator__isnull=True, owner=organisation)
    return Place.objects.filter(answers).exclude(state=State.ARCHIVED)


def used_places(organisation: Organisation) -> QuerySet:
    """Where it has its programme: its own places and those of others that take it in."""
    kept = kept_places(organisation).values("pk")
    lines = run_slots(organisation).filter(place__isnull=False).values("place")
    partner = organisation.partner_places.values("pk")
    used = Q(pk__in=kept) | Q(pk__in=lines) | Q(pk__in=partner)
    return allowed_places(organisation).filter(used).order_by("name", "pk")


def allowed_places(organisation: Organisation) -> QuerySet:
    """Where a session may be put: what families can see, and what the organisation keeps."""
    seen = Place.objects.published().values("pk")
    kept = kept_places(organisation).values("pk")
    places = Place.objects.filter(Q(pk__in=seen) | Q(pk__in=kept))
    return places.rewrite(False).only("slug", "name", "city", "owner", "state")


def service_names(organisation: Organisation, language: str) -> QuerySet:
    """Just what a choice of services needs, names in the languages that staff write."""
    names = {*columns(["name"], language), "name_fi", "name_sv", "name_en"}
    return run_services(organisation).rewrite(False).only("slug", *names).order_by("name_fi")


def homes(organisation: Organisation) -> Counter[tuple[int, int]]:
    """How often each (service, place) is in the programme."""
    pairs = run_slots(organisation).exclude(service=None).exclude(place=None)
    return Counter(pairs.values_list("service_id", "place_id"))


def run_slots(organisation: Organisation) -> QuerySet:
    current = Slot.objects.filter(slots_run_by([organisation.pk]), archived_at__isnull=True)
    return current.exclude(service__state=State.ARCHIVED).exclude(place__state=State.ARCHIVED)


def own_slots(organisation: Organisation, user: AbstractBaseUser) -> QuerySet:
    """What the organisation runs and the user may change."""
    return editable_by(user, run_slots(organisation))


def confirmable_slots(organisation: Organisation, user: AbstractBaseUser, monday: date) -> QuerySet:
    """Those in season in the week."""
    begun = Q(first__isnull=True) | Q(first__lte=monday + SIX_DAYS)
    return own_slots(organisation, user).not_ended(monday).filter(begun)
