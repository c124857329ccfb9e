from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from directory.models import ScheduleChange, Slot, SlotVisitor


class SlotVisitorInline(admin.TabularInline):
    model = SlotVisitor
    extra = 0
    autocomplete_fields = ["organisation"]


@admin.register(Slot)
class SlotAdmin(TranslationAdmin):
    group_fieldsets = True
    list_display = ["service", "place", "recurrence", "weekdays", "start", "end", "first", "last"]
    list_filter = ["recurrence", "is_tentative"]
    list_select_related = ["service", "place"]
    search_fields = ["service__name_fi", "place__name", "uid"]
    autocomplete_fields = ["service", "place", "organisers", "break_calendar"]
    inlines = [SlotVisitorInline]


@admin.register(ScheduleChange)
class ScheduleChangeAdmin(TranslationAdmin):
    list_display = ["kind", "first", "last", "slot", "service", "place", "organisation", "reason"]
    list_filter = ["kind", "reason"]
    list_select_related = ["slot", "service", "place", "organisation"]
    search_fields = ["service__name_fi", "place__name", "slot__service__name_fi"]
    autocomplete_fields = ["slot", "service", "place", "organisation", "new_place"]
