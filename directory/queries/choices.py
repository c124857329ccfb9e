"""Areas and categories as choices of a form."""

from django.db.models import QuerySet, Value

from directory.localized import current_language, expression
from directory.models import Area, Category


def named(rows: QuerySet, language: str) -> list[tuple[str, str]]:
    """(slug, name) choices in the alphabetical order of the reader's language."""
    name = expression("name", language)
    return list(rows.rewrite(False).order_by(name).values_list("slug", name))


def area_and_category_choices() -> dict[str, list[tuple[str, str]]]:
    """Both in one query, in the alphabetical order of the reader's language."""
    label = expression("name", current_language())
    parts = [
        rows.rewrite(False)
        .order_by()
        .annotate(field=Value(field), label=label)
        .values_list("field", "slug", "label")
        for field, rows in (("area", Area.objects.all()), ("category", Category.objects.all()))
    ]
    choices: dict[str, list[tuple[str, str]]] = {"area": [], "category": []}
    for field, slug, name in parts[0].union(parts[1], all=True).order_by("label"):
        choices[field].append((slug, name))
    return choices


def area_choices() -> list[tuple[str, str]]:
    return named(Area.objects.all(), current_language())
