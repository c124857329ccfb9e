"""Who is in a network, for how long, in which theme groups, and where invitations go."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from directory.localized import current_language
from meetings.actions.networks import remove_member, save_member, save_themes
from meetings.forms.networks import MemberForm, ThemeFormSet
from meetings.localized import written
from meetings.models import Network, NetworkMember
from meetings.queries.desk import joinable, member_rows
from meetings.views.staff.access import own_network

READ = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(READ)
def network_members(request: HttpRequest, slug: str) -> HttpResponse:
    network = own_network(request, slug)
    form = member_form(request, NetworkMember(network=network))
    if request.method == "POST" and form.is_valid():
        save_member(member=form.save(commit=False), themes=form.cleaned_data["themes"])
        messages.success(request, _("The organisation is in the network."))
        return redirect("network_members", network.slug)
    return members_page(request, network, form)


def member_form(request: HttpRequest, member: NetworkMember) -> MemberForm:
    return MemberForm(
        request.POST or None,
        instance=member,
        today=timezone.localdate(),
        organisations=joinable(request.user),
    )


def members_page(
    request: HttpRequest, network: Network, form: MemberForm, themes: Any = None
) -> HttpResponse:
    language = current_language()
    context = {
        "network": network,
        "members": member_rows(network, language, timezone.localdate()),
        "form": form,
        "themes": themes or theme_forms(network, language),
    }
    is_wrong = bool(form.errors) or bool(themes and themes.total_error_count())
    status = 400 if is_wrong else 200
    return render(request, "staff/networks/network_members.html", context, status=status)


def theme_forms(network: Network, language: str, data: Any = None) -> Any:
    rows = []
    for theme in network.themes.all():
        name = written(theme, "name", language)
        rows.append({"key": theme.pk, "name": name.value, "language": name.language})
    if data is not None:
        return ThemeFormSet(data, prefix="theme")
    formset = ThemeFormSet(initial=rows, prefix="theme")
    for form in formset.extra_forms:
        form.initial.setdefault("language", language)
    return formset


@login_required
@require_http_methods(READ)
def network_member(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    network = own_network(request, slug)
    member = get_object_or_404(network.members.select_related("organisation"), pk=pk)
    form = member_form(request, member)
    if request.method == "POST" and form.is_valid():
        save_member(member=form.save(commit=False), themes=form.cleaned_data["themes"])
        messages.success(request, _("Saved."))
        return redirect("network_members", network.slug)
    context = {
        "network": network,
        "member": member,
        "name": written(member.organisation, "name", current_language()),
        "form": form,
    }
    status = 400 if form.errors else 200
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
@require_POST
def network_themes(request: HttpRequest, slug: str) -> HttpResponse:
    network = own_network(request, slug)
    formset = theme_forms(network, current_language(), request.POST)
    if not formset.is_valid():
        form = MemberForm(
            instance=NetworkMember(network=network),
            today=timezone.localdate(),
            organisations=joinable(request.user),
        )
        return members_page(request, network, form, formset)
    save_themes(network=network, rows=[form.cleaned_data for form in formset])
    messages.success(request, _("Saved."))
    return redirect("network_members", network.slug)
