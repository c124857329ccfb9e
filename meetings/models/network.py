from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.enums import State
from directory.localized import finnish_required
from meetings.models.written import written


class NetworkQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED, coordinator__is_approved=True)


class Network(models.Model):
    """Organisations of any kind that meet around families in an area."""

    slug = models.SlugField(unique=True, max_length=80)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    name = models.CharField(_("name"), max_length=150)
    purpose = models.TextField(
        _("purpose"), max_length=3000, help_text=_("For whom the network works, and to what end.")
    )
    how_to_join = models.TextField(_("how to join"), blank=True, max_length=1000)
    rhythm = models.CharField(
        _("rhythm"), blank=True, max_length=200, help_text=_("Such as: twice a term, on Tuesdays.")
    )
    is_open = models.BooleanField(
        _("open"), default=True, help_text=_("Anyone who works with these families may come.")
    )
    area = models.ForeignKey(
        "directory.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        help_text=_("Empty means the whole country."),
    )
    coordinator = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="coordinated_networks"
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [*finnish_required("network", "name", "purpose")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network_detail", args=[self.slug])


class Theme(models.Model):
    """What a network works on; also the groups that its members work in."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="themes")
    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [*written("theme", "name")]

    def __str__(self) -> str:
        return self.name


class NetworkMemberQuerySet(models.QuerySet):
    def current(self, day: date) -> Self:
        began = Q(since__isnull=True) | Q(since__lte=day)
        return self.filter(began & (Q(until__isnull=True) | Q(until__gte=day)))


class NetworkMember(models.Model):
    """An organisation's term in a network, and where its invitations go."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="network_memberships"
    )
    since = models.DateField(_("member since"), null=True, blank=True)
    until = models.DateField(_("member until"), null=True, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="members")
    email = models.EmailField(
        _("e-mail for invitations"),
        blank=True,
        help_text=_("An address of the organisation, not of a person, if there is one."),
    )

    objects = NetworkMemberQuerySet.as_manager()

    class Meta:
        ordering = ["network", "organisation"]
        verbose_name = _("member of a network")
        verbose_name_plural = _("members of networks")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation"],
                condition=Q(until__isnull=True),
                name="network_member_once_at_a_time",
                violation_error_message=_("This organisation is in the network already."),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="network_member_ends_after_beginning",
                violation_error_message=_("The term ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network_id}: {self.organisation_id}"
