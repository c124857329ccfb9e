from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.enums import Access, Delivery, Food
from directory.localized import finnish_required
from directory.models.listing import Listing, ListingQuerySet, archived_some_day
from directory.validators import validate_web_url


class Service(Listing):
    """What is offered: owned by one organisation, run by one or more organisers."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=150)
    organisers = models.ManyToManyField("directory.Organisation", related_name="services")
    categories = models.ManyToManyField("directory.Category", related_name="services")
    areas = models.ManyToManyField(
        "directory.Area",
        blank=True,
        related_name="services",
        help_text=_("Where the families live that may come or ask."),
    )
    places = models.ManyToManyField(
        "directory.Place",
        blank=True,
        related_name="services",
        help_text=_("Where it is given when it has no weekly times."),
    )

    age_from = models.PositiveSmallIntegerField(
        _("child's age from, months"), null=True, blank=True
    )
    age_to = models.PositiveSmallIntegerField(_("child's age to, months"), null=True, blank=True)
    expecting = models.BooleanField(_("for expecting parents"), default=False)
    languages = ArrayField(
        models.CharField(max_length=10),
        verbose_name=_("languages spoken"),
        default=list,
        blank=True,
        help_text=_("Codes of the languages that people speak there."),
    )
    delivery = ArrayField(
        models.CharField(max_length=10, choices=Delivery.choices),
        verbose_name=_("how it is given"),
        default=list,
    )

    access = models.CharField(
        _("how to get in"), max_length=10, choices=Access.choices, default=Access.DROP_IN
    )
    access_note = models.CharField(_("more about getting in"), max_length=300, blank=True)
    registration_url = models.URLField(
        _("link for signing up"), blank=True, validators=[validate_web_url]
    )
    registration_from = models.DateField(_("signing up begins"), null=True, blank=True)
    registration_until = models.DateField(_("signing up ends"), null=True, blank=True)

    # Free entry and a priced extra can hold at once, so the price does not exclude is_free.
    is_free = models.BooleanField(_("free"), default=True)
    price = models.DecimalField(
        _("price, euros"),
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    fee_note = models.CharField(_("more about the price"), max_length=300, blank=True)
    food = models.CharField(_("food"), max_length=10, choices=Food.choices, default=Food.NONE)
    childcare = models.BooleanField(_("childcare"), default=False)
    capacity = models.PositiveSmallIntegerField(_("room for"), null=True, blank=True)
    link = models.URLField(_("more on the web"), blank=True, validators=[validate_web_url])

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            *finnish_required("service", "name", "summary"),
            archived_some_day("service"),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True)
                | Q(age_to__isnull=True)
                | Q(age_from__lte=F("age_to")),
                name="service_ages_in_order",
                violation_error_message=_("The lower age must not be above the upper one."),
            ),
            models.CheckConstraint(
                condition=Q(registration_from__isnull=True)
                | Q(registration_until__isnull=True)
                | Q(registration_from__lte=F("registration_until")),
                name="service_registration_window_in_order",
                violation_error_message=_("Signing up must begin before it ends."),
            ),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0),
                name="service_price_not_negative",
                violation_error_message=_("A price can't be negative."),
            ),
            models.CheckConstraint(
                condition=Q(delivery__len__gt=0),
                name="service_given_somehow",
                violation_error_message=_("Say how it is given: at a place, online, by phone."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("service_detail", args=[self.slug])
