"""The networks that one coordinates, and the desk of each."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.localized import current_language, pick
from directory.views.staff.access import current_organisation
from meetings.actions.networks import NameTaken, add_network
from meetings.actions.rows import Overtaken, save_row
from meetings.forms.networks import NetworkAddForm, NetworkForm
from meetings.models import Network
from meetings.queries.desk import glance, joined_networks, own_networks
from meetings.queries.versions import read_anew
from meetings.views.staff.access import own_network
from meetings.views.staff.clash import page_status, take_in


@login_required
@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    today, language = timezone.localdate(), current_language()
    context = {
        "organisation": organisation,
        "own": own_networks(request.user, language, today),
        "joined": joined_networks(request.user, language, today),
    }
    return render(request, "staff/networks/networks.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def network_add(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    form = NetworkAddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            network = add_network(coordinator=organisation, values=form.cleaned_data)
        except NameTaken:
            form.add_error("name_fi", _("You have a network of this name already."))
        else:
            text = _("The network is here. Only you and its members see it so far.")
            messages.success(request, text)
            return redirect("network_members", network.slug)
    context = {"organisation": organisation, "form": form}
    status = 400 if form.errors else 200
    return render(request, "staff/networks/network_add.html", context, status=status)


@login_required
@require_safe
def network_desk(request: HttpRequest, slug: str) -> HttpResponse:
    network = own_network(request, slug)
    context = {
        **head(network),
        "glance": glance(network, current_language(), timezone.now()),
        "is_approved": network.coordinator.is_approved,
    }
    return render(request, "staff/networks/network_desk.html", context)


def head(network: Network) -> dict[str, object]:
    return {"network": network, "network_name": pick(network, "name", current_language())}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def network_edit(request: HttpRequest, slug: str) -> HttpResponse:
    network = own_network(request, slug)
    form, clashes = edit_form(network, request.POST or None), []
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form._meta.fields}
        try:
            save_row(row=network, values=values, seen=form.cleaned_data["version"])
        except Overtaken:
            clashes = take_in(form, network, values)
        else:
            messages.success(request, _("Saved."))
            return redirect("network_desk", network.slug)
    context = {**head(network), "form": form, "clashes": clashes}
    status = page_status(form)
    return render(request, "staff/networks/network_edit.html", context, status=status)


def edit_form(network: Network, data: Any) -> NetworkForm:
    today = timezone.localdate()
    if data is None:
        version = read_anew(network)
        return NetworkForm(instance=network, today=today, initial={"version": version})
    # What is typed goes into the form's row, while the page still names the network as it is.
    return NetworkForm(data, instance=Network.objects.get(pk=network.pk), today=today)
