from django.db import models
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """An organisation was asked to confirm its week; asked once a week however often cron runs."""

    organisation = models.ForeignKey(
        "directory.Organisation", models.CASCADE, related_name="reminders"
    )
    monday = models.DateField(_("week"))
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-monday"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "monday"], name="reminder_once_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.monday}"
