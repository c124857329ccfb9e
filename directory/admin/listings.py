"""Organisations, places and services, in the order in which an editor thinks of them."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Field, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from directory.actions.archive import delete_files
from directory.admin.choices import ArrayChoices
from directory.admin.closures import PlaceClosures
from directory.admin.columns import Confirmation, ListingColumns, OwnChoices
from directory.admin.languages import TranslatedAdmin, TranslatedInline
from directory.admin.life import ListingLife
from directory.admin.scoping import ScopedTable
from directory.admin.sheets import Sheets
from directory.forms.listing import PlaceForm, ServiceForm, free_slug
from directory.forms.photo import PhotoForm
from directory.models import Contact, Membership, Organisation, Photo, Place, Service
from directory.permissions import DECIDED_BY_SITE, organisations_of

CHANGE = frozenset({"change"})
ADD_AND_CHANGE = frozenset({"add", "change"})


class MembershipInline(ScopedTable):
    """For the superuser: managers have a page of their own, which keeps a manager in place."""

    model = Membership
    extra = 0
    autocomplete_fields = ["user"]


class ContactInline(ArrayChoices, TranslatedInline):
    staff_may = CHANGE
    template = "admin/directory/stacked.html"
    model = Contact
    extra = 1  # an empty one to fill in where there are no scripts
    fields = ["kind", "value", "languages", "label_fi", "label_sv", "label_en", "order"]


class PhotoInline(TranslatedInline):
    staff_may = CHANGE
    template = "admin/directory/stacked.html"
    model = Photo
    form = PhotoForm
    extra = 1
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


class Listings(ListingColumns, ListingLife, ArrayChoices, TranslatedAdmin):
    """What the pages of places and services share."""

    staff_may = ADD_AND_CHANGE
    inlines = [ContactInline, PhotoInline]

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Staff have few organisations of their own: those are chosen without scripts too."""
        fields = super().get_autocomplete_fields(request)
        return [one for one in fields if one != "owner" or request.user.is_superuser]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Who is in one organisation need not choose it."""
        own = list(Organisation.objects.filter(pk__in=organisations_of(request.user))[:2])
        only = {"owner": own[0].pk, "organisers": [own[0].pk]} if len(own) == 1 else {}
        return only | super().get_changeform_initial_data(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whose a listing is changes by the hand of a site administrator."""
        fields = super().get_readonly_fields(request, obj)
        changes_owner = obj is None or request.user.is_superuser
        return fields if changes_owner else (*fields, *DECIDED_BY_SITE[self.model])

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not obj.slug:
            obj.slug = free_slug(type(obj), form.cleaned_data.get("name_fi") or obj.name)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Photo:
            for name in files_left(formset):
                transaction.on_commit(partial(default_storage.delete, name))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_files(obj)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for row in queryset:
            delete_files(row)
        super().delete_queryset(request, queryset)


def files_left(formset: Any) -> list[str]:
    """Of pictures that were taken away, or replaced."""
    return [
        form.initial["image"].name
        for form in formset.initial_forms
        if "image" in form.initial
        and (form in formset.deleted_forms or "image" in form.changed_data)
    ]


@admin.register(Organisation)
class OrganisationAdmin(ArrayChoices, TranslatedAdmin):
    staff_may = CHANGE
    index_order = 3
    index_icon = "users-round"
    purpose = _("Say who you are and how to reach you.")
    readonly_for_staff = DECIDED_BY_SITE[Organisation]
    list_display = ["name", "kind", "unit_of", "is_approved"]
    list_filter = ["kind", "is_approved"]
    list_select_related = ["parent"]
    search_fields = ["name_fi", "name_sv", "name_en", "slug"]
    autocomplete_fields = ["parent"]
    inlines = [ContactInline, MembershipInline]
    fieldsets = [
        (None, {"fields": ["name_fi", "summary_fi", "website"]}),
        (_("On this site"), {"fields": ["kind", "parent", "slug", "is_approved"]}),
    ]

    @admin.display(description=_("Unit of"), ordering="parent")
    def unit_of(self, organisation: Organisation) -> Organisation | None:
        return organisation.parent


@admin.register(Place)
class PlaceAdmin(PlaceClosures, Listings):
    actions = [*PlaceClosures.actions, *ListingLife.actions]
    index_order = 2
    index_icon = "map-pin"
    purpose = _("Write where you are, how to get there and who keeps the place.")
    form = PlaceForm
    list_display = ["name", "kind", "area_name", "owner_name", "state_shown", "confirmation"]
    list_filter = ["state", Confirmation, "kind", ("area", OwnChoices)]
    list_select_related = ["area", "owner"]
    search_fields = ["name", "street", "slug"]
    autocomplete_fields = ["owner", "coordinator", "partners"]
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

    @admin.display(description=_("Area"), ordering="area")
    def area_name(self, place: Place) -> str:
        return str(place.area)


@admin.register(Service)
class ServiceAdmin(Sheets, Listings):
    index_order = 1
    index_icon = "heart-handshake"
    purpose = _("Write what you offer: for whom, where, how to get in and what it costs.")
    form = ServiceForm
    list_display = ["name", "owner_name", "state_shown", "access", "confirmation"]
    list_filter = ["state", Confirmation, "access", ("categories", OwnChoices)]
    list_select_related = ["owner"]
    search_fields = ["name_fi", "name_sv", "name_en", "slug"]
    autocomplete_fields = ["owner", "organisers", "areas", "places"]
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

    def formfield_for_manytomany(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """The categories are few: one sees them all, and ticks them without scripts too."""
        if db_field.name == "categories":
            kwargs["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)
