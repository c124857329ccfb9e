"""Organisations, places and services, in the order in which an editor thinks of them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from directory.admin.choices import ArrayChoices
from directory.admin.closures import PlaceClosures
from directory.admin.languages import TranslatedAdmin, TranslatedInline
from directory.admin.life import ListingLife
from directory.admin.scoping import ScopedInline
from directory.admin.sheets import Sheets
from directory.forms.listing import PlaceForm, ServiceForm, free_slug
from directory.forms.photo import PhotoForm
from directory.models import Contact, Membership, Organisation, Photo, Place, Service
from directory.permissions import organisations_of

CHANGE = frozenset({"change"})
ADD_AND_CHANGE = frozenset({"add", "change"})


class MembershipInline(ScopedInline, admin.TabularInline):
    """For the superuser: managers have a page of their own, which keeps a manager in place."""

    model = Membership
    extra = 0
    autocomplete_fields = ["user"]


class ContactInline(ArrayChoices, TranslatedInline):
    staff_may = CHANGE
    model = Contact
    extra = 0
    fields = ["kind", "value", "languages", "label_fi", "label_sv", "label_en", "order"]


class PhotoInline(TranslatedInline):
    staff_may = CHANGE
    model = Photo
    form = PhotoForm
    extra = 0
    readonly_fields = ["preview"]
    fields = ["preview", "image", "alt_fi", "alt_sv", "alt_en", "order"]

    @admin.display(description=_("The picture now"))
    def preview(self, photo: Photo) -> str:
        if not photo.pk:
            return "–"
        return format_html(
            '<img class="photo-preview" src="{}" width="{}" height="{}" alt="{}">',
            photo.image.url, photo.width, photo.height, photo.alt_fi,
        )  # fmt: skip


class Listings(ListingLife, ArrayChoices, TranslatedAdmin):
    """What the pages of places and services share."""

    staff_may = ADD_AND_CHANGE
    inlines = [ContactInline, PhotoInline]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Who is in one organisation need not choose it."""
        own = list(Organisation.objects.filter(pk__in=organisations_of(request.user))[:2])
        only = {"owner": own[0].pk, "organisers": [own[0].pk]} if len(own) == 1 else {}
        return only | super().get_changeform_initial_data(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whose a listing is changes by the hand of a site administrator."""
        fields = super().get_readonly_fields(request, obj)
        changes_owner = obj is None or request.user.is_superuser
        return fields if changes_owner else (*fields, "owner")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not obj.slug:
            obj.slug = free_slug(type(obj), form.cleaned_data.get("name_fi") or obj.name)
        super().save_model(request, obj, form, change)


@admin.register(Organisation)
class OrganisationAdmin(ArrayChoices, TranslatedAdmin):
    staff_may = CHANGE
    readonly_for_staff = ("slug", "kind", "parent", "is_approved")
    list_display = ["name", "kind", "parent", "is_approved"]
    list_filter = ["kind", "is_approved"]
    list_select_related = ["parent"]
    search_fields = ["name_fi", "name_sv", "name_en", "slug"]
    autocomplete_fields = ["parent"]
    inlines = [ContactInline, MembershipInline]
    fieldsets = [
        (None, {"fields": ["name_fi", "summary_fi", "website"]}),
        (_("On this site"), {"fields": ["kind", "parent", "slug", "is_approved"]}),
    ]


@admin.register(Place)
class PlaceAdmin(PlaceClosures, Listings):
    actions = [*PlaceClosures.actions, *ListingLife.actions]
    form = PlaceForm
    list_display = ["name", "kind", "area", "owner", "state", "confirmed_on"]
    list_filter = ["state", "kind", ("area", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["area", "owner"]
    search_fields = ["name", "street", "slug"]
    autocomplete_fields = ["area", "owner", "coordinator", "partners"]
    fieldsets = [
        (_("What it is"), {"fields": ["name", "kind", "summary_fi", "description_fi"]}),
        (_("Where it is"), {"fields": [
            "street", "postal_code", "city", "area", "latitude", "longitude", "arrival_fi",
            "accessibility",
        ]}),
        (_("More on the web"), {"fields": ["website", "video_url"]}),
        (_("Who keeps it"), {"fields": ["owner", "coordinator", "partners"]}),
        (_("State"), {"fields": ["state", "confirmed_on"]}),
    ]  # fmt: skip


@admin.register(Service)
class ServiceAdmin(Sheets, Listings):
    form = ServiceForm
    list_display = ["name", "owner", "state", "access", "confirmed_on"]
    list_filter = ["state", "access", ("categories", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = ["name_fi", "name_sv", "name_en", "slug"]
    autocomplete_fields = ["owner", "organisers", "categories", "areas", "places"]
    fieldsets = [
        (_("What it is"), {"fields": ["name_fi", "summary_fi", "description_fi", "categories"]}),
        (_("For whom"), {"fields": ["age_from", "age_to", "expecting", "languages", "areas"]}),
        (_("Where and how"), {"fields": ["delivery", "places", "accessibility", "capacity",
                                         "childcare", "food"]}),
        (_("How to get in"), {"fields": ["access", "access_note_fi", "registration_url",
                                         "registration_from", "registration_until"]}),
        (_("What it costs"), {"fields": ["is_free", "price", "fee_note_fi"]}),
        (_("Who runs it"), {"fields": ["owner", "organisers", "link"]}),
        (_("State"), {"fields": ["state", "confirmed_on"]}),
    ]  # fmt: skip
