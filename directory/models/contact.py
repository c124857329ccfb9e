from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.enums import ContactKind
from directory.validators import validate_phone, validate_web_url

CHECKS = {
    ContactKind.PHONE: validate_phone,
    ContactKind.EMAIL: validate_email,
    ContactKind.CHAT: validate_web_url,
}


class Contact(models.Model):
    """A way to reach a service, a place or an organisation, and the languages answered there."""

    organisation = models.ForeignKey(
        "directory.Organisation", models.CASCADE, null=True, blank=True, related_name="contacts"
    )
    place = models.ForeignKey(
        "directory.Place", models.CASCADE, null=True, blank=True, related_name="contacts"
    )
    service = models.ForeignKey(
        "directory.Service", models.CASCADE, null=True, blank=True, related_name="contacts"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind.choices)
    value = models.CharField(_("number or address"), max_length=200)
    label = models.CharField(_("who answers and when"), max_length=150, blank=True)
    languages = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("languages answered"),
        default=list,
        blank=True,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, place__isnull=True, service__isnull=True)
                | Q(organisation__isnull=True, place__isnull=False, service__isnull=True)
                | Q(organisation__isnull=True, place__isnull=True, service__isnull=False),
                name="contact_belongs_to_one_listing",
                violation_error_message=_(
                    "A contact belongs to one organisation, place or service."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        if self.kind not in CHECKS:  # which its own field has refused
            return
        try:
            CHECKS[self.kind](self.value)
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error

    @property
    def href(self) -> str:
        if self.kind == ContactKind.PHONE:
            return f"tel:{dialled(self.value)}"
        return f"mailto:{self.value}" if self.kind == ContactKind.EMAIL else self.value


def dialled(written: str) -> str:
    """ "040 123 4567" → "+358401234567": a foreign phone, too, must reach it.

    The zero of "+358 (0)40" is for those who leave the country's code out.
    """
    if written.startswith(("+", "00")):
        written = written.replace("(0)", "")
    number = "".join(c for c in written if c.isdigit() or c == "+")
    if number.startswith("00"):
        return "+" + number[2:]
    return "+358" + number[1:] if number.startswith("0") else number
