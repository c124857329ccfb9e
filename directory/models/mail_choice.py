from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.enums import MailLanguage


class MailChoice(models.Model):
    """What mail somebody on the staff wants from us, and in which language; no row is as usual."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choice"
    )
    language = models.CharField(
        _("language"), max_length=2, choices=MailLanguage.choices, default=MailLanguage.FINNISH
    )
    hears_of_reports = models.BooleanField(_("hears of what families report"), default=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["user"]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.language}"
