"""What a word, an age or an area that somebody asks for stands for in the rows."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directory.models import Area, Service, Slot

MAX_WORDS = 8
AGES = {
    "expecting": (_("Expecting a baby"), None),
    "0": (_("Under 1 year"), (0, 11)),
    "1": (_("1–2 years"), (12, 35)),
    "3": (_("3–6 years"), (36, 83)),
    "7": (_("7–12 years"), (84, 155)),
    "13": (_("13–17 years"), (156, 215)),
}
TIMES = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}


def every_word(value: str, columns: list[str]) -> Q:
    """Every word stands in some of the columns."""
    wanted = Q()
    for word in value.split()[:MAX_WORDS]:
        found = Q()
        for name in columns:
            found |= Q(**{f"{name}__icontains": word})
        wanted &= found
    return wanted


def for_age(value: str, path: str = "") -> Q:
    """Meant for the age of AGES. `path` leads to the service; none there suits any age."""
    months = AGES[value][1]
    if months is None:
        return Q(**{f"{path}expecting": True})
    low, high = months
    no_limits = {f"{path}age_from__isnull": True, f"{path}age_to__isnull": True}
    only_expecting = Q(**{f"{path}expecting": True, **no_limits})
    from_age = Q(**{f"{path}age_from__isnull": True}) | Q(**{f"{path}age_from__lte": high})
    to_age = Q(**{f"{path}age_to__isnull": True}) | Q(**{f"{path}age_to__gte": low})
    return ~only_expecting & from_age & to_age


def held_or_meant(area: str, today: date) -> QuerySet:
    """Keys of services held in the area or meant for it; what is meant for the whole that the area
    belongs to counts too, unless it meets somewhere else in that whole."""
    inside = Area.objects.within(area).values("pk")
    current = Slot.objects.not_ended(today).order_by()
    links = Service.areas.through.objects.all()
    held = current.published().filter(place__area__in=inside, service__isnull=False)
    meant = links.filter(area__in=inside).values("service")
    meets = current.filter(service=OuterRef("service"), place__isnull=False)
    wider = links.filter(~Exists(meets), area__in=Area.objects.around(area).values("pk"))
    return held.values("service").union(meant, wider.values("service"))
