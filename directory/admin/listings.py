from django.contrib import admin
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from directory.admin.choices import ArrayChoices
from directory.admin.closures import PlaceClosures
from directory.models import Contact, Membership, Organisation, Place, Service


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["user"]


class ContactInline(ArrayChoices, TranslationStackedInline):
    model = Contact
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(TranslationAdmin):
    group_fieldsets = True
    list_display = ["name", "kind", "parent", "is_approved"]
    list_filter = ["kind", "is_approved"]
    list_select_related = ["parent"]
    search_fields = ["name_fi", "name_sv", "name_en", "slug"]
    autocomplete_fields = ["parent"]
    inlines = [ContactInline, MembershipInline]


@admin.register(Place)
class PlaceAdmin(PlaceClosures, ArrayChoices, TranslationAdmin):
    group_fieldsets = True
    list_display = ["name", "kind", "area", "owner", "state", "confirmed_on"]
    list_filter = ["state", "kind", "area"]
    list_select_related = ["area", "owner"]
    search_fields = ["name", "street", "slug"]
    autocomplete_fields = ["area", "owner", "coordinator", "partners"]
    inlines = [ContactInline]


@admin.register(Service)
class ServiceAdmin(ArrayChoices, TranslationAdmin):
    group_fieldsets = True
    list_display = ["name", "owner", "state", "access", "confirmed_on"]
    list_filter = ["state", "access", "categories"]
    list_select_related = ["owner"]
    search_fields = ["name_fi", "name_sv", "name_en", "slug"]
    autocomplete_fields = ["owner", "organisers", "categories", "areas", "places"]
    inlines = [ContactInline]
