"""Break calendars: who follows them, and the public holidays that need no entry."""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directory import wording
from directory.admin.languages import TranslatedAdmin
from directory.admin.read_back import DatedInline, ReadBackPage
from directory.admin.scoping import ScopedTable
from directory.enums import HOLIDAY_NAMES
from directory.forms.breaks import BreakPeriodForm, BreakPeriodFormSet
from directory.holidays import holidays_between
from directory.localized import current_language
from directory.models import BreakCalendar, BreakPeriod, Slot
from directory.permissions import DECIDED_BY_SITE, editable_by

MOST_FOLLOWERS = 50
YEAR = timedelta(days=365)


class BreakPeriodInline(DatedInline, ScopedTable):
    staff_may = frozenset({"change"})
    model = BreakPeriod
    form = BreakPeriodForm
    formset = BreakPeriodFormSet
    fields = ["words", "kind", "first", "last", "seen"]
    extra = 1


@admin.register(BreakCalendar)
class BreakCalendarAdmin(ReadBackPage, TranslatedAdmin):
    staff_may = frozenset({"change"})
    readonly_for_staff = DECIDED_BY_SITE[BreakCalendar]
    index_order = 6
    index_icon = "luggage"
    purpose = _("Write the school breaks that the programme follows.")
    list_display = ["name", "area_name", "followers"]
    list_select_related = ["area"]
    search_fields = ["name_fi", "slug"]
    autocomplete_fields = ["area", "owner"]
    inlines = [BreakPeriodInline]
    readonly_fields = ["following", "holidays"]
    fieldsets = [
        (None, {"fields": ["name_fi", "slug", "area", "owner"]}),
        (_("Who follows it"), {"fields": ["following", "holidays"]}),
    ]

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Knows who reads it: the page names only the followers that are theirs."""
        calendar = super().get_object(request, object_id, from_field)
        calendar.reader = request.user
        return calendar

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(follower_count=Count("slots"))

    @admin.display(description=_("Area"), ordering="area")
    def area_name(self, calendar: BreakCalendar) -> str:
        return str(calendar.area or "–")

    @admin.display(description=_("Slots that follow it"), ordering="follower_count")
    def followers(self, calendar: BreakCalendar) -> int:
        return calendar.follower_count

    @admin.display(description=_("Slots that follow it"))
    def following(self, calendar: BreakCalendar) -> str | SafeString:
        if not calendar.pk:
            return "–"
        followers = Slot.objects.filter(break_calendar=calendar)
        slots = editable_by(calendar.reader, followers).select_related("service", "place")
        count = slots.count()
        if not count:
            return _("None yet: choose this calendar on the page of a slot.")
        links = format_html_join(
            "",
            '<li><a href="{}">{}</a></li>',
            ((slot_url(slot), str(slot)) for slot in slots[:MOST_FOLLOWERS]),
        )
        total = ngettext("%(count)d slot", "%(count)d slots", count) % {"count": count}
        every = f"{reverse('admin:directory_slot_changelist')}?break_calendar__id__exact="
        return format_html(
            '<a href="{}{}">{}</a><ul class="plain-list">{}</ul>', every, calendar.pk, total, links
        )

    @admin.display(description=_("Public holidays, which need no break"))
    def holidays(self, calendar: BreakCalendar) -> SafeString:
        today = timezone.localdate()
        return format_html('<ul class="plain-list">{}</ul>', holiday_lines(today, today + YEAR))


def slot_url(slot: Slot) -> str:
    return reverse("admin:directory_slot_change", args=[slot.pk])


def holiday_lines(first: date, last: date) -> SafeString:
    language = current_language()
    lines = (
        (wording.weekday_short(day.isoweekday(), language), wording.day_numeric(day), name)
        for day, name in sorted(
            (day, HOLIDAY_NAMES[key]) for day, key in holidays_between(first, last).items()
        )
    )
    return format_html_join("", "<li>{} {} {}</li>", lines)
