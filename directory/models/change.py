import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from directory import schedule
from directory.enums import (
    ChangeKindChoices,
    Reason,
)

TWO_CHANGES = _("Write two changes: one for the time, one for the place.")


def end_after_start() -> Q:
    return (
        Q(start__isnull=True) | Q(end__isnull=True) | Q(ends_next_day=True) | Q(start__lt=F("end"))
    )


def within(first: date, last: date) -> Q:
    return Q(first__lte=last) & (Q(last__isnull=True) | Q(last__gte=first))


class ScheduleChangeQuerySet(models.QuerySet):
    def closures(self) -> Self:
        """A place as a whole is closed: `is_closure` in SQL."""
        return self.filter(place__isnull=False, kind=ChangeKindChoices.CANCELLED)

    def during(self, first: date, last: date) -> Self:
        return self.filter(within(first, last))

    def touching(self, first: date, last: date) -> Self:
        """Changes for these days, moves into them, and all that bears on a move's other day."""
        in_range = within(first, last)
        moved_in = Q(new_date__range=(first, last))
        moves = ScheduleChange.objects.filter(new_date__isnull=False)
        begins, ends = OuterRef("first"), Coalesce(OuterRef("last"), Value(date.max))
        day_moved_from = moves.filter(moved_in, first__gte=begins, first__lte=ends)
        day_moved_to = moves.filter(
            first__range=(first, last), new_date__gte=begins, new_date__lte=ends
        )
        return self.filter(in_range | moved_in | Exists(day_moved_from) | Exists(day_moved_to))


SCOPES = ("slot", "service", "place", "organisation")


def one_scope() -> Q:
    choices = [Q(**{f"{name}__isnull": name != chosen for name in SCOPES}) for chosen in SCOPES]
    return choices[0] | choices[1] | choices[2] | choices[3]


class ScheduleChange(models.Model):
    """Cancelled, another time or place, or extra: on a slot, service, place or organisation."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slot = models.ForeignKey(
        "directory.Slot", models.CASCADE, null=True, blank=True, related_name="changes"
    )
    service = models.ForeignKey(
        "directory.Service", models.CASCADE, null=True, blank=True, related_name="changes"
    )
    place = models.ForeignKey(
        "directory.Place", models.CASCADE, null=True, blank=True, related_name="changes"
    )
    organisation = models.ForeignKey(
        "directory.Organisation", models.CASCADE, null=True, blank=True, related_name="changes"
    )
    kind = models.CharField(_("kind"), max_length=15, choices=ChangeKindChoices.choices)
    first = models.DateField(_("first day"))
    last = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty means until further notice.")
    )
    start = models.TimeField(_("starts at"), null=True, blank=True)
    end = models.TimeField(_("ends at"), null=True, blank=True)
    ends_next_day = models.BooleanField(_("ends on the next day"), default=False)
    new_date = models.DateField(_("held on this day instead"), null=True, blank=True)
    new_place = models.ForeignKey(
        "directory.Place", models.PROTECT, null=True, blank=True, related_name="moved_here"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ScheduleChangeQuerySet.as_manager()

    class Meta:
        ordering = ["first", "pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["first", "last"], name="change_range"),
            # Years of changes that are over lie before these.
            models.Index(fields=["last", "first"], name="change_last"),
            models.Index(
                fields=["new_date"], condition=Q(new_date__isnull=False), name="change_moved_to"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=one_scope(),
                name="change_has_one_scope",
                violation_error_message=_(
                    "A change is about one slot, service, place or organisation."
                ),
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(first__lte=F("last")),
                name="change_range_in_order",
                violation_error_message=_("The last day is before the first one."),
            ),
            models.CheckConstraint(
                condition=end_after_start(),
                name="change_end_after_start",
                violation_error_message=_("It ends before it starts. Does it end the next day?"),
            ),
            models.CheckConstraint(
                condition=Q(new_date__isnull=True)
                | Q(slot__isnull=False, last=F("first"), kind=ChangeKindChoices.OTHER_TIME),
                name="change_of_day_is_for_one_date",
                violation_error_message=_("Only one date of one slot can move to another day."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChangeKindChoices.OTHER_TIME)
                | Q(start__isnull=False)
                | Q(end__isnull=False)
                | Q(new_date__isnull=False),
                name="change_of_time_has_a_time",
                violation_error_message=_("Give the new time or day."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[ChangeKindChoices.OTHER_TIME, ChangeKindChoices.EXTRA])
                | Q(start__isnull=True, end__isnull=True),
                name="change_time_only_where_it_is_read",
                violation_error_message=TWO_CHANGES,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[ChangeKindChoices.OTHER_PLACE, ChangeKindChoices.EXTRA])
                | Q(new_place__isnull=True),
                name="change_place_only_where_it_is_read",
                violation_error_message=TWO_CHANGES,
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChangeKindChoices.OTHER_PLACE) | Q(new_place__isnull=False),
                name="change_of_place_has_a_place",
                violation_error_message=_("Give the new place."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ChangeKindChoices.EXTRA)
                | Q(last__isnull=False, organisation__isnull=True),
                name="change_extra_has_an_end",
                violation_error_message=_(
                    "An extra session needs its last day, and a slot, service or place."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first}"

    @property
    def scope(self) -> str:
        return next(name for name in SCOPES if getattr(self, f"{name}_id") is not None)

    @property
    def is_closure(self) -> bool:
        return self.place_id is not None and self.kind == ChangeKindChoices.CANCELLED

    def is_during(self, first: date, last: date) -> bool:
        return self.first <= last and (self.last is None or self.last >= first)

    @property
    def as_rule(self) -> schedule.Change:
        """The change as the engine sees it."""
        return schedule.Change(
            key=self.pk,
            scope=schedule.Scope(self.scope),
            target=getattr(self, f"{self.scope}_id"),
            kind=schedule.ChangeKind(self.kind),
            first=self.first,
            last=self.last,
            start=self.start,
            end=self.end,
            ends_next_day=self.ends_next_day,
            new_date=self.new_date,
            place=self.new_place_id,
        )
