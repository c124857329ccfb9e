"""What families looked for in an area and did not find, in plain words and in numbers that tell of
nobody."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, QuerySet, Sum, TextField, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directory.enums import Accessibility, Delivery, Food
from directory.localized import EMPTY, Text, columns, pick
from directory.models import Area, Category, UnmetNeed
from directory.queries.counts import LanguageViews, at_least_five, by_number, name_of
from directory.search.needs import OTHER_WORDS
from directory.search.phrases import example, known_concepts

# What a sign is about, by its key or the beginning of that.
FACTS = {
    "language": gettext_lazy("Language spoken there"),
    "age": gettext_lazy("Age of the child"),
    "day": pgettext_lazy("weekday", "Day"),
    "weekend": pgettext_lazy("weekday", "Day"),
    "morning": gettext_lazy("Time of day"),
    "afternoon": gettext_lazy("Time of day"),
    "evening": gettext_lazy("Time of day"),
    "free": gettext_lazy("Free"),
    "online": gettext_lazy("Online"),
    "drop_in": gettext_lazy("Just come, no sign-up"),
    "phone": Delivery.PHONE.label,
    "home": Delivery.HOME.label,
    "food": Food.MEAL.label,
    "childcare": gettext_lazy("Childcare on the spot"),
    **dict.fromkeys(Accessibility.values, gettext_lazy("Accessibility")),
}
CHOSEN = Func(
    F("area"), Value(" "), function="string_to_array", output_field=ArrayField(TextField())
)


@dataclass(frozen=True, slots=True)
class Need:
    """`parts` are the languages of the pages whose numbers are told; `rest` is the sum of the
    others, each of which is too small. No sum of all: it would tell those."""

    concept: str
    label: Text
    example: Text
    parts: list[LanguageViews]
    rest: int | None

    @property
    def title(self) -> str:
        named = _("%(kind)s: “%(example)s”") % {"kind": self.label, "example": self.example}
        return named if self.label and self.example else str(self.label or self.example)

    @property
    def sum_told(self) -> int:
        return sum(part.views or 0 for part in self.parts) + (self.rest or 0)


def unmet_needs(area: str, language: str, days: tuple[date, date]) -> list[Need]:
    """In the area, a slug, and where none was chosen; the most frequent first, and none that is
    too rare to be told. Two queries. An empty area is the whole country."""
    found: defaultdict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for concept, code, number in sums(area, days):
        found[concept if concept in known_concepts() else OTHER_WORDS][code] += number
    names = category_names(found, language) if found else {}
    needs = [
        Need(concept, label(concept, names, language), example(concept, language), *told)
        for concept, numbers in found.items()
        if any(told := tellable(numbers, language))
    ]
    return sorted(needs, key=lambda need: (-need.sum_told, need.title))


def sums(area: str, days: tuple[date, date]) -> QuerySet:
    rows = UnmetNeed.objects.between(*days)
    if area:
        inside = ArraySubquery(Area.objects.within(area).order_by().values("slug"))
        rows = rows.alias(chosen=CHOSEN).filter(Q(area="") | Q(chosen__overlap=inside))
    return rows.order_by().values_list("concept", "language").annotate(sum=Sum("searches"))


def tellable(numbers: dict[str, int], language: str) -> tuple[list[LanguageViews], int | None]:
    parts = [
        LanguageViews(name_of(code, language), number)
        for code, number in numbers.items()
        if at_least_five(number)
    ]
    small = sum(number for number in numbers.values() if not at_least_five(number))
    return by_number(parts), at_least_five(small)


def category_names(keys: Iterable[str], language: str) -> dict[str, Text]:
    slugs = {slug for key in keys for slug in categories_of(key)}
    rows = Category.objects.rewrite(False).filter(slug__in=slugs)
    named = rows.values("slug", *columns(["name"], language))
    return {row["slug"]: pick(row, "name", language) for row in named}


def categories_of(key: str) -> tuple[str, ...]:
    return known_concepts()[key].categories[:1] if key else ()


def label(key: str, names: dict[str, Text], language: str) -> Text:
    if key == OTHER_WORDS:
        return Text(_("Other words"), language)
    if slugs := categories_of(key):
        return names.get(slugs[0], EMPTY)
    fact = FACTS.get(key.partition(":")[0], "")
    return Text(str(fact), language)
