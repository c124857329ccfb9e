from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.localized import finnish_required


class Photo(models.Model):
    """A picture of a service or a place, with words for who can't see it."""

    service = models.ForeignKey(
        "directory.Service", models.CASCADE, null=True, blank=True, related_name="photos"
    )
    place = models.ForeignKey(
        "directory.Place", models.CASCADE, null=True, blank=True, related_name="photos"
    )
    image = models.ImageField(_("picture"), upload_to="photos")
    # Ours to fill: ImageField's own way opens the file again, and fails a page when it is lost.
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField(
        _("in words"), max_length=200, help_text=_("What the picture shows, in one sentence.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            *finnish_required("photo", "alt"),
            models.CheckConstraint(
                condition=Q(service__isnull=False, place__isnull=True)
                | Q(service__isnull=True, place__isnull=False),
                name="photo_is_of_one_listing",
                violation_error_message=_("A picture is of one service or place."),
            ),
        ]

    def __str__(self) -> str:
        return self.alt
