"""The organisation's services and places: a list, and editing one without losing a word."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.listing_edit import save_listing
from directory.actions.programme import lock
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
from directory.queries.authors import authors
from directory.queries.edits import CONTACTS, Clash, clashes, values_at, values_now, version_of
from directory.queries.history import (
    Values,
    current_rows,
    entries,
    moments,
    title_of,
)
from directory.queries.listing_rows import listing_rows
from directory.views.staff.access import current_organisation, editable_or_refuse
from directory.views.staff.clash import shown_clashes

MINE, THEIRS = "mine", "theirs"


@login_required
@require_safe
def listings(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    services, places = listing_rows(organisation, request.user, current_language())
    context = {"organisation": organisation, "services": services, "places": places}
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
    """

    row: Service | Place
    typed: ListingEditForm
    form: ListingEditForm
    contacts: Any
    theirs: Values
    chosen: dict[str, str]

    @property
    def takes_contacts(self) -> bool:
        return self.chosen.get(CONTACTS) == THEIRS

    def is_valid(self) -> bool:
        return self.form.is_valid() and (self.takes_contacts or self.contacts.is_valid())

    @property
    def result(self) -> Values:
        values = {name: self.form.cleaned_data[name] for name in self.form.columns}
        contacts = self.theirs[CONTACTS] if self.takes_contacts else contacts_in(self.contacts)
        return {**values, CONTACTS: contacts}

    def unsettled(self) -> list[Clash]:
        """What nobody has chosen, or has chosen without having seen the other's latest."""
        kept = [name for name, choice in self.chosen.items() if choice == MINE]
        return self._clashes(self.result, kept)

    def all_clashes(self) -> list[Clash]:
        self.typed.is_valid()
        typed = {k: v for k, v in self.typed.cleaned_data.items() if k in self.typed.columns}
        if self.contacts.is_valid():
            typed[CONTACTS] = contacts_in(self.contacts)
        return self._clashes(typed, [])

    def _clashes(self, mine: Values, kept: list[str]) -> list[Clash]:
        version = self.typed.data.get("version", "")
        seen = self.typed.data.get("seen") or version
        before, shown = (values_at(self.row, one, self.typed.columns) for one in (version, seen))
        return clashes(before=before, shown=shown, theirs=self.theirs, mine=mine, kept=kept)


def edit(request: HttpRequest, row: Any, form_class: Any, kind: str) -> HttpResponse:
    context = {"kind": kind, "row": row, "title": title_of(row, current_language())}
    if request.method != "POST":
        initial = {"version": version_of(row)}
        form = form_class(instance=row, today=timezone.localdate(), initial=initial)
        context |= {"form": form, "contacts": contact_forms(None, row)}
        return render(request, "staff/listing.html", context)
    post, changed = posted(request, row, form_class)
    if changed is not None:
        return saved(request, row, changed, kind)
    told = told_of(request, row, post)
    context |= {"form": post.typed, "contacts": post.contacts, **told}
    return render(request, "staff/listing.html", context, status=409 if told else 200)


def posted(request: HttpRequest, row: Any, form_class: Any) -> tuple[Edit, list[str] | None]:
    """With what was changed; None when nothing is saved."""
    with transaction.atomic():
        lock(row)
        row.refresh_from_db()
        post = read_post(request, row, form_class)
        if not post.is_valid() or post.unsettled():
            return post, None
        return post, save_listing(row=row, values=post.result)


def read_post(request: HttpRequest, row: Any, form_class: Any) -> Edit:
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
        chosen=chosen,
    )


def contact_forms(data: Any, row: Any) -> Any:
    rows = sorted(current_rows(Contact, row).values(), key=lambda one: (one["order"], one["id"]))
    initial = [{**one, "key": one["id"]} for one in rows]
    held = {code for one in rows for code in one["languages"]}
    return ContactFormSet(data, initial=initial, prefix=CONTACTS, form_kwargs={"held": held})


def saved(request: HttpRequest, row: Any, changed: list[str], kind: str) -> HttpResponse:
    is_public = row.state == State.PUBLISHED and row.owner.is_approved
    if changed and is_public:
        messages.success(request, _("Saved. Families see it at once."))
    elif changed:
        messages.success(request, _("Saved. Families don't see it yet."))
    else:
        messages.info(request, _("It is so already. There was nothing to save."))
    return redirect(f"{kind}_edit", row.slug)


def told_of(request: HttpRequest, row: Any, post: Edit) -> dict[str, Any]:
    """The other's changes beside one's own, and who made the latest of them."""
    found = post.all_clashes()
    post.typed.forgive([name for name, choice in post.chosen.items() if choice == THEIRS])
    if not found:
        return {}
    post.typed.data = post.typed.data.copy()
    post.typed.data["seen"] = version_of(row)
    language = current_language()
    latest = entries(row, list(moments(row)[:1]))
    who = authors(latest, request.user, language)
    return {
        "clashes": shown_clashes(type(row), found, post.chosen, language),
        "latest": latest[0] if latest else None,
        "latest_author": who.get(latest[0].author) if latest else None,
    }
