"""The shared picture of a network: read by its members, its gaps taken up by the coordinator."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory.addresses import with_query
from directory.forms.sheet import harmless
from directory.localized import current_language
from directory.permissions import editable_by
from meetings.actions.gaps import make_action, put_on_agenda
from meetings.actions.rows import NotOfThisNetwork
from meetings.enums import ActionState
from meetings.models import Meeting, Network
from meetings.permissions import readable_networks
from meetings.queries.networks import network_card, network_row
from meetings.queries.picture import cut, sheet
from meetings.queries.picture_biggest import biggest_gaps
from meetings.queries.picture_gaps import (
    ACTION,
    Gap,
    agendas,
    coming_meetings,
    gap_of,
    mark_taken,
    theme_gap,
    with_agendas,
)
from meetings.queries.picture_needs import (
    NEEDS,
    SoughtInVain,
    need_gap,
    needs_sheet,
    sought_in_vain,
)
from meetings.queries.picture_notes import Said, said
from meetings.queries.picture_own import own_organisations, with_own
from meetings.queries.picture_parts import opened_part, said_parts, tray_parts
from meetings.queries.picture_tables import MOST_ORGANISATIONS, NAMES, TrayTables, tray_tables
from meetings.views.staff.access import own_network

RETURNING, BIGGEST = "returning", "biggest"
LONGEST = 200


def read_network(request: HttpRequest, slug: str) -> Network:
    """A network whose coordinator or member the user is, with what the picture needs of it."""
    today, user, language = timezone.localdate(), request.user, current_language()
    own = editable_by(user, Network.objects.filter(pk=OuterRef("pk")))
    seen = readable_networks(user, today).annotate(area_slug=F("area__slug"), may_edit=Exists(own))
    told = with_own(with_agendas(seen, today), today, language)
    network = network_row(told, slug, user, today, language)
    if network is None:
        raise Http404
    if not network.is_own:
        raise PermissionDenied
    return network


def picture_of(request: HttpRequest, network: Network, form: str) -> tuple[TrayTables, Said]:
    today, language = timezone.localdate(), current_language()
    area = network.area_slug or ""
    own = own_organisations(network, language)
    tray = tray_tables(area, today, language, form=form, with_organisations=True, own=own)
    return tray, said(network, request.user, today, language)


def needs_of(network: Network, opened: str = "") -> SoughtInVain:
    """For the coordinator alone."""
    today, is_open = timezone.localdate(), opened == NEEDS
    return sought_in_vain(network, today, current_language(), is_open=is_open)


@login_required
@require_safe
def network_shared_picture(request: HttpRequest, slug: str) -> HttpResponse:
    network = read_network(request, slug)
    asked = request.GET.get("form", "")
    tray, notes = picture_of(request, network, asked)
    tables = tray.all(*NAMES)
    tables["organisations"] = cut(tables["organisations"], MOST_ORGANISATIONS)
    opened = opened_part(request.GET.get("open", ""), notes, is_narrowed="form" in request.GET)
    sought = needs_of(network, opened) if network.may_edit else None
    if sought:
        others, narrowed = [*notes.returning, *sought.rows], tray.form.key if tray.form else ""
        mark_taken(network, tables.values(), others, narrowed, timezone.localdate())
    context = {
        "network": network,
        "card": network_card(network, current_language()),
        "tray": tray,
        "said": notes,
        "opened": opened,
        "said_parts": said_parts(notes, opened),
        "tray_parts": tray_parts(tables, opened),
        "sought": sought,
        "biggest": biggest_gaps(tables, tray.forms, tray.totals),
        "is_unknown": bool(asked) and tray.form is None,
        "meetings": agendas(network) if network.may_edit else [],
    }
    return render(request, "staff/networks/picture.html", context)


@login_required
@require_safe
def picture_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the tables, whole, as people's spreadsheets read it; the first, if none is named."""
    network = read_network(request, slug)
    name = request.GET.get("table") or NAMES[0]
    lines = lines_of(request, network, name)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{network.slug}-{name}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerows([harmless(value) for value in line] for line in lines)
    return response


def lines_of(request: HttpRequest, network: Network, name: str) -> Iterator[list[str | int]]:
    if name == NEEDS and network.may_edit:
        return needs_sheet(needs_of(network))
    tray, notes = picture_of(request, network, request.GET.get("form", ""))
    tables = notes.tables | (tray.all(name) if name in NAMES else {})
    if name not in tables:
        raise Http404
    return sheet(tables[name])


@login_required
@require_POST
def picture_gap(request: HttpRequest, slug: str) -> HttpResponse:
    """On the agenda of a coming meeting, or an action; posted again it is there already."""
    own_network(request, slug)
    network, asked = read_network(request, slug), posted(request, "form")
    tray, notes = picture_of(request, network, asked)
    gap = asked_gap(request, network, tray, notes)
    if gap is None:
        messages.warning(request, _("This gap is not there any more. Here is the picture now."))
        return HttpResponseRedirect(address(slug, tray))
    take_up(request, network, gap, posted(request, "where"))
    name = posted(request, "table")
    if name == BIGGEST:
        return HttpResponseRedirect(f"{address(slug, tray)}#biggest-title")
    return HttpResponseRedirect(f"{address(slug, tray, name)}#{gap.anchor}")


def posted(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST]


def asked_gap(request: HttpRequest, network: Network, tray: TrayTables, notes: Said) -> Gap | None:
    name, value = posted(request, "table"), posted(request, "cell")
    if name == NEEDS:
        return need_gap(needs_of(network).rows, value)
    if name == RETURNING:
        return theme_gap(notes.returning, value)
    if name == BIGGEST:
        name, _slash, value = value.partition("/")
    return gap_of(tray.all(name)[name], value, tray.form) if name in NAMES else None


def take_up(request: HttpRequest, network: Network, gap: Gap, where: str) -> None:
    language, now = current_language(), timezone.localtime()
    meeting = None if where == ACTION else chosen_meeting(network, where, now.date())
    try:
        if where == ACTION:
            action = make_action(network=network, gap=gap, language=language, now=now)
            tell_of_action(request, action.state)
        elif meeting:
            put_on_agenda(meeting=meeting, gap=gap, language=language, today=now.date())
            said_so = _("On the agenda now: %(question)s") % {"question": gap.question}
            messages.success(request, said_so)
        else:
            messages.error(request, _("This meeting is not ahead any more. Choose another."))
    except NotOfThisNetwork:
        messages.error(request, _("This can't be taken up here. Write it there yourself."))


def tell_of_action(request: HttpRequest, state: str) -> None:
    if state == ActionState.OPEN:
        messages.success(
            request, _("The action is here, and on every next agenda until it is done.")
        )
    else:
        messages.warning(request, _("This was an action already this term, and it is closed."))


def chosen_meeting(network: Network, uid: str, today: date) -> Meeting | None:
    return next((one for one in coming_meetings(network.pk, today) if str(one.uid) == uid), None)


def address(slug: str, tray: TrayTables, opened: str = "") -> str:
    """The page as it was, with the part `opened` that was pressed in."""
    is_part = opened in (*NAMES, NEEDS)
    query: dict[str, Any] = {
        "form": tray.form.key if tray.form else "",
        "open": opened if is_part else "",
    }
    return with_query(reverse("network_shared_picture", args=[slug]), query)
