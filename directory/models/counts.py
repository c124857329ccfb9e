"""How often pages are opened and what is looked for in vain: sums of a day, and nobody in them."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

COUNT_KEPT = timedelta(days=400)
LONGEST_CONCEPT = 60
LONGEST_FILTERS = 200


class CountedKind(models.TextChoices):
    SERVICE = "service"
    PLACE = "place"
    ORGANISATION = "organisation"


class CountQuerySet(models.QuerySet):
    def expired(self, today: date) -> Self:
        return self.filter(day__lte=today - COUNT_KEPT)

    def between(self, first: date, last: date) -> Self:
        return self.filter(day__gte=first, day__lte=last)


class ViewCount(models.Model):
    """How many times the page of a listing was opened.

    `listing` is a key and no relation: counting takes no lock that somebody's edit could wait for,
    and a listing that is deleted meanwhile spoils no other's count.
    """

    day = models.DateField()
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, choices=CountedKind.choices)
    listing = models.BigIntegerField()
    views = models.PositiveIntegerField()

    objects = CountQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "kind", "listing", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "listing", "day", "language"], name="view_count_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CountedKind.values), name="view_count_is_of_a_listing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.kind} {self.listing} ({self.language}) {self.views}"


class EmptySearchCount(models.Model):
    """How many times the same choices in a search found nothing.

    `filters` are choices of lists, as in an address (`age=1&free=on`); words that somebody typed
    are not kept, only that there were some. Nor is where the reader was.
    """

    day = models.DateField()
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, choices=CountedKind.choices)
    area = models.CharField(max_length=50, blank=True)
    filters = models.CharField(max_length=LONGEST_FILTERS, blank=True)
    with_words = models.BooleanField(default=False)
    searches = models.PositiveIntegerField()

    objects = CountQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "area", "filters"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "kind", "area", "filters", "with_words"],
                name="empty_search_count_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[CountedKind.SERVICE, CountedKind.PLACE]),
                name="empty_search_is_for_listings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.kind} {self.area} {self.filters} {self.searches}"


class UnmetNeed(models.Model):
    """How many searches for services found nothing that were about the same `concept`.

    A concept is a key of the search's own files of words, empty where the words named none. Neither
    the words nor what else they named can be known from it. `area` has a slug, or several with a
    space between, as they were chosen together.
    """

    day = models.DateField()
    language = models.CharField(max_length=10)
    area = models.CharField(max_length=LONGEST_FILTERS, blank=True)
    concept = models.CharField(max_length=LONGEST_CONCEPT, blank=True)
    searches = models.PositiveIntegerField()

    objects = CountQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "concept", "area"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "area", "concept"], name="unmet_need_once_a_day"
            ),
            # No key has a space in it or a letter of another script, so that no sentence fits in.
            models.CheckConstraint(
                condition=Q(concept__regex=r"^[a-z0-9_:-]*$"), name="unmet_need_is_a_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.concept} {self.area} ({self.language}) {self.searches}"
