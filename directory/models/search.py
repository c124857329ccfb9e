"""The index of the search: which words stand in what, with which weight.

The database keeps it itself: triggers note what an edit touches, and at the end of the transaction
what was noted is read anew, so that no way of saving can forget to. What stands in an item, and how
much each part of it weighs, is told by the SQL functions `directory_search_…` of the migrations.
"""

from collections.abc import Mapping

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from directory.models.area import Area
from directory.models.links import (
    PlacePartner,
    ServiceArea,
    ServiceCategory,
    ServiceOrganiser,
    ServicePlace,
)
from directory.models.organisation import Organisation
from directory.models.place import Place
from directory.models.service import Service
from directory.models.slot import Slot, SlotVisitor
from directory.models.taxonomy import Category


class Indexed(models.IntegerChoices):
    """What can be found. `directory_search_refresh` knows a function for each."""

    SERVICE = 1
    PLACE = 2
    ORGANISATION = 3
    CATEGORY = 4
    AREA = 5
    MEETING = 6


class SearchWord(models.Model):
    """A word in its normal form, or a sign such as `@language:ar`; never deleted while in use.

    `stems` are those of each language that PostgreSQL knows, as `fi:kahvil`. `items` is about how
    many items it stands in: counted when the index is rebuilt or tidied, not at each edit.
    """

    word = models.CharField(max_length=60, unique=True)
    stems = ArrayField(models.CharField(max_length=64), default=list)
    items = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            GinIndex(fields=["word"], name="search_word_parts", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["word"], name="search_word_start", opclasses=["text_pattern_ops"]),
            GinIndex(fields=["stems"], name="search_word_stems"),
        ]

    def __str__(self) -> str:
        return self.word


class SearchPosting(models.Model):
    """The word stands in the item; `weight` (1–100) is that of the best place where it stands."""

    # Written by the database alone, some hundred at a time: checking each would take longer.
    word = models.ForeignKey(
        SearchWord,
        models.DO_NOTHING,
        related_name="postings",
        db_constraint=False,
        db_index=False,
    )
    kind = models.PositiveSmallIntegerField(choices=Indexed.choices)
    item = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["word", "kind", "item"], include=["weight"], name="search_posting_of_word"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "item", "word"], name="search_posting_once_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.get_kind_display()} {self.item}"


class SearchStale(models.Model):
    """What the transaction `xact` has touched; gone when it commits."""

    xact = models.CharField(max_length=20)
    kind = models.PositiveSmallIntegerField(choices=Indexed.choices)
    item = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["xact", "kind", "item"], name="search_stale_once_a_transaction"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.item}"


NOTE_STALE = """
    INSERT INTO directory_searchstale (xact, kind, item)
    SELECT DISTINCT pg_current_xact_id()::text, kind, item
    FROM ({found}) AS found (kind, item) WHERE item IS NOT NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
"""
# Being confirmed changes no word of a listing, and is the commonest edit of all.
REALLY_CHANGED = """
    SELECT new_rows.* FROM new_rows JOIN old_rows USING (id)
    WHERE to_jsonb(new_rows) - 'confirmed_on' IS DISTINCT FROM to_jsonb(old_rows) - 'confirmed_on'
    UNION ALL
    SELECT old_rows.* FROM new_rows JOIN old_rows USING (id)
    WHERE to_jsonb(new_rows) - 'confirmed_on' IS DISTINCT FROM to_jsonb(old_rows) - 'confirmed_on'
"""


def noting(columns: Mapping[str, Indexed]) -> list[pgtrigger.Trigger]:
    """Triggers for a table whose `columns`, or other expressions, are keys of what it is about."""

    def trigger(name: str, operation: pgtrigger.Operation, rows: str, **tables: str):
        parts = (f"SELECT {kind}, {column} FROM rows" for column, kind in columns.items())
        found = f"WITH rows AS ({rows}) {' UNION ALL '.join(parts)}"
        return pgtrigger.Trigger(
            name=name,
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**tables),
            func=NOTE_STALE.format(found=found),
        )

    both = {"old": "old_rows", "new": "new_rows"}
    return [
        trigger("note_added", pgtrigger.Insert, "SELECT * FROM new_rows", new="new_rows"),
        trigger("note_changed", pgtrigger.Update, REALLY_CHANGED, **both),
        trigger("note_removed", pgtrigger.Delete, "SELECT * FROM old_rows", old="old_rows"),
    ]


ABOUT = {
    Service: {"id": Indexed.SERVICE},
    Place: {"id": Indexed.PLACE},
    Organisation: {"id": Indexed.ORGANISATION},
    Category: {"id": Indexed.CATEGORY},
    # Its parent too, or the one that it has left.
    Area: {"id": Indexed.AREA, "parent_id": Indexed.AREA},
    Slot: {"service_id": Indexed.SERVICE, "place_id": Indexed.PLACE},
    SlotVisitor: {
        "(SELECT service_id FROM directory_slot WHERE directory_slot.id = slot_id)": Indexed.SERVICE
    },
    PlacePartner: {"place_id": Indexed.PLACE},
    ServicePlace: {"service_id": Indexed.SERVICE, "place_id": Indexed.PLACE},
    ServiceOrganiser: {"service_id": Indexed.SERVICE},
    ServiceArea: {"service_id": Indexed.SERVICE},
    ServiceCategory: {"service_id": Indexed.SERVICE},
}
for model, columns in ABOUT.items():
    for trigger in noting(columns):
        pgtrigger.register(trigger)(model)
