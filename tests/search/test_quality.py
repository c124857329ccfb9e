"""How well the search answers what families ask, and that its files of words are whole."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from directory import demo
from directory.enums import VisitorRole
from directory.models import Category, Service
from directory.search.concepts import HERE, NOT_LANGUAGES, concepts, read, stop_words
from directory.search.judging import Judged, Result, judge, read_judged, score, scores
from directory.search.normal import words_of
from tests.indexed import index_now

QUERIES = Path(__file__).with_name("queries.toml")
LANGUAGES = {"fi", "sv", "en", "et", "ru", "uk", "so", "ar"}
WEDNESDAY = date(2026, 11, 25)
# Somewhat under what was reached, so that a worse order is seen and a changed listing forgiven.
LEAST_RECALL, LEAST_RANK = 0.81, 0.85
MOST_BY_CHANCE = 8
LEAST_IN_A_LANGUAGE = {"recall": 0.66, "rank": 0.68}


def test_the_questions_are_many_in_each_language_and_name_what_is_there() -> None:
    judged = read_judged(QUERIES)
    assert {one.language for one in judged} == LANGUAGES
    assert len(judged) >= 150
    assert all(sum(one.language == code for one in judged) >= 25 for code in LANGUAGES)


@pytest.mark.django_db
def test_families_find_what_answers() -> None:
    demo.load(Path(settings.BASE_DIR) / "fixtures" / "demo", WEDNESDAY)
    index_now()
    judged = read_judged(QUERIES)
    known = set(Service.objects.values_list("slug", flat=True))
    assert {slug for one in judged for slug in one.right} <= known
    results = judge(judged, WEDNESDAY)
    chance = [one.judged.words for one in results if one.found and not one.judged.right]
    assert len(chance) <= MOST_BY_CHANCE, chance
    found = scores(results)
    whole = found.pop("all")
    assert whole.recall >= LEAST_RECALL
    assert whole.reciprocal_rank >= LEAST_RANK
    for code, one in found.items():
        assert one.recall >= LEAST_IN_A_LANGUAGE["recall"], code
        assert one.reciprocal_rank >= LEAST_IN_A_LANGUAGE["rank"], code


def test_figures_are_counted_as_their_names_say() -> None:
    two = Judged("fi", "kahvila", frozenset({"a", "b"}))
    first, later = Result(two, ["a", "x", "b"]), Result(two, ["x", "y", "z", "a", "w", "b"])
    assert (first.recall, first.reciprocal_rank) == (1, 1)
    assert (later.recall, later.reciprocal_rank) == (1 / 2, 1 / 4)
    assert Result(two, []).reciprocal_rank == 0
    many = Judged("fi", "kahvila", frozenset("abcdefgh"))
    assert Result(many, list("abcde")).recall == 1
    assert score([first, later]).recall == 3 / 4


@pytest.mark.django_db
def test_every_file_of_words_is_of_a_category_and_leads_to_categories() -> None:
    demo.load(Path(settings.BASE_DIR) / "fixtures" / "demo", WEDNESDAY)
    slugs = set(Category.objects.values_list("slug", flat=True))
    assert {path.stem for path in (HERE / "words").glob("*.toml")} == slugs
    assert {slug for concept, *_rest in concepts() for slug in concept.categories} <= slugs


def entries() -> list[tuple[str, str, dict]]:
    files = [*sorted((HERE / "words").glob("*.toml")), HERE / "signs.toml"]
    return [(path.stem, key, entry) for path in files for key, entry in read(path).items()]


def test_each_concept_has_words_in_every_language_of_families() -> None:
    spoken = {code for code, _name in settings.LANGUAGES} - {"fi-selko"}
    for name, key, entry in entries():
        assert entry.keys() - NOT_LANGUAGES == spoken, f"{name}: {key}"
        assert all(words_of(text) for code in spoken for text in entry[code]), f"{name}: {key}"


def test_each_concept_has_one_name_and_visitors_that_exist() -> None:
    keys = [key for _name, key, _entry in entries()]
    assert sorted(keys) == sorted(set(keys))
    roles = {role for _name, _key, entry in entries() for role in entry.get("visitors", ())}
    assert roles <= set(VisitorRole.values)


def test_what_is_sought_in_listings_is_single_words() -> None:
    """The index holds no phrases, so one would never be found."""
    sought = [text for _name, _key, entry in entries() for text in entry.get("seek", ())]
    assert [text for text in sought if len(words_of(text)) != 1] == []


def test_no_phrase_is_made_of_words_that_tell_nothing() -> None:
    """Several such words name a thing together; a common word alone would name it always."""
    empty = stop_words()
    alone = [
        (key, text)
        for _name, key, entry in entries()
        for code, texts in entry.items()
        if code not in NOT_LANGUAGES
        for text in texts
        if len(set(words_of(text))) == 1 and set(words_of(text)) <= empty[code]
    ]
    assert alone == []
