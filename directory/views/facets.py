"""The facets of the services' list as its form shows them: options with their counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.filters import ServiceFilter
from directory.queries.facet_rows import FLAGS, ON

SHOWN = 8
# Those that have an order of their own keep it.
IN_ORDER = {"age", "day", "time"}
FACETS = ["category", "area", "age", "language", "day", "time", "accessibility"]


@dataclass(frozen=True, slots=True)
class Option:
    """`count` is what the list would hold with it chosen in its facet."""

    name: str
    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def id(self) -> str:
        return f"id_{self.name}_{self.value}"

    @property
    def is_worth_showing(self) -> bool:
        return self.count > 0 or self.is_chosen


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    shown: list[Option]
    folded: list[Option]
    error: str = ""

    @classmethod
    def of(cls, name: str, label: str, options: Iterable[Option], error: str = "") -> "Facet":
        """The first and what is chosen are shown, the rest is folded."""
        worth = [one for one in options if one.is_worth_showing]
        folded = [one for one in worth[SHOWN:] if not one.is_chosen]
        shown = worth[:SHOWN] + [one for one in worth[SHOWN:] if one.is_chosen]
        return cls(name, label, shown, folded, error)


def facets(filterset: ServiceFilter) -> list[Facet]:
    found = [facet(filterset, name) for name in FACETS]
    found.insert(FACETS.index("language"), flags(filterset))
    return [one for one in found if one.shown or one.error]


def facet(filterset: ServiceFilter, name: str) -> Facet:
    field = filterset.form[name]
    chosen = field.value() or []
    options = [
        option(filterset, name, value, str(label), value in chosen)
        for value, label in field.field.choices
    ]
    if name not in IN_ORDER:
        options.sort(key=lambda option: -option.count)
    return Facet.of(name, str(field.label), options, " ".join(field.errors))


def flags(filterset: ServiceFilter) -> Facet:
    """What either holds or not is a facet each, and stands together."""
    options = [
        option(filterset, name, ON, str(filterset.form[name].label), name in filterset.chosen)
        for name in FLAGS
    ]
    return Facet.of("flags", _("Show only"), options)


def option(filterset: ServiceFilter, name: str, value: str, label: str, is_chosen: bool) -> Option:
    count = filterset.found.count_with({name: [value]})
    return Option(name, value, label, count, is_chosen)
