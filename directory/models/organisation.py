from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.enums import OrganisationKind, Role
from directory.localized import finnish_required
from directory.validators import validate_web_url


class OrganisationQuerySet(models.QuerySet):
    def published(self) -> "OrganisationQuerySet":
        return self.filter(is_approved=True)


class Organisation(models.Model):
    """A partner that offers services or coordinates places."""

    slug = models.SlugField(unique=True, max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        help_text=_("The organisation that this one is a unit of."),
    )
    name = models.CharField(_("name"), max_length=150)
    summary = models.TextField(_("summary"), blank=True, max_length=500)
    website = models.URLField(_("website"), blank=True, validators=[validate_web_url])
    is_approved = models.BooleanField(
        _("approved"),
        default=False,
        help_text=_("Its listings are shown to families only after a site administrator agrees."),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            *finnish_required("organisation", "name"),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")),
                name="organisation_not_its_own_parent",
                violation_error_message=_("An organisation can't be a unit of itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation_detail", args=[self.slug])


class Membership(models.Model):
    """A user's place in an organisation: an editor changes listings, a manager invites too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)

    class Meta:
        ordering = ["organisation", "user"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="membership_once_an_organisation",
                violation_error_message=_("This person is in the organisation already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.user_id} ({self.role})"
