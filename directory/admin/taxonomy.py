"""What the whole site has in common: for its superuser alone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from directory.admin.languages import TranslatedAdmin
from directory.models import Area, Category


@admin.register(Area)
class AreaAdmin(TranslatedAdmin):
    index_order = 7
    index_icon = "map"
    purpose = _("Name the municipalities and districts, once for the whole site.")
    list_display = ["name", "kind", "code", "part_of"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name_fi", "name_sv", "code", "slug"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": ["name_fi", "slug", "kind", "code", "parent"]}),
        (_("On the map"), {"fields": ["latitude", "longitude"]}),
    ]

    @admin.display(description=_("Part of"), ordering="parent")
    def part_of(self, area: Area) -> Area | None:
        return area.parent


@admin.register(Category)
class CategoryAdmin(TranslatedAdmin):
    index_order = 8
    index_icon = "blocks"
    purpose = _("Name what families look for services under, once for the whole site.")
    list_display = ["name", "icon", "order", "part_of"]
    list_select_related = ["parent"]
    search_fields = ["name_fi", "name_en", "slug"]
    fieldsets = [
        (None, {"fields": ["name_fi", "description_fi", "slug", "icon", "parent", "order"]})
    ]

    @admin.display(description=_("Part of"), ordering="parent")
    def part_of(self, category: Category) -> Category | None:
        return category.parent
