"""The meetings of a network to subscribe to, and one of them to keep; never the remote link."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from directory import wording
from directory.addresses import absolute
from directory.feeds.ical import PRODUCT, REFRESH, UID_DOMAIN, helsinki
from directory.localized import columns, current_language, pick
from directory.queries.revisions import EPOCH, Revision
from meetings.calendar_file import begins, ends
from meetings.models import Meeting
from meetings.permissions import readable_meetings, readable_networks
from meetings.queries.meetings import MeetingLine, meeting_line, meeting_rows
from meetings.queries.revisions import meeting_revisions

PAST = timedelta(days=366)
MOST = 500
ANYONE = AnonymousUser()
UNKNOWN = Revision(0, EPOCH)


@require_safe
def network_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    language, today = current_language(), timezone.localdate()
    networks = readable_networks(ANYONE, today).rewrite(False).only(*columns(["name"], language))
    network = networks.filter(slug=slug).first()
    if network is None:
        raise Http404
    shown = readable_meetings(ANYONE, today).filter(network=network.pk, date__gte=today - PAST)
    rows = list(meeting_rows(shown, ANYONE, today, language)[:MOST])
    calendar = empty_calendar()
    source = absolute(request, reverse("network_calendar", args=[slug]))
    subscribe(calendar, str(pick(network, "name", language)), source)
    return calendar_file(request, calendar, rows, slug)


@require_safe
def meeting_calendar(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    """For whoever may read the meeting's page; changes do not come to the calendar by it."""
    language, today = current_language(), timezone.localdate()
    one = readable_meetings(request.user, today).filter(network__slug=slug, slug=meeting)
    rows = list(meeting_rows(one, request.user, today, language))
    if not rows:
        raise Http404
    return calendar_file(request, empty_calendar(), rows, meeting)


def calendar_file(
    request: HttpRequest, calendar: Calendar, rows: list[Meeting], name: str
) -> HttpResponse:
    site = absolute(request, "/").rstrip("/")
    for one in events(rows, site, current_language()):
        calendar.add_component(one)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def empty_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(helsinki())
    return calendar


def subscribe(calendar: Calendar, name: str, source: str) -> None:
    """By these a calendar knows the file again, and how often to fetch it."""
    properties = {
        "name": name,
        "x-wr-calname": name,
        "x-wr-timezone": wording.HELSINKI.key,
        "x-published-ttl": "PT1H",
    }
    for key, value in properties.items():
        calendar.add(key, value)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("source", source, parameters={"VALUE": "URI"})


def events(rows: Iterable[Meeting], site: str, language: str) -> list[Event]:
    revisions = meeting_revisions([row.pk for row in rows])
    return [event(row, revisions.get(row.pk, UNKNOWN), site, language) for row in rows]


def event(meeting: Meeting, revision: Revision, site: str, language: str) -> Event:
    line = meeting_line(meeting, language)
    made = Event()
    for name, value in properties_of(meeting, line, revision, site).items():
        if value not in ("", None):
            made.add(name, value)
    return made


def properties_of(
    meeting: Meeting, line: MeetingLine, revision: Revision, site: str
) -> dict[str, Any]:
    url = site + line.url
    where = (line.where.name, line.where.address, line.where.room)
    told = _("Cancelled: %(title)s") % {"title": line.title}
    return {
        "uid": f"{meeting.uid}@{UID_DOMAIN}",
        "dtstamp": revision.at,
        "last-modified": revision.at,
        "sequence": revision.sequence,
        "dtstart": begins(meeting),
        "dtend": ends(meeting),
        "summary": told if line.is_cancelled else str(line.title),
        "description": "\n".join([line.kind_label, line.attendance_label, url]),
        "location": ", ".join(part for part in where if part),
        "url": url,
        "status": "CANCELLED" if line.is_cancelled else "CONFIRMED",
        "class": "PUBLIC",
    }
