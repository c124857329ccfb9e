"""Reading all into the index anew, a few items in each transaction, while the site serves."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef

from directory.models import (
    Area,
    Category,
    Indexed,
    Organisation,
    Place,
    SearchPosting,
    SearchWord,
    Service,
)

BATCH = 200
# Other apps add theirs.
MODELS = {
    Indexed.SERVICE: Service,
    Indexed.PLACE: Place,
    Indexed.ORGANISATION: Organisation,
    Indexed.CATEGORY: Category,
    Indexed.AREA: Area,
}

COUNT_WORDS = """
    UPDATE directory_searchword AS w SET items = counted.items
    FROM (
        SELECT word_id, count(*) AS items FROM directory_searchposting GROUP BY word_id
    ) AS counted
    WHERE counted.word_id = w.id AND w.items <> counted.items
"""


def rebuild() -> Iterator[tuple[Indexed, int]]:
    """Tells after each batch of which kind how many were read."""
    for kind, model in MODELS.items():
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            write(kind, batch)
            yield kind, len(batch)
        SearchPosting.objects.filter(kind=kind).exclude(
            item__in=model.objects.values("pk")
        ).delete()
    tidy_words()


def forget_missing(kind: Indexed, model: type[Model]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        standing = Exists(model.objects.filter(pk=OuterRef("item")))
        SearchPosting.objects.filter(~standing, kind=kind).delete()


def write(kind: Indexed, keys: list[int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        cursor.execute("SELECT directory_search_write(%s, %s)", [int(kind), keys])


def tidy_words() -> int:
    """Counts in how many items each word stands, and forgets those in none; says how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        cursor.execute(COUNT_WORDS)
        used = Exists(SearchPosting.objects.filter(word=OuterRef("pk")))
        return SearchWord.objects.filter(~used).delete()[0]


def lock(cursor) -> None:
    """As `directory_search_refresh` takes it: one writer of the index at a time."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory_search'))")
