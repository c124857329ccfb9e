"""What families report: taken in once, dealt with by those who can mend it, and deleted in time."""

from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from directory.enums import ReportKind, ReportState
from directory.models import Place, Report, Service


@transaction.atomic
def record_report(
    *,
    listing: Service | Place,
    form: UUID,
    kind: ReportKind,
    message: str,
    language: str,
    now: datetime,
) -> Report:
    """A form sent again changes nothing; the same said by somebody else counts with the first."""
    lock(listing)
    about = {type(listing)._meta.model_name: listing}
    same = Report.objects.filter(**about, kind=kind, message=message)
    if sent := same.filter(forms__contains=[form]).first():
        return sent
    # Locked, since saving it would open again what is being closed meanwhile.
    report = same.new().select_for_update(no_key=True).first() or Report(
        **about, kind=kind, message=message, language=language, created_at=now, forms=[]
    )
    report.forms.append(form)
    report.last_at = now
    report.save()
    return report


def lock(listing: Service | Place) -> None:
    """Whoever reports the same listing at the same time takes turns."""
    rows = type(listing)._default_manager.filter(pk=listing.pk)
    list(rows.select_for_update(no_key=True).values_list("pk"))


@transaction.atomic
def close_report(*, report: Report, state: ReportState, by: User, now: datetime) -> bool:
    """False when somebody has dealt with it already; what they said stays."""
    new = Report.objects.new().filter(pk=report.pk)
    return bool(new.update(state=state, closed_at=now, closed_by=by))


@transaction.atomic
def reopen_report(*, report: Report) -> None:
    closed = Report.objects.filter(pk=report.pk)
    closed.update(state=ReportState.NEW, closed_at=None, closed_by=None)


@transaction.atomic
def delete_report(*, report: Report) -> None:
    """Before its time, for what should never have been written; nothing brings it back."""
    report.delete()


@transaction.atomic
def purge_reports(*, today: date) -> int:
    expired: QuerySet = Report.objects.expired(today)
    count, _by_model = expired.delete()
    return count
