from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from directory import schedule
from directory.enums import BreakKind
from directory.localized import finnish_required


class BreakCalendar(models.Model):
    """School breaks and closures of a municipality that slots may follow."""

    slug = models.SlugField(unique=True)
    area = models.ForeignKey(
        "directory.Area", models.PROTECT, null=True, blank=True, related_name="break_calendars"
    )
    owner = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="break_calendars",
        help_text=_("The organisation that keeps it up to date."),
    )
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("break calendar")
        verbose_name_plural = _("break calendars")
        constraints = finnish_required("calendar", "name")

    def __str__(self) -> str:
        return self.name


class BreakPeriod(models.Model):
    calendar = models.ForeignKey(BreakCalendar, models.CASCADE, related_name="periods")
    kind = models.CharField(_("kind"), max_length=10, choices=BreakKind.choices)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))

    class Meta:
        ordering = ["first", "pk"]
        verbose_name = _("break")
        verbose_name_plural = _("breaks")
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lte=F("last")),
                name="break_in_order",
                violation_error_message=_("The break must begin before it ends."),
            ),
            ExclusionConstraint(
                name="breaks_of_a_calendar_apart",
                expressions=[
                    ("calendar", RangeOperators.EQUAL),
                    (
                        Func(F("first"), F("last"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Another break of this calendar is on at that time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first}–{self.last}"

    @property
    def as_rule(self) -> schedule.Break:
        """The break as the engine sees it."""
        return schedule.Break(
            calendar=self.calendar_id, key=self.pk, first=self.first, last=self.last
        )
