"""What families say is wrong, for those who can mend it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory.actions.reminders import choose_mail
from directory.actions.reports import close_report, delete_report, reopen_report
from directory.enums import MailLanguage, ReportState
from directory.forms.inbox import CloseForm, MailChoiceForm
from directory.localized import current_language
from directory.models import MailChoice, Report
from directory.queries.reports import inbox as inbox_of
from directory.views.staff.access import current_organisation, editable_or_refuse


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    choice = MailChoice.objects.filter(user=request.user).first() or MailChoice()
    context = {
        "organisation": organisation,
        "inbox": inbox_of(organisation, request.user, current_language(), timezone.localdate()),
        "query": kept_query(request),
        "form": MailChoiceForm(
            initial={"language": choice.language, "hears_of_reports": choice.hears_of_reports}
        ),
    }
    return render(request, "staff/inbox.html", context)


@login_required
@require_POST
def report_close(request: HttpRequest, pk: int) -> HttpResponse:
    report = editable_or_refuse(request, Report.objects.all(), pk=pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what you did about it."))
        return back(request)
    state = ReportState(form.cleaned_data["state"])
    if close_report(report=report, state=state, by=request.user, now=timezone.now()):
        messages.success(request, _("Thank you. You find it below, under those dealt with."))
    else:
        messages.info(request, _("It had been dealt with already."))
    return back(request)


@login_required
@require_POST
def report_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    report = editable_or_refuse(request, Report.objects.all(), pk=pk)
    reopen_report(report=report)
    messages.success(request, _("It is new again."))
    return back(request)


@login_required
@require_POST
def report_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Sent a second time it finds nothing, and says the same."""
    current_organisation(request)
    if Report.objects.filter(pk=pk).exists():
        delete_report(report=editable_or_refuse(request, Report.objects.all(), pk=pk))
    messages.success(request, _("The report has been deleted."))
    return back(request)


@login_required
@require_POST
def mail_choice(request: HttpRequest) -> HttpResponse:
    current_organisation(request)
    form = MailChoiceForm(request.POST)
    if form.is_valid():
        choose_mail(
            user=request.user,
            language=MailLanguage(form.cleaned_data["language"]),
            hears_of_reports=form.cleaned_data["hears_of_reports"],
        )
        messages.success(request, _("Your choice of mail is saved."))
    else:
        messages.error(request, _("Choose one of the languages."))
    return back(request)


def back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("inbox") + kept_query(request))


def kept_query(request: HttpRequest) -> str:
    """Whose inbox it is, when the address says so."""
    asked = request.GET.get("organisation")
    return f"?{urlencode({'organisation': asked})}" if asked else ""
