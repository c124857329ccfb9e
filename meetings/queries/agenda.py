"""What is odd about an agenda."""

from datetime import time

from django.utils.translation import gettext as _

from directory.wording import clock_range
from meetings.models import Meeting


def time_warning(meeting: Meeting, start: time | None, end: time | None) -> str:
    """What looks odd beside the meeting's own times; it is saved all the same."""
    if start and end and end <= start:
        return _("It ends before it begins. Is that right?")
    times = [one for one in (start, end) if one]
    is_over_midnight = meeting.start and meeting.end and meeting.end <= meeting.start
    if not times or is_over_midnight:
        return ""
    too_early = meeting.start and min(times) < meeting.start
    too_late = meeting.end and max(times) > meeting.end
    if not (too_early or too_late):
        return ""
    held = clock_range(meeting.start, meeting.end)
    return _("This is outside the meeting's own time, %(time)s.") % {"time": held}
