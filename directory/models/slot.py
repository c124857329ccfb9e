import uuid
from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from directory import schedule
from directory.enums import (
    ChangeKindChoices,
    DayPartChoices,
    RecurrenceChoices,
    VisitorRole,
)
from directory.models.change import ScheduleChange, end_after_start
from directory.models.listing import LISTING_STAYS_FRESH, published
from directory.validators import validate_weekdays

SLOT_STAYS_FRESH = timedelta(days=14)
NEEDS_WEEKDAYS = [
    RecurrenceChoices.WEEKLY,
    RecurrenceChoices.ODD_WEEKS,
    RecurrenceChoices.EVEN_WEEKS,
    RecurrenceChoices.EVERY_N_WEEKS,
    RecurrenceChoices.MONTHLY,
]


CLOCK_ORDER = (F("start").asc(nulls_last=True), F("end").asc(nulls_last=True), "pk")
HELD_ON = """(
    ({first} IS NULL OR {first} <= %s) AND ({last} IS NULL OR {last} >= %s) AND (
        ({recurrence} = 'dates' AND {dates} @> ARRAY[%s])
        OR ({weekdays} @> ARRAY[%s]::smallint[] AND (
            {recurrence} IN ('weekly', %s)
            OR ({recurrence} = 'monthly' AND {nth} && %s::smallint[])
            OR ({recurrence} = 'every_n_weeks' AND
                (%s - date_trunc('week', {anchor})::date) %% ({interval} * 7) = 0)
        ))
    )
)"""


