"""Inviting the members, and reminding who has not answered."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directory.localized import current_language
from meetings.actions.invitations import (
    MOST_INVITED,
    TakesNoAnswers,
    TooMany,
    invite,
    remind,
    to_be_reminded,
)
from meetings.localized import written
from meetings.models import Meeting
from meetings.queries.answers import answers_of
from meetings.queries.recipients import named, not_invited, without_address
from meetings.views.staff.access import own_meeting

REMIND = "remind"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_invite(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    if request.method == "POST":
        send(request, row)
        return redirect("meeting_desk", slug, meeting)
    now, today, language = timezone.now(), timezone.localdate(), current_language()
    asked = not_invited(row)
    context = {
        "network": row.network,
        "meeting": row,
        "theme": written(row, "theme", language),
        "count": len(asked),
        "asked": named(asked[:MOST_INVITED], language),
        "silent": len(to_be_reminded(row, now)),
        "answers": answers_of(row, language),
        "without_address": without_address(row.network, row.date, language),
        "is_ahead": row.is_ahead(today),
        "takes_answers": row.takes_answers(today),
        "most": MOST_INVITED,
    }
    return render(request, "staff/networks/meeting_invite.html", context)


def send(request: HttpRequest, meeting: Meeting) -> None:
    if not settings.SITE_URL:
        messages.error(request, _("Mail can't be sent: the site doesn't know its own address."))
        return
    try:
        if request.POST.get("do") == REMIND:
            reminded(request, meeting)
        else:
            invited(request, meeting)
    except TakesNoAnswers:
        messages.error(request, _("Nothing is sent: answers are not taken any more."))


def invited(request: HttpRequest, meeting: Meeting) -> None:
    try:
        count = invite(meeting=meeting, now=timezone.now())
    except TooMany as error:
        text = _(
            "Nothing is sent: %(count)d addresses are more than the %(most)d that one meeting"
            " may write to. Leave an address for each organisation only."
        )
        messages.error(request, text % {"count": error.count, "most": MOST_INVITED})
        return
    text = ngettext(
        "%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count
    )
    messages.success(request, text % {"count": count} if count else _("All are invited already."))


def reminded(request: HttpRequest, meeting: Meeting) -> None:
    count = remind(meeting=meeting, now=timezone.now())
    text = ngettext(
        "%(count)d reminder is on its way.", "%(count)d reminders are on their way.", count
    )
    nobody = _("Nobody needs a reminder: they have answered, or were written to in the last day.")
    messages.success(request, text % {"count": count} if count else nobody)
