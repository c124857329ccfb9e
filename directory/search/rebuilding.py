"""Reading all into the index anew, a few items in each transaction, while the site serves."""

from collections.abc import Iterator

from django.db import connection, transaction

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
MODELS = {
    Indexed.SERVICE: Service,
    Indexed.PLACE: Place,
    Indexed.ORGANISATION: Organisation,
    Indexed.CATEGORY: Category,
    Indexed.AREA: Area,
}


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
    forget_unused_words()


def write(kind: Indexed, keys: list[int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        cursor.execute("SELECT directory_search_write(%s, %s)", [int(kind), keys])


def forget_unused_words() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        used = SearchPosting.objects.values("word")
        SearchWord.objects.exclude(pk__in=used).delete()


def lock(cursor) -> None:
    """As `directory_search_refresh` takes it: one writer of the index at a time."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('directory_search'))")
