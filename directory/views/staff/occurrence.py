"""One occurrence of a slot: cancelled, moved, or as usual after all."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory import wording
from directory.actions.programme import (
    Overtaken,
    Timing,
    cancel_occurrence,
    move_occurrence,
    restore_occurrence,
)
from directory.forms.desk import CancelForm, MoveForm
from directory.forms.read_back import dated
from directory.localized import current_language
from directory.models import Organisation, ScheduleChange, Slot
from directory.queries.desk import Line, desk_lines
from directory.queries.occurrence import (
    closed_by_others,
    differs,
    occurrence_changes,
    occurrence_of,
)
from directory.queries.own import allowed_places, used_places
from directory.queries.session import Session
from directory.views.staff.access import current_organisation, editable_or_refuse
from directory.views.staff.done import desk_address, done
from directory.views.staff.overtaken import OVERTAKEN, renew

# Past every week that the desk shows, and what is moved from there.
FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Found:
    slot: Slot
    day: date
    session: Session
    organisation: Organisation
    today: date

    @property
    def label(self) -> str:
        day = wording.day_long(self.day, self.session.language)
        return f"{self.session.title}, {day}"


def found_or_refuse(request: HttpRequest, uid: UUID, day: str) -> Found:
    organisation = current_organisation(request)
    current = Slot.objects.filter(archived_at__isnull=True)
    slot = editable_or_refuse(request, current, uid=uid)
    try:
        asked = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    today = timezone.localdate()
    if abs(asked - today) > FARTHEST:
        raise Http404
    session = occurrence_of(slot, asked, language=current_language(), today=today)
    if session is None:
        raise Http404
    return Found(slot, asked, session, organisation, today)


@login_required
@require_safe
def occurrence(request: HttpRequest, uid: UUID, day: str) -> HttpResponse:
    return shown(request, found_or_refuse(request, uid, day))


@login_required
@require_POST
def cancel(request: HttpRequest, uid: UUID, day: str) -> HttpResponse:
    found = found_or_refuse(request, uid, day)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return shown(request, found, cancel_form=form)
    told, seen = form.explanation, form.cleaned_data["version"]
    try:
        change = cancel_occurrence(slot=found.slot, day=found.day, told=told, seen=seen)
    except Overtaken:
        return overtaken(request, found, cancel_form=form)
    return done(request, _("Cancelled: %(what)s.") % {"what": found.label}, found.day, row=change)


@login_required
@require_POST
def move(request: HttpRequest, uid: UUID, day: str) -> HttpResponse:
    found = found_or_refuse(request, uid, day)
    form = move_form(found, request.POST)
    if not form.is_valid():
        return shown(request, found, move_form=form)
    timing = form.timing
    if is_closed_by_others(request, found, timing):
        form.add_error("place", _("The place is closed that day. Choose another place or day."))
        return shown(request, found, move_form=form)
    told, seen = form.explanation, form.cleaned_data["version"]
    try:
        changes = move_occurrence(
            slot=found.slot, day=found.day, timing=timing, told=told, seen=seen
        )
    except Overtaken:
        return overtaken(request, found, move_form=form)
    message, day = _("Saved: %(what)s.") % {"what": found.label}, timing.new_date or found.day
    return done(request, message, day, row=next(iter(changes), None))


def is_closed_by_others(request: HttpRequest, found: Found, timing: Timing) -> bool:
    place = timing.new_place.pk if timing.new_place else found.slot.place_id
    return bool(closed_by_others(request.user, [(place, timing.new_date or found.day)]))


@login_required
@require_POST
def as_usual(request: HttpRequest, uid: UUID, day: str) -> HttpResponse:
    found = found_or_refuse(request, uid, day)
    try:
        session = restore_occurrence(
            slot=found.slot,
            day=found.day,
            user=request.user,
            seen=request.POST.get("version", ""),
            today=found.today,
        )
    except Overtaken:
        return overtaken(request, found)
    if session and differs(session.occurrence):
        message = _("This is not yours to lift: %(what)s. Ask who keeps the place.")
        return done(request, message % {"what": found.label}, found.day, level=messages.WARNING)
    return done(request, _("As usual: %(what)s.") % {"what": found.label}, found.day)


def overtaken(request: HttpRequest, found: Found, **forms: Any) -> HttpResponse:
    """What somebody else has done meanwhile is shown, and the choice is made again."""
    fresh = found_or_refuse(request, found.slot.uid, found.day.isoformat())
    for form in forms.values():
        renew(form, line_of(request, fresh).seen)
    messages.warning(request, OVERTAKEN)
    return shown(request, fresh, status=409, **forms)


def line_of(request: HttpRequest, found: Found) -> Line:
    return desk_lines([found.session], request.user, found.organisation)[0]


def move_form(found: Found, data: Any = None, **options: Any) -> MoveForm:
    form = dated(MoveForm, found.today)(data, prefix=None, **options)
    seen, organisation = found.session.occurrence, found.organisation
    own = seen.place if seen.is_moved else None
    form.offer(used_places(organisation), allowed_places(organisation), own)
    form.of_session(found.session)
    return form


def present(found: Found, line: Line) -> dict[str, Any]:
    """How it is now, to be changed from there."""
    seen, slot = found.session.occurrence, found.slot
    own: list[ScheduleChange] = list(occurrence_changes([slot.pk], found.day, found.day))
    notes = next((row for row in reversed(own) if row.kind != "cancelled"), None)
    place = seen.place if seen.is_moved else None
    told = {name: getattr(notes, name, "") for name in ("note_fi", "note_sv", "note_en")}
    return {
        "start": seen.start,
        "end": seen.end,
        "day": seen.day,
        "place": place,
        "version": line.seen,
        **told,
    }


def shown(
    request: HttpRequest,
    found: Found,
    *,
    cancel_form: CancelForm | None = None,
    move_form: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    line = line_of(request, found)
    context = {
        "line": line,
        "found": found,
        "slot": found.slot,
        "cancel_form": cancel_form or CancelForm(initial={"version": line.seen}),
        "move_form": move_form or blank_move_form(found, line),
        "is_moving": move_form is not None or "move" in request.GET,
        "is_cancelling": cancel_form is not None or "cancel" in request.GET,
        "back_url": desk_address(request, found.session.day),
    }
    return render(request, "staff/occurrence.html", context, status=status)


def blank_move_form(found: Found, line: Line) -> MoveForm:
    return move_form(found, initial=present(found, line))
