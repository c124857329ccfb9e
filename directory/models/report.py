import re
from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.enums import ReportKind, ReportState

REPORT_KEPT = timedelta(days=90)
LINK = re.compile(
    r"https?:|www\.|[\w-]\.(?:com|eu|fi|info|io|link|me|net|org|ru|shop|top|xyz)\b", re.IGNORECASE
)


class ReportQuerySet(models.QuerySet):
    def expired(self, today: date) -> Self:
        """Those that are 90 days old, counted so that none ever gets older."""
        return self.filter(created_at__date__lte=today - REPORT_KEPT)

    def kept(self, today: date) -> Self:
        return self.filter(created_at__date__gt=today - REPORT_KEPT)

    def new(self) -> Self:
        return self.filter(state=ReportState.NEW)

    def since(self, moment: datetime | None) -> Self:
        return self.filter(last_at__gt=moment) if moment else self.all()


class Report(models.Model):
    """What someone of the public says is wrong in a listing; anonymous, and kept for 90 days.

    Whoever says the same of the same listing while it is new adds to it. `forms` names the forms
    it came by, so that one sent twice counts once.
    """

    service = models.ForeignKey(
        "directory.Service", models.CASCADE, null=True, blank=True, related_name="reports"
    )
    place = models.ForeignKey(
        "directory.Place", models.CASCADE, null=True, blank=True, related_name="reports"
    )
    kind = models.CharField(_("what is wrong"), max_length=10, choices=ReportKind.choices)
    message = models.TextField(_("message"), blank=True, max_length=1000)
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState.choices, default=ReportState.NEW
    )
    forms = ArrayField(models.UUIDField(), editable=False)
    created_at = models.DateTimeField()
    last_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        verbose_name = _("report of a mistake")
        verbose_name_plural = _("reports of mistakes")
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False, place__isnull=True)
                | Q(service__isnull=True, place__isnull=False),
                name="report_is_about_one_listing",
                violation_error_message=_("A report is about one service or place."),
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.NEW, closed_at__isnull=True)
                | (~Q(state=ReportState.NEW) & Q(closed_at__isnull=False)),
                name="report_is_new_or_closed",
                violation_error_message=_("A report that is not new was closed some day."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def times(self) -> int:
        """How many have said so."""
        return len(self.forms)

    @property
    def has_link(self) -> bool:
        """Families seldom write addresses; who sends rubbish does."""
        return bool(LINK.search(self.message))
