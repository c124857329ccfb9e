from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.enums import AreaKind
from directory.localized import finnish_required
from directory.validators import validate_area_code


class AreaQuerySet(models.QuerySet):
    def within(self, slug: str) -> Self:
        """The area itself and everything inside it; the tree is at most three levels deep."""
        return self.filter(Q(slug=slug) | Q(parent__slug=slug) | Q(parent__parent__slug=slug))

    def around(self, slug: str) -> Self:
        """The areas that the area lies in."""
        return self.filter(Q(children__slug=slug) | Q(children__children__slug=slug))


class Area(models.Model):
    """A wellbeing services county, a municipality in it or a district of one."""

    slug = models.SlugField(unique=True)
    code = models.CharField(
        _("official code"),
        max_length=10,
        blank=True,
        validators=[validate_area_code],
        help_text=_("Statistics Finland's number, for example 092 for Vantaa."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AreaKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("name"), max_length=100)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            *finnish_required("area", "name"),
            models.UniqueConstraint(
                fields=["kind", "code"],
                condition=~Q(code=""),
                name="area_code_once_a_kind",
                violation_error_message=_("Another area has this code already."),
            ),
            models.CheckConstraint(
                condition=Q(kind=AreaKind.COUNTY, parent__isnull=True)
                | (~Q(kind=AreaKind.COUNTY) & Q(parent__isnull=False)),
                name="area_only_county_has_no_parent",
                violation_error_message=_(
                    "A county stands at the top; every other area is inside another one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
