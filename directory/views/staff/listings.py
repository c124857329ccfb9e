"""The organisation's services and places: a list, and editing one without losing a word."""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.listing_edit import Writing, save_listing
from directory.actions.programme import Overtaken
from directory.enums import State
from directory.forms.listing_edit import (
    ContactFormSet,
    ListingEditForm,
    PlaceEditForm,
    ServiceEditForm,
    contacts_in,
)
from directory.localized import current_language
from directory.models import Contact, Place, Service
from directory.permissions import may_archive
from directory.queries.authors import authors
from directory.queries.edits import CONTACTS, Clash, read_again, values_now, version_of
from directory.queries.history import Values, entries, moments, title_of
from directory.queries.keepers import keepers_of
from directory.queries.listing_rows import listing_rows, named_like
from directory.queries.translations import has_translations
from directory.queries.versions import current_rows
from directory.views.staff.access import current_organisation, editable_or_refuse
from directory.views.staff.clash import shown_clashes
from directory.views.staff.listing_saved import tell_saved

SEARCHED_ABOVE = 15
MINE, THEIRS = "mine", "theirs"


@login_required
@require_safe
def listings(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    rows = listing_rows(organisation, request.user, current_language())
    asked = request.GET.get("q", "").strip()[:100]
    services, places = (named_like(asked, found) for found in rows)
    context = {
        "organisation": organisation,
        "services": services,
        "places": places,
        "asked": asked,
        "has_search": bool(asked) or sum(map(len, rows)) > SEARCHED_ABOVE,
    }
    return render(request, "staff/listings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def service_edit(request: HttpRequest, slug: str) -> HttpResponse:
    row = editable_or_refuse(request, Service.objects.select_related("owner"), slug=slug)
    return edit(request, row, ServiceEditForm, "service")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def place_edit(request: HttpRequest, slug: str) -> HttpResponse:
    row = editable_or_refuse(request, Place.objects.select_related("owner"), slug=slug)
    return edit(request, row, PlaceEditForm, "place")


@dataclass
class Edit:
    """One post, against the listing as it is now. `chosen` is "mine" or "theirs" by field.

    `typed` has all that was written; in `form`, the other's text stands where it was chosen.
    `latest` is the version that it is shown beside.
    """

    row: Service | Place
    typed: ListingEditForm
    form: ListingEditForm
    contacts: Any
    theirs: Values
    latest: str
    chosen: dict[str, str]

    @property
    def takes_contacts(self) -> bool:
        return self.chosen.get(CONTACTS) == THEIRS

    def is_valid(self) -> bool:
        return self.form.is_valid() and (self.takes_contacts or self.contacts.is_valid())

    def save(self) -> list[str]:
        values = {name: self.form.cleaned_data[name] for name in self.form.columns}
        contacts = self.theirs[CONTACTS] if self.takes_contacts else contacts_in(self.contacts)
        kept = [name for name, choice in self.chosen.items() if choice == MINE]
        writing = self.writing({**values, CONTACTS: contacts}, kept)
        return save_listing(row=self.row, writing=writing)

    def clashes(self) -> list[Clash]:
        """Of all that was written, whatever has been chosen."""
        self.typed.is_valid()
        typed = {k: v for k, v in self.typed.cleaned_data.items() if k in self.typed.columns}
        if self.contacts.is_valid():
            typed[CONTACTS] = contacts_in(self.contacts)
        return self.writing(typed).clashes_with(self.row, self.theirs)

    def writing(self, values: Values, kept: Collection[str] = ()) -> Writing:
        version = self.typed.data.get("version", "")
        seen = self.typed.data.get("seen") or version
        is_small = bool(self.typed.data.get("is_small"))
        return Writing(values, version, seen, kept, is_small)


def edit(request: HttpRequest, row: Any, form_class: Any, kind: str) -> HttpResponse:
    latest = read_anew(row)
    context = shown_with(request, row, kind)
    if request.method != "POST":
        form = form_class(instance=row, today=timezone.localdate(), initial={"version": latest})
        context |= {"form": form, "contacts": contact_forms(None, row)}
        return render(request, "staff/listing.html", context)
    post = read_post(request, row, form_class, latest)
    if post.is_valid():
        try:
            tell_saved(request, row, post.save(), is_small=post.form.cleaned_data["is_small"])
            return redirect(f"{kind}_edit", row.slug)
        except Overtaken:
            post = read_post(request, row, form_class, read_anew(row))
    told = told_of(request, post)
    context |= {"form": post.typed, "contacts": post.contacts, **told}
    return render(request, "staff/listing.html", context, status=409 if told else 200)


def shown_with(request: HttpRequest, row: Service | Place, kind: str) -> dict[str, Any]:
    language = current_language()
    return {
        "kind": kind,
        "row": row,
        "title": title_of(row, language),
        "keepers": keepers_of(row, language),
        "may_archive": may_archive(request.user, row),
        "is_archived": row.state == State.ARCHIVED,
        "has_translations": has_translations(row),
    }


def read_anew(row: Service | Place) -> str:
    """The version that its values are of, or an earlier one: what others write between the two is
    then told as news, and never taken for seen."""
    version = version_of(row)
    read_again(row)
    return version


def read_post(request: HttpRequest, row: Any, form_class: Any, latest: str) -> Edit:
    theirs = values_now(row, form_class._meta.fields)
    asked = {name: request.POST.get(f"choose-{name}") for name in theirs}
    chosen = {name: choice for name, choice in asked.items() if choice in (MINE, THEIRS)}
    taken = [name for name in form_class._meta.fields if chosen.get(name) == THEIRS]
    today = timezone.localdate()
    return Edit(
        row=row,
        typed=form_class(request.POST, instance=copy(row), today=today),
        form=form_class(request.POST, instance=copy(row), today=today, taken=taken),
        contacts=contact_forms(request.POST, row),
        theirs=theirs,
        latest=latest,
        chosen=chosen,
    )


def contact_forms(data: Any, row: Any) -> Any:
    rows = sorted(current_rows(Contact, row).values(), key=lambda one: (one["order"], one["id"]))
    initial = [{**one, "key": one["id"]} for one in rows]
    held = {code for one in rows for code in one["languages"]}
    return ContactFormSet(data, initial=initial, prefix=CONTACTS, form_kwargs={"held": held})


def told_of(request: HttpRequest, post: Edit) -> dict[str, Any]:
    """The other's changes beside one's own, and who made the latest of them."""
    row, found = post.row, post.clashes()
    post.typed.forgive([name for name, choice in post.chosen.items() if choice == THEIRS])
    if not found:
        return {}
    post.typed.data = post.typed.data.copy()
    post.typed.data["seen"] = post.latest
    language = current_language()
    latest = entries(row, moments(row)[:1])
    who = authors(latest, request.user, language)
    return {
        "clashes": shown_clashes(type(row), found, post.chosen, language),
        "latest": latest[0] if latest else None,
        "latest_author": who.get(latest[0].author) if latest else None,
    }
