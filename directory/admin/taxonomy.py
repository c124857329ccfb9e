from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from directory.models import Area, Category


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
