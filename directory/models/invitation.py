from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.enums import Role

INVITATION_HOLDS = timedelta(days=14)


class InvitationQuerySet(models.QuerySet):
    def open(self, now: datetime) -> Self:
        return self.filter(accepted_at__isnull=True, created_at__gt=now - INVITATION_HOLDS)


class Invitation(models.Model):
    """A manager asks someone by e-mail to join the organisation; the link in the mail is signed."""

    organisation = models.ForeignKey(
        "directory.Organisation", models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                "organisation",
                condition=models.Q(accepted_at__isnull=True),
                name="invitation_open_once",
                violation_error_message=_("This person has been invited already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.role}"
