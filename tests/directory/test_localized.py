import pytest
from django.conf import settings

from directory.localized import chain, expression, html_tag, pick
from directory.models import Service
from tests import factories as make


def test_chain_is_asked_language_then_english_then_finnish():
    assert chain("so") == ("so", "en", "fi")
    assert chain("en") == ("en", "fi")
    assert chain("fi-selko") == ("fi-selko", "fi", "en")


@pytest.mark.parametrize(
    ("names", "language", "value", "shown_in", "is_fallback"),
    [
        ({"so": "Makhaayad", "en": "Café", "fi": "Kahvila"}, "so", "Makhaayad", "so", False),
        ({"so": "", "en": "Café", "fi": "Kahvila"}, "so", "Café", "en", True),
        ({"so": None, "en": None, "fi": "Kahvila"}, "so", "Kahvila", "fi", True),
        ({"fi_selko": None, "fi": "Kahvila", "en": "Café"}, "fi-selko", "Kahvila", "fi", False),
        ({"sv": None, "en": None, "fi": None}, "sv", "", "fi", False),
    ],
)
def test_pick_takes_the_first_filled_text(names, language, value, shown_in, is_fallback):
    row = {f"name_{code}": text for code, text in names.items()}
    text = pick(row, "name", language)
    assert (text.value, text.language, text.is_fallback) == (value, shown_in, is_fallback)


def test_html_tags_are_valid_language_tags():
    assert html_tag("fi-selko") == "fi"
    assert html_tag("zh-hans") == "zh-Hans"


@pytest.mark.django_db
@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_sql_expression_agrees_with_pick(language):
    for n, names in enumerate(
        [{"name_fi": "A"}, {"name_fi": "B", "name_en": "C"}, {"name_fi": "D", "name_so": "E"}]
    ):
        make.make_service(slug=f"row-{n}", **names)
    rows = Service.objects.rewrite(False).annotate(shown=expression("name", language))
    assert [row.shown for row in rows] == [pick(row, "name", language).value for row in rows]
