"""Published notes to follow in a reader of feeds: what everyone may read, and no more."""

import re
from collections.abc import Iterable
from datetime import date
from uuid import uuid5

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import wording
from directory.addresses import absolute
from directory.localized import columns, current_language, html_tag, pick
from directory.queries.organisations import approved_names, organisation_rows
from meetings.localized import written, written_columns
from meetings.markdown import in_plain_words
from meetings.models import Meeting, Network, NoteItem
from meetings.permissions import readable_networks, readable_notes
from meetings.queries.meetings import title_of
from meetings.queries.notes import NoteGroup, grouped_by_meeting

NEWEST = 20
# What a person can paste and XML can't hold.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ANYONE = AnonymousUser()


@require_safe
def network_feed(request: HttpRequest, slug: str) -> HttpResponse:
    language, today = current_language(), timezone.localdate()
    network = public_network(slug, today, language)
    name = pick(network, "name", language)
    feed = Atom1Feed(
        title=clean(_("Notes: %(network)s") % {"network": name}),
        link=absolute(request, network.get_absolute_url()),
        description=clean(in_plain_words(pick(network, "purpose", language))),
        language=html_tag(language),
        feed_url=absolute(request, reverse("network_feed", args=[slug])),
        author_name=clean(", ".join(approved_names(network.coordinator_rows))),
    )
    meetings = newest(network, today, language)
    groups = grouped_by_meeting(NoteItem.objects.filter(meeting__in=meetings), language)
    for meeting in meetings:
        add(feed, request, meeting, groups.get(meeting.pk, []), language)
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def clean(text: str) -> str:
    return CONTROLS.sub("", text)


def public_network(slug: str, today: date, language: str) -> Network:
    names = columns(["name", "purpose"], language)
    networks = readable_networks(ANYONE, today).rewrite(False).only("slug", *names)
    coordinators = organisation_rows("coordinated_networks", language)
    network = networks.filter(slug=slug).annotate(coordinator_rows=coordinators).first()
    if network is None:
        raise Http404
    return network


def newest(network: Network, today: date, language: str) -> list[Meeting]:
    names = [
        "uid",
        "slug",
        "kind",
        "date",
        "notes_published_at",
        "notes_corrected_at",
        *written_columns(["theme", "asked", "answered"], language),
    ]
    rows = readable_notes(ANYONE, today).rewrite(False).filter(network=network.pk)
    meetings = list(rows.only(*names).order_by("-notes_published_at", "-pk")[:NEWEST])
    for meeting in meetings:
        meeting.network = network
    return meetings


def add(
    feed: Atom1Feed,
    request: HttpRequest,
    meeting: Meeting,
    groups: Iterable[NoteGroup],
    language: str,
) -> None:
    path = reverse("meeting_notes", args=[meeting.network.slug, meeting.slug])
    title = title_of(written(meeting, "theme", language), meeting.kind, language)
    told = {name: written(meeting, name, language) for name in ("asked", "answered")}
    body = render_to_string("meetings/_feed_notes.html", {**told, "groups": groups})
    moments = filter(None, [meeting.notes_published_at, meeting.notes_corrected_at])
    feed.add_item(
        title=clean(f"{title} · {wording.day_numeric(meeting.date)}"),
        link=absolute(request, path),
        description=clean(body),
        unique_id=f"urn:uuid:{uuid5(meeting.uid, language)}",  # other languages have their own
        pubdate=meeting.notes_published_at,
        updateddate=max(moments),
    )
