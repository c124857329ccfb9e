"""What the organisations took upon themselves: open ones first, and how each came out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.localized import current_language
from directory.models import Organisation
from meetings.actions.action_items import add_action, change_action
from meetings.actions.rows import NotOfThisNetwork, Overtaken
from meetings.enums import ActionState
from meetings.forms.notes import ActionEditForm, ActionForm
from meetings.localized import written
from meetings.models import Action, Network
from meetings.queries.desk import action_rows, open_actions, organisations_in
from meetings.queries.versions import read_anew
from meetings.views.staff.access import own_network
from meetings.views.staff.clash import page_status, take_in

MOST_CLOSED = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def action_list(request: HttpRequest, slug: str) -> HttpResponse:
    network = own_network(request, slug)
    today, language = timezone.localdate(), current_language()
    organisations = organisations_in(network, today)
    form = ActionForm(
        request.POST or None,
        today=today,
        organisations=organisations,
        initial={"language": language},
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_action(network=network, meeting=None, new=form.new(), now=timezone.now())
        except NotOfThisNetwork:
            raise PermissionDenied from None
        messages.success(
            request, _("The action is here, and on every next agenda until it is done.")
        )
        return redirect("action_list", network.slug)
    closed = network.actions.exclude(state=ActionState.OPEN).order_by("-closed_on", "-pk")
    context = {
        "network": network,
        "open": action_rows(open_actions(network), language, today),
        "closed": action_rows(closed[:MOST_CLOSED], language, today),
        "form": form,
    }
    status = 400 if form.errors else 200
    return render(request, "staff/networks/action_list.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    network = own_network(request, slug)
    action = get_object_or_404(network.actions.select_related("meeting", "network"), uid=uid)
    form = edit_form(network, action, request.POST or None)
    clashes = []
    if request.method == "POST" and form.is_valid():
        try:
            change_action(
                action=action,
                values=form.values,
                seen=form.cleaned_data["version"],
                today=timezone.localdate(),
            )
        except Overtaken:
            clashes = take_in(form, action, form.values)
        else:
            messages.success(request, _("Saved."))
            return redirect("action_list", network.slug)
    context = {"network": network, "action": action, "form": form, "clashes": clashes}
    status = page_status(form)
    return render(request, "staff/networks/action_edit.html", context, status=status)


def edit_form(network: Network, action: Action, data: Any) -> ActionEditForm:
    today, version = timezone.localdate(), read_anew(action) if data is None else ""
    text = written(action, "text", current_language())
    kept = {name: getattr(action, name) for name in ("uid", "organisation", "due", "state")}
    there = organisations_in(network, today).values("pk")
    own = Organisation.objects.filter(pk=action.organisation_id).values("pk")
    told = {"text": text.value, "language": text.language, "version": version}
    return ActionEditForm(
        data,
        today=today,
        organisations=Organisation.objects.filter(pk__in=there.union(own)).order_by("name_fi"),
        themes=network.themes.all(),
        initial={**kept, "theme": action.theme, **told},
    )
