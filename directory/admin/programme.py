from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from directory.admin.autocomplete import CarefulAutocomplete
from directory.admin.choices import ArrayChoices
from directory.admin.read_back import DatedForm, DatedInline, ReadBackPage
from directory.forms.change import ScheduleChangeForm
from directory.forms.slot import SlotForm, SlotVisitorForm
from directory.models import ScheduleChange, Slot, SlotVisitor


def names_of(path: str) -> list[str]:
    """In the languages that staff read."""
    return [f"{path}__name_{language}" for language in ("fi", "sv", "en")]


class SlotVisitorInline(DatedInline, CarefulAutocomplete, admin.TabularInline):
    model = SlotVisitor
    form = SlotVisitorForm
    fields = ["role", "organisation", "start", "end", "seen"]
    extra = 0
    autocomplete_fields = ["organisation"]


@admin.register(Slot)
class SlotAdmin(ReadBackPage, DatedForm, CarefulAutocomplete, ArrayChoices, TranslationAdmin):
    form = SlotForm
    group_fieldsets = True
    list_display = ["__str__", "first", "last", "confirmed_on"]
    list_filter = ["recurrence", "is_tentative", "break_calendar"]
    search_fields = [*names_of("service"), "place__name", "theme_fi", "uid"]
    autocomplete_fields = ["service", "place", "organisers", "break_calendar"]
    inlines = [SlotVisitorInline]
    fieldsets = [
        (None, {"fields": ["words", "service", "place", "room", "organisers"]}),
        (_("When"), {"fields": [
            "recurrence", "weekdays", "start", "end", "ends_next_day", "day_part", "interval",
            "anchor", "nth", "dates", "seen", "form_uid",
        ]}),
        (_("Season"), {"fields": ["first", "last", "times", "break_calendar",
                                  "follows_holidays"]}),
        (_("Details"), {"fields": ["theme", "note", "is_tentative", "confirmed_on"]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With what a slot is called by, for the choices of other forms too."""
        return super().get_queryset(request).select_related("service", "place")


@admin.register(ScheduleChange)
class ScheduleChangeAdmin(ReadBackPage, DatedForm, CarefulAutocomplete, TranslationAdmin):
    form = ScheduleChangeForm
    list_display = ["__str__", "last", "slot", "service", "place", "organisation", "reason"]
    list_filter = ["kind", "reason"]
    list_select_related = [
        "slot__service", "slot__place", "service", "place", "organisation",
    ]  # fmt: skip
    search_fields = [*names_of("service"), "place__name", *names_of("slot__service")]
    autocomplete_fields = ["slot", "service", "place", "organisation", "new_place"]
    fields = [*ScheduleChangeForm.Meta.fields, "seen"]
