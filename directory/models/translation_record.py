from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.enums import TranslationOrigin


class TranslationRecord(models.Model):
    """From which source text a translation was made.

    Whether it is up to date is computed: the digest of the source as it stands now is compared
    with the one kept here. Rows are named by table, key, field and language.
    """

    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    field = models.CharField(max_length=30)
    language = models.CharField(max_length=10)
    source_digest = models.CharField(max_length=64)
    origin = models.CharField(
        _("origin"),
        max_length=10,
        choices=TranslationOrigin.choices,
        default=TranslationOrigin.PERSON,
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "row", "field", "language"], name="translation_recorded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.field} {self.language}"
