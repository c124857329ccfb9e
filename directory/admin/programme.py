from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from directory.admin.choices import ArrayChoices
from directory.models import ScheduleChange, Slot, SlotVisitor


class SlotVisitorInline(admin.TabularInline):
    model = SlotVisitor
    extra = 0
    autocomplete_fields = ["organisation"]


@admin.register(Slot)
class SlotAdmin(ArrayChoices, TranslationAdmin):
    group_fieldsets = True
    list_display = ["__str__", "first", "last", "confirmed_on"]
    list_filter = ["recurrence", "is_tentative"]
    search_fields = ["service__name_fi", "place__name", "uid"]
    autocomplete_fields = ["service", "place", "organisers", "break_calendar"]
    inlines = [SlotVisitorInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With what a slot is called by, for the choices of other forms too."""
        return super().get_queryset(request).select_related("service", "place")


@admin.register(ScheduleChange)
class ScheduleChangeAdmin(TranslationAdmin):
    list_display = ["__str__", "last", "slot", "service", "place", "organisation", "reason"]
    list_filter = ["kind", "reason"]
    list_select_related = [
        "slot__service", "slot__place", "service", "place", "organisation",
    ]  # fmt: skip
    search_fields = ["service__name_fi", "place__name", "slot__service__name_fi"]
    autocomplete_fields = ["slot", "service", "place", "organisation", "new_place"]
