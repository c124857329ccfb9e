"""What searches that found nothing were about: counted without a word of anybody's."""

from datetime import date, datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from directory.actions import counts as writing
from directory.actions.counts import add_counts
from directory.counted import Counted, FoundNothing
from directory.models import CountedKind, UnmetNeed
from directory.queries.unmet_need import unmet_needs
from directory.search.needs import needs
from directory.search.phrases import example, known_concepts, phrases
from directory.wording import HELSINKI
from meetings.models import Action
from perhepalvelut import counting
from tests import factories as make
from tests.indexed import index_now
from tests.meetings.picture.desk import make_picture, press, sheet_of, staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
FIRST, LAST = date(2026, 10, 26), date(2026, 11, 22)
PHONE = "Mozilla/5.0 (Linux; Android 9; CUBOT J7) AppleWebKit/537.36 Chrome/120 Mobile Safari"
ROBOT = "Mozilla/5.0 (compatible; Examplebot/2.1)"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader() -> Client:
    return Client(headers={"user-agent": PHONE})


@pytest.fixture
def cast(db):
    return make_picture()


def look_for(client: Client, words: str, more: str = "", language: str = "fi") -> None:
    assert client.get(f"/{language}/services/?q={quote(words)}{more}").status_code == 200


def counted() -> set[tuple]:
    counting.held.write()
    return set(UnmetNeed.objects.values_list("language", "area", "concept", "searches"))


def sought(number: int, concept: str = "family_cafe", language="fi", area="vantaa", day=LAST):
    areas = area.split()
    filters = "&".join(f"area={slug}" for slug in areas) if len(areas) > 1 else ""
    one = areas[0] if len(areas) == 1 else ""
    what = FoundNothing(CountedKind.SERVICE, one, filters, True, (concept,))
    add_counts(counts={Counted(day, language, what): number})


def told(area: str = "vantaa") -> dict[str, tuple[list[tuple[str, int | None]], int | None]]:
    with override("en"):
        found = unmet_needs(area, "en", (FIRST, LAST))
    return {
        need.concept: ([(part.language, part.views) for part in need.parts], need.rest)
        for need in found
    }


@pytest.mark.parametrize(
    "words", ["perhekahvila", "Perhekahvilaan!", "family cafe", "кафе для мам"]
)
def test_a_search_is_about_the_concept_that_its_words_name(words):
    assert "family_cafe" in needs(words)


def test_words_that_name_nothing_are_other_words_and_no_words_nothing():
    assert needs("Leena Esimerkki 0401234567") == ("",)
    assert needs("🙂 !") == needs("") == ()


def test_what_was_looked_for_in_vain_is_counted_by_language_and_area(reader):
    make.make_area(slug="kemi")
    index_now()
    look_for(reader, "perhekahvila", "&area=kemi")
    look_for(reader, "perhekahvila vauvalle", "&area=kemi&page=3")
    look_for(reader, "family cafe", language="en")
    look_for(reader, "Leena Esimerkki 0401234567")
    found = counted()
    assert {("fi", "kemi", "family_cafe", 2), ("en", "", "family_cafe", 1)} <= found
    assert ("fi", "", "", 1) in found


def test_no_word_of_anybody_is_in_the_table(reader):
    look_for(reader, "Leena Esimerkki perhekahvila 0401234567")
    counting.held.write()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(row)::text FROM directory_unmetneed AS row")
        kept = " ".join(row for (row,) in cursor.fetchall()).casefold()
    assert "family_cafe" in kept
    assert not any(word in kept for word in ("leena", "esimerkki", "perhekahvila", "040"))
    assert [field.column for field in UnmetNeed._meta.fields] == [
        "id", "day", "language", "area", "concept", "searches"
    ]  # fmt: skip


@pytest.mark.parametrize("concept", ["Leena", "vauva kerho", "вауу", "a@b.fi"])
def test_the_database_takes_no_words(concept):
    with pytest.raises(IntegrityError), transaction.atomic():
        UnmetNeed.objects.create(day=LAST, language="fi", concept=concept, searches=1)


def test_every_concept_fits_into_it():
    for key in known_concepts():
        UnmetNeed.objects.create(day=LAST, language="fi", concept=key, searches=1)


def test_what_was_found_and_searches_for_places_are_not_counted(reader):
    make.make_service(name_fi="Perhekahvila")
    index_now()
    look_for(reader, "perhekahvila")
    reader.get("/fi/places/?q=perhekahvila")
    assert counted() == set()


def test_robots_the_signed_in_and_what_is_fetched_in_advance_are_not_counted(reader, cast):
    look_for(Client(headers={"user-agent": ROBOT}), "perhekahvila")
    look_for(cast.aino, "perhekahvila")
    reader.get("/fi/services/?q=perhekahvila", headers={"sec-purpose": "prefetch"})
    assert counted() == set()


def test_a_kept_page_counts_again(reader):
    look_for(reader, "perhekahvila")
    look_for(reader, "perhekahvila")
    assert ("fi", "", "family_cafe", 2) in counted()


def test_made_up_searches_fill_no_database(monkeypatch):
    monkeypatch.setattr(writing, "MOST_NEEDS_A_DAY", 1)
    for concept in ("family_cafe", "expecting_baby", "family_cafe"):
        sought(1, concept)
    assert list(UnmetNeed.objects.values_list("concept", "searches")) == [("family_cafe", 2)]