class HeldOn(Func):
    """Whether the rule gives the day; as lookups it would cost more to build than to run."""

    output_field = models.BooleanField()
    columns = (
        "first", "last", "recurrence", "dates", "weekdays", "nth", "anchor", "interval",
    )  # fmt: skip

    def __init__(self, day: date) -> None:
        super().__init__(*self.columns)
        self.day = day

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        day, week = self.day, self.day.isocalendar().week
        in_month = [(day.day + 6) // 7]
        if day.day + 7 > monthrange(day.year, day.month)[1]:
            in_month.append(schedule.LAST)
        parity = RecurrenceChoices.ODD_WEEKS if week % 2 else RecurrenceChoices.EVEN_WEEKS
        monday = day - timedelta(days=day.weekday())
        refs = [compiler.compile(one)[0] for one in self.get_source_expressions()]
        sql = HELD_ON.format(**dict(zip(self.columns, refs, strict=True)))
        return sql, [day, day, day, day.isoweekday(), parity.value, in_month, monday]


class SlotQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Slots that families may see: not archived, and neither service nor place hidden."""
        return self.filter(published("service"), published("place"), archived_at__isnull=True)

    def not_ended(self, today: date) -> Self:
        return self.filter(Q(last__isnull=True) | Q(last__gte=today))

    def held_on(self, day: date) -> Self:
        """Slots whose rule gives the day; only `times` is left to the engine to count."""
        return self.filter(HeldOn(day))

    def in_clock_order(self) -> Self:
        return self.order_by(*CLOCK_ORDER)

    def stale(self, today: date) -> Self:
        """As `Slot.is_stale` says."""
        begun = Q(first__isnull=True) | Q(first__lte=today)
        lasting = Q(last__isnull=True) | Q(last__gte=today)
        old_in_season = begun & lasting & Q(confirmed_on__lt=today - SLOT_STAYS_FRESH)
        old = Q(confirmed_on__lt=today - LISTING_STAYS_FRESH)
        return self.filter(old_in_season | old | Q(confirmed_on__isnull=True))

    def touching(self, first: date, last: date) -> Self:
        """Slots that may have an occurrence in the window, changed-in ones included.

        Narrows by season, weekday and listed dates in SQL; the engine decides the rest.
        """
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        weekdays = sorted({day.isoweekday() for day in days})
        dated = Q(recurrence=RecurrenceChoices.DATES, dates__overlap=days)
        by_weekday = Q(recurrence__in=NEEDS_WEEKDAYS, weekdays__overlap=weekdays)
        in_season = (Q(first__isnull=True) | Q(first__lte=last)) & (
            Q(last__isnull=True) | Q(last__gte=first)
        )
        changed_in = ScheduleChange.objects.filter(
            Q(new_date__range=(first, last))
            | Q(kind=ChangeKindChoices.EXTRA, first__lte=last, last__gte=first),
            slot__isnull=False,
        )
        regular = in_season & (dated | by_weekday)
        return self.filter(regular | Q(pk__in=changed_in.values("slot")))


class Slot(models.Model):
    """One line of a weekly programme: a service, or just "open", with its rule and season."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(
        "directory.Service", models.CASCADE, null=True, blank=True, related_name="slots"
    )
    place = models.ForeignKey(
        "directory.Place", models.PROTECT, null=True, blank=True, related_name="slots"
    )
    room = models.CharField(_("room"), max_length=80, blank=True)
    organisers = models.ManyToManyField(
        "directory.Organisation",
        blank=True,
        related_name="slots",
        help_text=_("Empty means the organisers of the service."),
    )
    theme = models.CharField(_("theme"), max_length=150, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    recurrence = models.CharField(
        _("repeats"),
        max_length=20,
        choices=RecurrenceChoices.choices,
        default=RecurrenceChoices.WEEKLY,
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("weekdays"),
        default=list,
        blank=True,
        validators=[validate_weekdays],
        help_text=_("1 is Monday, 7 is Sunday."),
    )
    start = models.TimeField(_("starts at"), null=True, blank=True)
    end = models.TimeField(_("ends at"), null=True, blank=True)
    ends_next_day = models.BooleanField(_("ends on the next day"), default=False)
    day_part = models.CharField(
        _("time of day"),
        max_length=10,
        choices=DayPartChoices.choices,
        blank=True,
        help_text=_("Only when there is no clock time."),
    )
    interval = models.PositiveSmallIntegerField(_("every how many weeks"), default=1)
    anchor = models.DateField(_("a week when it is held"), null=True, blank=True)
    nth = ArrayField(
        models.SmallIntegerField(),
        verbose_name=_("which in the month"),
        default=list,
        blank=True,
        help_text=_("1 to 5, or -1 for the last."),
    )
    dates = ArrayField(models.DateField(), verbose_name=_("dates"), default=list, blank=True)
    first = models.DateField(_("season begins"), null=True, blank=True)
    last = models.DateField(_("season ends"), null=True, blank=True)
    times = models.PositiveSmallIntegerField(_("ends after so many times"), null=True, blank=True)
    break_calendar = models.ForeignKey(
        "directory.BreakCalendar", models.SET_NULL, null=True, blank=True, related_name="slots"
    )
    follows_holidays = models.BooleanField(_("not on public holidays"), default=True)
    is_tentative = models.BooleanField(_("times not certain yet"), default=False)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        indexes = [
            models.Index(fields=["start", "end", "id"], name="slot_clock"),
            models.Index(
                fields=["start", "end"], condition=Q(ends_next_day=True), name="slot_over_midnight"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False) | Q(place__isnull=False),
                name="slot_has_service_or_place",
                violation_error_message=_("Give a service, a place or both."),
            ),
            models.CheckConstraint(
                condition=end_after_start(),
                name="slot_end_after_start",
                violation_error_message=_("It ends before it starts. Does it end the next day?"),
            ),
            models.CheckConstraint(
                condition=Q(day_part="") | Q(start__isnull=True, end__isnull=True),
                name="slot_clock_or_day_part",
                violation_error_message=_("Give either clock times or a time of day, not both."),
            ),
            models.CheckConstraint(
                condition=Q(first__isnull=True) | Q(last__isnull=True) | Q(first__lte=F("last")),
                name="slot_season_in_order",
                violation_error_message=_("The season must begin before it ends."),
            ),
            models.CheckConstraint(
                condition=Q(times__isnull=True) | Q(times__gte=1, first__isnull=False),
                name="slot_times_need_a_beginning",
                violation_error_message=_("A number of times needs a first day."),
            ),
            models.CheckConstraint(
                condition=Q(recurrence__in=NEEDS_WEEKDAYS, weekdays__len__gt=0)
                | Q(recurrence=RecurrenceChoices.DATES, dates__len__gt=0)
                | Q(recurrence=RecurrenceChoices.ON_REQUEST),
                name="slot_has_days",
                violation_error_message=_("Choose the weekdays or list the dates."),
            ),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=list(range(1, 8))),
                name="slot_weekdays_are_days",
                violation_error_message=_("Weekdays are numbers from 1 (Monday) to 7."),
            ),
            models.CheckConstraint(
                condition=Q(nth__contained_by=[schedule.LAST, 1, 2, 3, 4, 5]),
                name="slot_nth_is_in_a_month",
                violation_error_message=_("Use 1 to 5, or -1 for the last."),
            ),
            models.CheckConstraint(
                condition=~Q(recurrence=RecurrenceChoices.MONTHLY) | Q(nth__len__gt=0),
                name="slot_monthly_has_nth",
                violation_error_message=_("Say which weekday of the month it is."),
            ),
            models.CheckConstraint(
                condition=~Q(recurrence=RecurrenceChoices.EVERY_N_WEEKS)
                | Q(interval__gte=1, anchor__isnull=False),
                name="slot_interval_has_anchor",
                violation_error_message=_("Give one date when it is held, to count weeks from."),
            ),
        ]

    def __str__(self) -> str:
        days = ",".join(str(day) for day in self.weekdays)
        hours = "–".join(f"{at:%H.%M}" for at in (self.start, self.end) if at)
        names = [self.service and self.service.name, self.place and self.place.name]
        rule = f"{self.get_recurrence_display()} {days} {hours}".strip()
        return " · ".join(str(part) for part in [names[0], rule, names[1], self.theme] if part)

    @property
    def rule(self) -> schedule.Rule:
        return schedule.Rule(
            recurrence=schedule.Recurrence(self.recurrence),
            weekdays=tuple(self.weekdays),
            start=self.start,
            end=self.end,
            ends_next_day=self.ends_next_day,
            day_part=schedule.DayPart(self.day_part) if self.day_part else None,
            interval=self.interval,
            anchor=self.anchor,
            nth=tuple(self.nth),
            dates=tuple(self.dates),
            first=self.first,
            last=self.last,
            times=self.times,
            follows_holidays=self.follows_holidays,
            break_calendar=self.break_calendar_id,
        )

    def is_stale(self, today: date) -> bool:
        """Times are confirmed often while the season is on, and like a listing outside it."""
        begun = self.first is None or self.first <= today
        in_season = begun and (self.last is None or self.last >= today)
        limit = SLOT_STAYS_FRESH if in_season else LISTING_STAYS_FRESH
        return self.confirmed_on is None or today - self.confirmed_on > limit


class SlotVisitor(models.Model):
    """Who is there: a professional's role, from which organisation, and when."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="visitors")
    role = models.CharField(_("role"), max_length=30, choices=VisitorRole.choices)
    organisation = models.ForeignKey(
        "directory.Organisation", models.PROTECT, null=True, blank=True, related_name="visits"
    )
    start = models.TimeField(_("from"), null=True, blank=True)
    end = models.TimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["start", "pk"]
        verbose_name = _("visiting professional")
        verbose_name_plural = _("visiting professionals")
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(start__lt=F("end")),
                name="visitor_end_after_start",
                violation_error_message=_("The visit must end after it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()
