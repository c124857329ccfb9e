from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from directory.models import Area, BreakCalendar, BreakPeriod, Category


@admin.register(Area)
class AreaAdmin(TranslationAdmin):
    list_display = ["name", "kind", "code", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name_fi", "name_sv", "code", "slug"]
    autocomplete_fields = ["parent"]


@admin.register(Category)
class CategoryAdmin(TranslationAdmin):
    list_display = ["name", "icon", "order", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name_fi", "name_en", "slug"]


class BreakPeriodInline(admin.TabularInline):
    model = BreakPeriod
    extra = 1


@admin.register(BreakCalendar)
class BreakCalendarAdmin(TranslationAdmin):
    list_display = ["name", "area"]
    list_select_related = ["area"]
    search_fields = ["name_fi", "slug"]
    autocomplete_fields = ["area"]
    inlines = [BreakPeriodInline]