def test_they_are_deleted_after_400_days():
    today = NOW.date()
    for day in (today - timedelta(days=400), today - timedelta(days=399)):
        sought(1, day=day)
    call_command("tidy", verbosity=0)
    assert UnmetNeed.objects.get().day == today - timedelta(days=399)


def test_the_area_with_what_is_inside_it_and_searches_without_one():
    county = make.make_area(slug="maakunta")
    make.make_area(slug="vantaa", kind="municipality", parent=county)
    make.make_area(slug="muu")
    for area in ("maakunta", "vantaa", "", "muu", "muu vantaa"):
        sought(5, area=area)
    assert told("maakunta") == {"family_cafe": ([("Finnish", 20)], None)}
    assert told("vantaa") == {"family_cafe": ([("Finnish", 15)], None)}
    assert told("") == {"family_cafe": ([("Finnish", 25)], None)}


def test_no_number_under_five_and_no_sum_that_would_tell_one():
    make.make_area(slug="vantaa")
    for language, number in (("fi", 12), ("so", 5), ("ar", 4)):
        sought(number, language=language)
    sought(4, "expecting_baby")
    sought(4, "meet_other_parents", "ar")
    sought(3, "meet_other_parents", "so")
    assert told() == {
        "family_cafe": ([("Finnish", 12), ("Somali", 5)], None),
        "meet_other_parents": ([], 7),
    }


def test_only_whole_weeks_that_are_over_are_told():
    make.make_area(slug="vantaa")
    for day in (FIRST - timedelta(days=1), LAST + timedelta(days=1), NOW.date()):
        sought(70, day=day)
    assert told() == {}


def test_what_is_not_known_any_more_is_among_the_other_words():
    make.make_area(slug="vantaa")
    sought(3, "gone_from_the_files")
    sought(2, "")
    assert told() == {"": ([("Finnish", 5)], None)}


def test_every_concept_has_an_example_for_staff():
    assert known_concepts().keys() == phrases().keys()
    for language in ("fi", "sv", "en"):
        assert all(example(key, language).language == language for key in known_concepts())


def needs_part(text: str) -> str:
    return text.split('id="needs-title"')[1].split("</details>")[0]


def test_the_coordinator_reads_it_in_plain_words(cast):
    make.make_category(slug="family-cafe", name_en="Family café")
    sought(6, language="so")
    sought(9, "language:ar")
    sought(30, "")
    part = needs_part(staff(cast.aino, cast))
    assert "Family café" in part and "“family cafe”" in part and "Somali: " in part
    assert "Language spoken there" in part
    assert part.index("Other words") < part.index("Language spoken there")
    assert 'value="family_cafe"' in part and 'name="cell" value=""' not in part


def test_members_do_not_see_it(cast):
    sought(6)
    assert 'id="needs-title"' not in staff(cast.bertta, cast)
    assert cast.bertta.get(f"{cast.path()}picture.csv?table=needs").status_code == 404
    assert cast.daavid.get(f"{cast.path()}picture.csv?table=needs").status_code in (403, 404)


def test_an_empty_part_says_what_it_is(cast):
    sought(4)
    part = needs_part(staff(cast.aino, cast, "?open=needs"))
    assert "Nothing was looked for in vain five times or more in these weeks." in part
    assert "<form" not in part


def test_it_is_one_of_the_files(cast):
    make.make_category(slug="family-cafe", name_en="Family café")
    sought(6, language="so")
    sought(4, language="ar")
    sought(4, language="fa")
    header, *lines = sheet_of(cast.aino, cast, "needs")
    assert header == ["What it was about", "For example", "Language of the page", "Searches"]
    assert lines == [
        ["Family café", "family cafe", "Somali", "6"],
        ["Family café", "family cafe", "Several languages", "8"],
    ]


def test_a_need_is_taken_up_once(cast):
    sought(6)
    before = Action.objects.count()
    for _ in range(2):
        response = press(cast.aino, cast, table="needs", cell="family_cafe")
        assert response["Location"].endswith("?open=needs#needs/family_cafe")
    assert Action.objects.count() == before + 1
    assert "family cafe" in Action.objects.latest("pk").text_en
    part = needs_part(staff(cast.aino, cast))
    assert 'value="family_cafe"' not in part and "Taken up" in part


@pytest.mark.parametrize("cell", ["", "expecting_baby", "\0", "a" * 999])
def test_what_nobody_looked_for_is_not_taken_up(cast, cell):
    sought(6)
    sought(6, "")
    before = Action.objects.count()
    assert press(cast.aino, cast, table="needs", cell=cell).status_code == 302
    assert Action.objects.count() == before
    assert press(cast.bertta, cast, table="needs", cell="family_cafe").status_code == 403


def test_as_many_queries_for_many_needs_as_for_one(cast):
    staff(cast.aino, cast)
    numbers = set()
    for concepts in (["family_cafe"], [*known_concepts()]):
        for concept in concepts:
            sought(6, concept)
        with CaptureQueriesContext(connection) as queries:
            staff(cast.aino, cast)
        numbers.add(len(queries))
    assert len(numbers) == 1


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_concept_is_named_in_the_desks_languages(cast, language):
    for concept in known_concepts():
        sought(6, concept, language="ar")
    part = needs_part(staff(cast.aino, cast, f"?language={language}"))
    assert part.count('class="desk-line"') == len(known_concepts())


def test_the_page_of_counts_says_where_it_is(cast):
    page = cast.aino.get("/staff/counts/?language=en").text
    assert "told to the coordinators of networks" in page
