from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.enums import PlaceKind
from directory.localized import finnish_required
from directory.models.listing import Listing, ListingQuerySet, archived_some_day
from directory.validators import validate_postal_code, validate_web_url


class Place(Listing):
    """A venue with an address: owned by one organisation, coordinated by one, used by many."""

    slug = models.SlugField(unique=True, max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind.choices)
    # The name is what stands on the door, so it is never translated.
    name = models.CharField(_("name"), max_length=150)
    area = models.ForeignKey("directory.Area", models.PROTECT, related_name="places")
    coordinator = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="coordinated_places",
    )
    partners = models.ManyToManyField(
        "directory.Organisation", blank=True, related_name="partner_places"
    )
    street = models.CharField(_("street address"), max_length=150)
    postal_code = models.CharField(
        _("postal code"), max_length=5, validators=[validate_postal_code]
    )
    city = models.CharField(_("town"), max_length=60)
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    arrival = models.TextField(
        _("how to get there"),
        blank=True,
        max_length=1000,
        help_text=_("Bus stop, entrance, floor."),
    )
    website = models.URLField(_("website"), blank=True, validators=[validate_web_url])
    video_url = models.URLField(_("introduction video"), blank=True, validators=[validate_web_url])

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [
            models.Index(fields=["area", "state"], name="place_area_state"),
            models.Index(fields=["latitude", "longitude"], name="place_position"),
        ]
        constraints = [
            *finnish_required("place", "summary"),
            archived_some_day("place"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_has_both_coordinates_or_none",
                violation_error_message=_("Give both coordinates or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("place_detail", args=[self.slug])

    @property
    def address(self) -> str:
        return f"{self.street}, {self.postal_code} {self.city}"
