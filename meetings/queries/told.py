"""A meeting as a mail and a calendar tell it, in one language."""

from django.utils.translation import gettext as _

from directory import wording
from directory.localized import pick
from meetings.calendar_file import Told
from meetings.enums import Attendance
from meetings.localized import written
from meetings.models import Meeting


def title_of(meeting: Meeting, language: str) -> str:
    theme = written(meeting, "theme", language)
    kind = meeting.get_kind_display()
    return f"{kind}: {theme}" if theme else kind


def when(meeting: Meeting, language: str) -> str:
    day = f"{wording.day_long(meeting.date, language)} {meeting.date.year}"
    clock = wording.clock_range(meeting.start, meeting.end)
    return f"{day}, {clock}" if clock else day


def where(meeting: Meeting) -> str:
    place = meeting.place
    parts = [place.name, place.street, place.city] if place else []
    said = ", ".join(part for part in (*parts, meeting.place_text, meeting.room) if part)
    if meeting.attendance == Attendance.REMOTE:
        return _("Remote")
    return f"{said} / {_('Remote')}" if meeting.attendance == Attendance.BOTH and said else said


def remote_link(meeting: Meeting) -> str:
    """For members only, and of no use after a cancellation."""
    is_of_use = meeting.attendance != Attendance.ON_SITE and not meeting.is_cancelled
    return meeting.remote_link if is_of_use else ""


def agenda_lines(meeting: Meeting, language: str) -> list[str]:
    lines = []
    for item in meeting.agenda.all():
        clock = wording.clock_range(item.start, item.end)
        title = str(written(item, "title", language))
        lines.append(" ".join(part for part in (clock, title) if part))
    return lines


def told(meeting: Meeting, language: str, answer_url: str) -> Told:
    network = meeting.network
    parts = [
        str(written(meeting, "description", language)),
        remote_link(meeting),
        "\n".join(agenda_lines(meeting, language)),
        answer_url,
    ]
    return Told(
        summary=f"{pick(network, 'name', language)}: {title_of(meeting, language)}",
        description="\n\n".join(part for part in parts if part),
        location=where(meeting),
        organiser=str(pick(network.coordinator, "name", language)),
        url=answer_url,
    )
