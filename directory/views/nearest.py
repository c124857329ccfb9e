"""What comes nearest to a search of services that found nothing, each with what it would hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from directory.filters import ServiceFilter
from directory.views.listing import ChosenValue, chosen_values, without

MOST_LESS = 4


@dataclass(frozen=True, slots=True)
class Offer:
    label: str
    url: str
    count: int


def nearest(
    filterset: ServiceFilter, request: HttpRequest, *, with_words: bool = False
) -> list[Offer]:
    """None of them is empty; those with one filter less come first, the fullest of them before.

    `with_words` leaves out what is there without the words, where better words are offered.
    """
    chosen = chosen_values(filterset.form)
    if with_words:
        chosen = [one for one in chosen if one.name != "q"]
    less = [one_less(filterset, request, one) for one in chosen if filterset.chosen]
    fullest = sorted(less, key=lambda offer: -offer.count)[:MOST_LESS]
    rest = [*wider_area(filterset, request), *words_alone(filterset, request)]
    return [offer for offer in [*fullest, *rest] if offer.count]


def one_less(filterset: ServiceFilter, request: HttpRequest, one: ChosenValue) -> Offer:
    if one.name == "q":
        count = filterset.without_words().count
    else:
        left = [value for value in filterset.chosen[one.name] if one.value and value != one.value]
        count = filterset.found.count_with({one.name: left})
    url = request.path + without(request.GET, one.name, one.value)
    return Offer(_("Without “%(filter)s”") % {"filter": one.label}, url, count)


def wider_area(filterset: ServiceFilter, request: HttpRequest) -> Iterator[Offer]:
    """The nearest area around the chosen one in which there is something."""
    areas = filterset.chosen.get("area", [])
    if len(areas) != 1:
        return
    for area in filterset.names.wider(areas[0]):
        if count := filterset.found.count_with({"area": [area.slug]}):
            query = request.GET.copy()
            query["area"] = area.slug
            query.pop("page", None)
            label = _("In a wider area: %(area)s") % {"area": area.label}
            yield Offer(label, f"{request.path}?{query.urlencode()}", count)
            return


def words_alone(filterset: ServiceFilter, request: HttpRequest) -> Iterator[Offer]:
    """Where one filter alone stands beside the words, to be without it is the same."""
    if filterset.words and len(chosen_values(filterset.form)) > 2:
        query = QueryDict(mutable=True)
        query["q"] = filterset.words
        label = _("The words alone, without filters")
        url = f"{request.path}?{query.urlencode()}"
        yield Offer(label, url, filterset.found.count_of_none())
