"""The other end of an invitation: its link shows the meeting and takes the answer, no more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.localized import current_language, pick
from meetings.actions.invitations import answer
from meetings.answer_link import answer_key
from meetings.enums import Answer
from meetings.forms.answers import AnswerForm, present_answer
from meetings.localized import written
from meetings.models import Meeting, MeetingInvitation
from meetings.queries.answers import coming_from, room_of
from meetings.queries.told import agenda_lines, remote_link, when, where

ROWS = MeetingInvitation.objects.select_related(
    "meeting__network__coordinator", "meeting__place", "organisation"
)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing, since mail programs open links by themselves."""
    invitation = ROWS.filter(pk=answer_key(token)).first()
    if invitation is None:
        return render(request, "staff/networks/answer_closed.html", status=410)
    is_open = invitation.meeting.takes_answers(timezone.localdate())
    data = request.POST if request.method == "POST" and is_open else None
    form = AnswerForm(data, meeting=invitation.meeting, initial=present_answer(invitation))
    if data is not None and form.is_valid():
        answer(invitation=invitation, values=form.values, now=timezone.now())
        thank(request, invitation.meeting, form.cleaned_data["answer"])
        return redirect("meeting_answer", token)
    return answer_page(request, invitation, form, is_open)


def thank(request: HttpRequest, meeting: Meeting, answered: str) -> None:
    if answered == Answer.COMING and room_of(meeting).is_over_full:
        text = _(
            "Thank you. Your answer is saved. More are coming than there is room for: the "
            "network's coordinator will be in touch. You can change your answer here."
        )
        messages.warning(request, text)
    else:
        messages.success(request, _("Thank you. Your answer is saved; you can change it here."))


def answer_page(
    request: HttpRequest, invitation: MeetingInvitation, form: AnswerForm, is_open: bool
) -> HttpResponse:
    meeting, language = invitation.meeting, current_language()
    context = {
        "invitation": invitation,
        "meeting": meeting,
        "network_name": pick(meeting.network, "name", language),
        "organisation_name": pick(invitation.organisation, "name", language),
        "theme": written(meeting, "theme", language),
        "description": written(meeting, "description", language),
        "when": when(meeting, language),
        "where": where(meeting),
        "remote_link": remote_link(meeting) if timezone.localdate() <= meeting.date else "",
        "agenda": agenda_lines(meeting, language),
        "others": coming_from(meeting, invitation.organisation_id)
        - (invitation.count if invitation.answer == Answer.COMING else 0),
        "room": room_of(meeting),
        "is_open": is_open,
        "form": form,
        "answers": Answer,
    }
    status = 400 if form.errors else 200 if is_open or request.method != "POST" else 410
    return render(request, "staff/networks/meeting_answer.html", context, status=status)
