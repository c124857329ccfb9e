"""A meeting with its agenda; places and times as far as they are known."""

import uuid
from datetime import date, datetime, time
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.validators import validate_web_url
from meetings.enums import AgendaKind, Attendance, Audience, MeetingKind, MeetingState
from meetings.models.network import Network, Theme
from meetings.models.written import written

AHEAD = (MeetingState.PLANNED, MeetingState.INVITED)


class MeetingQuerySet(models.QuerySet):
    def announced(self) -> Self:
        """Those that others than the coordinator know of."""
        return self.filter(announced_at__isnull=False)

    def ahead(self, day: date) -> Self:
        """Those that can still take place."""
        return self.filter(state__in=AHEAD, date__gte=day)

    def coming(self, day: date) -> Self:
        return self.filter(date__gte=day).exclude(state=MeetingState.CANCELLED)


class Series(models.Model):
    """One meeting in several places, or one training on several dates."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="series")
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        constraints = [*written("series", "name")]

    def __str__(self) -> str:
        return self.name


class Meeting(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    network = models.ForeignKey(Network, models.PROTECT, related_name="meetings")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(
        _("kind"), max_length=20, choices=MeetingKind.choices, default=MeetingKind.NETWORK
    )
    state = models.CharField(
        _("state"), max_length=20, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    # When others than the coordinator first heard of it; until then nobody else sees it.
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    description = models.TextField(_("what it is about"), max_length=5000, blank=True)
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="meetings"
    )
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="next_ones", editable=False
    )

    date = models.DateField(_("date"))
    start = models.TimeField(_("begins"), null=True, blank=True)
    end = models.TimeField(_("ends"), null=True, blank=True)
    actual_start = models.TimeField(_("began in fact"), null=True, blank=True)
    actual_end = models.TimeField(_("ended in fact"), null=True, blank=True)

    attendance = models.CharField(
        _("how to take part"), max_length=10, choices=Attendance.choices, default=Attendance.ON_SITE
    )
    place = models.ForeignKey(
        "directory.Place", models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    place_text = models.CharField(_("or where, in words"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=100, blank=True)
    remote_link = models.URLField(
        _("remote link"),
        blank=True,
        validators=[validate_web_url],
        help_text=_("Only members see it, signed in or in their invitation."),
    )

    registration_until = models.DateField(_("sign up by"), null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("room for"), null=True, blank=True)
    asks_food = models.BooleanField(_("ask about diets"), default=False)
    asks_interpreter = models.BooleanField(_("ask who needs an interpreter"), default=False)
    asks_childcare = models.BooleanField(_("ask who needs childcare"), default=False)

    notes_audience = models.CharField(
        _("who may read the notes"),
        max_length=10,
        choices=Audience.choices,
        default=Audience.NETWORK,
    )
    notes_published_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When published notes were last changed, a line that was taken away included.
    notes_corrected_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked = models.TextField(
        _("what you asked"), max_length=5000, blank=True, help_text=_("What families asked for.")
    )
    answered = models.TextField(
        _("what we did"), max_length=5000, blank=True, help_text=_("What came of it.")
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-start", "-pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(fields=["network", "slug"], name="meeting_address_once"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=False),
                name="meeting_end_needs_start",
                violation_error_message=_("Write when it begins, too."),
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.NOTES_PUBLISHED)
                | Q(notes_published_at__isnull=False),
                name="meeting_published_notes_have_their_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MeetingState.INVITED, MeetingState.NOTES_PUBLISHED])
                | Q(announced_at__isnull=False),
                name="meeting_that_others_know_is_announced",
            ),
        ]
        indexes = [models.Index(fields=["network", "date"], name="meeting_network_date")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("meeting_detail", args=[self.network.slug, self.slug])

    @property
    def is_cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED

    @property
    def can_be_called_off(self) -> bool:
        """Also when it was taken for held too early, while nobody reads notes of it."""
        return self.state not in (MeetingState.CANCELLED, MeetingState.NOTES_PUBLISHED)

    def is_ahead(self, day: date) -> bool:
        """It can still take place."""
        return self.state in AHEAD and self.date >= day

    def takes_answers(self, day: date) -> bool:
        return self.is_ahead(day) and day <= (self.registration_until or self.date)

    def has_begun(self, now: datetime) -> bool:
        """Without a start it begins with its day."""
        local = timezone.localtime(now)
        return (self.date, self.start or time.min) <= (local.date(), local.time())

    def can_have_published_notes(self, now: datetime) -> bool:
        return not self.is_cancelled and self.has_begun(now)

    @property
    def has_published_notes(self) -> bool:
        return self.state == MeetingState.NOTES_PUBLISHED


class AgendaItem(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    start = models.TimeField(_("begins"), null=True, blank=True)
    end = models.TimeField(_("ends"), null=True, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=AgendaKind.choices, default=AgendaKind.DISCUSSION
    )
    title = models.CharField(_("what"), max_length=300)
    speaker = models.CharField(_("who speaks"), max_length=200, blank=True)
    is_standing = models.BooleanField(
        _("in every meeting"), default=False, help_text=_("It comes along to the next agenda.")
    )
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="+")
    action = models.ForeignKey(
        "meetings.Action", models.CASCADE, null=True, blank=True, related_name="agenda_items"
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("items of an agenda")
        constraints = [*written("agenda_item", "title")]

    def __str__(self) -> str:
        return self.title
