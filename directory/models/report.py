from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.enums import ReportKind, ReportState

REPORT_KEPT = timedelta(days=90)


class ReportQuerySet(models.QuerySet):
    def expired(self, today: date) -> Self:
        return self.filter(created_at__date__lt=today - REPORT_KEPT)


class Report(models.Model):
    """What someone of the public says is wrong in a listing; anonymous, and kept for 90 days."""

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
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("report of a mistake")
        verbose_name_plural = _("reports of mistakes")
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False, place__isnull=True)
                | Q(service__isnull=True, place__isnull=False),
                name="report_is_about_one_listing",
                violation_error_message=_("A report is about one service or place."),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
