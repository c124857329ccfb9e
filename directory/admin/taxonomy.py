"""What the whole site has in common: for its superuser alone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directory.admin.languages import TranslatedAdmin
from directory.models import Area, Category


@admin.register(Area)
class AreaAdmin(TranslatedAdmin):
    list_display = ["name", "kind", "code", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name_fi", "name_sv", "code", "slug"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": ["name_fi", "slug", "kind", "code", "parent"]}),
        (_("On the map"), {"fields": ["latitude", "longitude"]}),
    ]


@admin.register(Category)
class CategoryAdmin(TranslatedAdmin):
    list_display = ["name", "icon", "order", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name_fi", "name_en", "slug"]
    fieldsets = [
        (None, {"fields": ["name_fi", "description_fi", "slug", "icon", "parent", "order"]})
    ]
