"""The facts of a service or a place as icon and words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory import wording
from directory.enums import Access, Accessibility, Delivery, Food
from directory.models import Service

ACCESS_ICONS = {
    Access.DROP_IN: "door-open",
    Access.REGISTER: "clipboard-pen",
    Access.REFERRAL: "file-text",
}
DELIVERY_ICONS = {
    Delivery.PLACE: "map-pin",
    Delivery.ONLINE: "monitor",
    Delivery.PHONE: "phone",
    Delivery.HOME: "house",
}
ACCESSIBILITY_ICONS = {
    Accessibility.STEP_FREE: "accessibility",
    Accessibility.LIFT: "arrow-up-down",
    Accessibility.ACCESSIBLE_TOILET: "toilet",
    Accessibility.CHANGING_TABLE: "baby",
    Accessibility.PRAM_SPACE: "shopping-cart",
    Accessibility.QUIET: "volume-x",
    Accessibility.HEARING_LOOP: "ear",
    Accessibility.ACCESSIBLE_PARKING: "square-parking",
    Accessibility.SERVICE_DOG_WELCOME: "dog",
}


@dataclass(frozen=True, slots=True)
class Fact:
    icon: str
    label: str


def short_facts(service: Service, language: str) -> list[Fact]:
    """What decides at a glance whether it is for us: age, price, how to get in, languages."""
    facts = [Fact(ACCESS_ICONS[Access(service.access)], str(Access(service.access).label))]
    facts = [Fact("coins", label) for label in price_labels(service)] + facts
    if age := age_label(service.age_from, service.age_to, service.expecting):
        facts.append(Fact("baby", age))
    if spoken := languages_label(service.languages, language):
        facts.append(Fact("languages", spoken))
    facts += [
        Fact(DELIVERY_ICONS[Delivery(way)], str(Delivery(way).label))
        for way in service.delivery
        if way != Delivery.PLACE
    ]
    return facts


def all_facts(service: Service, language: str) -> list[Fact]:
    facts = short_facts(service, language)
    if service.food != Food.NONE:
        facts.append(Fact("utensils", str(Food(service.food).label)))
    if service.childcare:
        facts.append(Fact("blocks", _("Childcare on the spot")))
    if service.capacity:
        places = ngettext("Room for %(count)d", "Room for %(count)d", service.capacity)
        facts.append(Fact("users", places % {"count": service.capacity}))
    return facts + accessibility_facts(service.accessibility)


def accessibility_facts(values: list[str]) -> list[Fact]:
    known = [Accessibility(value) for value in values]
    return [Fact(ACCESSIBILITY_ICONS[value], str(value.label)) for value in known]


def price_labels(service: Service) -> list[str]:
    """Free entry and the price of something extra can hold at once."""
    labels = [_("Free")] if service.is_free else []
    if service.price:
        euros = f"{service.price:.2f}".replace(".", ",").removesuffix(",00")
        words = _("Optional: %(price)s €") if service.is_free else _("%(price)s €")
        labels.append(words % {"price": euros})
    return labels


def languages_label(codes: list[str], language: str) -> str:
    return wording.joined([wording.language_name(code, language) for code in codes], language)


def age_label(age_from: int | None, age_to: int | None, expecting: bool) -> str:
    """Months below two years, years above; "expecting" can stand with or without an age."""
    parts = [_("Expecting a baby")] if expecting else []
    if age_from is not None or age_to is not None:
        parts.append(age_range(age_from or 0, age_to))
    return " · ".join(parts)


def age_range(low: int, high: int | None) -> str:
    """Whole phrases, so that every language can bend its words. An upper end of 83 is "under 7"."""
    if high is None:
        return from_age(low) if low else ""
    if low == 0:
        return under_age(high)
    if high < 24:
        return ngettext("%(low)d–%(high)d month", "%(low)d–%(high)d months", high) % {
            "low": low,
            "high": high,
        }
    if low % 12:
        return _("%(low)s – %(high)s") % {"low": age(low), "high": age(high)}
    years = high // 12
    if low // 12 == years:
        return age(low)
    return ngettext("%(low)d–%(high)d year", "%(low)d–%(high)d years", years) % {
        "low": low // 12,
        "high": years,
    }


def from_age(months: int) -> str:
    if months < 12:
        words = ngettext("From %(count)d month", "From %(count)d months", months)
        return words % {"count": months}
    years = months // 12
    return ngettext("From %(count)d year", "From %(count)d years", years) % {"count": years}


def under_age(months: int) -> str:
    if months < 23 and months != 11:
        words = ngettext("Up to %(count)d month", "Up to %(count)d months", months)
        return words % {"count": months}
    years = (months + 1) // 12
    return ngettext("Under %(count)d year", "Under %(count)d years", years) % {"count": years}


def age(months: int) -> str:
    if months < 24:
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    years = months // 12
    return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
