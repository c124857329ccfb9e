"""Who is in a network, for how long, in which theme groups, and where invitations go."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from directory.localized import current_language
from meetings.actions.networks import add_member, change_member, remove_member, save_themes
from meetings.actions.rows import Overtaken
from meetings.forms.networks import MemberForm, ThemeFormSet, ThemesFormSet
from meetings.localized import written
from meetings.models import Network, NetworkMember
from meetings.queries.desk import joinable, member_rows
from meetings.queries.themes import overtaken_themes
from meetings.queries.versions import read_anew
from meetings.views.staff.access import own_network
from meetings.views.staff.clash import page_status, take_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def network_members(request: HttpRequest, slug: str) -> HttpResponse:
    network = own_network(request, slug)
    form = member_form(request, NetworkMember(network=network), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_member(member=form.instance, themes=form.theme_keys)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The organisation is in the network."))
            return redirect("network_members", network.slug)
    return members_page(request, network, form)


def member_form(request: HttpRequest, member: NetworkMember, data: Any = None) -> MemberForm:
    return MemberForm(
        data,
        instance=member,
        today=timezone.localdate(),
        organisations=joinable(request.user),
        initial={"version": read_anew(member)} if member.pk and data is None else None,
    )


def members_page(
    request: HttpRequest, network: Network, form: MemberForm, themes: Any = None, status: int = 0
) -> HttpResponse:
    language = current_language()
    context = {
        "network": network,
        "members": member_rows(network, language, timezone.localdate()),
        "form": form,
        "themes": themes or theme_forms(network, language),
    }
    is_wrong = bool(form.errors) or bool(themes and themes.total_error_count())
    status = status or (400 if is_wrong else 200)
    return render(request, "staff/networks/network_members.html", context, status=status)


def theme_forms(network: Network, language: str, data: Any = None) -> Any:
    present, rows = list(network.themes.all()), []
    for theme in present:
        name = written(theme, "name", language)
        told = {"name": name.value, "seen": name.value, "language": name.language}
        rows.append({"key": theme.pk, **told})
    if data is not None:
        return ThemeFormSet(data, prefix="theme", present=present)
    formset = ThemeFormSet(initial=rows, prefix="theme", present=present)
    for form in formset.extra_forms:
        form.initial.setdefault("language", language)
    return formset


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def network_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    network = own_network(request, slug)
    member = get_object_or_404(network.members.select_related("organisation"), pk=pk)
    form, clashes = member_form(request, member, request.POST or None), []
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            change_member(member=form.instance, values=form.values, seen=seen)
        except Overtaken:
            clashes = take_in(form, member, form.values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("network_members", network.slug)
    context = {
        "network": network,
        "member": member,
        "name": written(member.organisation, "name", current_language()),
        "form": form,
        "clashes": clashes,
    }
    status = page_status(form)
    return render(request, "staff/networks/network_member.html", context, status=status)


@login_required
@require_POST
def network_member_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Sent a second time it finds nobody, and says the same."""
    network = own_network(request, slug)
    remove_member(network=network, pk=pk)
    messages.success(request, _("The organisation is no longer in the network."))
    return redirect("network_members", network.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def network_themes(request: HttpRequest, slug: str) -> HttpResponse:
    """Who opens its address again reads the themes on the members' page."""
    network = own_network(request, slug)
    if request.method != "POST":
        return redirect("network_members", network.slug)
    formset = theme_forms(network, current_language(), request.POST)
    form = member_form(request, NetworkMember(network=network))
    if not formset.is_valid():
        return members_page(request, network, form, formset)
    try:
        save_themes(network=network, rows=formset.rows)
    except Overtaken:
        return members_page(request, network, form, themes_again(network, formset), status=409)
    messages.success(request, _("Saved."))
    return redirect("network_members", network.slug)


def themes_again(network: Network, formset: ThemesFormSet) -> ThemesFormSet:
    """With what somebody else wrote beside what was typed; saved once more, that one is saved."""
    present = {theme.pk: theme for theme in network.themes.all()}
    found, data = overtaken_themes(present, formset.rows), formset.data.copy()
    for number, name in found.items():
        data[f"{formset.add_prefix(number)}-seen"] = name
        if not name:
            data[f"{formset.add_prefix(number)}-key"] = ""
    again = theme_forms(network, current_language(), data)
    for number, name in found.items():
        again.forms[number].add_error("name", told(name))
    return again


def told(name: str) -> str:
    if name:
        return _("Somebody else has changed this. It is now: %(text)s") % {"text": name}
    return _("Somebody else has removed this. Save again to have it all the same.")
